"""The sections of a tenant that have a value of their own, with their lists and the rules that they break."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from crosscloud.domain.findings.facts import TenantFacts
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.settings import (
    DEFAULT,
    PARTNER,
    ROOT,
    Problem,
    Section,
    Settings,
    Unread,
    Value,
    problems,
    problems_in,
    problems_in_cloud,
    read_only_sections,
    read_sections,
)
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, SYNCHRONIZATION
from crosscloud.domain.settings.table import ALLOWED_CLOUD_ENDPOINTS
from crosscloud.domain.tenant import Sections, TenantSettings
from crosscloud.domain.tenant.settings import read_synchronization

_USER_LISTS: Final = ("users_and_groups", "users")


@dataclass(frozen=True)
class OwnSection:
    """One section that has a value of its own.

    Attributes:
        facts: the tenant.
        settings: the kind of object that it is in.
        partner: the partner's tenant id; None for the root and the default.
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
    def problems(self) -> tuple[Problem, ...]:
        """The rules of the settings that its value breaks, in this kind of settings and in the tenant's cloud."""
        section = self.description
        return (
            *problems(section, self.value),
            *problems_in(self.settings, section, self.value),
            *problems_in_cloud(section, self.value, self.facts.settings.cloud, self.facts.tries),
        )

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
                named = tuple(target for target in half["targets"] if isinstance(target, Mapping))
                yield TargetList(name, str(half.get("access_type")), named)


@dataclass(frozen=True, slots=True)
class TargetList:
    """One list of targets.

    Attributes:
        name: `users_and_groups`, `users` or `applications`.
        access_type: `allowed` or `blocked`.
        targets: each with `target` and `target_type`.
    """

    name: str
    access_type: str
    targets: tuple[Mapping[str, Any], ...]

    def has(self, keyword: str) -> bool:
        """Whether `keyword` is among the targets."""
        return any(target.get("target") == keyword for target in self.targets)


def own_sections_of(facts: TenantFacts) -> Iterator[OwnSection]:
    """Every section of one tenant that has a value of its own."""
    tenant = facts.settings
    yield from _own_sections(facts, ROOT, None, {ALLOWED_CLOUD_ENDPOINTS.name: _enabled(tenant)})
    yield from _own_sections(facts, DEFAULT, None, tenant.default)
    for partner, entry in tenant.partners.items():
        yield from _own_sections(facts, PARTNER, partner, entry.sections)
        if isinstance(entry.synchronization, Mapping):
            yield from _own_sections(facts, IDENTITY_SYNCHRONIZATION, partner, entry.synchronization)


@dataclass(frozen=True, slots=True)
class OddSection:
    """One section of which Graph answered something that no document explains.

    Attributes:
        place: where it is.
        reason: why it is not known.
    """

    place: Place
    reason: str


def odd_sections_of(tenant: TenantSettings) -> Iterator[OddSection]:
    """Every section of one tenant that was read and is of another shape than documented."""
    json = tenant.default_json
    yield from _odd_sections(tenant.tenant_id, DEFAULT, DEFAULT.name, tenant.default, json)
    for name, value in read_only_sections(DEFAULT, json or {}).items():
        if isinstance(value, Unread):
            yield OddSection(Place(tenant.tenant_id, DEFAULT.name, name), value.reason)
    for partner, entry in tenant.partners.items():
        yield from _odd_sections(tenant.tenant_id, PARTNER, partner, entry.sections, entry.json or None)
        below = entry.json.get(SYNCHRONIZATION)
        if isinstance(entry.synchronization, Mapping) and isinstance(below, Mapping):
            synchronization = entry.synchronization
            yield from _odd_sections(tenant.tenant_id, IDENTITY_SYNCHRONIZATION, partner, synchronization, below)
        elif isinstance(entry.synchronization, Unread) and below is not None and not isinstance(below, Mapping):
            place = Place(tenant.tenant_id, partner, IDENTITY_SYNCHRONIZATION.name)
            yield OddSection(place, entry.synchronization.reason)


def _odd_sections(
    tenant_id: str, settings: Settings, of: str, sections: Sections, json: Mapping[str, Any] | None
) -> Iterator[OddSection]:
    unread = {name: value for name, value in sections.items() if isinstance(value, Unread)}
    if unread and json is not None:
        is_below = settings is IDENTITY_SYNCHRONIZATION
        answered = read_synchronization(json) if is_below else read_sections(settings, json)
        for name, value in unread.items():
            if answered.get(name) == value:  # rather than: known only after an apply
                yield OddSection(Place(tenant_id, of, name), value.reason)


def _own_sections(
    facts: TenantFacts, settings: Settings, partner: str | None, sections: Sections
) -> Iterator[OwnSection]:
    for section, value in sections.items():
        if value is not None and not isinstance(value, Unread):
            yield OwnSection(facts, settings, partner, section, value)


def _enabled(tenant: TenantSettings) -> Value:
    """The clouds that a tenant has enabled, as they are listed where that is known: one may be there twice."""
    listed = (tenant.policy_json or {}).get(ALLOWED_CLOUD_ENDPOINTS.graph)
    if isinstance(tenant.endpoints, Unread):
        return None if isinstance(listed, list) else listed  # a list is what stood there before
    is_same = isinstance(listed, list) and frozenset(map(str, listed)) == tenant.endpoints
    return listed if is_same else [*sorted(tenant.endpoints)]
