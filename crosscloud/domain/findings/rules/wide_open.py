"""Partners whose users may all reach all applications: seldom meant, and how every fresh entry begins."""

from collections.abc import Iterator

from crosscloud.domain.access import permission
from crosscloud.domain.access.decision import INBOUND
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import own_half, permits_everything
from crosscloud.domain.findings.situation import Situation, TenantFacts


def everybody_everything(situation: Situation) -> Iterator[Finding]:
    """XC113: all users of a partner may reach all applications; those on an open default count as one finding."""
    inherited: dict[str, list[str]] = {}
    for tenant_id, partner in situation.links:
        facts = situation.tenants[tenant_id]
        if not _is_wide(situation, facts, partner):
            continue
        if facts.settings.effective(INBOUND, partner)[1] == "default":
            inherited.setdefault(tenant_id, []).append(partner)
            continue
        name, other = facts.settings.name, situation.name(partner)
        yield finding(
            "XC113",
            (name, other),
            (tenant_id, partner),
            summary=f"All users of {other} may reach all applications of {name}.",
            detail=f"The entry for {other} in {name} permits it, the Azure portal and the Entra admin center "
            "included.",
            fix=f"Name the groups and applications that are meant in {INBOUND} of the entry for {other}.",
        )
    for tenant_id, partners in inherited.items():
        name = situation.tenants[tenant_id].settings.name
        some = ", ".join(situation.name(partner) for partner in partners[:3])
        more = f" and {len(partners) - 3:,} more" if len(partners) > 3 else ""
        yield finding(
            "XC113",
            (name,),
            (tenant_id, "default"),
            summary=f"All users of {some}{more} may reach all applications of {name}: an open default.",
            detail=f"Their entries inherit {INBOUND} from the default, which permits all users all applications.",
            fix="Close the default, or give each of these partners its own inbound section.",
            degree=len(partners),
        )


def _is_wide(situation: Situation, facts: TenantFacts, partner: str) -> bool:
    other = situation.tenants.get(partner)
    if other is not None and other.settings.is_read:
        return permits_everything(permission(other.settings, facts.settings))
    cloud = situation.cloud_of(partner) or facts.settings.cloud
    return permits_everything(own_half(facts.settings, partner, cloud, INBOUND))
