"""What needs a licence in the tenant that sets it.

Source: Microsoft's cross-tenant access overview: chosen users, groups or applications, and trust, need Entra ID
P1.
"""

from collections.abc import Iterator

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.own_sections import OwnSection
from crosscloud.domain.findings.reach import B2B_SECTIONS
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS


def premium_needed(situation: Situation) -> Iterator[Finding]:
    """XC205: chosen targets, or trust, in a tenant's settings."""
    needed: dict[str, set[str]] = {}
    for place in situation.own_sections:
        needed.setdefault(place.facts.settings.tenant_id, set()).add(_needs(place))
    for facts in situation.managed():
        kinds = needed.get(facts.settings.tenant_id, set()) - {""}
        if kinds:
            name = facts.settings.name
            both = " and ".join(sorted(kinds))
            yield finding(
                "XC205",
                (name,),
                (facts.settings.tenant_id,),
                summary=f"{both[0].upper()}{both[1:]} need Entra ID P1 in the tenant that sets them.",
                detail=f"{name} sets them. Whether it has the licence was not read.",
                fix="See that the tenant has Entra ID P1 for whoever these settings govern.",
            )


def _needs(place: OwnSection) -> str:
    if place.section == "inbound_trust":
        return "trust" if any(accepted is True for accepted in place.value.values()) else ""
    if place.section not in B2B_SECTIONS:
        return ""
    wildcards = (ALL_USERS, ALL_APPLICATIONS)
    chosen = any(target.get("target") not in wildcards for listed in place.targets for target in listed.targets)
    return "chosen users, groups or applications" if chosen else ""
