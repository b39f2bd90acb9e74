"""B2B direct connect between clouds, which Microsoft does not support.

Source: Microsoft Graph's overview of the cross-tenant access policy.
"""

from collections.abc import Iterator

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import DIRECT_CONNECT, is_closed, is_open
from crosscloud.domain.findings.situation import Situation


def direct_connect(situation: Situation) -> Iterator[Finding]:
    """XC107: B2B direct connect is opened explicitly towards another cloud; an explicit block does no harm."""
    for facts, partner, _ in situation.across_clouds():
        entry = facts.settings.partners[partner].sections
        for section in DIRECT_CONNECT:
            value = entry.get(section)
            if not isinstance(value, dict) or is_closed(value):
                continue
            name, other = facts.settings.name, situation.name(partner)
            yield finding(
                "XC107",
                (name, other),
                (facts.settings.tenant_id, partner, section),
                severity=None if is_open(value) else "unknown",
                summary=f"{name} opens {section} towards {other}, which is in another cloud.",
                detail="Microsoft does not support B2B direct connect (Teams shared channels) between clouds.",
                fix=f"Take {section} out of the entry for {other}; B2B collaboration works between clouds.",
            )
