"""Between clouds, each tenant must list the other; and what can be said where the other end is not known.

Source: Microsoft's page on cloud settings for B2B collaboration.
"""

from collections.abc import Iterator

from crosscloud.domain.clouds import is_same_cloud
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import Unread
from crosscloud.domain.truth import Truth


def listed_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC104: across clouds, one tenant lists the other, and the other does not."""
    for one, other in situation.pairs:
        tenant, partner = one.settings, other.settings
        if is_same_cloud(tenant.cloud, partner.cloud):
            continue
        if tenant.lists(partner.tenant_id) is Truth.YES and partner.lists(tenant.tenant_id) is Truth.NO:
            yield finding(
                "XC104",
                (tenant.name, partner.name),
                (tenant.tenant_id, partner.tenant_id),
                summary=f"{tenant.name} lists {partner.name} as a partner, {partner.name} does not list it.",
                detail=f"Across clouds a tenant that is not listed stays blocked, so {partner.name} admits "
                "nobody of "
                f"{tenant.name} and lets nobody out to it.",
                fix=f"Add {tenant.name} ({tenant.tenant_id}) as a partner in {partner.name}, or take the entry "
                "for "
                f"{partner.name} out of {tenant.name}.",
            )


def other_end_unknown(situation: Situation) -> Iterator[Finding]:
    """XC111: a tenant is unreadable or another organisation's, so that only one side was decided."""
    for facts in situation.managed():
        tenant = facts.settings
        parts = sorted(tenant.unreadable) if facts.is_managed else []
        if parts:
            reasons = "; ".join(f"{part}: {tenant.unreadable[part]}" for part in parts)
            yield finding(
                "XC111",
                (tenant.name,),
                (tenant.tenant_id,),
                summary=f"{tenant.name} was not read in full: {', '.join(parts)}.",
                detail=f"What depends on it was not decided. {reasons}".strip(),
                fix="See that its sign-in may read it (Policy.Read.All), then check again.",
                degree=len(parts),
            )
    for one, other in situation.pairs:
        if one.settings.is_read and (not other.settings.is_read or isinstance(other.settings.endpoints, Unread)):
            yield _one_side(one, other)
    for facts in situation.managed():
        yield from _outside(situation, facts)


def _one_side(one: TenantFacts, other: TenantFacts) -> Finding:
    tenant, partner = one.settings, other.settings
    why = "could not be read" if other.is_managed else "belongs to another organisation"
    return finding(
        "XC111",
        (tenant.name, partner.name),
        (tenant.tenant_id, partner.tenant_id),
        summary=f"{partner.name} {why}: only {tenant.name}'s side was decided.",
        detail=f"Whether {partner.name} has enabled {tenant.cloud} and lists {tenant.name}, and what it "
        "permits, is "
        "unknown. Access needs both ends.",
        fix=f"Read {partner.name} as well"
        + (" (Policy.Read.All)." if other.is_managed else ", or ask its admin what is set."),
    )


def _outside(situation: Situation, facts: TenantFacts) -> Iterator[Finding]:
    """One finding for all partners outside the environment that are, or may be, in another cloud."""
    tenant = facts.settings
    may_cross = isinstance(tenant.endpoints, Unread) or bool(tenant.endpoints - {tenant.cloud.endpoint})
    across = 0
    for partner in tenant.partners:
        if partner in situation.tenants:
            continue
        cloud = situation.cloud_of(partner)
        across += may_cross if cloud is None else not is_same_cloud(tenant.cloud, cloud)
    if across:
        many = "1 partner is" if across == 1 else f"{across:,} partners are"
        yield finding(
            "XC111",
            (tenant.name,),
            (tenant.tenant_id, "partners outside the environment"),
            summary=f"{many} outside this environment: only {tenant.name}'s side was decided.",
            detail="They are, or may be, in another cloud, where both tenants must enable the cloud and list "
            "the other.",
            fix="Name them in the environment file (a tenant without sign_in is another organisation's), or "
            "ask their "
            "admins what is set.",
            degree=across,
        )
