"""Between clouds, each tenant must list the other; and what can be said where the other end is not known.

Source: Microsoft's page on cloud settings for B2B collaboration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from crosscloud.domain.access.decision import INBOUND, OUTBOUND, preconditions
from crosscloud.domain.clouds import Cloud, is_same_cloud
from crosscloud.domain.findings.facts import WhyUnread
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import Part, TenantSettings
from crosscloud.domain.truth import Truth

Undecided: TypeAlias = Literal["enabled", "listed", "permits", "trusts"]
"""What is not known of one end of a pair: whether it has enabled the other's cloud, and lists the other; what it
permits; what it trusts."""

_TRUST: Final = "inbound_trust"


@dataclass(frozen=True, slots=True)
class ListedAtOneEnd(Facts):
    """XC104: `tenant` lists `partner`, which does not list it."""

    tenant: str
    partner: str


@dataclass(frozen=True, slots=True)
class NotReadInFull(Facts):
    """XC111 of one tenant that is ours to read.

    Attributes:
        tenant: the tenant's id.
        unreadable: the parts that were not read, each with the reason, in alphabetical order.
        why: of which kind the reason is, on which depends what helps.
    """

    tenant: str
    unreadable: tuple[tuple[Part, str], ...]
    why: WhyUnread = WhyUnread.NOT_ANSWERED


@dataclass(frozen=True, slots=True)
class OneSideDecided(Facts):
    """XC111 of a pair within the environment.

    Attributes:
        tenant: the id of the tenant that was read, at least as far as its own side goes.
        partner: that of the other, which was not, or not in full.
        cloud: the cloud of `tenant`.
        is_managed: whether `partner` is ours to read, rather than another organisation's.
        unknown: what is not known of `partner`, and matters between the two.
    """

    tenant: str
    partner: str
    cloud: Cloud
    is_managed: bool
    unknown: tuple[Undecided, ...]


@dataclass(frozen=True, slots=True)
class PartnersOutside(Facts):
    """XC111: of `tenant`, `count` partners outside the environment are, or may be, in another cloud."""

    tenant: str
    count: int


def listed_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC104: across clouds, one tenant lists the other, and the other does not."""
    for one, other in situation.pairs:
        tenant, partner = one.settings, other.settings
        if is_same_cloud(tenant.cloud, partner.cloud):
            continue
        if tenant.lists(partner.tenant_id) is Truth.YES and partner.lists(tenant.tenant_id) is Truth.NO:
            ids = tenant.tenant_id, partner.tenant_id
            yield finding("XC104", ids, Place(*ids), ListedAtOneEnd(*ids))


def other_end_unknown(situation: Situation) -> Iterator[Finding]:
    """XC111: a tenant is unreadable or another organisation's, so that only one side was decided.

    Of what code declares, nothing was to be read: there it is said of other organisations alone.
    """
    if situation.by_code:
        for one, other in situation.pairs:
            if one.is_managed and not other.is_managed:
                yield from _one_side(one, other)
        return
    for facts in situation.managed():
        tenant = facts.settings
        unreadable = tuple(sorted(tenant.unreadable.items())) if facts.is_managed else ()
        if unreadable:
            yield finding(
                "XC111",
                (tenant.tenant_id,),
                Place(tenant.tenant_id),
                NotReadInFull(tenant.tenant_id, unreadable, facts.why_unread),
                degree=len(unreadable),
            )
    for one, other in situation.pairs:
        if one.settings.is_read or not _undecided(one.settings, other.settings):
            yield from _one_side(one, other)
    for facts in situation.managed():
        yield from _outside(situation, facts)


def _one_side(one: TenantFacts, other: TenantFacts) -> Iterator[Finding]:
    """XC111 of a pair, where something that matters between the two is not known of `other`."""
    unknown = _undecided(other.settings, one.settings)
    if unknown:
        ids = one.settings.tenant_id, other.settings.tenant_id
        facts = OneSideDecided(*ids, one.settings.cloud, other.is_managed, unknown)
        yield finding("XC111", ids, Place(*ids), facts)


def _undecided(tenant: TenantSettings, other: TenantSettings) -> tuple[Undecided, ...]:
    """What was not read of `tenant` and matters for `other`: within one cloud, nobody enables or must be listed.

    A section that is odd in a tenant that was read is a finding by itself.
    """
    if not tenant.unreadable and not isinstance(tenant.endpoints, Unread):
        return ()
    gates = preconditions(tenant, other)
    unknown = {gate.name for gate in gates if gate.tenant == tenant.tenant_id and gate.answer is Truth.UNKNOWN}

    def is_unread(*sections: str) -> bool:
        return any(isinstance(tenant.effective(name, other.tenant_id)[0], Unread) for name in sections)

    answers: tuple[tuple[Undecided, bool], ...] = (
        ("enabled", "home_cloud_enabled" in unknown),
        ("listed", "home_partner_listed" in unknown),
        ("permits", is_unread(INBOUND, OUTBOUND)),
        ("trusts", is_unread(_TRUST)),
    )
    return tuple(what for what, is_unknown in answers if is_unknown)


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
        yield finding(
            "XC111",
            (tenant.tenant_id,),
            Place(tenant.tenant_id),
            PartnersOutside(tenant.tenant_id, across),
            about=("outside",),
            degree=across,
        )
