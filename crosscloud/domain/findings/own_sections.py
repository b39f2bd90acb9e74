"""The sections of a tenant with a value of their own, in the default or a partner's entry, and their lists."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from crosscloud.domain.findings.facts import TenantFacts

_USER_LISTS: Final = ("users_and_groups", "users")


@dataclass(frozen=True)
class OwnSection:
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


def own_sections_of(facts: TenantFacts, name: Callable[[str], str]) -> Iterator[OwnSection]:
    """Every section of one tenant that has a value of its own; `name` is what reports call a partner."""
    yield from _own_sections(facts, None, facts.settings.default, "the default")
    for partner, entry in facts.settings.partners.items():
        yield from _own_sections(facts, partner, entry.sections, f"the entry for {name(partner)}")


def _own_sections(
    facts: TenantFacts, partner: str | None, sections: Mapping[str, Any], whose: str
) -> Iterator[OwnSection]:
    for section, value in sections.items():
        if isinstance(value, dict | bool):
            yield OwnSection(facts, partner, section, value, whose)
