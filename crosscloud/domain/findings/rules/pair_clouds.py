"""Between clouds, both tenants must enable the other's cloud, and the pair must be one that Microsoft supports.

Source: Microsoft's page on cloud settings for B2B collaboration; the pairs are those of Graph's overview.
"""

from collections.abc import Iterator
from typing import Final

from crosscloud.domain.clouds import CLOUDS, is_same_cloud, is_supported_pair
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.truth import Truth

_ENDPOINTS: Final = frozenset(cloud.endpoint for cloud in CLOUDS.values())


def unsupported_pair(situation: Situation) -> Iterator[Finding]:
    """XC101: two tenants that are to collaborate are in clouds that cannot."""
    for one, other in sorted({(min(pair), max(pair)) for pair in {*situation.links, *situation.declared}}):
        first, second = situation.cloud_of(one), situation.cloud_of(other)
        strange = sorted(
            endpoint
            for tenant_id in (one, other)
            if tenant_id not in situation.tenants
            for endpoint in situation.endpoints_of(tenant_id) or ()
            if endpoint not in _ENDPOINTS
        )
        if strange:
            clouds = f"{strange[0]}, a cloud for which no value to enable is documented"
        elif first is not None and second is not None and not is_supported_pair(first, second):
            clouds = f"{first} and {second}"
        else:
            continue
        yield finding(
            "XC101",
            sorted((situation.name(one), situation.name(other))),
            (one, other),
            summary=f"{situation.name(one)} and {situation.name(other)} are in clouds that cannot collaborate.",
            detail=f"The pair is {clouds}. Microsoft supports Global with US Government and Global with China.",
            fix="Take the partner out at both ends; guests need accounts of the cloud that they work in.",
        )


def cloud_not_enabled(situation: Situation) -> Iterator[Finding]:
    """XC102: a partner in another cloud is listed, but this tenant has not enabled that cloud."""
    for tenant_id, partner in situation.links:
        tenant, cloud = situation.tenants[tenant_id].settings, situation.cloud_of(partner)
        if cloud is None or is_same_cloud(tenant.cloud, cloud) or not is_supported_pair(tenant.cloud, cloud):
            continue
        enabled = tenant.has_enabled(cloud)
        if enabled is Truth.YES:
            continue
        other = situation.name(partner)
        is_unknown = enabled is Truth.UNKNOWN
        yield finding(
            "XC102",
            (tenant.name, other),
            (tenant_id, partner),
            severity="unknown" if is_unknown else None,
            summary=f"{tenant.name} lists {other} of {cloud}, "
            + (
                "but which clouds it has enabled is not known."
                if is_unknown
                else "but has not enabled that cloud."
            ),
            detail="Without the cloud enabled, nobody gets in or out, whatever the partner's entry says.",
            fix=f"Enable {cloud.endpoint} in the cross-cloud settings of {tenant.name} (allowed_cloud_endpoints), "
            "or take the partner out.",
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
                (tenant.name, partner.name),
                (tenant.tenant_id, partner.tenant_id),
                summary=f"{tenant.name} has enabled {partner.cloud}, {partner.name} has not enabled "
                f"{tenant.cloud}.",
                detail="Both tenants must enable the other's cloud; until then nobody gets in, in either "
                "direction.",
                fix=f"Enable {tenant.cloud.endpoint} in the cross-cloud settings of {partner.name} "
                "(allowed_cloud_endpoints).",
            )
