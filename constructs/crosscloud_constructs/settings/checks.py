"""Applies the rules of the settings (`crosscloud.domain.settings`) to values made in code."""

from collections.abc import Container, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings import Problem, Rule, Settings, Value, problems, problems_in, problems_in_cloud
from crosscloud.wording.settings_problems import problem_in_words
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.source import Source

_TO_DO: Final = MappingProxyType(
    {
        "users_and_groups": "Name users= or groups=; everybody is users=ALL_USERS",
        "users": "Name users=; everybody is users=ALL_USERS",
        "applications": "Name applications=; every one is applications=ALL_APPLICATIONS",
        "primary_identity_provider_precedence_order": "Name other providers, each once",
        "fallback_identity_provider": "Leave fallback= out: then it is one that the tenant's cloud has",
    }
)


def problems_of(
    settings: Settings, sections: Mapping[str, Value], where: Source | str, called: str
) -> Iterator[IntentProblem]:
    """What is wrong with the `sections` of one object, whatever the tenant.

    Args:
        settings: the kind of object.
        sections: the values given, by section.
        where: the user's line of code.
        called: what the code calls the object, for messages.
    """
    for name, value in sections.items():
        section = settings.section(name)
        for found in [*problems(section, value), *problems_in(settings, section, value)]:
            yield intent_problem((called, name, *found.path), found, where)


def problems_in_tenant(
    settings: Settings,
    sections: Mapping[str, Value],
    cloud: Cloud,
    where: Source | str,
    called: str,
    tries: Container[str] = (),
) -> Iterator[IntentProblem]:
    """What is wrong with the `sections` of one object for a tenant of `cloud`; those of `tries` may be tried."""
    for name, value in sections.items():
        section = settings.section(name)
        for found in problems_in_cloud(section, value, cloud, tries):
            yield intent_problem((called, name, *found.path), found, where)


def intent_problem(path: tuple[str, ...], problem: Problem, where: Source | str) -> IntentProblem:
    """A broken rule in the words of an intent; `path` is what the code calls it, down to the member."""
    if problem.rule is Rule.NOT_DECLARED:
        to_do = "Leave it out for tenants of that cloud"
    else:
        to_do = next((_TO_DO[part] for part in path if part in _TO_DO), "Change the value")
    return IntentProblem(f"{'.'.join(path)} {problem_in_words(problem)}", where, to_do, problem.finding)
