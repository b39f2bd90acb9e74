"""Who gains access, decided on whole sets: between tenants that are known, and by one half towards all others.

Access that the intent newly declares, where nothing was permitted before, is what a plan is for: it is no finding
unless it reaches all users, all applications or Office 365. Everything else that widens is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crosscloud.domain.access import Permission, permission
from crosscloud.domain.access.comparison import Comparison, Pairs, Width, compare
from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.clouds import CLOUDS, Cloud, enableable_endpoints
from crosscloud.domain.findings.causes import End, cause
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import (
    B2B_SECTIONS,
    DIRECT_CONNECT,
    all_others,
    half,
    in_words,
    is_outbound,
    own_half,
    permits_nothing,
    width_in_words,
)
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import TenantSettings, unread_tenant
from crosscloud.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Way:
    """A direction in which access may widen.

    Attributes:
        tenants: the names of the tenants concerned.
        subject: what a finding about it is about.
        words: for a reader: `contoso -> fabrikam`, `any other Global organisation -> contoso (contoso's half)`.
        ends: the sections that decide it.
        note: what else the reader should know, or empty.
        is_declared: whether the intent declares it.
        is_shown: whether every review shows what it gains among the directions.
    """

    tenants: tuple[str, ...]
    subject: tuple[str, ...]
    words: str
    ends: tuple[End, ...]
    note: str = ""
    is_declared: bool = False
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Gain:
    """What is gained in one direction: the comparison, the pairs of it that gain, and how wide these are."""

    change: Comparison
    pairs: Pairs
    width: Width


def widening(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC307 and XC311: access widens, to all or to some."""
    for facts in after.managed():
        old = before.tenants.get(facts.settings.tenant_id)
        was = facts.settings if old is None else old.settings
        if old is None:
            was = unread_tenant(facts.settings.name, facts.settings.tenant_id, facts.settings.cloud)
        yield from _through_the_default(after, was, facts.settings)
        own = facts.settings.tenant_id
        others = {*was.partners, *facts.settings.partners, *after.tenants} - {own}
        for other in sorted(others):
            if all(_is_known(found, end) for found in (before, after) for end in (own, other)):
                yield from _between(before, after, own, other)
                sections: tuple[str, ...] = DIRECT_CONNECT
            else:
                sections = B2B_SECTIONS
            for section in sections:
                yield from _by_one_half(after, was, facts, other, section)


def _between(before: Situation, after: Situation, home: str, resource: str) -> Iterator[Finding]:
    """From one known tenant to another: what both ends permit together."""
    old = before.tenants[home].settings, before.tenants[resource].settings
    new = after.tenants[home].settings, after.tenants[resource].settings
    was, will = permission(*old), permission(*new)
    if was == will:
        return
    way = Way(
        tenants=(new[0].name, new[1].name),
        subject=(home, resource),
        words=f"{new[0].name} -> {new[1].name}",
        ends=(
            _end(old[0], new[0], resource, new[1].name, OUTBOUND),
            _end(old[1], new[1], home, new[0].name, INBOUND),
        ),
        is_declared=(home, resource) in after.declared,
        is_shown=True,
    )
    yield from _gains(after, way, was, [compare(was, will)])


def _by_one_half(
    after: Situation, was: TenantSettings, facts: TenantFacts, other: str, section: str
) -> Iterator[Finding]:
    """From or to a partner whose settings are not known: what this half permits, in every cloud it may be in."""
    will = facts.settings
    old_value, old_origin = was.effective(section, other)
    value, origin = will.effective(section, other)
    is_same_gate = was.lists(other) is will.lists(other) and was.endpoints == will.endpoints
    if is_same_gate and (old_value == value or old_origin == origin == "default"):
        return  # nothing changes, or it is told once, of the default
    name, partner = will.name, after.name(other)
    arrow = f"{name} -> {partner}" if is_outbound(section) else f"{partner} -> {name}"
    ends = (will.tenant_id, other) if is_outbound(section) else (other, will.tenant_id)
    what = ", direct connect" if section in DIRECT_CONNECT else ""
    clouds = may_be_in(after, was, will, other)
    halves = [(own_half(was, other, cloud, section), own_half(will, other, cloud, section)) for cloud in clouds]
    way = Way(
        tenants=(name, partner),
        subject=(will.tenant_id, other, section),
        words=f"{arrow} ({name}'s half{what})",
        ends=(_end(was, will, other, partner, section),),
        note=f"The cloud of {partner} is not known." if len(clouds) > 1 else "",
        is_declared=section not in DIRECT_CONNECT and ends in after.declared,
    )
    strictest = max((old for old, _ in halves), key=permits_nothing)
    yield from _gains(after, way, strictest, [compare(*pair) for pair in halves])


