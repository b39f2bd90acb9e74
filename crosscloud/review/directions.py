"""Who gains and who loses access: for every direction between the tenants of an environment, and beyond it.

What both tenants permit *together* is shown for two tenants of the environment. Towards organisations that the
environment does not know, only our half is: theirs is taken to permit everything, and their cloud to be ours
unless it was found, so that what is shown is the most that may be; where a plan opens or closes another cloud that
they may be in, it is unknown. What was not read is unknown, and nothing else.

All of it is data: ids, clouds, sets of pairs, gates. Reports make words of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, TypeAlias

from crosscloud.domain.access import Comparison, Gate, Permission, compare, permission
from crosscloud.domain.access.decision import (
    INBOUND,
    OUTBOUND,
    accepted,
    consent_prompt_suppressed,
    consents_by_default,
    preconditions,
    trust,
)
from crosscloud.domain.access.section import EVERYTHING, Rule, rule_for, rule_of
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
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.openness import (
    clouds_in_question,
    half,
    own_half,
    permits_nothing,
    section_gate,
)
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import Part, TenantSettings, make_unread_tenant
from crosscloud.domain.tenant.settings import Origin
from crosscloud.domain.truth import Truth, truth

CloudOf: TypeAlias = Callable[[str], Cloud | None]
"""The cloud of a tenant outside of the environment, where it was found."""

Status: TypeAlias = Literal["opened", "widened", "changed", "narrowed", "closed", "unchanged", "unknown"]
"""What becomes of who may reach what. `changed`: some gain and some lose; `unknown`: what changes cannot be
decided (some lose and others may gain), or what stays is not known."""

Extent: TypeAlias = Literal["nothing", "something", "everything", "unknown"]

_SECTIONS_OF_TOLD_WAYS: Final = tuple(
    name
    for name in SECTIONS_OF_WAYS
    if name not in {half.section for _, half in AUTOMATIC_REDEMPTION.halves}  # told by the consent prompt
)
_SHOWN_BEYOND: Final = (INBOUND, OUTBOUND, "inbound_trust", *SECTIONS_OF_WAYS)


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a direction.

    Attributes:
        tenant_id: a tenant's id; empty for every other organisation of `cloud` that nobody listed.
        cloud: its cloud; None where that is not known.
    """

    tenant_id: str
    cloud: Cloud | None

    @property
    def is_anybody(self) -> bool:
        """Whether it stands for all organisations that nobody listed."""
        return not self.tenant_id


@dataclass(frozen=True, slots=True)
class Moment:
    """One direction at one moment: the two tenants, of which one may be known by its id alone.

    Attributes:
        home: the tenant that the users come from; one without id for every organisation that nobody listed.
        resource: the tenant that they go to; likewise.
        of: the id of the tenant whose half alone is looked at; empty where both count.
    """

    home: TenantSettings
    resource: TenantSettings
    of: str = ""

    def unmet(self) -> tuple[Gate, ...]:
        """The preconditions that surely do not hold; of one half, only those that are its own to meet."""
        return tuple(
            gate
            for gate in preconditions(self.home, self.resource)
            if gate.answer is Truth.NO and (not self.of or gate.tenant in ("", self.of))
        )

    def trusted(self) -> Mapping[str, Truth]:
        """What the resource tenant accepts of users of the home tenant, claim by claim."""
        if self.of == self.home.tenant_id:  # what another organisation trusts is not ours to say
            return {}
        if not self.home.tenant_id:  # nobody listed: the default says it, whether or not the partners were read
            return accepted(self.resource.default_section("inbound_trust"))
        return trust(self.home, self.resource)


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


