"""Settings let people in who have a guest account: who may invite them, whether they exist, and can redeem.

Other settings of the tenants decide that, and only their directories know it. Sources: Microsoft Graph reference,
authorizationPolicy (allowInvitesFrom) and user (userType, externalUserState); Microsoft Entra, "Allow or block
invites to specific organizations": the domain list is checked beside these settings, and a denial wins. Guests are
told apart by the domains of their mail, which across clouds must be that of their user principal name; there, a
service principal of the home tenant takes part in redeeming ("Microsoft B2B Cross Cloud Worker"): Microsoft's page
on cloud settings for B2B collaboration.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access import compare, permission
from crosscloud.domain.access.comparison import Pairs
from crosscloud.domain.access.permission import Table
from crosscloud.domain.clouds import is_same_cloud
from crosscloud.domain.directory import ANOTHERS, NOT_ASKED, NOT_WANTED, DomainList, Guests, Reason
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts, is_surely_open
from crosscloud.domain.findings.unread import not_read, reason_for

NOBODY: Final = "none"
"""The value of `allowInvitesFrom` by which nobody may invite."""
INVITERS: Final = (NOBODY, "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone")
"""The documented values of `allowInvitesFrom`."""


@dataclass(frozen=True, slots=True)
class Inviters(Facts):
    """XC401: who may invite guests to `tenant`: `value` is its `allowInvitesFrom`.

    `is_open`: whether anybody is surely let in, here and in the facts below; else it only may matter.
    """

    tenant: str
    value: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class DomainsUnknown(Facts):
    """XC402 where it is not known whether a list keeps out a tenant that is let in.

    Attributes:
        tenant: the id of the tenant that has the list.
        home: that of the tenant that is let in.
        is_allow_list: whether only what the list names may be invited.
        reason: why the domains of `home` are not known.
    """

    tenant: str
    home: str
    is_allow_list: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class DomainsKeptOut(Facts):
    """XC402 where a list keeps out a tenant that is let in.

    Attributes:
        tenant: the id of the tenant that has the list.
        home: that of the tenant that is let in.
        is_allow_list: whether only what the list names may be invited.
        domains: the domains of `home` that are kept out.
        are_all: whether these are all that it has.
        is_open: whether the direction is surely open.
    """

    tenant: str
    home: str
    is_allow_list: bool
    domains: frozenset[str]
    are_all: bool
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class GuestsCounted(Facts):
    """XC403: how many guests of `home` exist in `resource`; `is_open`: whether the direction is surely open."""

    home: str
    resource: str
    guests: Guests
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class GuestsLetIn(Facts):
    """XC403 of a change.

    Attributes:
        home: the id of the guests' home tenant.
        resource: that of the tenant in which they exist.
        count: how many of them have redeemed their invitation.
        table: the kinds of users and applications that are told apart.
        gained: the pairs of these that the change opens, or may.
        is_sure: whether it surely does.
    """

    home: str
    resource: str
    count: int
    table: Table
    gained: Pairs
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class WorkerUnavailable(Facts):
    """XC404: the cross-cloud worker is disabled in `tenant`, or does not exist there.

    `is_open`: whether a direction across clouds is surely open from it.
    """

    tenant: str
    is_disabled: bool
    is_open: bool = True


def keeps_everybody_out(facts: Facts, ways: AbstractSet[tuple[str, str]]) -> bool:
    """Whether nobody new gets in on one of `ways` (ids of home and resource), whatever the settings permit."""
    match facts:
        case Inviters(tenant=tenant, value=value):
            return value == NOBODY and any(resource == tenant for _, resource in ways)
        case DomainsKeptOut(tenant=tenant, home=home, are_all=are_all):
            return are_all and (home, tenant) in ways
        case WorkerUnavailable(tenant=tenant, is_disabled=is_disabled):
            return is_disabled and any(home == tenant for home, _ in ways)
    return False


def who_may_invite(situation: Situation) -> Iterator[Finding]:
    """XC401: who may invite guests, in each tenant into which a direction is open."""
    for facts, homes in situation.arrivals:
        if reason := reason_for(facts, "authorization"):
            yield not_read("XC401", facts, "authorization", reason)
        elif facts.asked_directory is not None and facts.asked_directory.invites_from is not None:
            tenant_id, value = facts.settings.tenant_id, facts.asked_directory.invites_from
            is_nobody = value == NOBODY
            is_open = any(is_surely_open(home, facts) for home in homes)
            yield finding(
                "XC401",
                (tenant_id,),
                Place(tenant_id),
                Inviters(tenant_id, value, is_open),
                severity="unknown" if value not in INVITERS or not is_open else "warning" if is_nobody else None,
                degree=is_nobody,
            )


def domain_list(situation: Situation) -> Iterator[Finding]:
    """XC402: the list of domains keeps out a tenant that these settings let in."""
    for facts, homes in situation.arrivals:
        asked = facts.asked_directory
        if asked is None:
            continue
        if reason := reason_for(facts, "invitation_domains"):
            yield not_read("XC402", facts, "invitation_domains", reason)
        elif asked.invitation_domains is not None and asked.invitation_domains.domains:
            for home in homes:
                is_open = is_surely_open(home, facts)
                yield from _kept_out(facts, home, asked.invitation_domains, is_open=is_open)


def guests(situation: Situation) -> Iterator[Finding]:
    """XC403: how many guests of the home tenant an open direction finds."""
    for resource, homes in situation.arrivals:
        if reason := reason_for(resource, "guests"):
            yield not_read("XC403", resource, "guests", reason)
        elif resource.asked_directory is not None:
            for home in homes:
                tenant_id = home.settings.tenant_id
                counted = resource.asked_directory.guests.get(tenant_id)
                if counted is None:
                    why = resource.asked_directory.guests_unread.get(tenant_id, NOT_WANTED)
                    yield not_read("XC403", resource, "guests", why, tenant_id)
                else:
                    is_open = is_surely_open(home, resource)
                    facts = GuestsCounted(tenant_id, resource.settings.tenant_id, counted, is_open)
                    ids = facts.resource, facts.home
                    yield finding("XC403", ids, Place(*ids), facts, severity=None if is_open else "unknown")


def guests_newly_let_in(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC403: guests that exist already can use at once what a direction gains."""
    for home, resource in after.open_directions:
        ids = home.settings.tenant_id, resource.settings.tenant_id
        counted = None if resource.asked_directory is None else resource.asked_directory.guests.get(ids[0])
        there = 0 if counted is None else counted.total - counted.pending
        if there <= 0 or any(id_ not in before.tenants for id_ in ids):
            continue
        old = permission(*(before.tenants[id_].settings for id_ in ids))
        change = compare(old, permission(home.settings, resource.settings))
        gained, is_sure = change.gained or change.maybe_gained, bool(change.gained)
        if gained:
            yield finding(
                "XC403",
                (ids[1], ids[0]),
                Place(ids[1], ids[0]),
                GuestsLetIn(*ids, there, change.table, gained, is_sure),
                about=("change",),
                severity=None if is_sure else "unknown",
            )


