"""What findings are decided from: every tenant of an environment, live or as planned, and what is known beside it.

Pure data. Whatever was not read stays unread here (`Unread`, None): a rule answers "unknown" to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from crosscloud.domain.access import permission
from crosscloud.domain.access.ways import DIRECT_CONNECT_WAY, way_permission
from crosscloud.domain.clouds import CLOUDS, Cloud, is_same_cloud
from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.findings.facts import TenantFacts
from crosscloud.domain.findings.openness import permits_nothing, permitted
from crosscloud.domain.findings.own_sections import OwnSection, own_sections_of
from crosscloud.domain.hold import Hold

__all__ = ["Situation", "TenantFacts"]


@dataclass(frozen=True, slots=True, order=True)
class ExistingEntry:
    """An entry that a plan would create, although it is there and says otherwise: the provider refuses that.

    Attributes:
        tenant: the id of the tenant.
        partner: that of the partner.
        kind: what it is: `partner_settings`, or `partner_identity_synchronization` below it.
        address: its Terraform address.
        is_sure: whether it surely says otherwise than is planned.
    """

    tenant: str
    partner: str
    kind: str
    address: str
    is_sure: bool = True


@dataclass(frozen=True)
class Situation:
    """An environment at one moment, or as a plan would leave it.

    Attributes:
        tenants: every tenant of the environment, unmanaged ones too, by tenant id in lower case.
        declared: the directions that the intent declares, (home tenant id, resource tenant id); empty if unknown.
        clouds_of: for a tenant id in lower case, the clouds in which it was found: names such as `usgov`, or
            values of `allowedCloudEndpoints` such as `microsoftonline.us`. A tenant that was not looked for is
            not there; one that was found nowhere has an empty set.
        holds: the holds that stand.
        existing: what a plan would create although it is there, and which the provider will refuse.
        departed: the tenants that have no stack any more, and left a state.
        by_code: whether the tenants are what code declares, rather than what was read or planned: then everything
            that stands there somebody wrote, and the provider would refuse what breaks a rule.
    """

    tenants: Mapping[str, TenantFacts]
    declared: frozenset[tuple[str, str]] = frozenset()
    clouds_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    existing: tuple[ExistingEntry, ...] = ()
    departed: tuple[DepartedTenant, ...] = ()
    by_code: bool = False

    def endpoints_of(self, tenant_id: str) -> frozenset[str] | None:
        """The clouds (values of `allowedCloudEndpoints`) in which a tenant was found; None if not looked for."""
        found = self.clouds_of.get(tenant_id)
        if found is None:
            return None
        return frozenset(CLOUDS[name].endpoint if name in CLOUDS else name for name in found)

    def cloud_of(self, tenant_id: str) -> Cloud | None:
        """The cloud of a tenant: what the environment says, otherwise where it was found; None where unknown."""
        known = self.tenants.get(tenant_id)
        if known is not None:
            return known.settings.cloud
        found = self.endpoints_of(tenant_id) or frozenset()
        if len(found) != 1:
            return None
        return next((cloud for cloud in CLOUDS.values() if cloud.endpoint in found), None)

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Every partner entry: (id of the tenant that has it, id of the partner)."""
        return tuple(
            (tenant_id, partner)
            for tenant_id, facts in sorted(self.tenants.items())
            for partner in sorted(facts.settings.partners)
            if partner != tenant_id
        )

    @cached_property
    def pairs(self) -> tuple[tuple[TenantFacts, TenantFacts], ...]:
        """Two tenants of the environment of which one lists the other or the intent declares a direction.

        Each pair twice, once from either end.
        """
        linked = {*self.links, *self.declared}
        both = {*linked, *((other, one) for one, other in linked)}
        return tuple(
            (self.tenants[one], self.tenants[other])
            for one, other in sorted(both)
            if one != other and one in self.tenants and other in self.tenants
        )

    @cached_property
    def open_directions(self) -> tuple[tuple[TenantFacts, TenantFacts], ...]:
        """(home, resource): the directions between its tenants that permit, or may permit, anything."""
        return tuple(
            (home, resource)
            for home, resource in self.pairs
            if not permits_nothing(permission(home.settings, resource.settings))
        )

    @cached_property
    def direct_connections(self) -> tuple[tuple[TenantFacts, TenantFacts], ...]:
        """(home, resource): the directions between its tenants that direct connect permits, or may."""
        return tuple(
            (home, resource)
            for home, resource in self.pairs
            if not permits_nothing(way_permission(DIRECT_CONNECT_WAY, home.settings, resource.settings))
        )

    @cached_property
    def arrivals(self) -> tuple[tuple[TenantFacts, tuple[TenantFacts, ...]], ...]:
        """Each tenant into which directions are open, by name, with the tenants that these come from."""
        homes: dict[str, list[TenantFacts]] = {}
        for home, resource in self.open_directions:
            homes.setdefault(resource.settings.tenant_id, []).append(home)
        found = [(self.tenants[tenant_id], tuple(theirs)) for tenant_id, theirs in homes.items()]
        return tuple(sorted(found, key=lambda each: each[0].settings.name))

    @cached_property
    def own_sections(self) -> tuple[OwnSection, ...]:
        """Every section that has a value of its own, in every tenant that was read, at least in part."""
        return tuple(place for facts in self.managed() for place in own_sections_of(facts))

    def managed(self) -> Iterator[TenantFacts]:
        """The tenants of which something may be known, in the order of their names."""
        for facts in sorted(self.tenants.values(), key=lambda facts: facts.settings.name):
            if facts.is_managed or facts.settings.is_read:
                yield facts

    def across_clouds(self) -> Iterator[tuple[TenantFacts, str, Cloud]]:
        """Every entry of a partner that is known to be in another cloud: the tenant, the partner, its cloud."""
        for tenant_id, partner in self.links:
            facts, cloud = self.tenants[tenant_id], self.cloud_of(partner)
            if cloud is not None and not is_same_cloud(facts.settings.cloud, cloud):
                yield facts, partner, cloud


def is_surely_open(home: TenantFacts, resource: TenantFacts, *, by_direct_connect: bool = False) -> bool:
    """Whether a direction surely permits something: what follows from one that only may is not known."""
    ends = home.settings, resource.settings
    found = way_permission(DIRECT_CONNECT_WAY, *ends) if by_direct_connect else permission(*ends)
    return bool(permitted(found)[1])