def _through_the_default(after: Situation, was: TenantSettings, will: TenantSettings) -> Iterator[Finding]:
    """Every other organisation of the same cloud: what the default permits them."""
    for section in B2B_SECTIONS:
        old_value, value = was.default_section(section), will.default_section(section)
        if old_value == value:
            continue
        others = all_others(will.cloud)
        arrow = f"{will.name} -> {others}" if is_outbound(section) else f"{others} -> {will.name}"
        inheriting = sum(entry.sections.get(section) is None for entry in will.partners.values())
        what = ", direct connect" if section in DIRECT_CONNECT else ""
        way = Way(
            tenants=(will.name,),
            subject=(will.tenant_id, "default", section),
            words=f"{arrow} ({will.name}'s half{what})",
            ends=(End(will.name, others, section, rule_of(old_value), rule_of(value), is_default=True),),
            is_shown=section not in DIRECT_CONNECT,
            note=f"Listed partners that inherit it: {inheriting:,}." if inheriting else "",
        )
        old = half(rule_of(old_value))
        yield from _gains(after, way, old, [compare(old, half(rule_of(value)))])


def _gains(after: Situation, way: Way, was: Permission, changes: list[Comparison]) -> Iterator[Finding]:
    """The findings about one direction; several changes are the same one in clouds that the partner may be in."""
    is_new = way.is_declared and permits_nothing(was)
    sure = [Gain(change, change.gained, change.width) for change in changes if change.gained]
    doubtful = [Gain(change, change.maybe_gained, change.maybe_width) for change in changes if change.maybe_gained]
    if len(sure) < len(changes):
        sure, doubtful = [], [*sure, *doubtful]
    wide = next((gain for gain in sure if gain.width.degree), None)
    maybe_wide = next((gain for gain in doubtful if gain.width.degree), None)
    if wide is not None:
        yield _found(after, way, wide, "XC307")
        return
    if maybe_wide is not None:
        yield _found(after, way, maybe_wide, "XC307", is_sure=False)
    if is_new:
        return
    if sure:
        yield _found(after, way, sure[0], "XC311")
    elif doubtful and maybe_wide is None:
        yield _found(after, way, doubtful[0], "XC311", is_sure=False)


def _found(after: Situation, way: Way, gain: Gain, id_: str, *, is_sure: bool = True) -> Finding:
    change = gain.change
    widens = "access widens" if is_sure else "access may widen"
    to = f" to {width_in_words(gain.width)}" if gain.width.degree else ""
    is_plain = id_ == "XC307" and is_sure
    found = cause(way.ends, after.name_of, is_one_line=way.is_declared) if is_plain else None
    gained = f"Gained: {in_words(change.table, gain.pairs, after.name_of)}."
    lost = f"Lost: {in_words(change.table, change.lost, after.name_of)}." if change.lost else ""
    why, instead = found or ("", "Name the groups and the applications that are meant.")
    parts = (why, *((gained, lost) if not why or not way.is_shown else ()), *_takes_over(way, why), way.note)
    return finding(
        id_,
        way.tenants,
        way.subject,
        severity=None if is_sure else "unknown",
        summary=f"{way.words}: {widens}{to}.",
        detail=" ".join(part for part in parts if part),
        fix=instead if id_ == "XC307" else "See that whoever owns the applications wants this.",
        degree=gain.width.degree,
    )


def _end(was: TenantSettings, will: TenantSettings, other: str, name: str, section: str) -> End:
    (old_value, old_origin), (value, origin) = was.effective(section, other), will.effective(section, other)
    return End(
        tenant=will.name,
        other=name,
        section=section,
        was=rule_of(old_value),
        will=rule_of(value),
        was_inherited=old_origin == "default",
        is_inherited=origin == "default",
        is_listed=will.lists(other) is not Truth.NO,
    )


def _takes_over(way: Way, why: str) -> Iterator[str]:
    """That a default takes over, where that was not said."""
    for end in way.ends:
        if end.is_inherited and not end.was_inherited and "takes over" not in why:
            yield f"In {end.tenant}, {end.section} of its own is gone: the default takes over."


def may_be_in(after: Situation, was: TenantSettings, will: TenantSettings, other: str) -> list[Cloud]:
    """The clouds that the partner may be in, as far as that makes a difference."""
    known = after.cloud_of(other)
    if known is not None:
        return [known]
    endpoints = [
        set(enableable_endpoints(will.cloud)) if isinstance(e, Unread) else set(e)
        for e in (was.endpoints, will.endpoints)
    ]
    others = {cloud.endpoint: cloud for cloud in CLOUDS.values() if cloud.endpoint != will.cloud.endpoint}
    return [
        will.cloud,
        *(others[endpoint] for endpoint in sorted(endpoints[0] | endpoints[1]) if endpoint in others),
    ]


def _is_known(situation: Situation, tenant_id: str) -> bool:
    facts = situation.tenants.get(tenant_id)
    return facts is not None and facts.settings.is_read
