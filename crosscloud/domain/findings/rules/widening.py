"""Who gains access, decided on whole sets: between tenants that are known, and by one half towards all others.

Access that the intent newly declares, where nothing was permitted before, is what a plan is for: it is no finding
unless it reaches all users, all applications or Office 365. Everything else that widens is one; and so is what no
order of applying keeps from being permitted for a while.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from crosscloud.domain.access import Permission, permission
from crosscloud.domain.access.comparison import Comparison, Pairs, Width, compare
from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.order import safe_order
from crosscloud.domain.access.section import rule_for, rule_of
from crosscloud.domain.access.ways import DIRECT_CONNECT_WAY, way_permission
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.causes import Cause, End, cause
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import (
    B2B_SECTIONS,
    DIRECT_CONNECT,
    clouds_in_question,
    half,
    is_outbound,
    permits_nothing,
    section_gate,
)
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import DEFAULT
from crosscloud.domain.tenant import TenantSettings, make_unread_tenant
from crosscloud.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Way:
    """A direction in which access may widen.

    Attributes:
        home: whose users gain, a tenant id; None for any other organisation of the cloud of the one end.
        resource: whose applications they gain; None for any other organisation of that cloud.
        ends: the sections that decide it: of both tenants, or the one of which the half is told.
        is_declared: whether the intent declares it.
        is_cloud_known: whether it is known in which cloud the other tenant is.
        inheriting: of a default, how many partners that are listed inherit the section.
    """

    home: str | None
    resource: str | None
    ends: tuple[End, ...]
    is_declared: bool = False
    is_cloud_known: bool = True
    inheriting: int = 0

    @property
    def half_of(self) -> str | None:
        """The tenant by whose half alone it is judged; None where both ends are known."""
        return self.ends[0].tenant if len(self.ends) == 1 else None

    @property
    def is_direct_connect(self) -> bool:
        """Whether it is about direct connect, rather than B2B collaboration."""
        return self.ends[0].section in DIRECT_CONNECT

    @property
    def is_shown(self) -> bool:
        """Whether every review shows what it gains, and loses, among the directions."""
        return self.half_of is None or self.ends[0].is_default


@dataclass(frozen=True, slots=True)
class Gain:
    """What is gained in one direction: the comparison, the pairs of it that gain, and how wide these are."""

    change: Comparison
    pairs: Pairs
    width: Width


@dataclass(frozen=True, slots=True)
class Widening(Facts):
    """XC307, where the gain is wide, and XC311.

    Attributes:
        way: the direction.
        gain: what is gained, or may be.
        is_sure: whether it is surely gained.
    """

    way: Way
    gain: Gain
    is_sure: bool

    @property
    def is_wide(self) -> bool:
        """Whether it reaches all users, all applications or Office 365."""
        return self.gain.width.degree > 0

    @property
    def cause(self) -> Cause | None:
        """Why it widens to all; None where it may only, or not to all, or where no trap is known."""
        return cause(self.way.ends, is_declared=self.way.is_declared) if self.is_wide and self.is_sure else None


@dataclass(frozen=True, slots=True)
class NoSafeOrder(Facts):
    """XC313: between these tenants no order of applying is safe."""

    tenants: tuple[str, ...]


OfDefault: TypeAlias = Callable[[TenantSettings, TenantSettings], Iterator[Finding]]
OfPair: TypeAlias = Callable[[Situation, Situation, str, str], Iterator[Finding]]
OfHalf: TypeAlias = Callable[[Situation, TenantSettings, TenantSettings, str], Iterator[Finding]]
"""How one part is asked, for each of which `find_in_each` says with what."""


def widening(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC307 and XC311: access widens, to all or to some."""
    return find_in_each(before, after, _through_the_default, _between, _by_one_half)


