"""Partners that cannot be listed: the tenant itself, and the same one twice.

Source: Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner; the tenant id is the key.
"""

from collections.abc import Iterator

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation


def impossible_partner(situation: Situation) -> Iterator[Finding]:
    """XC204: a tenant lists itself, or the same partner twice."""
    for facts in situation.managed():
        name, tenant_id = facts.settings.name, facts.settings.tenant_id
        if tenant_id in facts.settings.partners:
            yield finding(
                "XC204",
                (name,),
                (tenant_id, tenant_id),
                summary=f"{name} lists itself as a partner.",
                detail=f"{tenant_id} is its own tenant id; these settings are about other organisations.",
                fix="Take the entry out, or correct the tenant id that was meant.",
            )
        for partner, entry in sorted(facts.settings.partners.items()):
            if (count := entry.times) > 1:
                yield finding(
                    "XC204",
                    (name,),
                    (tenant_id, partner, "twice"),
                    summary=f"{name} lists {situation.name(partner)} {count} times.",
                    detail=f"The tenant id {partner} is the key of an entry; ids compare without regard to case.",
                    fix="Keep one entry, with the sections that are meant.",
                    degree=count,
                )
