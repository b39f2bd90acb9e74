"""Identity synchronisation: where it is not supported, and where those who are synchronised could not sign in.

Source: Microsoft's page on cross-tenant synchronization, which names Global to US Government, US Government to
Global, and Global to China.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access.decision import INBOUND
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud
from crosscloud.domain.findings.catalogue import Severity
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import is_closed
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


@dataclass(frozen=True, slots=True)
class SynchronisedAcrossClouds(Facts):
    """XC108.

    Attributes:
        tenant: the id of the tenant into which is synchronised.
        partner: that of the tenant from which is.
        target: the cloud of `tenant`.
        source: the cloud of `partner`.
        are_groups: whether it is about groups, rather than users.
    """

    tenant: str
    partner: str
    target: Cloud
    source: Cloud
    are_groups: bool


@dataclass(frozen=True, slots=True)
class SynchronisedUsersBlocked(Facts):
    """XC109: `tenant` may be synchronised from `partner`, and blocks all its users."""

    tenant: str
    partner: str


def synchronisation(situation: Situation) -> Iterator[Finding]:
    """XC108: identity synchronisation between clouds that is not supported, or not documented."""
    for facts, partner, source in situation.across_clouds():
        way = (source.endpoint, facts.settings.cloud.endpoint)
        if facts.settings.synchronizes(USER_SYNC_INBOUND.name, partner) is Truth.YES and way not in _SYNCHRONISED:
            severity: Severity = "unknown" if way in _UNDOCUMENTED else "error"
            yield _synchronised(facts, partner, source, USER_SYNC_INBOUND.name, severity)
        if facts.settings.synchronizes(GROUP_SYNC_INBOUND.name, partner) is Truth.YES:
            yield _synchronised(facts, partner, source, GROUP_SYNC_INBOUND.name, "error")


def synchronised_users_blocked(situation: Situation) -> Iterator[Finding]:
    """XC109: inbound collaboration blocks all users of a partner whose users may be synchronised."""
    for tenant_id, partner in situation.links:
        tenant = situation.tenants[tenant_id].settings
        if tenant.synchronizes(USER_SYNC_INBOUND.name, partner) is not Truth.YES:
            continue
        if is_closed(tenant.effective(INBOUND, partner)[0]):
            facts = SynchronisedUsersBlocked(tenant_id, partner)
            place = Place(tenant_id, partner, USER_SYNC_INBOUND.name)
            yield finding("XC109", (tenant_id, partner), place, facts)


def _synchronised(facts: TenantFacts, partner: str, source: Cloud, section: str, severity: Severity) -> Finding:
    tenant = facts.settings
    are_groups = section == GROUP_SYNC_INBOUND.name
    return finding(
        "XC108",
        (tenant.tenant_id, partner),
        Place(tenant.tenant_id, partner, section),
        SynchronisedAcrossClouds(tenant.tenant_id, partner, tenant.cloud, source, are_groups),
        severity=severity,
    )