@dataclass(frozen=True)
class DirectionReview:
    """What a plan does to one direction.

    Attributes:
        home: where the users come from.
        resource: where they go.
        half_of: the id of the tenant whose half this is, where the other is not read; empty where both count.
        access: who may reach what, before and after.
        is_touched: whether the plan changes, or may change, something that decides it.
        consent_before: whether the consent prompt was suppressed.
        consent_after: whether it will be.
        half_open: whether one end permits something and the other nothing at all, after.
        unread: the parts that were not read and on which it depends: tenant id, part.
        not_understood: the sections on which it depends, that were read and mean nothing documented: tenant id,
            partner's id (empty for the default), section.
        declared: whether the intent declares the direction.
        source: the line of the intent, or empty.
        ways: the ways beside collaboration that are not surely closed both before and after. Automatic redemption
            is not among them: it is told by the consent prompt.
        before: the two tenants before; None where only who may reach what is told.
        after: the two after.
    """

    home: Party
    resource: Party
    half_of: str
    access: Comparison
    is_touched: bool = False
    consent_before: Truth = Truth.NO
    consent_after: Truth = Truth.NO
    half_open: bool = False
    unread: tuple[tuple[str, Part], ...] = ()
    not_understood: tuple[tuple[str, str, str], ...] = ()
    declared: bool = False
    source: str = ""
    ways: tuple[WayReview, ...] = ()
    before: Moment | None = field(default=None, repr=False, compare=False)
    after: Moment | None = field(default=None, repr=False, compare=False)

    @cached_property
    def status(self) -> Status:
        """What becomes of who may reach what."""
        return find_status(self.access)

    @cached_property
    def overall_status(self) -> Status:
        """What becomes of all ways together, collaboration included; of what does not change, of collaboration."""
        changed = [way for way in self.ways if way.is_changed]
        if not changed:
            return self.status
        gains = bool(self.access.gained) or any(way.access.gained for way in changed)
        loses = bool(self.access.lost) or any(way.access.lost for way in changed)
        if gains:
            return "changed" if loses else "opened" if self.status == "opened" else "widened"
        is_unknown = self.is_access_changed and self.status == "unknown"
        if is_unknown or any(way.status == "unknown" for way in changed):
            return "unknown"
        return "narrowed" if self.status != "closed" else "closed"

    @property
    def is_default(self) -> bool:
        """Whether this is what one tenant's default does to organisations that nobody listed."""
        return self.home.is_anybody or self.resource.is_anybody

    @property
    def is_listing_unread(self) -> bool:
        """Whether it is a default, and not known who is listed, and so not governed by it."""
        if not self.is_default or self.after is None:
            return False
        own = self.after.resource if self.home.is_anybody else self.after.home
        return not own.lists_all

    @property
    def may_widen_access(self) -> bool:
        """Whether somebody gains, or may gain, as far as is known; what stays unknown may where it is touched."""
        return self.access.may_widen or (self.is_touched and bool(self.access.unknown))

    @property
    def may_widen_another_way(self) -> bool:
        """The same of the ways beside collaboration."""
        return any(way.may_widen for way in self.ways)

    @cached_property
    def is_access_changed(self) -> bool:
        """Whether the plan changes who may reach what, or may; what is unknown and not touched stays."""
        return self.access.was != self.access.will or (self.is_touched and bool(self.access.unknown))

    @cached_property
    def is_changed(self) -> bool:
        """Whether anything about the direction changes, other ways, consent and trust included."""
        return self.is_access_changed or any(way.is_changed for way in self.ways) or self.has_other_terms

    @property
    def has_other_terms(self) -> bool:
        """Whether consent or trust changes, or may: where it is touched, unknown both times may be two answers."""
        may_be_another = self.is_touched and self.consent_after is Truth.UNKNOWN
        return (
            self.consent_before is not self.consent_after or may_be_another or self._trusted[0] != self._trusted[1]
        )

    @cached_property
    def trust_before(self) -> tuple[str, ...]:
        """The claims that the resource tenant surely accepted."""
        return _claims(self._trusted[0], Truth.YES)

    @cached_property
    def trust_after(self) -> tuple[str, ...]:
        """The claims that it surely will accept."""
        return _claims(self._trusted[1], Truth.YES)

    @cached_property
    def trust_unknown(self) -> tuple[str, ...]:
        """The claims of which it is not known whether it accepts them, before or after."""
        before, after = self._trusted
        return tuple(dict.fromkeys((*_claims(before, Truth.UNKNOWN), *_claims(after, Truth.UNKNOWN))))

    @cached_property
    def _trusted(self) -> tuple[Mapping[str, Truth], Mapping[str, Truth]]:
        """What the resource tenant accepted, and what it will, claim by claim."""
        if self.before is None or self.after is None:
            return {}, {}
        was = self.before.trusted()
        return was, was if self.before.resource is self.after.resource else self.after.trusted()

    @cached_property
    def unmet_before(self) -> tuple[Gate, ...]:
        """The preconditions that did not hold."""
        return () if self.before is None else self.before.unmet()

    @cached_property
    def unmet_after(self) -> tuple[Gate, ...]:
        """The preconditions that will not hold."""
        return () if self.after is None else self.after.unmet()


