"""What a plan does to the ways in and out beside collaboration: direct connect, synchronisation and the others.

Which ways there are, and what each rests on, `domain/access/ways.py` knows. A way that is surely closed before and
after is not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from crosscloud.domain.access import Comparison, Permission, compare
from crosscloud.domain.access.section import Rule
from crosscloud.domain.access.ways import (
    AUTOMATIC_REDEMPTION,
    SECTIONS_OF_WAYS,
    WAYS,
    Half,
    Side,
    Way,
    default_half_rule,
    default_permission,
    half_permission,
    half_rule,
    may_be_open,
    open_halves,
    open_halves_of_default,
    way_permission,
)
from crosscloud.domain.findings.openness import permits_nothing
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import Part, TenantSettings
from crosscloud.domain.truth import Truth
from crosscloud.review.not_read import find_unread, is_changing, is_read, is_unknown
from crosscloud.review.status import Status, as_shown, find_status

Ends: TypeAlias = tuple[TenantSettings, TenantSettings]
"""The home and the resource tenant of a direction."""

_SECTIONS_OF_TOLD_WAYS: Final = tuple(
    name
    for name in SECTIONS_OF_WAYS
    if name not in {half.section for _, half in AUTOMATIC_REDEMPTION.halves}  # told by the consent prompt
)


@dataclass(frozen=True)
class WayReview:
    """What a plan does to one way beside collaboration, in one direction.

    Attributes:
        way: which way.
        access: what it permits, before and after.
        is_touched: whether the plan changes, or may change, something that decides it.
        unread: the parts that were not read and on which it depends: tenant id, part.
        not_understood: the sections on which it depends, that were read and mean nothing documented: tenant id,
            partner's id (empty for the default), section.
        disputed: the tenant that alone leaves it unknown, before and after, as Graph answers no such section where
            Microsoft's sources disagree whether the cloud has it; empty where that is not so.
    """

    way: Way
    access: Comparison
    is_touched: bool = False
    unread: tuple[tuple[str, Part], ...] = ()
    not_understood: tuple[tuple[str, str, str], ...] = ()
    disputed: str = ""

    @cached_property
    def status(self) -> Status:
        """What becomes of what it permits."""
        return find_status(self.access)

    @property
    def may_widen(self) -> bool:
        """Whether it gains, or may gain, as far as is known; what stays unknown may where it is touched."""
        return self.access.may_widen or (self.is_touched and bool(self.access.unknown))

    @property
    def is_changed(self) -> bool:
        """Whether the plan changes what it permits, or may."""
        return self.access.was != self.access.will or (self.is_touched and bool(self.access.unknown))

    @property
    def is_open(self) -> bool:
        """Whether it surely permits something, after."""
        return Truth.YES in self.access.will.values()


def review_ways_between(was: Ends, will: Ends, changing: frozenset[str]) -> tuple[WayReview, ...]:
    """The ways beside collaboration from one tenant to another that are open, or may be, before or after."""
    home, resource = was
    is_same = home is will[0] and resource is will[1]
    found = may_be_open(home, resource)
    if not is_same:
        either = {*found, *may_be_open(*will)}
        found = [way for way in WAYS if way in either]
    told: list[WayReview] = []
    for way in found:
        old = way_permission(way, home, resource)
        new = old if is_same else way_permission(way, *will)
        is_touched = old != new or any(is_changing(tenant, changing) for tenant in was)
        ends = {"home": (home, resource.tenant_id), "resource": (resource, home.tenant_id)}
        told += _way_review(way, old, new, is_touched, ends)
    return tuple(told)


def review_ways_of_half(
    before: TenantSettings, after: TenantSettings, other: TenantSettings, side: Side, changing: frozenset[str]
) -> tuple[WayReview, ...]:
    """The ways that one half opens towards a partner that the environment does not know.

    They are the same for all partners of one cloud whose entries decide none of them, and asked once for these.
    """
    partner = other.tenant_id
    may_change = is_changing(before, changing)

    def review() -> Iterator[WayReview]:
        for way in _resting_on(open_halves(before, partner) | open_halves(after, partner), side):
            old, new = (half_permission(way, side, tenant, partner, other.cloud) for tenant in (before, after))
            yield from _way_review(way, old, new, may_change or old != new, {side: (before, partner)})

    basis = _basis_of_ways(before, partner), _basis_of_ways(after, partner)
    if None in basis:
        return tuple(review())
    place = "ways of half", side, other.cloud, may_change, basis
    known: tuple[TenantSettings, tuple[WayReview, ...]] | None = after.memo.get(place)
    if known is None or known[0] is not before:
        known = after.memo[place] = before, tuple(review())
    return known[1]


def _basis_of_ways(tenant: TenantSettings, partner: str) -> object:
    """On what ways towards a partner rest beside the default, if others share that; None where it is its own."""
    entry = tenant.partners.get(partner)
    if entry is None:
        return "not listed" if tenant.lists_all else None
    if any(entry.sections.get(name) is not None for name in _SECTIONS_OF_TOLD_WAYS):
        return None
    synchronization = entry.synchronization
    if synchronization is None or isinstance(synchronization, Unread):
        return "not synchronised" if synchronization is None else synchronization
    return None


def review_ways_of_default(
    before: TenantSettings, after: TenantSettings, side: Side, changing: frozenset[str]
) -> tuple[WayReview, ...]:
    """The ways that a default opens to those that its tenant does not list."""
    halves = open_halves_of_default(before) | open_halves_of_default(after)
    may_change = "default" in before.unreadable and before.tenant_id in changing
    told: list[WayReview] = []
    for way in _resting_on(halves, side):
        old, new = (default_permission(way, side, tenant) for tenant in (before, after))
        told += _way_review(way, old, new, may_change or old != new, {side: (before, "")})
    return tuple(told)


def find_open_ways(tenant: TenantSettings, other: TenantSettings) -> tuple[Way, ...]:
    """The ways that the half of `tenant` opens towards a partner, or may, in either direction."""

    def find() -> Iterator[Way]:
        halves = open_halves(tenant, other.tenant_id)
        sides: tuple[Side, ...] = ("home", "resource")
        for side in sides:
            for way in _resting_on(halves, side):
                if not permits_nothing(half_permission(way, side, tenant, other.tenant_id, other.cloud)):
                    yield way

    basis = _basis_of_ways(tenant, other.tenant_id)
    if basis is None:
        return tuple(dict.fromkeys(find()))
    place = "open ways", other.cloud, basis
    known: tuple[Way, ...] | None = tenant.memo.get(place)
    if known is None:
        known = tenant.memo[place] = tuple(dict.fromkeys(find()))
    return known


def _resting_on(halves: frozenset[Half], side: Side) -> Iterator[Way]:
    """The ways of which one end is among `halves`; automatic redemption is told by the consent prompt."""
    if halves:
        for way in WAYS:
            if way is not AUTOMATIC_REDEMPTION and (way.home if side == "home" else way.resource) in halves:
                yield way


def _way_review(
    way: Way,
    old: Permission,
    new: Permission,
    is_touched: bool,
    ends: Mapping[str, tuple[TenantSettings, str]],
) -> Iterator[WayReview]:
    """The review of one way; nothing where it is surely closed before and after."""
    if way is AUTOMATIC_REDEMPTION or (permits_nothing(old) and permits_nothing(new)):
        return
    access = compare(as_shown(old), as_shown(new))
    halves = [(half, *ends[side]) for side, half in way.halves if side in ends]
    unread = [find_unread(access, tenant, parts=_parts_of(half, other)) for half, tenant, other in halves]
    yield WayReview(
        way,
        access,
        is_touched,
        tuple(dict.fromkeys(part for parts in unread for part in parts)),
        tuple(odd for half, tenant, other in halves for odd in _odd_half(access, half, tenant, other)),
        "" if is_touched or old.gate is not Truth.YES else _disputed(halves),
    )


def _disputed(halves: Sequence[tuple[Half, TenantSettings, str]]) -> str:
    """The tenant by whose disputed section alone a way is not known; empty where it is not so."""
    unclear = [each for each in halves if _rule(*each) is None]
    found = {tenant.tenant_id if is_disputed(half, tenant, other) else "" for half, tenant, other in unclear}
    return found.pop() if len(found) == 1 else ""


def is_disputed(half: Half, tenant: TenantSettings, other: str) -> bool:
    """Whether a half rests on a section that sources disagree on, and that Graph does not answer."""
    is_default = not other or tenant.effective(half.section, other)[1] == "default"
    return is_default and tenant.is_disputed(half.section)


def _rule(half: Half, tenant: TenantSettings, other: str) -> Rule | None:
    return half_rule(tenant, half, other) if other else default_half_rule(tenant, half)


def _parts_of(half: Half, other: str) -> tuple[Part, ...]:
    if half.member:
        return ("partners",)
    return ("default", "partners") if other else ("default",)


def _odd_half(
    access: Comparison, half: Half, tenant: TenantSettings, other: str
) -> Iterator[tuple[str, str, str]]:
    """The half's section, where it was read, means nothing documented and leaves something unknown."""
    if not is_unknown(access) or half.member:
        return
    if _rule(half, tenant, other) is not None or is_disputed(half, tenant, other):
        return
    _, origin = tenant.effective(half.section, other)
    if is_read(tenant, other, origin):
        yield tenant.tenant_id, other if origin == "partner" else "", half.section
