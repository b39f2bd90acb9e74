"""Who gains and who loses access: for every direction between the tenants of an environment, and beyond it.

What both tenants permit *together* is shown for two tenants of the environment. Towards organisations that
the environment does not know, only our half is: theirs is taken to permit everything, and their cloud to be ours
unless it was found, so that what is shown is the most that may be. What was not read is unknown, and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.access import (
    UNREAD,
    Permission,
    Targets,
    TenantSettings,
    Truth,
    compare,
    permission,
    unread,
)
from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, consent_prompt_suppressed, preconditions, trust
from crosscloud.domain.access.difference import AccessChange, Effect
from crosscloud.domain.access.section import Rule, rule_of
from crosscloud.domain.access.truth import all_of, truth
from crosscloud.domain.access.words import Line, Wording
from crosscloud.domain.clouds import Cloud, endpoint_title, is_same_cloud

NameOf = Callable[[str], str | None]
CloudOf = Callable[[str], Cloud | None]

CLOUD_NOT_KNOWN: Final = "cloud not known"
_EVERYTHING: Final = Rule(Targets(everything=True), False, Targets(everything=True), False)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may reach what, before and after, in words.

    Attributes:
        status: `opened`, `widened`, `changed` (some gain, some lose), `narrowed`, `closed`, `unchanged`, or
            `unknown` where what changes cannot be decided, or what stays is not known.
        before: who could reach what; empty where that is not known.
        after: who will; empty where that is not known.
        gained: what is added.
        lost: what is taken away.
        unknown: what could not be decided, before or after.
        may_widen: whether somebody gains, or may gain, as far as is known.
    """

    status: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    gained: tuple[Line, ...]
    lost: tuple[Line, ...]
    unknown: tuple[Line, ...]
    may_widen: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the plan changes it, or may; what is not known and what the plan does not touch stays."""
        if self.status == "unknown":
            return self.may_widen or self.before != self.after
        return self.status != "unchanged"


@dataclass(frozen=True, slots=True)
class DirectionReview:
    """What a plan does to one direction.

    Attributes:
        home: the tenant that the users come from, or `any other … organisation`.
        resource: the tenant that they go to, or the same.
        home_cloud: the cloud of the first, as a title.
        resource_cloud: the cloud of the second, as a title.
        half_of: whose half this is, where the other is not read; empty where both count.
        reach: who may reach what, before and after.
        why_before: the preconditions that did not hold before, in words.
        why_after: those that will not hold after.
        not_read: why something is unknown: what of which tenant was not read, in words.
        half_open: whether one end permits something and the other nothing at all, after.
        consent_before: whether the consent prompt was suppressed: `yes`, `no` or `unknown`.
        consent_after: whether it will be.
        trust_before: what the resource tenant accepted: `MFA`, `compliant devices`, `hybrid joined devices`.
        trust_after: what it will accept.
        trust_unknown: of what it is not known whether it accepts it, before or after.
        declared: whether the intent declares the direction.
        source: the line of the intent, or empty.
    """

    home: str
    resource: str
    home_cloud: str
    resource_cloud: str
    half_of: str
    reach: Reach
    why_before: tuple[str, ...] = ()
    why_after: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()
    half_open: bool = False
    consent_before: str = "no"
    consent_after: str = "no"
    trust_before: tuple[str, ...] = ()
    trust_after: tuple[str, ...] = ()
    trust_unknown: tuple[str, ...] = ()
    declared: bool = False
    source: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything about the direction changes, consent and trust included."""
        return (
            self.reach.is_changed
            or self.consent_before != self.consent_after
            or self.trust_before != self.trust_after
        )


@dataclass(frozen=True, slots=True)
class PartnerBeyond:
    """A partner outside of the environment towards which a plan changes nothing, in short.

    Attributes:
        tenant: the tenant that lists it.
        partner: its name, or `organisation` and its id.
        partner_id: its tenant id.
        cloud: its cloud as a title, or `cloud not known`.
        inbound: what the tenant's half permits its users: `nothing`, `something`, `everything` or `unknown`.
        outbound: what it permits its own users at the partner, in the same words.
        trusts: what it accepts of them; None where that is not known.
    """

    tenant: str
    partner: str
    partner_id: str
    cloud: str
    inbound: str
    outbound: str
    trusts: tuple[str, ...] | None