@dataclass(frozen=True, slots=True)
class UnchangedPartner:
    """A partner outside of the environment towards which a plan changes nothing, in short.

    Attributes:
        tenant: the id of the tenant that lists it.
        partner: its tenant id.
        cloud: its cloud; None where that is not known.
        inbound: what the tenant's half permits its users.
        outbound: what it permits its own users at the partner.
        trusts: the claims that it accepts of them; None where that is not known.
        ways: the ways beside collaboration that its half opens, or may.
        disputed: those of them that are unknown only as Microsoft's sources disagree whether they are there.
    """

    tenant: str
    partner: str
    cloud: Cloud | None
    inbound: Extent
    outbound: Extent
    trusts: tuple[str, ...] | None
    ways: tuple[Way, ...] = ()
    disputed: tuple[Way, ...] = ()


def find_status(access: Comparison) -> Status:
    """What becomes of who may reach what."""
    before, after = access.was.values(), access.will.values()
    if access.was == access.will:
        return "unknown" if access.unknown else "unchanged"
    if access.gained and access.lost:
        return "changed"
    if access.gained:
        return "widened" if Truth.YES in before or Truth.UNKNOWN in before else "opened"
    if access.lost and not access.may_widen:
        return "narrowed" if Truth.YES in after or Truth.UNKNOWN in after else "closed"
    return "unknown"


def review_directions(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    planned: Iterable[str],
    declared: Mapping[tuple[str, str], str] | None = None,
    *,
    changing: Iterable[str] = (),
    cloud_of: CloudOf = lambda _: None,
    every_partner: bool = False,
) -> list[DirectionReview]:
    """Every direction between a planned tenant and another, its default, and its partners beyond that change.

    Args:
        before: each tenant of the environment as it is, by tenant id.
        after: each as it will be.
        planned: the ids of the tenants that are planned, or shown.
        declared: the directions (home id, resource id) that the intent declares, with their lines.
        changing: the ids of the tenants in which something is planned: what is not known of these may change.
        cloud_of: the cloud of a partner outside of the environment, where it was found.
        every_partner: also the partners outside of the environment that do not change (else see
            `unchanged_partners`).
    """
    own, touched = set(planned), frozenset(changing)
    lines = declared or {}
    found = [
        _between(before, after, home, resource, touched, lines.get((home, resource)))
        for home, resource in _pairs(before, own, lines)
    ]
    for tenant_id in before:
        if tenant_id in own:
            was, will = before[tenant_id], after[tenant_id]
            found += _default_halves(was, will, touched)
            for partner in _partners_beyond(was, will, before):
                if every_partner or _changes(was, will, partner, cloud_of):
                    found += _partner_halves(was, will, partner, touched, cloud_of)
    return found


def unchanged_partners(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    planned: Iterable[str],
    cloud_of: CloudOf = lambda _: None,
) -> list[UnchangedPartner]:
    """The partners outside of the environment for which `review_directions` has no rows, as nothing changes.

    The arguments are those of `review_directions`.
    """
    own = set(planned)
    return [
        _in_short(after[tenant_id], partner, cloud_of)
        for tenant_id in before
        if tenant_id in own
        for partner in _partners_beyond(before[tenant_id], after[tenant_id], before)
        if not _changes(before[tenant_id], after[tenant_id], partner, cloud_of)
    ]


