"""In which clouds tenants are, and which they enable: both must enable the other's, and may collaborate.

Sources: Microsoft's page on cloud settings for B2B collaboration; the pairs are those of Graph's overview. Where a
tenant is, the login service of each cloud was asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.clouds import ENDPOINTS, Cloud, is_same_cloud, is_supported_pair
from crosscloud.domain.findings.catalogue import Severity
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import is_closed, is_open
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import ROOT, Unread
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth, truth


@dataclass(frozen=True, slots=True)
class UnsupportedPair(Facts):
    """XC101.

    Attributes:
        one: a tenant's id.
        other: that of the other.
        clouds: the two clouds; None where one of them is `undocumented`.
        undocumented: the endpoint of a cloud for which no value to enable is documented.
    """

    one: str
    other: str
    clouds: tuple[Cloud, Cloud] | None = None
    undocumented: str = ""


@dataclass(frozen=True, slots=True)
class CloudNotEnabled(Facts):
    """XC102: `tenant` lists `partner`, whose `cloud` it has not enabled; or that is not known."""

    tenant: str
    partner: str
    cloud: Cloud


@dataclass(frozen=True, slots=True)
class EnabledAtOneEnd(Facts):
    """XC103: `tenant` has enabled the cloud of `partner`, which has not enabled that of `tenant`."""

    tenant: str
    partner: str
    tenant_cloud: Cloud
    partner_cloud: Cloud


@dataclass(frozen=True, slots=True)
class EnabledWithoutPartner(Facts):
    """XC110.

    Attributes:
        tenant: the tenant's id.
        endpoint: the cloud that it has enabled, and of which no listed partner is known to be.
        unplaced: of how many of its partners the cloud is not known.
        has_open_default: whether its default lets anybody in or out; unknown where it was not read.
    """

    tenant: str
    endpoint: str
    unplaced: int
    has_open_default: Truth


@dataclass(frozen=True, slots=True)
class FoundElsewhere(Facts):
    """XC112.

    Attributes:
        tenant: the tenant's id.
        endpoints: the clouds in which it was found.
        expected: the cloud that the environment says; None where it is not in the environment.
    """

    tenant: str
    endpoints: frozenset[str]
    expected: Cloud | None


def unsupported_pair(situation: Situation) -> Iterator[Finding]:
    """XC101: two tenants that are to collaborate are in clouds that cannot."""
    for one, other in sorted({(min(pair), max(pair)) for pair in {*situation.links, *situation.declared}}):
        first, second = situation.cloud_of(one), situation.cloud_of(other)
        undocumented = sorted(
            endpoint
            for tenant_id in (one, other)
            if tenant_id not in situation.tenants
            for endpoint in situation.endpoints_of(tenant_id) or ()
            if endpoint not in ENDPOINTS
        )
        if undocumented:
            facts = UnsupportedPair(one, other, undocumented=undocumented[0])
        elif first is not None and second is not None and not is_supported_pair(first, second):
            facts = UnsupportedPair(one, other, (first, second))
        else:
            continue
        yield finding("XC101", (one, other), Place(one, other), facts)


def cloud_not_enabled(situation: Situation) -> Iterator[Finding]:
    """XC102: a partner in another cloud is listed, but this tenant has not enabled that cloud."""
    for tenant_id, partner in situation.links:
        tenant, cloud = situation.tenants[tenant_id].settings, situation.cloud_of(partner)
        if cloud is None or is_same_cloud(tenant.cloud, cloud) or not is_supported_pair(tenant.cloud, cloud):
            continue
        enabled = tenant.has_enabled(cloud)
        if enabled is not Truth.YES:
            yield finding(
                "XC102",
                (tenant_id, partner),
                Place(tenant_id, partner),
                CloudNotEnabled(tenant_id, partner, cloud),
                severity="unknown" if enabled is Truth.UNKNOWN else None,
            )


def enabled_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC103: this tenant has enabled the partner's cloud, the partner has not enabled this one's."""
    for one, other in situation.pairs:
        tenant, partner = one.settings, other.settings
        if is_same_cloud(tenant.cloud, partner.cloud) or not is_supported_pair(tenant.cloud, partner.cloud):
            continue
        if tenant.has_enabled(partner.cloud) is Truth.YES and partner.has_enabled(tenant.cloud) is Truth.NO:
            yield finding(
                "XC103",
                (tenant.tenant_id, partner.tenant_id),
                Place(partner.tenant_id, ROOT.name),
                EnabledAtOneEnd(tenant.tenant_id, partner.tenant_id, tenant.cloud, partner.cloud),
            )


def enabled_without_partner(situation: Situation) -> Iterator[Finding]:
    """XC110: a cloud is enabled, and no partner of it is listed: the next one comes in on the defaults."""
    for facts in situation.managed():
        tenant = facts.settings
        if not tenant.lists_all or isinstance(tenant.endpoints, Unread):
            continue
        clouds = [situation.cloud_of(partner) for partner in tenant.partners]
        listed = {cloud.endpoint for cloud in clouds if cloud is not None}
        unplaced = sum(cloud is None for cloud in clouds)
        has_open_default = _has_open_default(tenant)
        for endpoint in sorted(tenant.endpoints - listed - {tenant.cloud.endpoint}):
            yield finding(
                "XC110",
                (tenant.tenant_id,),
                Place(tenant.tenant_id, ROOT.name, "allowed_cloud_endpoints"),
                EnabledWithoutPartner(tenant.tenant_id, endpoint, unplaced, has_open_default),
                about=(endpoint,),
                severity="unknown" if unplaced else _OF_OPEN_DEFAULT[has_open_default],
            )


_OF_OPEN_DEFAULT: Final[Mapping[Truth, Severity]] = MappingProxyType(
    {Truth.YES: "warning", Truth.NO: "info", Truth.UNKNOWN: "unknown"}
)
"""How XC110 counts."""


def _has_open_default(tenant: TenantSettings) -> Truth:
    sections = [tenant.default_section(section) for section in (INBOUND, OUTBOUND)]
    if any(map(is_open, sections)):
        return Truth.YES
    return truth(False if all(map(is_closed, sections)) else None)


def found_elsewhere(situation: Situation) -> Iterator[Finding]:
    """XC112: a tenant id is found in another cloud than the environment says, or in two clouds at once."""
    partners = {partner for _, partner in situation.links}
    for tenant_id in sorted(situation.clouds_of):
        if tenant_id not in situation.tenants and tenant_id not in partners:
            continue
        found = situation.endpoints_of(tenant_id) or frozenset()
        said = situation.tenants.get(tenant_id)
        expected = None if said is None else said.settings.cloud
        is_right = len(found) == 1 and (expected is None or expected.endpoint in found)
        if is_right or not found:
            continue  # found nowhere: the question was not answered, which is not another answer
        facts = FoundElsewhere(tenant_id, found, expected)
        yield finding("XC112", (tenant_id,), Place(tenant_id), facts)