def _nowhere(_: str) -> Cloud | None:
    return None


def review_directions(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    managed: Iterable[str],
    name_of: NameOf,
    declared: Mapping[tuple[str, str], str] | None = None,
    *,
    changing: Iterable[str] = (),
    cloud_of: CloudOf = _nowhere,
    every_partner: bool = False,
) -> list[DirectionReview]:
    """Every direction between a planned tenant and another, its default, and its partners beyond that change.

    Args:
        before: each tenant of the environment as it is, by tenant id.
        after: each as it will be.
        managed: the ids of the tenants that are planned.
        name_of: the names of ids.
        declared: the directions (home id, resource id) that the intent declares, with their lines.
        changing: the ids of the tenants in which something is planned: what is not known of these may change.
        cloud_of: the cloud of a partner outside of the environment, where it was found.
        every_partner: also the partners outside of the environment that do not change (else see `stay_beyond`).
    """
    own, reaches = set(managed), _Reaches(name_of, frozenset(changing))
    found: list[DirectionReview] = []
    for home, resource in _pairs(before, own, declared or {}):
        found.append(_between(before, after, home, resource, reaches, (declared or {}).get((home, resource))))
    for tenant_id in before:
        if tenant_id in own:
            found += _default_halves(before[tenant_id], after[tenant_id], reaches)
            for partner in _partners_beyond(before[tenant_id], after[tenant_id], before):
                if every_partner or _changes(before[tenant_id], after[tenant_id], partner, cloud_of):
                    found += _halves(before[tenant_id], after[tenant_id], partner, reaches, cloud_of)
    return found


def stay_beyond(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    managed: Iterable[str],
    name_of: NameOf,
    cloud_of: CloudOf = _nowhere,
) -> list[PartnerBeyond]:
    """The partners outside of the environment for which `review_directions` has no rows, as nothing changes.

    The arguments are those of `review_directions`.
    """
    own = set(managed)
    return [
        _in_short(after[tenant_id], partner, name_of, cloud_of)
        for tenant_id in before
        if tenant_id in own
        for partner in _partners_beyond(before[tenant_id], after[tenant_id], before)
        if not _changes(before[tenant_id], after[tenant_id], partner, cloud_of)
    ]