def _pairs(
    tenants: Mapping[str, TenantSettings], own: set[str], declared: Mapping[tuple[str, str], str]
) -> list[tuple[str, str]]:
    """Each two tenants of which one is planned, and what is declared, in the order of the tenants."""
    order = {tenant_id: index for index, tenant_id in enumerate(tenants)}
    pairs = {(one, other) for one in own & order.keys() for other in order if one != other}
    pairs |= {(other, one) for one, other in pairs}
    pairs |= {pair for pair in declared if order.keys() >= {*pair}}

    def place(pair: tuple[str, str]) -> tuple[int, int, int]:
        home, resource = order[pair[0]], order[pair[1]]
        return min(home, resource), max(home, resource), home

    return sorted(pairs, key=place)


def _between(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    home_id: str,
    resource_id: str,
    changing: frozenset[str],
    source: str | None,
) -> DirectionReview:
    was, will = Moment(before[home_id], before[resource_id]), Moment(after[home_id], after[resource_id])
    old, new = permission(was.home, was.resource), permission(will.home, will.resource)
    is_touched = (
        _is_changing(was.home, changing)
        or _is_changing(was.resource, changing)
        or _differs(was.home, will.home, OUTBOUND, resource_id)
        or _differs(was.resource, will.resource, INBOUND, home_id)
        or old.gate is not new.gate
    )
    access = compare(_as_shown(old), _as_shown(new))
    return DirectionReview(
        home=Party(home_id, was.home.cloud),
        resource=Party(resource_id, was.resource.cloud),
        half_of="",
        access=access,
        is_touched=is_touched,
        consent_before=consent_prompt_suppressed(was.home, was.resource),
        consent_after=consent_prompt_suppressed(will.home, will.resource),
        half_open=_is_half_open(will.home, will.resource),
        unread=_unread(access, was.home, was.resource),
        not_understood=_not_understood(
            access, (was.home, OUTBOUND, resource_id), (was.resource, INBOUND, home_id)
        ),
        declared=source is not None,
        source=source or "",
        ways=_ways_between(was, will, changing),
        before=was,
        after=will,
    )


def _default_halves(
    before: TenantSettings, after: TenantSettings, changing: frozenset[str]
) -> Iterator[DirectionReview]:
    """What a tenant's default does to organisations of its cloud that it does not list."""
    own, anybody = Party(before.tenant_id, before.cloud), Party("", before.cloud)
    nobody_listed = make_unread_tenant("", "", before.cloud)
    for section in (INBOUND, OUTBOUND):
        is_inbound = section == INBOUND
        member = "inbound_allowed" if is_inbound else "outbound_allowed"
        was, will = (
            Moment(nobody_listed, tenant, before.tenant_id)
            if is_inbound
            else Moment(tenant, nobody_listed, before.tenant_id)
            for tenant in (before, after)
        )
        old, new = before.default_section(section), after.default_section(section)
        access = compare(half(rule_of(old)), half(rule_of(new)))
        yield DirectionReview(
            home=anybody if is_inbound else own,
            resource=own if is_inbound else anybody,
            half_of=before.tenant_id,
            access=access,
            is_touched=old != new or ("default" in before.unreadable and before.tenant_id in changing),
            # Theirs is not known: at most the prompt may be suppressed.
            consent_before=consents_by_default(before, member) & Truth.UNKNOWN,
            consent_after=consents_by_default(after, member) & Truth.UNKNOWN,
            unread=_unread(access, before, parts=("default",)),
            not_understood=_not_understood(access, (before, section, "")),
            ways=_ways_of_default(before, after, "resource" if is_inbound else "home", changing),
            before=was,
            after=will,
        )


