"""Who gains and who loses access: for every direction between the tenants of an environment, and beyond it.

What both tenants permit *together* is shown for two tenants of the environment. Towards organisations that the
environment does not know, only our half is: theirs is taken to permit everything, and their cloud to be ours
unless it was found, so that what is shown is the most that may be; where a plan opens or closes another cloud that
they may be in, it is unknown. What was not read is unknown, and nothing else.

All of it is data: ids, clouds, sets of pairs, gates. Reports make words of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from crosscloud.domain.access.section import EVERYTHING, rule_for, rule_of
from crosscloud.domain.access.ways import SECTIONS_OF_WAYS, Way
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.openness import clouds_in_question, half, own_half, section_gate
from crosscloud.domain.tenant import Part, TenantSettings, make_unread_tenant
from crosscloud.domain.truth import Truth, truth
from crosscloud.review.not_read import find_unread, is_changing, is_read, is_unknown
from crosscloud.review.status import Status, as_shown, find_status
from crosscloud.review.ways import (
    WayReview,
    find_open_ways,
    is_disputed,
    review_ways_between,
    review_ways_of_default,
    review_ways_of_half,
)

CloudOf: TypeAlias = Callable[[str], Cloud | None]
"""The cloud of a tenant outside of the environment, where it was found."""

Extent: TypeAlias = Literal["nothing", "something", "everything", "unknown"]

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
        is_changing(was.home, changing)
        or is_changing(was.resource, changing)
        or _differs(was.home, will.home, OUTBOUND, resource_id)
        or _differs(was.resource, will.resource, INBOUND, home_id)
        or old.gate is not new.gate
    )
    access = compare(as_shown(old), as_shown(new))
    return DirectionReview(
        home=Party(home_id, was.home.cloud),
        resource=Party(resource_id, was.resource.cloud),
        half_of="",
        access=access,
        is_touched=is_touched,
        consent_before=consent_prompt_suppressed(was.home, was.resource),
        consent_after=consent_prompt_suppressed(will.home, will.resource),
        half_open=_is_half_open(will.home, will.resource),
        unread=find_unread(access, was.home, was.resource),
        not_understood=_not_understood(
            access, (was.home, OUTBOUND, resource_id), (was.resource, INBOUND, home_id)
        ),
        declared=source is not None,
        source=source or "",
        ways=review_ways_between((was.home, was.resource), (will.home, will.resource), changing),
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
            unread=find_unread(access, before, parts=("default",)),
            not_understood=_not_understood(access, (before, section, "")),
            ways=review_ways_of_default(before, after, "resource" if is_inbound else "home", changing),
            before=was,
            after=will,
        )


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
        access = compare(as_shown(old), as_shown(new))
        yield DirectionReview(
            home=theirs if is_inbound else own,
            resource=own if is_inbound else theirs,
            half_of=before.tenant_id,
            access=access,
            is_touched=is_changing(before, changing)
            or _differs(before, after, section, partner)
            or old.gate is not new.gate,
            consent_before=consent_prompt_suppressed(was.home, was.resource),
            consent_after=consent_prompt_suppressed(will.home, will.resource),
            unread=find_unread(access, before),
            not_understood=_not_understood(access, (before, section, partner)),
            ways=review_ways_of_half(before, after, other, "resource" if is_inbound else "home", changing),
            before=was,
            after=will,
        )


def _in_short(tenant: TenantSettings, partner: str, cloud_of: CloudOf) -> UnchangedPartner:
    cloud = cloud_of(partner)
    other = make_unread_tenant(partner, partner, cloud or tenant.cloud)
    accepted = trust(other, tenant)
    ways = find_open_ways(tenant, other)
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
        disputed=tuple(way for way in ways if any(is_disputed(half, tenant, partner) for _, half in way.halves)),
    )


def _extent(own: Permission) -> Extent:
    rule = own.outbound  # the other end is taken to permit everything
    if own.gate is Truth.NO or (rule is not None and rule.permits_nothing):
        return "nothing"
    if own.gate is Truth.UNKNOWN or rule is None:
        return "unknown"
    return "everything" if rule == EVERYTHING else "something"


def _differs(before: TenantSettings, after: TenantSettings, section: str, partner: str) -> bool:
    """Whether another value of a section applies to a partner after than before."""
    return before is not after and before.effective(section, partner)[0] != after.effective(section, partner)[0]


def _synchronisation_of(tenant: TenantSettings, partner: str) -> object:
    entry = tenant.partners.get(partner)
    return None if entry is None else entry.synchronization


def _not_understood(
    access: Comparison, *halves: tuple[TenantSettings, str, str]
) -> tuple[tuple[str, str, str], ...]:
    """The sections that were read, mean nothing documented and leave something of `access` unknown."""
    if not is_unknown(access):
        return ()
    found = []
    for tenant, section, other in halves:
        value, origin = tenant.effective(section, other) if other else (tenant.default_section(section), "default")
        if is_read(tenant, other, origin) and rule_of(value) is None:
            found.append((tenant.tenant_id, other if origin == "partner" else "", section))
    return tuple(found)


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
