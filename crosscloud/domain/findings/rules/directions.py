"""What one direction opens: at one end only, to everybody, or for what does not work between clouds.

Sources: Microsoft's cross-tenant access overview (both ends decide) and its include on automatic redemption; B2B
direct connect is documented as unsupported between clouds in Microsoft Graph's overview of the policy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crosscloud.domain.access import permission
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, consents
from crosscloud.domain.access.section import Rule, rule_for
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import (
    DIRECT_CONNECT,
    closes,
    is_closed,
    is_open,
    own_half,
    permits_everything,
    permits_nothing,
)
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import DEFAULT, Unread
from crosscloud.domain.settings.identity_synchronization import GROUP_SYNC_INBOUND, USER_SYNC_INBOUND
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth

if TYPE_CHECKING:
    from crosscloud.domain.findings.catalogue import Severity

_CONSENT: Final = "automatic_user_consent_settings"
_REDEEMED: Final[dict[Truth, "Severity"]] = {Truth.YES: "warning", Truth.NO: "info", Truth.UNKNOWN: "unknown"}
"""What XC106 counts as, by whether identities are synchronised."""


@dataclass(frozen=True, slots=True)
class OpenAtOneEnd(Facts):
    """XC105.

    Attributes:
        home: the id of the tenant whose users it is about.
        resource: that of the tenant whose applications it is about.
        outbound: what `home` lets out.
        inbound: what `resource` admits.
    """

    home: str
    resource: str
    outbound: Rule
    inbound: Rule


@dataclass(frozen=True, slots=True)
class RedeemedAtOneEnd(Facts):
    """XC106.

    Attributes:
        home: the id of the tenant whose users it is about.
        resource: that of the tenant into which they come.
        out: whether `home` has its half of automatic redemption set.
        into: whether `resource` has.
        synchronizes: whether `resource` lets `home` synchronise users or groups into it.
    """

    home: str
    resource: str
    out: Truth
    into: Truth
    synchronizes: Truth


@dataclass(frozen=True, slots=True)
class DirectConnectOpened(Facts):
    """XC107: `section` of the entry that `tenant` has for `partner`, which is in another cloud, is open."""

    tenant: str
    partner: str
    section: str


@dataclass(frozen=True, slots=True)
class EverybodyEverything(Facts):
    """XC113: `tenant` has an entry for `partner` whose users may all reach all its applications.

    Where it is not placed, its cloud is not known: in another cloud the entry alone opens nothing. Where it is not
    read, it is a tenant of the environment whose own half was not, and may close.
    """

    tenant: str
    partner: str
    is_placed: bool = True
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class OpenDefault(Facts):
    """XC113: the entries that `tenant` has for `partners` inherit a default that permits everybody everything.

    Of `unplaced` of them the cloud is not known; `unread` are tenants of the environment that were not read.
    """

    tenant: str
    partners: tuple[str, ...]
    unplaced: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class EverybodyLetOut(Facts):
    """XC113: `tenant` lets all its users out to all applications of `partner`, whose own end is not declared."""

    tenant: str
    partner: str


def open_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC105: a direction is open at one end and closed at the other, or the two ends have nothing in common."""
    for one, other in situation.pairs:
        home, resource = one.settings, other.settings
        ends = (home, OUTBOUND, resource.tenant_id), (resource, INBOUND, home.tenant_id)
        if any(isinstance(tenant.effective(section, other)[0], Unread) for tenant, section, other in ends):
            continue  # asked first: to understand a section takes its time
        out, into = (rule_for(*end) for end in ends)
        if out is None or into is None:
            continue
        both = permission(home, resource)
        if both.gate is not Truth.YES:
            continue  # what stands before the sections has findings of its own
        is_closed_out, is_closed_in = closes(out), closes(into)
        if (is_closed_out and is_closed_in) or not (is_closed_out or is_closed_in or permits_nothing(both)):
            continue
        ids = home.tenant_id, resource.tenant_id
        yield finding(
            "XC105",
            ids,
            Place(*ids, OUTBOUND),
            OpenAtOneEnd(*ids, out, into),
            severity="warning" if ids in situation.declared else "info",
        )


