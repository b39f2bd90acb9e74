"""The sections of a tenant that have a value of their own, in the default or a partner's entry, with their lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from crosscloud.domain.findings.facts import TenantFacts
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.settings import DEFAULT, PARTNER, Section, Settings

_USER_LISTS: Final = ("users_and_groups", "users")


@dataclass(frozen=True)
class OwnSection:
    """One section that has a value of its own.

    Attributes:
        facts: the tenant.
        settings: the kind of object that it is in.
        partner: the partner's tenant id; None for the default.
        section: the section's name.
        value: its value; never null and never unread.
    """

    facts: TenantFacts
    settings: Settings
    partner: str | None
    section: str
    value: Any

    @property
    def tenant(self) -> str:
        """The tenant's id."""
        return self.facts.settings.tenant_id

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.tenant, self.partner or self.settings.name, self.section)

    @property
    def description(self) -> Section:
        """What the table of settings says of it."""
        return self.settings.section(self.section)

    @cached_property
    def targets(self) -> "tuple[TargetList, ...]":
        """The lists of targets in it."""
        return tuple(self._targets())

    def _targets(self) -> "Iterator[TargetList]":
        if not isinstance(self.value, dict):
            return
        for name in (*_USER_LISTS, "applications"):
            half = self.value.get(name)
            if isinstance(half, dict) and isinstance(half.get("targets"), list):
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


def own_sections_of(facts: TenantFacts) -> Iterator[OwnSection]:
    """Every section of one tenant that has a value of its own."""
    yield from _own_sections(facts, DEFAULT, None, facts.settings.default)
    for partner, entry in facts.settings.partners.items():
        yield from _own_sections(facts, PARTNER, partner, entry.sections)


def _own_sections(
    facts: TenantFacts, settings: Settings, partner: str | None, sections: Mapping[str, Any]
) -> Iterator[OwnSection]:
    for section, value in sections.items():
        if isinstance(value, dict | bool):
            yield OwnSection(facts, settings, partner, section, value)
