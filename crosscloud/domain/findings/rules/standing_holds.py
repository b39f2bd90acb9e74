"""XC321: tenants are held apart, and something is open between them all the same.

A hold keeps closed what is closed; it changes no settings. Who put it up in an incident must hear that it is not
enough, from each plan and each check, until what is open is closed. Every way in or out counts but automatic
redemption, which lets nobody in by itself: it takes a prompt from who is let in anyway.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from crosscloud.domain.access import Permission, permission
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, preconditions_hold
from crosscloud.domain.access.ways import (
    AUTOMATIC_REDEMPTION,
    GROUP_SYNCHRONISATION,
    USER_SYNCHRONISATION,
    WAYS,
    Side,
    Way,
    half_permission,
    may_be_open,
    open_halves,
    way_permission,
)
from crosscloud.domain.clouds import is_same_cloud
from crosscloud.domain.findings.facts import TenantFacts
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import is_outbound, own_half, permits_nothing, permitted, section_gate
from crosscloud.domain.findings.rules.widening import may_be_in
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.hold import Hold
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth

_OTHER_WAYS: Final = tuple(way for way in WAYS if way is not AUTOMATIC_REDEMPTION)


@dataclass(frozen=True, slots=True)
class OpenWay:
    """What is open, or may be: from the tenant `home` into the tenant `resource`.

    Attributes:
        home: the id of the tenant that users come from.
        resource: that of the one that they come into.
        way: by which way; None for B2B collaboration.
        is_sure: whether it is surely open.
        half_of: the id of the tenant whose half alone is known; empty where both were looked at.
    """

    home: str
    resource: str
    way: Way | None
    is_sure: bool
    half_of: str = ""


@dataclass(frozen=True, slots=True)
class OpenUnderHold(Facts):
    """XC321: what is `open` between the two tenants of `pair`, which `holds` keep apart.

    Attributes:
        pair: the ids of the two.
        holds: what holds them apart.
        open: what is open, or may be.
        across: whether they are known to be in different clouds, where taking an entry out closes it.
    """

    pair: tuple[str, str]
    holds: tuple[Hold, ...]
    open: tuple[OpenWay, ...]
    across: bool


def open_under_hold(situation: Situation) -> Iterator[Finding]:
    """XC321: of each two tenants that are held apart, what is open."""
    held: dict[tuple[str, str], list[Hold]] = {}
    for hold in situation.holds:
        for one, other in combinations(sorted(hold.tenants), 2):
            held.setdefault((one, other), []).append(hold)
    for pair, holds in held.items():
        found = tuple(_open_between(situation, *pair))
        if found:
            clouds = [situation.cloud_of(tenant_id) for tenant_id in pair]
            across = None not in clouds and not is_same_cloud(*(cloud for cloud in clouds if cloud is not None))
            is_sure = any(each.is_sure for each in found)
            yield finding(
                "XC321",
                pair,
                Place(*pair),
                OpenUnderHold(pair, tuple(holds), found, across),
                severity=None if is_sure else "unknown",
                degree=len(found),
            )


def _open_between(situation: Situation, one: str, other: str) -> Iterator[OpenWay]:
    known = [situation.tenants.get(tenant_id) for tenant_id in (one, other)]
    first, second = known
    if _is_read(first) and _is_read(second) and first is not None and second is not None:
        yield from _both_ends(first.settings, second.settings)
        yield from _both_ends(second.settings, first.settings)
        return
    for own, partner in ((first, other), (second, one)):
        if own is not None and own.is_managed:
            yield from _one_end(situation, own.settings, partner)


def _is_read(facts: TenantFacts | None) -> bool:
    """Whether a tenant is ours to read; what was not read of it is then unknown, rather than another's."""
    return facts is not None and facts.is_managed


def _both_ends(home: TenantSettings, resource: TenantSettings) -> Iterator[OpenWay]:
    """What is open from `home` into `resource`, as far as both ends permit it together."""
    answers: dict[Way | None, Truth] = {None: _answer(permission(home, resource))}
    for way in may_be_open(home, resource):
        if way in _OTHER_WAYS and not _is_left_out(resource, home.tenant_id, way):
            # Between clouds nothing applies before both have enabled and listed each other.
            answers[way] = _answer(way_permission(way, home, resource)) & preconditions_hold(home, resource)
    for each, answer in answers.items():
        if answer is not Truth.NO:
            yield OpenWay(home.tenant_id, resource.tenant_id, each, answer is Truth.YES)


def _one_end(situation: Situation, tenant: TenantSettings, other: str) -> Iterator[OpenWay]:
    """What the half of `tenant` leaves open; the other end, which is not ours to read, is not relied on."""
    clouds = may_be_in(situation, tenant, tenant, other)
    found: list[tuple[Way | None, Side, set[Truth]]] = [
        (
            None,
            "home" if is_outbound(section) else "resource",
            {_answer(own_half(tenant, other, cloud, section)) for cloud in clouds},
        )
        for section in (INBOUND, OUTBOUND)
    ]
    halves = open_halves(tenant, other)
    for way in _OTHER_WAYS:
        for side, half in way.halves:
            if half in halves and not _is_left_out(tenant, other, way):
                answers = {
                    _answer(half_permission(way, side, tenant, other, cloud))
                    & section_gate(tenant, other, cloud, INBOUND)
                    for cloud in clouds
                }
                found.append((way, side, answers))
    for each, side, answers in found:
        if answers != {Truth.NO}:
            ends = (tenant.tenant_id, other) if side == "home" else (other, tenant.tenant_id)
            yield OpenWay(*ends, each, answers == {Truth.YES}, tenant.tenant_id)


def _is_left_out(tenant: TenantSettings, other: str, way: Way) -> bool:
    """Whether a way is a synchronisation, which Graph leaves out where an entry has none."""
    entry = tenant.partners.get(other)
    is_synchronisation = way in (USER_SYNCHRONISATION, GROUP_SYNCHRONISATION)
    return is_synchronisation and entry is not None and entry.has_synchronization is Truth.NO


def _answer(found: Permission) -> Truth:
    """Whether anything is permitted."""
    if permits_nothing(found):
        return Truth.NO
    return Truth.YES if permitted(found)[1] else Truth.UNKNOWN
