"""While tenants are held apart, no plan may open anything between them, whether or not the intent declares it.

Each end is judged by itself: in an incident the other end is not relied on, even where it blocks today. What only
closes is never refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Final, TypeAlias

from crosscloud.domain.access.comparison import Comparison, Pairs, compare
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, consents
from crosscloud.domain.access.section import EVERYTHING, rule_of
from crosscloud.domain.access.ways import SECTIONS_OF_WAYS, Half, half_rule
from crosscloud.domain.clouds import Cloud, is_same_cloud
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import B2B_SECTIONS, half, own_half, permits_nothing
from crosscloud.domain.findings.rules import trust
from crosscloud.domain.findings.rules.widening import may_be_in
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import PARTNER, Unread, Value
from crosscloud.domain.settings.identity_synchronization import GROUP_SYNC_INBOUND, USER_SYNC_INBOUND
from crosscloud.domain.tenant import TenantSettings, make_unread_tenant
from crosscloud.domain.truth import Truth, truth

_CONSENT: Final = "automatic_user_consent_settings"
_OTHERS: Final = tuple(s.name for s in PARTNER.sections if s.name not in (*B2B_SECTIONS, trust.SECTION, _CONSENT))
"""Sections that are not about access to applications: a change of one counts where it may permit more."""


class Grant(Enum):
    """What a tenant grants another apart from access: the section (or the kind of entry), and what of it."""

    ENTRY = (PARTNER.name, "")
    MFA = (trust.SECTION, "is_mfa_accepted")
    COMPLIANT_DEVICES = (trust.SECTION, "is_compliant_device_accepted")
    HYBRID_JOINED_DEVICES = (trust.SECTION, "is_hybrid_azure_ad_joined_device_accepted")
    CONSENT_INBOUND = (_CONSENT, "inbound_allowed")
    CONSENT_OUTBOUND = (_CONSENT, "outbound_allowed")
    USER_SYNCHRONISATION = (USER_SYNC_INBOUND.name, "")
    GROUP_SYNCHRONISATION = (GROUP_SYNC_INBOUND.name, "")

    @property
    def section(self) -> str:
        """The section; of an entry as a whole its kind."""
        return self.value[0]

    @property
    def member(self) -> str:
        """The member of the section; empty for the whole of it."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class OpenedAccess:
    """The half of `tenant` permits more in a direction between it and `other`.

    Attributes:
        tenant: the tenant's id.
        other: that of the other.
        section: the section.
        change: what becomes of what it permits.
        pairs: what is gained, or may be.
        is_sure: whether it is surely gained.
    """

    tenant: str
    other: str
    section: str
    change: Comparison
    pairs: Pairs
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """`tenant` newly grants something to `other`, or may."""

    tenant: str
    other: str
    grant: Grant
    is_sure: bool

    @property
    def section(self) -> str:
        """The section that grants it."""
        return self.grant.section


@dataclass(frozen=True, slots=True)
class OtherSection:
    """Another section of `tenant` changes towards `other`, and may permit more."""

    tenant: str
    other: str
    section: str


Opened: TypeAlias = OpenedAccess | Granted | OtherSection


@dataclass(frozen=True, slots=True)
class HoldUndone(Facts):
    """XC312: what is `opened` between the two tenants of `pair`, which `holds` keep apart."""

    pair: tuple[str, str]
    holds: tuple[Hold, ...]
    opened: tuple[Opened, ...]


