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
from crosscloud.domain.settings import Section
from crosscloud.domain.settings.identity_synchronization import GROUP_SYNC_INBOUND, USER_SYNC_INBOUND
from crosscloud.domain.tenant import TenantSettings
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
        is_sure: whether it surely may be synchronised; otherwise that is not known.
    """

    tenant: str
    partner: str
    target: Cloud
    source: Cloud
    are_groups: bool
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class SynchronisedUsersBlocked(Facts):
    """XC109: `tenant` may be synchronised from `partner`, and blocks all its users.

    Attributes:
        tenant: the id of the tenant into which is synchronised.
        partner: that of the tenant from which is.
        is_sure: whether it surely may be synchronised; otherwise that is not known.
    """

    tenant: str
    partner: str
    is_sure: bool = True


def synchronisation(situation: Situation) -> Iterator[Finding]:
    """XC108: identity synchronisation between clouds that is not supported, or not documented."""
    for facts, partner, source in situation.across_clouds():
        way = (source.endpoint, facts.settings.cloud.endpoint)
        users = _synchronizes(situation, facts.settings, USER_SYNC_INBOUND, partner)
        groups = _synchronizes(situation, facts.settings, GROUP_SYNC_INBOUND, partner)
        if users is not Truth.NO and way not in _SYNCHRONISED:
            is_unknown = users is Truth.UNKNOWN or way in _UNDOCUMENTED
            severity: Severity = "unknown" if is_unknown else "error"
            yield _synchronised(facts, partner, source, USER_SYNC_INBOUND.name, users, severity)
        if groups is not Truth.NO:
            severity = "unknown" if groups is Truth.UNKNOWN else "error"
            yield _synchronised(facts, partner, source, GROUP_SYNC_INBOUND.name, groups, severity)


def synchronised_users_blocked(situation: Situation) -> Iterator[Finding]:
    """XC109: inbound collaboration blocks all users of a partner whose users may be synchronised."""
    for tenant_id, partner in situation.links:
        tenant = situation.tenants[tenant_id].settings
        found = _synchronizes(situation, tenant, USER_SYNC_INBOUND, partner)
        if found is Truth.NO:
            continue
        if is_closed(tenant.effective(INBOUND, partner)[0]):
            is_sure = found is Truth.YES
            facts = SynchronisedUsersBlocked(tenant_id, partner, is_sure=is_sure)
            place = Place(tenant_id, partner, USER_SYNC_INBOUND.name)
            severity: Severity | None = None if is_sure else "unknown"
            yield finding("XC109", (tenant_id, partner), place, facts, severity=severity)


def _synchronizes(situation: Situation, tenant: TenantSettings, section: Section, partner: str) -> Truth:
    """Whether the entry for `partner` lets it synchronise; one that was not read, or has none, lets nobody.

    What code does not say is decided when the tenants are read.
    """
    entry = tenant.partners.get(partner)
    if entry is None or entry.has_synchronization is Truth.NO:
        return Truth.NO
    found = entry.synchronizes(section.name)
    return Truth.NO if situation.by_code and found is Truth.UNKNOWN else found


def _synchronised(
    facts: TenantFacts, partner: str, source: Cloud, section: str, found: Truth, severity: Severity
) -> Finding:
    tenant = facts.settings
    are_groups = section == GROUP_SYNC_INBOUND.name
    return finding(
        "XC108",
        (tenant.tenant_id, partner),
        Place(tenant.tenant_id, partner, section),
        SynchronisedAcrossClouds(tenant.tenant_id, partner, tenant.cloud, source, are_groups, found is Truth.YES),
        severity=severity,
    )