def worker_disabled(situation: Situation) -> Iterator[Finding]:
    """XC404: the worker is disabled in a home tenant from which a direction across clouds is open."""
    resources: dict[str, list[TenantFacts]] = {}
    for home, resource in situation.open_directions:
        if not is_same_cloud(home.settings.cloud, resource.settings.cloud):
            resources.setdefault(home.settings.tenant_id, []).append(resource)
    for tenant_id, theirs in sorted(resources.items()):
        facts = situation.tenants[tenant_id]
        if reason := reason_for(facts, "worker"):
            yield not_read("XC404", facts, "worker", reason)
        elif facts.asked_directory is not None and facts.asked_directory.worker in {"disabled", "absent"}:
            is_disabled = facts.asked_directory.worker == "disabled"
            is_open = any(is_surely_open(facts, resource) for resource in theirs)
            yield finding(
                "XC404",
                (tenant_id,),
                Place(tenant_id),
                WorkerUnavailable(tenant_id, is_disabled, is_open),
                severity=None if is_disabled and is_open else "unknown",
            )


def _kept_out(facts: TenantFacts, home: TenantFacts, kept: DomainList, *, is_open: bool) -> Iterator[Finding]:
    ids = facts.settings.tenant_id, home.settings.tenant_id
    domains = None if home.directory is None else home.directory.domains
    if not domains:
        why = reason_for(home, "organization") or (NOT_ASKED if home.is_managed else ANOTHERS)
        unknown = DomainsUnknown(*ids, kept.allows, why)
        yield finding("XC402", ids, Place(*ids), unknown, severity="unknown")
        return
    out = frozenset(domain for domain in domains if kept.keeps_out(domain))
    if out:
        yield finding(
            "XC402",
            ids,
            Place(*ids),
            DomainsKeptOut(*ids, kept.allows, out, are_all=out == domains, is_open=is_open),
            severity=None if is_open else "unknown",
            degree=len(out),
        )