def _ways_between(was: Moment, will: Moment, changing: frozenset[str]) -> tuple[WayReview, ...]:
    """The ways beside collaboration from one tenant to another that are open, or may be, before or after."""
    is_same = was.home is will.home and was.resource is will.resource
    found = may_be_open(was.home, was.resource)
    if not is_same:
        found = [way for way in WAYS if way in {*found, *may_be_open(will.home, will.resource)}]
    told: list[WayReview] = []
    for way in found:
        old = way_permission(way, was.home, was.resource)
        new = old if is_same else way_permission(way, will.home, will.resource)
        is_touched = old != new or any(_is_changing(tenant, changing) for tenant in (was.home, was.resource))
        ends = (was.home, was.resource.tenant_id), (was.resource, was.home.tenant_id)
        told += _way_review(way, old, new, is_touched, dict(zip(("home", "resource"), ends, strict=True)))
    return tuple(told)


def _ways_of_half(
    before: TenantSettings, after: TenantSettings, other: TenantSettings, side: Side, changing: frozenset[str]
) -> tuple[WayReview, ...]:
    """The ways that one half opens towards a partner that the environment does not know.

    They are the same for all partners of one cloud whose entries decide none of them, and asked once for these.
    """
    partner = other.tenant_id
    is_changing = _is_changing(before, changing)

    def review() -> Iterator[WayReview]:
        for way in _resting_on(open_halves(before, partner) | open_halves(after, partner), side):
            old, new = (half_permission(way, side, tenant, partner, other.cloud) for tenant in (before, after))
            yield from _way_review(way, old, new, is_changing or old != new, {side: (before, partner)})

    basis = _basis_of_ways(before, partner), _basis_of_ways(after, partner)
    if None in basis:
        return tuple(review())
    place = "ways of half", side, other.cloud, is_changing, basis
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


def _ways_of_default(
    before: TenantSettings, after: TenantSettings, side: Side, changing: frozenset[str]
) -> tuple[WayReview, ...]:
    """The ways that a default opens to those that its tenant does not list."""
    halves = open_halves_of_default(before) | open_halves_of_default(after)
    is_changing = "default" in before.unreadable and before.tenant_id in changing
    told: list[WayReview] = []
    for way in _resting_on(halves, side):
        old, new = (default_permission(way, side, tenant) for tenant in (before, after))
        told += _way_review(way, old, new, is_changing or old != new, {side: (before, "")})
    return tuple(told)


def _open_ways(tenant: TenantSettings, other: TenantSettings) -> tuple[Way, ...]:
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
    access = compare(_as_shown(old), _as_shown(new))
    halves = [(half, *ends[side]) for side, half in way.halves if side in ends]
    unread = [_unread(access, tenant, parts=_parts_of(half, other)) for half, tenant, other in halves]
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
    found = {tenant.tenant_id if _is_disputed(half, tenant, other) else "" for half, tenant, other in unclear}
    return found.pop() if len(found) == 1 else ""


def _is_disputed(half: Half, tenant: TenantSettings, other: str) -> bool:
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
    if not _is_unknown(access) or half.member:
        return
    if _rule(half, tenant, other) is not None or _is_disputed(half, tenant, other):
        return
    _, origin = tenant.effective(half.section, other)
    if _is_read(tenant, other, origin):
        yield tenant.tenant_id, other if origin == "partner" else "", half.section


def _partners_beyond(before: TenantSettings, after: TenantSettings, known: Mapping[str, object]) -> list[str]:
    """The partners that a tenant lists or will list, and that the environment does not know."""
    return sorted((before.partners.keys() | after.partners.keys()) - known.keys())


def _changes(before: TenantSettings, after: TenantSettings, partner: str, cloud_of: CloudOf) -> bool:
    """Whether a plan changes anything that is shown of a tenant's half towards a partner."""
    if before is after:
        return False
    is_same_entry = before.partners.get(partner) is after.partners.get(partner)
    if not (is_same_entry and before.default is after.default):
        if any(_differs(before, after, section, partner) for section in _SHOWN_BEYOND):
            return True
        if _synchronisation_of(before, partner) != _synchronisation_of(after, partner):
            return True
    return any(was is not will for was, will in _gates(before, after, partner, cloud_of(partner)))


