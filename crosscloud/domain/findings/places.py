"""Where in a tenant's settings something stands: the default or a partner, a section, a list of targets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.findings.situation import Situation, TenantFacts

_USER_LISTS: Final = ("users_and_groups", "users")


@dataclass(frozen=True, slots=True)
class Place:
    """One section that has a value of its own.

    Attributes:
        facts: the tenant.
        partner: the partner's tenant id; None for the default.
        section: the section's name.
        value: its value; never null and never unread.
        whose: for a reader: `the default`, `the entry for fabrikam`.
    """

    facts: TenantFacts
    partner: str | None
    section: str
    value: Any
    whose: str

    @property
    def words(self) -> str:
        """For a reader: `b2b_collaboration_inbound of the default`."""
        return f"{self.section} of {self.whose}"

    @property
    def tenant(self) -> str:
        """The tenant's name."""
        return self.facts.settings.name

    @property
    def subject(self) -> tuple[str, ...]:
        """What a finding about this section is about."""
        return self.facts.settings.tenant_id, self.partner or "default", self.section

    @property
    def targets(self) -> "Iterator[TargetList]":
        """The lists of targets in it."""
        if not isinstance(self.value, Mapping):
            return
        for name in (*_USER_LISTS, "applications"):
            half = self.value.get(name)
            if isinstance(half, Mapping) and isinstance(half.get("targets"), list):
                yield TargetList(name, str(half.get("access_type")), tuple(half["targets"]), name in _USER_LISTS)


@dataclass(frozen=True, slots=True)
class TargetList:
    """One list of targets.

    Attributes:
        name: `users_and_groups`, `users` or `applications`.
        access_type: `allowed` or `blocked`.
        targets: each with `target` and `target_type`.
        is_users: whether it is about users and groups.
    """

    name: str
    access_type: str
    targets: tuple[Mapping[str, Any], ...]
    is_users: bool

    def has(self, keyword: str) -> bool:
        """Whether `keyword` is among the targets."""
        return any(target.get("target") == keyword for target in self.targets)


def places(situation: Situation) -> Iterator[Place]:
    """Every section that has a value of its own, in every tenant that was read, at least in part."""
    for facts in situation.managed():
        yield from places_of(situation, facts)


def places_of(situation: Situation, facts: TenantFacts) -> Iterator[Place]:
    """Every section of one tenant that has a value of its own."""
    if isinstance(facts.settings.default, Mapping):
        yield from _places(facts, None, facts.settings.default, "the default")
    for partner, sections in facts.partners.items():
        yield from _places(facts, partner, sections, f"the entry for {situation.name(partner)}")


def _places(facts: TenantFacts, partner: str | None, sections: Mapping[str, Any], whose: str) -> Iterator[Place]:
    for section, value in sections.items():
        if isinstance(value, Mapping | bool):
            yield Place(facts, partner, section, value, whose)
