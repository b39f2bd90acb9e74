"""One tenant's settings as the decision needs them: read from a snapshot, with everything unread as unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from crosscloud.domain.access.section import Rule, rule_of
from crosscloud.domain.access.truth import Truth, truth
from crosscloud.domain.clouds import Cloud, find_cloud
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Value, sections_from_graph

Sections = Mapping[str, Value]


class _Unread:
    """The settings are not known: the tenant is unreadable, or another organisation's."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Final = _Unread()
"""In place of settings that are not known; never "absent"."""


@dataclass(frozen=True)
class TenantSettings:
    """What is known of one tenant.

    Attributes:
        name: what reports call it.
        tenant_id: its id, lower case.
        cloud: the cloud that it is in.
        endpoints: the clouds that it has enabled; None where unknown.
        default: the sections of its default settings, or `UNREAD`.
        partners: the sections of each partner, by tenant id in lower case, or `UNREAD`. A section that is null is
            inherited; one whose value is `UNREAD` is not known.
    """

    name: str
    tenant_id: str
    cloud: Cloud
    endpoints: frozenset[str] | None
    default: Mapping[str, Any] | _Unread
    partners: Mapping[str, Mapping[str, Any]] | _Unread

    def has_enabled(self, cloud: Cloud) -> Truth:
        """Whether the tenant has enabled `cloud`."""
        return truth(None if self.endpoints is None else cloud.endpoint in self.endpoints)

    def lists(self, tenant_id: str) -> Truth:
        """Whether the tenant lists a partner."""
        if isinstance(self.partners, _Unread):
            return Truth.UNKNOWN
        return truth(fold(tenant_id) in self.partners)

    def effective(self, section: str, partner: str) -> tuple[Any, str]:
        """What applies to `partner`: the value of `section` (or `UNREAD`), and where it comes from.

        Inheritance is by section: one that is null on the partner takes the default's whole value. Source:
        Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner.
        """
        if isinstance(self.partners, _Unread):
            return UNREAD, "partner"
        entry = self.partners.get(fold(partner))
        own = None if entry is None else entry.get(section)
        if own is not None:
            return own, "partner"
        if isinstance(self.default, _Unread):
            return UNREAD, "default"
        return self.default.get(section), "default"

    def rule(self, section: str, partner: str) -> Rule | None:
        """What applies to `partner`, as `rule_of` understands it; None where that is unknown or undocumented."""
        value, origin = self.effective(section, partner)
        place = section, fold(partner) if origin == "partner" else ""
        if place not in self._rules:
            self._rules[place] = rule_of(value)
        return self._rules[place]

    @cached_property
    def _rules(self) -> dict[tuple[str, str], Rule | None]:
        """The rules that were asked for, by section and partner: each is asked for many times."""
        return {}


def from_snapshot(snapshot: Mapping[str, Any]) -> TenantSettings:
    """What one tenant of a snapshot says."""
    policy, default, partners = snapshot.get("policy"), snapshot.get("default"), snapshot.get("partners")
    endpoints = None if policy is None else sections_from_graph(ROOT, policy).get("allowed_cloud_endpoints")
    return TenantSettings(
        name=str(snapshot["name"]),
        tenant_id=fold(str(snapshot["tenant_id"])),
        cloud=find_cloud(snapshot["cloud"]),
        endpoints=frozenset(map(str, endpoints)) if isinstance(endpoints, list) else None,
        default=UNREAD if default is None else sections_from_graph(DEFAULT, default),
        partners=UNREAD
        if partners is None
        else {fold(str(entry.get("tenantId"))): sections_from_graph(PARTNER, entry) for entry in partners},
    )


def unread(name: str, tenant_id: str, cloud: Cloud) -> TenantSettings:
    """A tenant of which nothing is known but where it is: unreadable, or another organisation's."""
    return TenantSettings(name, fold(tenant_id), cloud, None, UNREAD, UNREAD)