def _gates(
    before: TenantSettings, after: TenantSettings, partner: str, cloud: Cloud | None
) -> list[tuple[Truth, Truth]]:
    """Whether collaboration with the partner counts, before and after, in each cloud where it may, now or then."""
    if before.endpoints == after.endpoints and before.lists(partner) is after.lists(partner):
        return []  # the same, wherever it is
    clouds = clouds_in_question(before, after) if cloud is None else [cloud]
    gates = ((section_gate(tenant, partner, each, INBOUND) for tenant in (before, after)) for each in clouds)
    return [(was, will) for was, will in gates if was is not Truth.NO or will is not Truth.NO]


def _halves_of(
    before: TenantSettings, after: TenantSettings, partner: str, cloud: Cloud | None, section: str
) -> tuple[Permission, Permission]:
    """What our half permits, before and after.

    Of a partner whose cloud is not known, the most that may be: what it permits within our cloud. Not known where
    the plan makes a difference in another cloud that it may be in: there the one may be true, or the other.
    """
    if cloud is None:
        gates = _gates(before, after, partner, None)
        if any(was is not will for was, will in gates):
            was, will = (
                Truth.YES if {*each} == {Truth.YES} else Truth.UNKNOWN for each in zip(*gates, strict=True)
            )
            rules = (rule_for(tenant, section, partner) for tenant in (before, after))
            return half(next(rules), was), half(next(rules), will)
    at = cloud or before.cloud
    return own_half(before, partner, at, section), own_half(after, partner, at, section)


def _partner_halves(
    before: TenantSettings, after: TenantSettings, partner: str, changing: frozenset[str], cloud_of: CloudOf
) -> Iterator[DirectionReview]:
    """Our half towards a partner that the environment does not know, in and out."""
    cloud = cloud_of(partner)
    other = make_unread_tenant(partner, partner, cloud or before.cloud)
    own, theirs = Party(before.tenant_id, before.cloud), Party(partner, cloud)
    for section in (INBOUND, OUTBOUND):
        is_inbound = section == INBOUND
        was, will = (
            Moment(other, tenant, before.tenant_id) if is_inbound else Moment(tenant, other, before.tenant_id)
            for tenant in (before, after)
        )
        old, new = _halves_of(before, after, partner, cloud, section)
        access = compare(_as_shown(old), _as_shown(new))
        yield DirectionReview(
            home=theirs if is_inbound else own,
            resource=own if is_inbound else theirs,
            half_of=before.tenant_id,
            access=access,
            is_touched=_is_changing(before, changing)
            or _differs(before, after, section, partner)
            or old.gate is not new.gate,
            consent_before=consent_prompt_suppressed(was.home, was.resource),
            consent_after=consent_prompt_suppressed(will.home, will.resource),
            unread=_unread(access, before),
            not_understood=_not_understood(access, (before, section, partner)),
            ways=_ways_of_half(before, after, other, "resource" if is_inbound else "home", changing),
            before=was,
            after=will,
        )


def _in_short(tenant: TenantSettings, partner: str, cloud_of: CloudOf) -> UnchangedPartner:
    cloud = cloud_of(partner)
    other = make_unread_tenant(partner, partner, cloud or tenant.cloud)
    accepted = trust(other, tenant)
    ways = _open_ways(tenant, other)
    return UnchangedPartner(
        tenant=tenant.tenant_id,
        partner=partner,
        cloud=cloud,
        inbound=_extent(own_half(tenant, partner, other.cloud, INBOUND)),
        outbound=_extent(own_half(tenant, partner, other.cloud, OUTBOUND)),
        trusts=None
        if Truth.UNKNOWN in accepted.values()
        else tuple(claim for claim, answer in accepted.items() if answer is Truth.YES),
        ways=ways,
        disputed=tuple(way for way in ways if any(_is_disputed(half, tenant, partner) for _, half in way.halves)),
    )


