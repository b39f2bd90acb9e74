"""A cloud that is enabled without any partner of it: the next partner of it comes in on the defaults.

Source: Microsoft's page on cloud settings for B2B collaboration.
"""

from collections.abc import Iterator

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import is_open
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import Unread


def enabled_without_partner(situation: Situation) -> Iterator[Finding]:
    """XC110: a cloud is enabled, and no partner of it is listed."""
    for facts in situation.managed():
        tenant = facts.settings
        if not tenant.lists_all or isinstance(tenant.endpoints, Unread):
            continue
        clouds = [situation.cloud_of(partner) for partner in tenant.partners]
        listed = {cloud.endpoint for cloud in clouds if cloud is not None}
        for endpoint in sorted(tenant.endpoints - listed - {tenant.cloud.endpoint}):
            yield _found(facts, endpoint, unplaced=sum(cloud is None for cloud in clouds))


def _found(facts: TenantFacts, endpoint: str, *, unplaced: int) -> Finding:
    tenant, title = facts.settings, endpoint_title(endpoint)
    has_open_default = any(is_open(tenant.default_section(section)) for section in (INBOUND, OUTBOUND))
    doubt = f"The cloud of {unplaced:,} of its partners is not known. " if unplaced else ""
    lists = "whether it lists a partner of it is not known" if unplaced else "it lists no partner of it"
    return finding(
        "XC110",
        (tenant.name,),
        (tenant.tenant_id, endpoint),
        severity="unknown" if unplaced else "warning" if has_open_default else "info",
        summary=f"{tenant.name} has enabled {title}; {lists}.",
        detail=f"{doubt}An enabled cloud admits nobody by itself. A partner that is added on the defaults would "
        "be admitted (cross-cloud meetings in Teams add such); the default is "
        f"{'open' if has_open_default else 'closed'}.",
        fix=f"Take {endpoint} out of allowed_cloud_endpoints until a partnership needs it.",
    )