def _pairs(
    tenants: Mapping[str, TenantSettings], own: set[str], declared: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """Each two tenants of which one is planned, and what is declared, in the order of the tenants."""
    order = {tenant_id: index for index, tenant_id in enumerate(tenants)}
    pairs = {(a, b) for a in own & order.keys() for b in order if a != b}
    pairs |= {(b, a) for a, b in pairs} | {pair for pair in declared if order.keys() >= {*pair}}

    def place(pair: tuple[str, str]) -> tuple[int, int, int]:
        home, resource = order[pair[0]], order[pair[1]]
        return min(home, resource), max(home, resource), home

    return iter(sorted(pairs, key=place))


class _Reaches:
    """Puts differences of permissions into words, each that occurs once."""

    def __init__(self, name_of: NameOf, changing: frozenset[str]) -> None:
        self.name_of = name_of
        self._changing = changing
        self._found: dict[tuple[Permission, Permission, bool], Reach] = {}

    def of(self, before: Permission, after: Permission, ends: Iterable["_End"]) -> Reach:
        """What becomes of `before`, which the two `ends` decide."""
        if before.gate is Truth.NO and after.gate is Truth.NO:
            return _CLOSED
        is_touched = _has_unknown(before) and (before != after or any(end.changes(self._changing) for end in ends))
        key = before, after, is_touched
        if key not in self._found:
            self._found[key] = _reach(compare(before, after), self.name_of, is_touched=is_touched)
        return self._found[key]


def _has_unknown(found: Permission) -> bool:
    return found.gate is Truth.UNKNOWN or found.outbound is None or found.inbound is None


@dataclass(frozen=True, slots=True)
class _End:
    """One tenant's section that decides a direction, before and after; without a partner, that of the default."""

    before: TenantSettings
    after: TenantSettings
    section: str
    partner: str | None

    def changes(self, changing: frozenset[str]) -> bool:
        """Whether the plan changes it, or may: a tenant that was not read, and in which something is planned."""
        if self.before.tenant_id in changing and not _is_read(self.before):
            return True
        was, will = (_value(tenant, self.section, self.partner) for tenant in (self.before, self.after))
        return bool(was != will)


def _value(tenant: TenantSettings, section: str, partner: str | None) -> Any:
    return _default(tenant, section) if partner is None else tenant.effective(section, partner)[0]


def _between(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    home_id: str,
    resource_id: str,
    reaches: _Reaches,
    source: str | None,
) -> DirectionReview:
    home, resource = before[home_id], before[resource_id]
    home_after, resource_after = after[home_id], after[resource_id]
    ends = _End(home, home_after, OUTBOUND, resource_id), _End(resource, resource_after, INBOUND, home_id)
    reach = reaches.of(permission(home, resource), permission(home_after, resource_after), ends)
    return DirectionReview(
        home=home.name,
        resource=resource.name,
        home_cloud=home.cloud.title,
        resource_cloud=resource.cloud.title,
        half_of="",
        reach=reach,
        why_before=_unmet(home, resource),
        why_after=_unmet(home_after, resource_after),
        not_read=_not_read(reach, home, resource),
        half_open=_is_half_open(home_after, resource_after),
        consent_before=consent_prompt_suppressed(home, resource).value,
        consent_after=consent_prompt_suppressed(home_after, resource_after).value,
        trust_before=_trusted(home, resource),
        trust_after=_trusted(home_after, resource_after),
        trust_unknown=_trust_unknown((home, resource), (home_after, resource_after)),
        declared=source is not None,
        source=source or "",
    )


def _partners_beyond(before: TenantSettings, after: TenantSettings, known: Mapping[str, Any]) -> list[str]:
    """The partners that a tenant lists or will list, and that the environment does not know."""
    return sorted((_partner_ids(before) | _partner_ids(after)) - known.keys())


def _changes(before: TenantSettings, after: TenantSettings, partner: str, cloud_of: CloudOf) -> bool:
    """Whether a plan changes anything that is shown of a tenant's half towards a partner."""
    sections = (INBOUND, OUTBOUND, "inbound_trust", "automatic_user_consent_settings")
    if any(before.effective(section, partner)[0] != after.effective(section, partner)[0] for section in sections):
        return True
    cloud = cloud_of(partner)
    if cloud is None or is_same_cloud(cloud, before.cloud):
        return False
    other = unread(partner, partner, cloud)
    return _own_gate(before, before, other) is not _own_gate(after, after, other)


def _default_halves(before: TenantSettings, after: TenantSettings, reaches: _Reaches) -> Iterator[DirectionReview]:
    """What a tenant's default does to organisations of its cloud that it does not list."""
    cloud = endpoint_title(before.cloud.endpoint)
    anybody = f"any other {cloud} organisation"
    for section in (INBOUND, OUTBOUND):
        is_inbound = section == INBOUND
        was, will = (_one_sided(rule_of(_default(t, section)), section, Truth.YES) for t in (before, after))
        reach = reaches.of(was, will, [_End(before, after, section, None)])
        yield DirectionReview(
            home=anybody if is_inbound else before.name,
            resource=before.name if is_inbound else anybody,
            home_cloud=cloud if is_inbound else before.cloud.title,
            resource_cloud=before.cloud.title if is_inbound else cloud,
            half_of=before.name,
            reach=reach,
            not_read=(f"the default of {before.name} was not read",) if before.default is UNREAD else (),
        )


def _halves(
    before: TenantSettings, after: TenantSettings, partner: str, reaches: _Reaches, cloud_of: CloudOf
) -> Iterator[DirectionReview]:
    """Our half towards a partner that the environment does not know, in and out."""
    cloud, name = cloud_of(partner), _beyond_name(partner, reaches.name_of)
    other = unread(name, partner, cloud or before.cloud)
    title = CLOUD_NOT_KNOWN if cloud is None else cloud.title
    for section in (INBOUND, OUTBOUND):
        is_inbound = section == INBOUND
        was, will = ((other, t) if is_inbound else (t, other) for t in (before, after))
        reach = reaches.of(
            _one_sided(before.rule(section, partner), section, _own_gate(before, *was)),
            _one_sided(after.rule(section, partner), section, _own_gate(after, *will)),
            [_End(before, after, section, partner)],
        )
        yield DirectionReview(
            home=name if is_inbound else before.name,
            resource=before.name if is_inbound else name,
            home_cloud=title if is_inbound else before.cloud.title,
            resource_cloud=before.cloud.title if is_inbound else title,
            half_of=before.name,
            reach=reach,
            why_before=_unmet(*was, of=before.name),
            why_after=_unmet(*will, of=before.name),
            not_read=_not_read(reach, before),
            consent_before=consent_prompt_suppressed(*was).value,
            consent_after=consent_prompt_suppressed(*will).value,
            trust_before=_trusted(*was) if is_inbound else (),
            trust_after=_trusted(*will) if is_inbound else (),
            trust_unknown=_trust_unknown(was, will) if is_inbound else (),
        )


def _beyond_name(partner: str, name_of: NameOf) -> str:
    return name_of(partner) or f"organisation {partner}"


def _in_short(tenant: TenantSettings, partner: str, name_of: NameOf, cloud_of: CloudOf) -> PartnerBeyond:
    cloud = cloud_of(partner)
    other = unread(partner, partner, cloud or tenant.cloud)
    gate = _own_gate(tenant, tenant, other)
    accepted = trust(other, tenant)
    return PartnerBeyond(
        tenant=tenant.name,
        partner=_beyond_name(partner, name_of),
        partner_id=partner,
        cloud=CLOUD_NOT_KNOWN if cloud is None else cloud.title,
        inbound=_extent(tenant.rule(INBOUND, partner), gate),
        outbound=_extent(tenant.rule(OUTBOUND, partner), gate),
        trusts=None if Truth.UNKNOWN in accepted.values() else _accepted(accepted, Truth.YES),
    )


def _extent(rule: Rule | None, gate: Truth) -> str:
    if gate is Truth.NO or (rule is not None and rule.permits_nothing):
        return "nothing"
    if gate is Truth.UNKNOWN or rule is None:
        return "unknown"
    return "everything" if rule == _EVERYTHING else "something"


def _own_gate(tenant: TenantSettings, home: TenantSettings, resource: TenantSettings) -> Truth:
    """Whether what `tenant` itself must do before anything counts is done; the other end is taken as done."""
    return all_of(gate.answer for gate in preconditions(home, resource) if gate.tenant in ("", tenant.name))


def _one_sided(rule: Rule | None, section: str, gate: Truth) -> Permission:
    """What our half permits, the other taken to permit everything."""
    return Permission(gate, _EVERYTHING, rule) if section == INBOUND else Permission(gate, rule, _EVERYTHING)


def _default(tenant: TenantSettings, section: str) -> Any:
    """What applies to organisations that are not listed; `UNREAD` where that is not known."""
    return tenant.default.get(section) if isinstance(tenant.default, Mapping) else UNREAD


def _reach(change: AccessChange, name_of: NameOf, *, is_touched: bool) -> Reach:
    wording = Wording(change.table, name_of)

    def permitted(answers: Mapping[tuple[Cell, Cell], Truth]) -> tuple[Line, ...]:
        if Truth.UNKNOWN in answers.values():
            return ()
        return tuple(wording.lines(field for field, answer in answers.items() if answer is Truth.YES))

    def affected(*effects: Effect) -> tuple[Line, ...]:
        pairs = [pair for effect in effects for pair in change.pairs(effect)]
        return tuple(line for line in wording.lines(pairs) if not line.is_nothing) if pairs else ()

    was, will = list(change.was.values()), list(change.will.values())
    return Reach(
        status=_status(change, was, will),
        before=permitted(change.was),
        after=permitted(change.will),
        gained=affected(Effect.GAINED),
        lost=affected(Effect.LOST),
        unknown=affected(Effect.UNKNOWN, Effect.MAY_LOSE),
        may_widen=change.may_widen and (was != will or is_touched),
    )


_NOTHING: Final = (Line("all users", "nothing", True, False, True),)
_CLOSED: Final = Reach("unchanged", _NOTHING, _NOTHING, (), (), ())
"""Where a precondition holds neither before nor after: nobody reaches anything, whatever the sections say."""


def _status(change: AccessChange, before: list[Truth], after: list[Truth]) -> str:
    if before == after:
        return "unknown" if Truth.UNKNOWN in before else "unchanged"
    if change.widens and change.narrows:
        return "changed"
    if change.widens:
        return "widened" if Truth.YES in before or Truth.UNKNOWN in before else "opened"
    if change.narrows:
        return "narrowed" if Truth.YES in after or Truth.UNKNOWN in after else "closed"
    return "unknown"


def _unmet(home: TenantSettings, resource: TenantSettings, *, of: str = "") -> tuple[str, ...]:
    """The preconditions that do not hold, in words; with `of`, only those that are its own to meet."""
    return tuple(
        gate.detail
        for gate in preconditions(home, resource)
        if gate.answer is Truth.NO and (not of or gate.tenant in ("", of))
    )


def _is_read(tenant: TenantSettings) -> bool:
    return tenant.endpoints is not None and tenant.partners is not UNREAD and tenant.default is not UNREAD


def _not_read(reach: Reach, *tenants: TenantSettings) -> tuple[str, ...]:
    """Why something of `reach` is unknown, as far as that is for want of reading; nothing where all is known."""
    return tuple(words for tenant in tenants if (words := _unread_of(tenant))) if reach.unknown else ()


def _unread_of(tenant: TenantSettings) -> str:
    parts = {
        "the enabled clouds": tenant.endpoints is None,
        "the default": tenant.default is UNREAD,
        "the partners": tenant.partners is UNREAD,
    }
    missing = [part for part, is_missing in parts.items() if is_missing]
    if len(missing) == len(parts):
        return f"{tenant.name} was not read"
    return f"{' and '.join(missing)} of {tenant.name} were not read" if missing else ""


def _trusted(home: TenantSettings, resource: TenantSettings) -> tuple[str, ...]:
    return _accepted(trust(home, resource), Truth.YES)


def _trust_unknown(*moments: tuple[TenantSettings, TenantSettings]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for ends in moments for word in _accepted(trust(*ends), Truth.UNKNOWN)))


