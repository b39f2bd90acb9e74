"""What a tenant's cloud does not have: clouds that it cannot enable, properties that its Graph does not declare.

Sources: Microsoft's page on cloud settings for B2B collaboration (which cloud may list which), and the schema
(CSDL) that Microsoft publishes for each cloud's Graph.
"""

from collections.abc import Iterator
from typing import Final

from crosscloud.domain.clouds import CLOUDS, enableable_endpoints, endpoint_title
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import DEFAULT, PARTNER, Unread

_KNOWN: Final = frozenset(cloud.endpoint for cloud in CLOUDS.values())


def impossible_clouds(situation: Situation) -> Iterator[Finding]:
    """XC212 and XC210: the own cloud is enabled, or one that this cloud cannot list; or one that nobody knows."""
    for facts in situation.managed():
        tenant = facts.settings
        may = enableable_endpoints(tenant.cloud)
        enabled = frozenset() if isinstance(tenant.endpoints, Unread) else tenant.endpoints
        for endpoint in sorted(enabled - set(may)):
            if endpoint not in _KNOWN:
                id_, what = "XC210", "which is no cloud that is known here"
            elif endpoint == tenant.cloud.endpoint:
                id_, what = "XC212", "which is its own cloud"
            else:
                id_, what = "XC212", f"which is {endpoint_title(endpoint)}: {tenant.cloud} cannot enable it"
            yield finding(
                id_,
                (tenant.name,),
                (tenant.tenant_id, endpoint),
                summary=f"{tenant.name} has enabled {endpoint}, {what}.",
                detail=f"A tenant of {tenant.cloud} may list {', '.join(may)}.",
                fix=f"Take {endpoint} out of allowed_cloud_endpoints.",
            )


def undeclared_property(situation: Situation) -> Iterator[Finding]:
    """XC213: a section is set that the Graph of this cloud does not declare."""
    for place in situation.own_sections:
        cloud = place.facts.settings.cloud
        section = (DEFAULT if place.partner is None else PARTNER).section(place.section)
        if section.version_in(cloud.name) is None:
            yield finding(
                "XC213",
                (place.tenant,),
                place.subject,
                summary=f"{place.tenant}: {place.words} is set, which Graph does not declare in {cloud}.",
                detail=f"No version of the schema that Microsoft publishes for {cloud} has {section.graph}.",
                fix=f"Leave {place.section} out for tenants of {cloud}.",
            )
