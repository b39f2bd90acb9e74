"""Identity synchronisation: where it is not supported, and where those who are synchronised could not sign in.

Source: Microsoft's page on cross-tenant synchronization, which names Global to US Government, US Government to
Global, and Global to China.
"""

from collections.abc import Iterator
from typing import Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud
from crosscloud.domain.findings.catalogue import Severity
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import is_closed
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings.identity_synchronization import GROUP_SYNC_INBOUND, USER_SYNC_INBOUND
from crosscloud.domain.truth import Truth

_SYNCHRONISED: Final = frozenset(
    {
        (GLOBAL.endpoint, USGOV.endpoint),
        (USGOV.endpoint, GLOBAL.endpoint),
        (GLOBAL.endpoint, CHINA.endpoint),
    }
)
_UNDOCUMENTED: Final = frozenset({(CHINA.endpoint, GLOBAL.endpoint)})


def synchronisation(situation: Situation) -> Iterator[Finding]:
    """XC108: identity synchronisation between clouds that is not supported, or not documented."""
    for facts, partner, source in situation.across_clouds():
        target = facts.settings.cloud
        way = (source.endpoint, target.endpoint)
        if facts.settings.synchronizes(USER_SYNC_INBOUND.name, partner) is Truth.YES and way not in _SYNCHRONISED:
            severity: Severity = "unknown" if way in _UNDOCUMENTED else "error"
            yield _synchronised(situation, facts, partner, source, "users", severity)
        if facts.settings.synchronizes(GROUP_SYNC_INBOUND.name, partner) is Truth.YES:
            yield _synchronised(situation, facts, partner, source, "groups", "error")


def _synchronised(
    situation: Situation, facts: TenantFacts, partner: str, source: Cloud, what: str, severity: Severity
) -> Finding:
    name, other = facts.settings.name, situation.name(partner)
    says = "no document says whether that works" if severity == "unknown" else "that is not supported"
    return finding(
        "XC108",
        (name, other),
        (facts.settings.tenant_id, partner, what),
        severity=severity,
        summary=f"{name} ({facts.settings.cloud}) lets {other} ({source}) synchronise {what}: {says}.",
        detail="Documented between clouds, in preview: users from Global to US Government, from US Government to "
        "Global, and from Global to China.",
        fix=f"Switch off the synchronisation of {what} for {other}, and invite the guests instead.",
    )


def synchronised_users_blocked(situation: Situation) -> Iterator[Finding]:
    """XC109: inbound collaboration blocks all users of a partner whose users may be synchronised."""
    for tenant_id, partner in situation.links:
        facts = situation.tenants[tenant_id]
        if facts.settings.synchronizes(USER_SYNC_INBOUND.name, partner) is not Truth.YES:
            continue
        if not is_closed(facts.settings.effective(INBOUND, partner)[0]):
            continue
        name, other = facts.settings.name, situation.name(partner)
        yield finding(
            "XC109",
            (name, other),
            (tenant_id, partner),
            summary=f"{name} may be synchronised from {other}, but blocks all its users.",
            detail="Synchronised users would exist as guests and could not sign in.",
            fix=f"Allow the users who are synchronised ({INBOUND}; in {other}, {OUTBOUND}), or end the "
            "synchronisation.",
        )