def find_in_each(
    before: Situation, after: Situation, of_default: OfDefault, of_pair: OfPair, of_half: OfHalf
) -> Iterator[Finding]:
    """What is found about each managed tenant: its default, each pair that is known, each half that changes.

    Args:
        before: the live settings.
        after: what the plan would leave.
        of_default: asked with the tenant before and after.
        of_pair: asked with both situations and the ids of two tenants that are known.
        of_half: asked with the situation after, the tenant before and after, and the other's id.
    """
    for facts in after.managed():
        old, will = before.tenants.get(facts.settings.tenant_id), facts.settings
        was = make_unread_tenant(will.name, will.tenant_id, will.cloud) if old is None else old.settings
        yield from of_default(was, will)
        own = will.tenant_id
        for other in sorted({*was.partners, *will.partners, *after.tenants} - {own}):
            if are_known(before, after, own, other):
                yield from of_pair(before, after, own, other)
            elif not is_untouched(was, will, other):
                yield from of_half(after, was, will, other)


def no_safe_order(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC313: whatever the order of applying, some moment would permit what neither before nor after permits.

    One finding for each pair (or circle) of tenants between which no order is safe.
    """
    old = {id_: facts.settings for id_, facts in before.tenants.items()}
    new = {id_: facts.settings for id_, facts in after.tenants.items()}
    for tenants in safe_order(old, new).unsafe:
        yield finding("XC313", tenants, Place(tenants[0]), NoSafeOrder(tenants))


def is_untouched(was: TenantSettings, will: TenantSettings, other: str) -> bool:
    """Whether nothing that governs a partner is another object than before; cheap, and never wrongly yes."""
    return was is will or (
        was.partners.get(other) is will.partners.get(other)
        and was.default is will.default
        and was.endpoints == will.endpoints
        and was.unreadable == will.unreadable
    )


def _between(before: Situation, after: Situation, home: str, resource: str) -> Iterator[Finding]:
    """From one known tenant to another: what both ends permit together."""
    old = before.tenants[home].settings, before.tenants[resource].settings
    new = after.tenants[home].settings, after.tenants[resource].settings
    if is_untouched(old[0], new[0], resource) and is_untouched(old[1], new[1], home):
        return
    was, will = permission(*old), permission(*new)
    if was != will:
        ends = _end(old[0], new[0], resource, OUTBOUND), _end(old[1], new[1], home, INBOUND)
        way = Way(home, resource, ends, is_declared=(home, resource) in after.declared)
        yield from _gains(Place(home, resource), way, [(was, will)])
    was, will = way_permission(DIRECT_CONNECT_WAY, *old), way_permission(DIRECT_CONNECT_WAY, *new)
    if was != will:
        into, out = DIRECT_CONNECT
        ends = _end(old[0], new[0], resource, out), _end(old[1], new[1], home, into)
        yield from _gains(Place(home, resource, out), Way(home, resource, ends), [(was, will)])


def _by_one_half(after: Situation, was: TenantSettings, will: TenantSettings, other: str) -> Iterator[Finding]:
    """From or to a partner whose settings are not known: what this half permits, in every cloud it may be in."""
    is_same_gate = was.lists(other) is will.lists(other) and was.endpoints == will.endpoints
    clouds: list[Cloud] = []
    for section in B2B_SECTIONS:
        (old_value, old_origin), (value, origin) = was.effective(section, other), will.effective(section, other)
        if is_same_gate and (old_value == value or old_origin == origin == "default"):
            continue  # nothing changes, or it is told once, of the default
        clouds = clouds or may_be_in(after, was, will, other)
        end = _end(was, will, other, section)
        gates = dict.fromkeys(
            (section_gate(was, other, cloud, section), section_gate(will, other, cloud, section))
            for cloud in clouds
        )
        ends = (will.tenant_id, other) if is_outbound(section) else (other, will.tenant_id)
        is_declared = section not in DIRECT_CONNECT and ends in after.declared
        way = Way(*ends, (end,), is_declared, is_cloud_known=len(clouds) == 1)
        halves = [(half(end.was, old_gate), half(end.will, gate)) for old_gate, gate in gates]
        yield from _gains(Place(will.tenant_id, other, section), way, halves)


def _through_the_default(was: TenantSettings, will: TenantSettings) -> Iterator[Finding]:
    """Every other organisation of the same cloud: what the default permits them."""
    for section in B2B_SECTIONS:
        old_value, value = was.default_section(section), will.default_section(section)
        if old_value == value:
            continue
        end = End(will.tenant_id, will.cloud, None, section, rule_of(old_value), rule_of(value))
        inheriting = sum(entry.sections.get(section) is None for entry in will.partners.values())
        way = Way(end.home, end.resource, (end,), inheriting=inheriting)
        place = Place(will.tenant_id, DEFAULT.name, section)
        yield from _gains(place, way, [(half(end.was), half(end.will))])


def _gains(place: Place, way: Way, pairs: Sequence[tuple[Permission, Permission]]) -> Iterator[Finding]:
    """The findings about one direction, from what is permitted before and after.

    Several pairs are the same direction in clouds that the partner may be in.
    """
    is_purpose = way.is_declared and any(permits_nothing(was) for was, _ in pairs)
    for gain, is_sure in gains_of(pairs):
        if gain.width.degree or not is_purpose:
            yield _found(place, Widening(way, gain, is_sure=is_sure))


def gains_of(
    pairs: Sequence[tuple[Permission, Permission]], seen: Callable[[Width], Width] = lambda width: width
) -> Iterator[tuple[Gain, bool]]:
    """What is gained, and whether surely: at most what surely is, and what may be and is wider than that.

    Args:
        pairs: what is permitted before and after; several are the same in clouds that the other tenant may be in.
        seen: what of a gain's width counts.
    """
    changes = [compare(*pair) for pair in pairs]
    if not any(change.may_widen for change in changes):
        return
    sure = [Gain(change, change.gained, seen(change.width)) for change in changes if change.gained]
    doubtful = [
        Gain(change, change.maybe_gained, seen(change.maybe_width)) for change in changes if change.maybe_gained
    ]
    if len(sure) < len(changes):
        sure, doubtful = [], [*sure, *doubtful]
    wide = next((gain for gain in sure if gain.width.degree), None)
    maybe_wide = next((gain for gain in doubtful if gain.width.degree), None)
    if wide is not None:
        yield wide, True
        return
    if maybe_wide is not None:
        yield maybe_wide, False
    if sure:
        yield sure[0], True
    elif doubtful and maybe_wide is None:
        yield doubtful[0], False


def _found(place: Place, facts: Widening) -> Finding:
    return finding(
        "XC307" if facts.is_wide else "XC311",
        (place.tenant,) if place.partner is None else (place.tenant, place.partner),
        place,
        facts,
        severity=None if facts.is_sure else "unknown",
        degree=facts.gain.width.degree,
    )


def _end(was: TenantSettings, will: TenantSettings, other: str, section: str) -> End:
    return End(
        will.tenant_id,
        will.cloud,
        other,
        section,
        rule_for(was, section, other),
        rule_for(will, section, other),
        was_inherited=was.own_section(section, other) is None,
        is_inherited=will.own_section(section, other) is None,
        is_listed=will.lists(other) is not Truth.NO,
    )


def may_be_in(after: Situation, was: TenantSettings, will: TenantSettings, other: str) -> list[Cloud]:
    """The clouds that the partner may be in, as far as that makes a difference."""
    known = after.cloud_of(other)
    return clouds_in_question(was, will) if known is None else [known]


def are_known(before: Situation, after: Situation, one: str, other: str) -> bool:
    """Whether what two tenants permit is known before and after, as far as documented."""
    return all(_is_known(found, end) for found in (before, after) for end in (one, other))


def _is_known(situation: Situation, tenant_id: str) -> bool:
    facts = situation.tenants.get(tenant_id)
    return facts is not None and facts.settings.is_read