def _extent(own: Permission) -> Extent:
    rule = own.outbound  # the other end is taken to permit everything
    if own.gate is Truth.NO or (rule is not None and rule.permits_nothing):
        return "nothing"
    if own.gate is Truth.UNKNOWN or rule is None:
        return "unknown"
    return "everything" if rule == EVERYTHING else "something"


def _as_shown(found: Permission) -> Permission:
    """A permission of which a precondition does not hold, without its rules: nobody reaches anything anyway."""
    return _CLOSED if found.gate is Truth.NO else found


_CLOSED: Final = Permission(Truth.NO, None, None)


def _differs(before: TenantSettings, after: TenantSettings, section: str, partner: str) -> bool:
    """Whether another value of a section applies to a partner after than before."""
    return before is not after and before.effective(section, partner)[0] != after.effective(section, partner)[0]


def _synchronisation_of(tenant: TenantSettings, partner: str) -> object:
    entry = tenant.partners.get(partner)
    return None if entry is None else entry.synchronization


def _is_changing(tenant: TenantSettings, changing: frozenset[str]) -> bool:
    """Whether something is planned in a tenant that was not read in full: that may be about this direction."""
    return tenant.tenant_id in changing and (bool(tenant.unreadable) or isinstance(tenant.endpoints, Unread))


def _unread(
    access: Comparison, *tenants: TenantSettings, parts: tuple[Part, ...] = ("policy", "default", "partners")
) -> tuple[tuple[str, Part], ...]:
    """What was not read and leaves something of `access` unknown; nothing where all is known."""
    if not _is_unknown(access):
        return ()
    return tuple(
        (tenant.tenant_id, part)
        for tenant in tenants
        for part in parts
        if part in tenant.unreadable or (part == "policy" and isinstance(tenant.endpoints, Unread))
    )


def _not_understood(
    access: Comparison, *halves: tuple[TenantSettings, str, str]
) -> tuple[tuple[str, str, str], ...]:
    """The sections that were read, mean nothing documented and leave something of `access` unknown."""
    if not _is_unknown(access):
        return ()
    found = []
    for tenant, section, other in halves:
        value, origin = tenant.effective(section, other) if other else (tenant.default_section(section), "default")
        if _is_read(tenant, other, origin) and rule_of(value) is None:
            found.append((tenant.tenant_id, other if origin == "partner" else "", section))
    return tuple(found)


def _is_read(tenant: TenantSettings, other: str, origin: Origin) -> bool:
    """Whether that was read which a section for `other` comes from; the default's own, where `other` is empty."""
    if origin == "default" or not other:
        return "default" not in tenant.unreadable
    return other in tenant.partners or tenant.lists_all


def _is_unknown(access: Comparison) -> bool:
    """Whether something is not known, before or after."""
    return Truth.UNKNOWN in access.was.values() or Truth.UNKNOWN in access.will.values()


def _claims(trusted: Mapping[str, Truth], wanted: Truth) -> tuple[str, ...]:
    """The claims of which trust says `wanted`."""
    return tuple(claim for claim, answer in trusted.items() if answer is wanted)


def _is_half_open(home: TenantSettings, resource: TenantSettings) -> bool:
    """Whether one end permits something and the other nothing, where at least one lists the other."""
    if Truth.YES not in (home.lists(resource.tenant_id), resource.lists(home.tenant_id)):
        return False
    ends = {_opens(home, resource, OUTBOUND), _opens(resource, home, INBOUND)}
    return ends == {Truth.YES, Truth.NO}


def _opens(tenant: TenantSettings, other: TenantSettings, section: str) -> Truth:
    """Whether a tenant's half permits anybody anything; unknown where it was not read.

    Within one cloud the default governs a tenant that is not listed.
    """
    rule = rule_for(tenant, section, other.tenant_id)
    gate = section_gate(tenant, other.tenant_id, other.cloud, section)
    return gate & truth(None if rule is None else not rule.permits_nothing)
