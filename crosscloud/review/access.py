"""Who gains and who loses access: for every direction between the tenants of an environment, and beyond it.

What both tenants permit *together* is shown for two tenants of the environment. Towards organisations that
the environment does not know, only our half is: theirs is taken to permit everything, so that what is shown
is the most that may be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.access import Permission, Targets, compare, permission
from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, consent_prompt_suppressed, preconditions, trust
from crosscloud.domain.access.difference import AccessChange, Effect
from crosscloud.domain.access.section import Rule, rule_of
from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth, truth
from crosscloud.wording.access import AccessWording, Line

NameOf = Callable[[str], str | None]

_EVERYTHING: Final = Rule(Targets(everything=True), False, Targets(everything=True), False)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may reach what, before and after, in words.

    Attributes:
        status: `opened`, `widened`, `changed` (some gain, some lose), `narrowed`, `closed`, `unchanged`, or
            `unknown` where what changes cannot be decided.
        before: who could reach what.
        after: who will.
        gained: what is added.
        lost: what is taken away.
        unknown: what could not be decided, before or after.
    """

    status: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    gained: tuple[Line, ...]
    lost: tuple[Line, ...]
    unknown: tuple[Line, ...]


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
        half_open: whether one end permits something and the other nothing at all, after.
        consent_before: whether the consent prompt was suppressed: `yes`, `no` or `unknown`.
        consent_after: whether it will be.
        trust_before: what the resource tenant accepted: `MFA`, `compliant devices`, `hybrid joined devices`.
        trust_after: what it will accept.
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
    half_open: bool = False
    consent_before: str = "no"
    consent_after: str = "no"
    trust_before: tuple[str, ...] = ()
    trust_after: tuple[str, ...] = ()
    declared: bool = False
    source: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything about the direction changes, consent and trust included."""
        return (
            self.reach.status != "unchanged"
            or self.consent_before != self.consent_after
            or self.trust_before != self.trust_after
        )


def review_directions(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    managed: Iterable[str],
    name_of: NameOf,
    declared: Mapping[tuple[str, str], str] | None = None,
) -> list[DirectionReview]:
    """Every direction that a plan touches, or that is open at all.

    Args:
        before: each tenant of the environment as it is, by tenant id.
        after: each as it will be.
        managed: the ids of the tenants that are planned.
        name_of: the names of ids.
        declared: the directions (home id, resource id) that the intent declares, with their lines.
    """
    own = set(managed)
    found: list[DirectionReview] = []
    for home, resource in _pairs(before, after, own, declared or {}):
        found.append(_between(before, after, home, resource, name_of, (declared or {}).get((home, resource))))
    for tenant_id in before:
        if tenant_id in own:
            found += _beyond(before[tenant_id], after[tenant_id], before.keys(), name_of)
    return found


def _pairs(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    own: set[str],
    declared: Mapping[tuple[str, str], str],
) -> Iterator[tuple[str, str]]:
    """The pairs of known tenants that have something to do with one another: declared, or one lists the other."""
    related: dict[tuple[str, str], None] = dict.fromkeys(declared)
    for state in (before, after):
        for tenant_id in own & state.keys():
            partners = state[tenant_id].partners
            if isinstance(partners, Mapping):
                for other in partners:
                    if other in state and other != tenant_id:
                        related |= {(tenant_id, other): None, (other, tenant_id): None}
    order = {tenant_id: index for index, tenant_id in enumerate(before)}
    known = [pair for pair in related if pair[0] in order and pair[1] in order]

    def place(pair: tuple[str, str]) -> tuple[int, int, int]:
        home, resource = order[pair[0]], order[pair[1]]
        return min(home, resource), max(home, resource), home

    return iter(sorted(known, key=place))


def _between(
    before: Mapping[str, TenantSettings],
    after: Mapping[str, TenantSettings],
    home_id: str,
    resource_id: str,
    name_of: NameOf,
    source: str | None,
) -> DirectionReview:
    home, resource = before[home_id], before[resource_id]
    home_after, resource_after = after[home_id], after[resource_id]
    change = compare(permission(home, resource), permission(home_after, resource_after))
    return DirectionReview(
        home=home.name,
        resource=resource.name,
        home_cloud=home.cloud.title,
        resource_cloud=resource.cloud.title,
        half_of="",
        reach=_reach(change, name_of),
        why_before=_unmet(home, resource),
        why_after=_unmet(home_after, resource_after),
        half_open=_is_half_open(home_after, resource_after),
        consent_before=consent_prompt_suppressed(home, resource).value,
        consent_after=consent_prompt_suppressed(home_after, resource_after).value,
        trust_before=_trusted(home, resource),
        trust_after=_trusted(home_after, resource_after),
        declared=source is not None,
        source=source or "",
    )


def _beyond(
    before: TenantSettings, after: TenantSettings, known: Iterable[str], name_of: NameOf
) -> Iterator[DirectionReview]:
    """Our half towards organisations that the environment does not know: the default, and each partner."""
    cloud = endpoint_title(before.cloud.endpoint)
    anybody = f"any other {cloud} organisation"
    yield from _half(before, after, anybody, cloud, None, name_of)
    skip = set(known)
    partners = _partner_ids(before) | _partner_ids(after)
    for partner in sorted(partners - skip):
        if any(
            before.effective(section, partner)[0] != after.effective(section, partner)[0]
            for section in (INBOUND, OUTBOUND)
        ):
            name = name_of(partner) or f"organisation {partner}"
            halves = _half(before, after, name, "cloud not known", partner, name_of)
            yield from (review for review in halves if review.reach.status != "unchanged")


def _half(
    before: TenantSettings,
    after: TenantSettings,
    other: str,
    other_cloud: str,
    partner: str | None,
    name_of: NameOf,
) -> Iterator[DirectionReview]:
    for section in (INBOUND, OUTBOUND):
        change = compare(_one_sided(before, section, partner), _one_sided(after, section, partner))
        inbound = section == INBOUND
        yield DirectionReview(
            home=other if inbound else before.name,
            resource=before.name if inbound else other,
            home_cloud=other_cloud if inbound else before.cloud.title,
            resource_cloud=before.cloud.title if inbound else other_cloud,
            half_of=before.name,
            reach=_reach(change, name_of),
        )


def _one_sided(tenant: TenantSettings, section: str, partner: str | None) -> Permission:
    """What our half permits, the other taken to permit everything; without a partner, what the default does."""
    rule = rule_of(_default(tenant, section)) if partner is None else tenant.rule(section, partner)
    return Permission(
        Truth.YES,
        _EVERYTHING if section == INBOUND else rule,
        rule if section == INBOUND else _EVERYTHING,
    )


def _default(tenant: TenantSettings, section: str) -> Any:
    """What applies to organisations that are not listed."""
    return tenant.default.get(section) if isinstance(tenant.default, Mapping) else None


def _reach(change: AccessChange, name_of: NameOf) -> Reach:
    wording = AccessWording(change.table, name_of)

    def permitted(answers: Mapping[tuple[Cell, Cell], Truth]) -> tuple[Line, ...]:
        return tuple(wording.lines(field for field, answer in answers.items() if answer is Truth.YES))

    def affected(effect: Effect) -> tuple[Line, ...]:
        pairs = change.pairs(effect)
        return tuple(line for line in wording.lines(pairs) if not line.is_nothing) if pairs else ()

    return Reach(
        status=_status(change, list(change.was.values()), list(change.will.values())),
        before=permitted(change.was),
        after=permitted(change.will),
        gained=affected(Effect.GAINED),
        lost=affected(Effect.LOST),
        unknown=affected(Effect.UNKNOWN),
    )


def _status(change: AccessChange, before: list[Truth], after: list[Truth]) -> str:
    if before == after:
        return "unchanged"
    if change.widens and change.narrows:
        return "changed"
    if change.widens:
        return "widened" if Truth.YES in before or Truth.UNKNOWN in before else "opened"
    if change.narrows:
        return "narrowed" if Truth.YES in after or Truth.UNKNOWN in after else "closed"
    return "unknown"


def _unmet(home: TenantSettings, resource: TenantSettings) -> tuple[str, ...]:
    return tuple(gate.detail for gate in preconditions(home, resource) if gate.answer is not Truth.YES)


def _trusted(home: TenantSettings, resource: TenantSettings) -> tuple[str, ...]:
    words = {
        "is_mfa_accepted": "MFA",
        "is_compliant_device_accepted": "compliant devices",
        "is_hybrid_azure_ad_joined_device_accepted": "hybrid joined devices",
    }
    return tuple(words[name] for name, answer in trust(home, resource).items() if answer is Truth.YES)


def _is_half_open(home: TenantSettings, resource: TenantSettings) -> bool:
    """Whether one end permits something towards the other, which permits nothing."""
    ends = {_opens(home, resource.tenant_id, OUTBOUND), _opens(resource, home.tenant_id, INBOUND)}
    return ends == {Truth.YES, Truth.NO}


def _opens(tenant: TenantSettings, other: str, section: str) -> Truth:
    """Whether a tenant's half permits anybody anything; unknown where it was not read."""
    if tenant.lists(other) is not Truth.YES:
        return tenant.lists(other)
    rule = tenant.rule(section, other)
    return truth(None if rule is None else not rule.permits_nothing)


def _partner_ids(tenant: TenantSettings) -> set[str]:
    return set(tenant.partners) if isinstance(tenant.partners, Mapping) else set()