def _accepted(members: Mapping[str, Truth], wanted: Truth) -> tuple[str, ...]:
    words = {
        "is_mfa_accepted": "MFA",
        "is_compliant_device_accepted": "compliant devices",
        "is_hybrid_azure_ad_joined_device_accepted": "hybrid joined devices",
    }
    return tuple(words[name] for name, answer in members.items() if answer is wanted)


def _is_half_open(home: TenantSettings, resource: TenantSettings) -> bool:
    """Whether one end permits something and the other nothing, where at least one lists the other."""
    if Truth.YES not in (home.lists(resource.tenant_id), resource.lists(home.tenant_id)):
        return False
    ends = {_opens(home, home, resource, OUTBOUND), _opens(resource, home, resource, INBOUND)}
    return ends == {Truth.YES, Truth.NO}


def _opens(tenant: TenantSettings, home: TenantSettings, resource: TenantSettings, section: str) -> Truth:
    """Whether a tenant's half permits anybody anything; unknown where it was not read.

    Within one cloud the default governs a tenant that is not listed.
    """
    other = resource if tenant is home else home
    rule = tenant.rule(section, other.tenant_id)
    return _own_gate(tenant, home, resource) & truth(None if rule is None else not rule.permits_nothing)


def _partner_ids(tenant: TenantSettings) -> set[str]:
    return set(tenant.partners) if isinstance(tenant.partners, Mapping) else set()