def redeemed_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC106: automatic redemption at one end only, so that the consent prompt stays.

    Where identities may be synchronised, also at neither end.
    """
    for one, other in situation.pairs:
        home, resource = one.settings, other.settings
        out = consents(home, resource.tenant_id, "outbound_allowed")
        into = consents(resource, home.tenant_id, "inbound_allowed")
        synchronizes = _is_synchronised(resource, home.tenant_id)
        is_at_one_end = Truth.UNKNOWN not in (out, into) and out is not into
        if is_at_one_end or (synchronizes is Truth.YES and Truth.NO in (out, into)):
            ids = home.tenant_id, resource.tenant_id
            yield _redeemed(ids, Place(*ids, _CONSENT), RedeemedAtOneEnd(*ids, out, into, synchronizes), situation)
    for tenant_id, partner in situation.links:
        resource = situation.tenants[tenant_id].settings
        if partner in situation.tenants or _is_synchronised(resource, partner) is not Truth.YES:
            continue
        into = consents(resource, partner, "inbound_allowed")
        if into is Truth.NO:  # what the partner has set is not known, and does not matter
            ids = tenant_id, partner
            facts = RedeemedAtOneEnd(partner, tenant_id, Truth.UNKNOWN, into, Truth.YES)
            yield _redeemed(ids, Place(*ids, _CONSENT), facts, situation)


def _redeemed(ids: tuple[str, str], place: Place, facts: RedeemedAtOneEnd, situation: Situation) -> Finding:
    """The finding; code that says nothing of synchronisation declares none."""
    if situation.by_code and facts.synchronizes is Truth.UNKNOWN:
        facts = replace(facts, synchronizes=Truth.NO)
    return finding("XC106", ids, place, facts, severity=_REDEEMED[facts.synchronizes])


def _is_synchronised(resource: TenantSettings, home: str) -> Truth:
    """Whether `resource` lets `home` synchronise users or groups into it."""
    users, groups = (resource.synchronizes(each.name, home) for each in (USER_SYNC_INBOUND, GROUP_SYNC_INBOUND))
    return users | groups


def direct_connect(situation: Situation) -> Iterator[Finding]:
    """XC107: B2B direct connect is opened explicitly towards another cloud; an explicit block does no harm."""
    for facts, partner, _ in situation.across_clouds():
        entry = facts.settings.partners[partner].sections
        for section in DIRECT_CONNECT:
            value = entry.get(section)
            if not isinstance(value, dict) or is_closed(value):
                continue
            tenant_id = facts.settings.tenant_id
            yield finding(
                "XC107",
                (tenant_id, partner),
                Place(tenant_id, partner, section),
                DirectConnectOpened(tenant_id, partner, section),
                severity=None if is_open(value) else "unknown",
            )


def everybody_everything(situation: Situation) -> Iterator[Finding]:
    """XC113: all users of a partner may reach all applications; those on an open default count as one finding.

    It is seldom meant, and how every fresh entry begins. Unknown where the half that is looked at is the most that
    may be.
    """
    inherited: dict[str, list[str]] = {}
    for tenant_id, partner in situation.links:
        facts = situation.tenants[tenant_id]
        if not _may_be_wide(situation, facts, partner):
            continue
        if facts.settings.effective(INBOUND, partner)[1] == "default":
            inherited.setdefault(tenant_id, []).append(partner)
            continue
        is_placed, is_read = _is_placed(situation, partner), not _is_unread(situation, partner)
        yield finding(
            "XC113",
            (tenant_id, partner),
            Place(tenant_id, partner, INBOUND),
            EverybodyEverything(tenant_id, partner, is_placed, is_read),
            severity=None if is_placed and is_read else "unknown",
        )
    if situation.by_code:
        yield from _let_out(situation)
    for tenant_id, partners in inherited.items():
        unplaced = [partner for partner in partners if not _is_placed(situation, partner)]
        unread = [partner for partner in partners if _is_unread(situation, partner)]
        yield finding(
            "XC113",
            (tenant_id,),
            Place(tenant_id, DEFAULT.name, INBOUND),
            OpenDefault(tenant_id, tuple(partners), len(unplaced), len(unread)),
            severity=None if {*partners} - {*unplaced, *unread} else "unknown",
            degree=len(partners),
        )


def _let_out(situation: Situation) -> Iterator[Finding]:
    """Where code declares one end alone: who it lets out to everything."""
    for tenant_id, partner in situation.links:
        tenant, other = situation.tenants[tenant_id].settings, situation.tenants.get(partner)
        if other is None or other.settings.lists(tenant_id) is Truth.YES:
            continue  # the other end is judged by itself
        if tenant.effective(OUTBOUND, partner)[1] == "partner" and permits_everything(
            own_half(tenant, partner, other.settings.cloud, OUTBOUND)
        ):
            ids = tenant_id, partner
            yield finding("XC113", ids, Place(*ids, OUTBOUND), EverybodyLetOut(*ids))


def _may_be_wide(situation: Situation, facts: TenantFacts, partner: str) -> bool:
    """Whether all is permitted, as far as is known: by both ends, or by the one that is read, at most."""
    other = situation.tenants.get(partner)
    if other is not None and other.settings.is_read:
        return permits_everything(permission(other.settings, facts.settings))
    cloud = situation.cloud_of(partner) or facts.settings.cloud
    return permits_everything(own_half(facts.settings, partner, cloud, INBOUND))


def _is_placed(situation: Situation, partner: str) -> bool:
    return situation.cloud_of(partner) is not None


def _is_unread(situation: Situation, partner: str) -> bool:
    """Whether a partner is ours to read, and was not; code alone declares one end, and says what it does."""
    other = situation.tenants.get(partner)
    return other is not None and other.is_managed and not other.settings.is_read and not situation.by_code
