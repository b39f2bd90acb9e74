"""Sections whose value breaks a rule of the settings, or may be misread: what one section says in itself.

The rules are those that the provider keeps before it writes (`crosscloud.domain.settings`); here they judge what
stands in a tenant, whoever wrote it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.own_sections import OwnSection, odd_sections_of
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import Doubtful, Problem, Rule, doubtful
from crosscloud.domain.settings.shapes import INBOUND_TRUST, is_target_configuration
from crosscloud.domain.settings.types import Object

if TYPE_CHECKING:
    from crosscloud.domain.findings.catalogue import Severity

_ACCESS_TYPES: Final = ("allowed", "blocked")
_FALLBACK: Final = ("fallback_identity_provider",)
_ALL_MICROSOFT_APPS: Final = "AllMicrosoftApps"
"""One revision of a document calls it a reserved value; the reference does not know it."""
_OF_ONE_TARGET: Final = (Rule.WRONG_LIST, Rule.ALL_USERS_TYPE)
_OF_THE_LIST: Final = (Rule.EMPTY_LIST, Rule.MIXED, Rule.REPEATED)
"""What is wrong with a list as a whole, in the order in which it is told, before what is wrong with targets."""


@dataclass(frozen=True, slots=True)
class BrokenRule(Facts):
    """XC201, XC202, XC210, XC212 and XC213: what stands at the place breaks one rule."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class ImpossibleTargets(Facts):
    """XC203: a list that cannot stand as it is, and what is wrong with it."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class WrongProvider(Facts):
    """XC209: redemption has no fallback, or names a provider that does not do.

    Attributes:
        problem: the rule that is broken.
        cloud: the tenant's cloud.
    """

    problem: Problem
    cloud: Cloud


@dataclass(frozen=True, slots=True)
class MayMislead(Facts):
    """XC207, XC208 and XC211: the section is legal, and may not mean what the reader thinks."""

    doubtful: Doubtful


@dataclass(frozen=True, slots=True)
class NotUnderstood(Facts):
    """XC211: no document says what the section means as it stands.

    Attributes:
        missing: members without which it means nothing, such as `users_and_groups.access_type`.
        given: members with a value that is not documented, and that value.
        reason: why it could not be read.
    """

    missing: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def broken_rules(situation: Situation) -> Iterator[Finding]:
    """XC201, XC202, XC203, XC209, XC210, XC212 and XC213: the value of a section breaks rules of the settings."""
    for section in situation.own_sections:
        lists: dict[Place, list[Problem]] = {}
        for problem in section.problems:
            if problem.finding == "XC203":
                lists.setdefault(_place(section, problem), []).append(problem)
            elif problem.finding == "XC209":
                # What the service itself puts into the order of providers, it takes.
                if problem.path == _FALLBACK or situation.by_code:
                    yield _of_provider(section, problem)
            elif problem.finding:
                yield _broken(section, problem, situation)
        for place, found in lists.items():
            mistakes = tuple(dict.fromkeys(_told(found)))
            facts = ImpossibleTargets(mistakes)
            yield finding("XC203", (section.tenant,), place, facts, degree=len(mistakes))


def misleading(situation: Situation) -> Iterator[Finding]:
    """XC207, XC208 and XC211: a section that is legal, and may not mean what the reader thinks."""
    for section in situation.own_sections:
        found = doubtful(section.description, section.value)
        if found is None or any(problem.rule is Rule.USERS_BLOCKED_ALONE for problem in section.problems):
            continue  # XC201 says more
        doubt, facts = found.doubt, MayMislead(found)
        yield finding(doubt.finding, (section.tenant,), section.place, facts, severity=doubt.severity)


def not_understood(situation: Situation) -> Iterator[Finding]:
    """XC211: a section that stands in a tenant, and of which no document says what it means.

    Code cannot declare one: the provider refuses it.
    """
    if situation.by_code:
        return
    for section in situation.own_sections:
        facts = _undocumented(section)
        if facts is not None:
            yield finding("XC211", (section.tenant,), section.place, facts)
    for each in situation.managed():
        for odd in odd_sections_of(each.settings):
            yield finding("XC211", (odd.place.tenant,), odd.place, NotUnderstood(reason=odd.reason))


def _undocumented(section: OwnSection) -> NotUnderstood | None:
    """What a section lacks, or has there that is not documented; None where it is understood.

    A half that is missing as a whole is told as that; what is wrong with targets, by XC203.
    """
    if not isinstance(section.value, dict) or not isinstance(section.description.type, Object):
        return None
    missing: list[str] = []
    given: list[tuple[str, str]] = []
    for member in section.description.type.members:
        inner = section.value.get(member.name)
        if is_target_configuration(member.type):
            if not isinstance(inner, dict):
                return None
            _look_at_half(member.name, inner, missing, given)
        elif section.description.type is INBOUND_TRUST and inner is None:
            missing.append(member.name)
    return NotUnderstood(tuple(missing), tuple(given)) if missing or given else None


def _look_at_half(name: str, half: Mapping[str, Any], missing: list[str], given: list[tuple[str, str]]) -> None:
    """What one half of a section lacks, to `missing`; what it has that is not documented, to `given`."""
    access_type = half.get("access_type")
    if access_type is None:
        missing.append(f"{name}.access_type")
    elif access_type not in _ACCESS_TYPES:
        given.append((f"{name}.access_type", str(access_type)))
    targets = half.get("targets")
    if targets is None:
        missing.append(f"{name}.targets")
    elif isinstance(targets, list) and None in targets:
        missing.append(f"a target of {name}.targets")


def _broken(section: OwnSection, problem: Problem, situation: Situation) -> Finding:
    place = section.place
    about: tuple[str, ...] = ()
    if problem.finding in ("XC210", "XC212"):
        place, about = _place(section, problem), (str(problem.given),)
    is_doubtful = problem.given == _ALL_MICROSOFT_APPS and place.member == "applications"
    severity: Severity | None = None
    if not situation.by_code:  # what the code sends is refused, before Graph is asked, by the provider too
        severity = "info" if problem.rule is Rule.NOT_DECLARED else "unknown" if is_doubtful else None
    return finding(problem.finding, (section.tenant,), place, BrokenRule(problem), about=about, severity=severity)


def _of_provider(section: OwnSection, problem: Problem) -> Finding:
    facts = WrongProvider(problem, section.facts.settings.cloud)
    about = () if problem.path == _FALLBACK else (problem.rule.name, str(problem.given))
    return finding("XC209", (section.tenant,), _place(section, problem), facts, about=about)


def _place(section: OwnSection, problem: Problem) -> Place:
    whole = section.place
    return Place(whole.tenant, whole.of, whole.section, problem.path[0]) if problem.path else whole


def _told(problems: list[Problem]) -> list[Problem]:
    """What is wrong with a list, once for each target: in the wrong list, a target has a wrong type as well."""
    worse = {problem.target for problem in problems if problem.rule in _OF_ONE_TARGET}
    of_the_list = sorted(
        (problem for problem in problems if problem.rule in _OF_THE_LIST),
        key=lambda problem: _OF_THE_LIST.index(problem.rule),
    )
    of_targets = [
        problem
        for problem in problems
        if problem.rule not in _OF_THE_LIST and (problem.rule in _OF_ONE_TARGET or problem.target not in worse)
    ]
    return [*of_the_list, *of_targets]