def hold_undone(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC312: something is opened, or may be, between two tenants that a hold keeps apart."""
    held: dict[tuple[str, str], list[Hold]] = {}
    for hold in after.holds:
        for one, other in combinations(sorted(hold.tenants), 2):
            held.setdefault((one, other), []).append(hold)
    for pair, holds in held.items():
        opened = tuple(each for own, other in (pair, pair[::-1]) for each in _opened(before, after, own, other))
        if opened:
            yield finding(
                "XC312",
                pair,
                Place(*pair),
                HoldUndone(pair, tuple(holds), opened),
                about=tuple(dict.fromkeys(each.section for each in opened)),
                degree=len(opened),
            )


def _opened(before: Situation, after: Situation, own: str, other: str) -> Iterator[Opened]:
    """What the tenant `own` opens, or may open, towards `other`."""
    facts, old = after.tenants.get(own), before.tenants.get(own)
    if facts is None:
        return
    will = facts.settings
    was = make_unread_tenant(will.name, own, will.cloud) if old is None else old.settings
    clouds = may_be_in(after, was, will, other)
    yield from _access(was, will, other, clouds)
    if _is_out_of_reach(will, other, clouds):
        return
    for grant in Grant:
        old_answer, answer = _grants(was, other, grant), _grants(will, other, grant)
        if old_answer is not answer and Truth.YES is not old_answer and answer is not Truth.NO:
            yield Granted(own, other, grant, is_sure=answer is Truth.YES)
    for section in _OTHERS:
        old_value, value = was.effective(section, other)[0], will.effective(section, other)[0]
        if value != old_value and _may_open(was, will, other, section):
            yield OtherSection(own, other, section)


def _may_open(was: TenantSettings, will: TenantSettings, other: str, section: str) -> bool:
    """Whether another value of a section that is not about access may permit more than the one before."""
    if section not in SECTIONS_OF_WAYS:
        blocks_when = PARTNER.section(section).blocks_when
        old, new = (tenant.effective(section, other)[0] for tenant in (was, will))
        return new is not blocks_when and not (isinstance(old, bool) and old is not blocks_when)
    before, after = (half_rule(tenant, Half(section), other) for tenant in (was, will))
    if compare(half(before), half(after)).may_widen or (after is None and before != EVERYTHING):
        return True
    devices = [_devices(tenant.effective(section, other)[0]) for tenant in (was, will)]
    return devices[0] is not None and devices[0] != devices[1] and not (after and after.permits_nothing)


def _devices(value: Value | Unread) -> Value:
    """To which devices tenant restrictions are limited; by Microsoft's reference, this is not honoured yet."""
    return value.get("devices") if isinstance(value, dict) else None


def _access(was: TenantSettings, will: TenantSettings, other: str, clouds: Sequence[Cloud]) -> Iterator[Opened]:
    """What the half of one tenant permits anew, in each cloud that the other one may be in."""
    for section in B2B_SECTIONS:
        changes = [
            compare(own_half(was, other, cloud, section), own_half(will, other, cloud, section))
            for cloud in clouds
        ]
        gains = next((change for change in changes if change.may_widen), None)
        if gains is not None:
            is_sure = all(change.gained for change in changes)
            yield OpenedAccess(will.tenant_id, other, section, gains, gains.gained or gains.maybe_gained, is_sure)


def _is_out_of_reach(tenant: TenantSettings, other: str, clouds: Sequence[Cloud]) -> bool:
    """Whether nothing of the tenant's settings applies to the other: across clouds, one that is not listed."""
    is_across = not any(is_same_cloud(tenant.cloud, cloud) for cloud in clouds)
    return is_across and tenant.lists(other) is Truth.NO


def _grants(tenant: TenantSettings, other: str, grant: Grant) -> Truth:
    """Whether a tenant grants another something apart from access."""
    match grant:
        case Grant.ENTRY:
            return tenant.lists(other) & ~_blocks(tenant, other)
        case Grant.CONSENT_INBOUND | Grant.CONSENT_OUTBOUND:
            return consents(tenant, other, grant.member)
        case Grant.USER_SYNCHRONISATION | Grant.GROUP_SYNCHRONISATION:
            return tenant.synchronizes(grant.section, other)
        case _:
            return _is_true(tenant.effective(grant.section, other)[0], grant.member)


def _blocks(tenant: TenantSettings, other: str) -> Truth:
    """Whether the entry for `other` itself blocks all collaboration, whatever the default says."""
    values = [tenant.effective(section, other) for section in (INBOUND, OUTBOUND)]
    if any(isinstance(value, Unread) for value, _ in values):
        return Truth.UNKNOWN
    return truth(all(origin == "partner" and permits_nothing(half(rule_of(value))) for value, origin in values))


def _is_true(value: Value | Unread, member: str) -> Truth:
    return truth(None if isinstance(value, Unread) else isinstance(value, dict) and value.get(member) is True)
