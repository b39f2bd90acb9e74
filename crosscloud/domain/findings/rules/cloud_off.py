"""A cloud that is switched off while partners of it stay listed: they are cut off, and their entries look alive.

Source: Microsoft's page on cloud settings for B2B collaboration; what becomes of the entries is not documented.
"""

from collections.abc import Iterator

from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import NOT_READ, Unread


def cloud_switched_off(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC303: a cloud is switched off while partners of it stay listed, or partners whose cloud is not known."""
    for facts in after.managed():
        old = before.tenants.get(facts.settings.tenant_id)
        was, will = NOT_READ if old is None else old.settings.endpoints, facts.settings.endpoints
        if isinstance(was, Unread) or isinstance(will, Unread):
            continue
        for endpoint in sorted(was - will):
            yield from _found(after, facts, endpoint)


def _found(after: Situation, facts: TenantFacts, endpoint: str) -> Iterator[Finding]:
    clouds = {partner: after.cloud_of(partner) for partner in sorted(facts.settings.partners)}
    of_it = [partner for partner, cloud in clouds.items() if cloud is not None and cloud.endpoint == endpoint]
    unplaced = [partner for partner, cloud in clouds.items() if cloud is None]
    name, title = facts.settings.name, endpoint_title(endpoint)
    meant = of_it or unplaced
    if not meant:
        return
    listed = ", ".join(after.name(partner) for partner in meant[:5])
    more = f" and {len(meant) - 5:,} more" if len(meant) > 5 else ""
    yield finding(
        "XC303",
        (name,),
        (facts.settings.tenant_id, endpoint),
        severity=None if of_it else "unknown",
        summary=f"{name} switches {title} off while "
        + ("partners of it stay listed." if of_it else "partners whose cloud is not known stay listed."),
        detail=f"{listed}{more}: those in {title} are cut off in both directions. What Microsoft does with their "
        "entries is not documented.",
        fix="Take those partners out in the same plan, or keep the cloud enabled.",
        degree=len(meant),
    )
