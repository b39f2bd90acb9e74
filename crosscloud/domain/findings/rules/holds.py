"""While tenants are held apart, no plan may open anything between them, whether or not the intent declares it.

Each end is judged by itself: in an incident the other end is not relied on, even where it blocks today.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, TypeAlias

from crosscloud.domain.access import compare
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, consents
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import (
    B2B_SECTIONS,
    DIRECT_CONNECT,
    half,
    in_words,
    is_outbound,
    own_half,
    permits_nothing,
)
from crosscloud.domain.findings.rules import trust
from crosscloud.domain.findings.rules.widening import may_be_in
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS, PARTNER, Unread, Value
from crosscloud.domain.settings.identity_synchronization import GROUP_SYNC_INBOUND, USER_SYNC_INBOUND
from crosscloud.domain.tenant import TenantSettings, unread_tenant
from crosscloud.domain.truth import Truth, truth

_CONSENT: Final = "automatic_user_consent_settings"
_USERS, _GROUPS = USER_SYNC_INBOUND.name, GROUP_SYNC_INBOUND.name
_OTHERS: Final = tuple(s.name for s in PARTNER.sections if s.name not in (*B2B_SECTIONS, trust.SECTION, _CONSENT))
"""Sections that are not compared by what they permit: every change of one that is no block counts."""

_Opened: TypeAlias = tuple[str, str]
"""The section (or, of an entry as a whole, its kind) that opens something, and a sentence that says what."""


def hold_undone(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC312: something is opened, or may be, between two tenants that a hold keeps apart."""
    held: dict[tuple[str, str], list[Hold]] = {}
    for hold in after.holds:
        for one, other in combinations(sorted(hold.tenants), 2):
            held.setdefault((one, other), []).append(hold)
    for pair, holds in held.items():
        opened = [each for end in (pair, pair[::-1]) for each in _opened(before, after, *end)]
        if opened:
            yield _found(after, pair, holds, opened)


def _found(after: Situation, pair: tuple[str, str], holds: Sequence[Hold], opened: Sequence[_Opened]) -> Finding:
    names = [after.name(tenant_id) for tenant_id in pair]
    held = " ".join(
        f"Held since {hold.since} by {hold.held_by} ({hold.where}): {hold.reason.rstrip('.')}." for hold in holds
    )
    return finding(
        "XC312",
        names,
        (*pair, *dict.fromkeys(section for section, _ in opened)),
        summary=f"The plan opens something between {' and '.join(names)}, which a hold keeps apart.",
        detail=f"{held} {' '.join(text for _, text in opened)}",
        fix="Take it out of the code. When the incident is over, take the hold out instead, reviewed like code: "
        f"{', '.join(hold.where for hold in holds)}.",
        degree=len(opened),
    )


def _opened(before: Situation, after: Situation, own: str, other: str) -> Iterator[_Opened]:
    """What the tenant `own` opens, or may open, towards `other`."""
    facts = after.tenants.get(own)
    if facts is None:
        return
    cloud = facts.settings.cloud
    old = before.tenants.get(own) or TenantFacts(unread_tenant(facts.settings.name, own, cloud))
    was, will = old.settings, facts.settings
    yield from _access(after, was, will, other)
    granted = _granted(old, other)
    for (section, what), answer in _granted(facts, other).items():
        old_answer = granted[section, what]
        if old_answer is not answer and Truth.YES is not old_answer and answer is not Truth.NO:
            possibly = "" if answer is Truth.YES else "Possibly, "
            yield section, f"{possibly}{will.name} newly {what.format(after.name(other))}."
    for section in _OTHERS:
        value = will.effective(section, other)[0]
        if value != was.effective(section, other)[0] and not _is_block(value):
            yield section, f"{section} of {will.name} changes towards {after.name(other)}, and is no block."


def _access(after: Situation, was: TenantSettings, will: TenantSettings, other: str) -> Iterator[_Opened]:
    """What the half of one tenant permits anew, in each cloud that the other one may be in."""
    name, partner = will.name, after.name(other)
    clouds = may_be_in(after, was, will, other)
    for section in B2B_SECTIONS:
        halves = [
            (own_half(was, other, cloud, section), own_half(will, other, cloud, section)) for cloud in clouds
        ]
        changes = [compare(*pair) for pair in halves]
        gains = next((change for change in changes if change.gained or change.maybe_gained), None)
        if gains is None:
            continue
        arrow = f"{name} -> {partner}" if is_outbound(section) else f"{partner} -> {name}"
        what = ", direct connect" if section in DIRECT_CONNECT else ""
        verb = "gains" if all(change.gained for change in changes) else "may gain"
        pairs = in_words(gains.table, gains.gained or gains.maybe_gained, after.name_of)
        yield section, f"{arrow} {verb} ({name}'s half{what}): {pairs}."


def _granted(facts: TenantFacts, other: str) -> dict[_Opened, Truth]:
    """What a tenant grants another apart from access, in words with a place for its name; and whether it does."""
    tenant = facts.settings
    opens = tenant.lists(other) & ~_blocks(tenant, other)
    trusted = tenant.effective(trust.SECTION, other)[0]
    trusts = {
        (trust.SECTION, f"trusts {words} of {{}}"): _is_true(trusted, claim)
        for claim, words in trust.WORDS.items()
    }
    return {
        (PARTNER.name, "has an entry for {} that does not block both ways"): opens,
        **trusts,
        (_CONSENT, "lets users of {} in without a consent prompt"): consents(tenant, other, "inbound_allowed"),
        (_CONSENT, "lets its users into {} without a consent prompt"): consents(tenant, other, "outbound_allowed"),
        (USER_SYNC_INBOUND.name, "lets {} synchronise users"): tenant.synchronizes(USER_SYNC_INBOUND.name, other),
        (GROUP_SYNC_INBOUND.name, "lets {} synchronise groups"): tenant.synchronizes(
            GROUP_SYNC_INBOUND.name, other
        ),
    }


def _blocks(tenant: TenantSettings, other: str) -> Truth:
    """Whether the entry for `other` itself blocks all collaboration, whatever the default says."""
    values = [tenant.effective(section, other) for section in (INBOUND, OUTBOUND)]
    if any(isinstance(value, Unread) for value, _ in values):
        return Truth.UNKNOWN
    return truth(all(origin == "partner" and permits_nothing(half(rule_of(value))) for value, origin in values))


def _is_block(value: Any) -> bool:
    """Whether a section that is not compared blocks everything: each list that it has does."""
    if not isinstance(value, Mapping):
        return value is True  # block_service_provider_outbound_access
    lists = [part for part in value.values() if isinstance(part, Mapping) and "targets" in part]
    return bool(lists) and all(
        part.get("access_type") == "blocked"
        and any(target.get("target") in (ALL_USERS, ALL_APPLICATIONS) for target in part["targets"])
        for part in lists
    )


def _is_true(value: Value | Unread, member: str) -> Truth:
    return truth(None if isinstance(value, Unread) else isinstance(value, dict) and value.get(member) is True)
