"""Applies the rules of the settings (`crosscloud.domain.settings`) to values made in code."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings import Settings, Value, problems, problems_in, problems_in_cloud
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.finding_ids import finding_of
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
        for path, text in [*problems(section, value), *problems_in(settings, section, value)]:
            yield problem((called, name, *path), text, where)


def problems_in_tenant(
    settings: Settings, sections: Mapping[str, Value], cloud: Cloud, where: Source | str, called: str
) -> Iterator[IntentProblem]:
    """What is wrong with the `sections` of one object for a tenant of `cloud`."""
    for name, value in sections.items():
        section = settings.section(name)
        for path, text in problems_in_cloud(section, value, cloud):
            found = problem((called, name, *path), text, where)
            is_declared = section.version_in(cloud.name) is not None
            yield found if is_declared else replace(found, to_do="Leave it out for tenants of that cloud")


def problem(path: tuple[str, ...], text: str, where: Source | str) -> IntentProblem:
    """A problem of the rules, in the words of an intent."""
    to_do = next((_TO_DO[part] for part in path if part in _TO_DO), "Change the value")
    return IntentProblem(f"{'.'.join(path)} {text}", where, to_do, finding_of(path, text))
