"""XC312: nothing is opened between tenants that a hold keeps apart.

What is told of it: tests/wording/findings/test_changes.py.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.findings import Finding, Situation, TenantFacts, check_change
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.findings.rules.holds import Grant, Granted, HoldUndone, OpenedAccess
from crosscloud.domain.findings.rules.trust import CLAIMS, SECTION
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import NOT_READ, PARTNER
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.tenant import SettingsChange, apply_changes
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    FABRIKAM,
    HARDENED,
    MFA,
    NO_TRUST,
    NOT_ANSWERED,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    TO_USGOV,
    TO_VAULT,
    both_ends,
    contoso,
    fabrikam,
    found,
    not_read,
    partner,
    situation,
    tailspin,
    untouched,
    with_partner,
    with_settings,
)
from tests.domain.findings.test_findings_properties import gains, situations

BLOCKED = {"b2bCollaborationInbound": CLOSED, "b2bCollaborationOutbound": CLOSED}
CONSENT_OFF = {"inboundAllowed": False, "outboundAllowed": False}
M365_CLOSED = {"users": CLOSED["usersAndGroups"]}
M365_OPEN = {"users": OPEN["usersAndGroups"]}


def held(*tenants: str, reason: str = "INC-4711.") -> Hold:
    return Hold(tenants, reason, "oncall@contoso.com", dt.date(2026, 11, 20), "environments/pilot.yaml:61")


def undone(before: Situation, after: Situation, *holds: Hold) -> list[Finding]:
    """What is found where these holds stand."""
    held_after = replace(after, holds=tuple(holds))
    return found("XC312", check_change(before, held_after))


def changed(before: TenantFacts, after: TenantFacts, other: str = FABRIKAM, **more: Any) -> list[Finding]:
    """What is found where contoso alone changes, and is held apart from `other`."""
    return undone(situation(before, **more), situation(after, **more), held(CONTOSO, other))


def towards(other: str = FABRIKAM, **sections: Any) -> TenantFacts:
    """Contoso, with an entry for `other` that blocks both ways, and these sections."""
    return contoso(partner(other, **{**BLOCKED, "automaticUserConsentSettings": CONSENT_OFF, **sections}))


def opened_by(finding: Finding) -> set[tuple[str, Grant | str, bool]]:
    """What is opened: by whom, the grant or else the section, and whether it is sure."""
    assert isinstance(finding.facts, HoldUndone)
    return {
        (each.tenant, each.grant, each.is_sure)
        if isinstance(each, Granted)
        else (each.tenant, each.section, each.is_sure if isinstance(each, OpenedAccess) else True)
        for each in finding.facts.opened
    }


def blocked() -> Situation:
    """As a revoke leaves the demonstration: blocks, no trust and no consent at both ends."""
    sections = {**BLOCKED, "inboundTrust": NO_TRUST, "automaticUserConsentSettings": CONSENT_OFF}
    return situation(contoso(partner(FABRIKAM, **sections)), fabrikam(partner(CONTOSO, **sections)))


def test_the_intent_that_declares_it_all_still_undoes_the_hold() -> None:
    (finding,) = undone(blocked(), both_ends(), held(CONTOSO, FABRIKAM))
    assert (finding.severity, finding.tenants) == ("error", (CONTOSO, FABRIKAM))
    assert finding.place == Place(CONTOSO, FABRIKAM)
    assert opened_by(finding) >= {
        (CONTOSO, "b2b_collaboration_outbound", True),
        (FABRIKAM, "b2b_collaboration_inbound", True),
        (CONTOSO, "b2b_collaboration_inbound", True),
        (CONTOSO, Grant.MFA, True),
        (FABRIKAM, Grant.COMPLIANT_DEVICES, True),
        (CONTOSO, Grant.CONSENT_OUTBOUND, True),
        (FABRIKAM, Grant.CONSENT_INBOUND, True),
    }
    assert isinstance(finding.facts, HoldUndone)
    assert (finding.facts.holds, finding.degree) == ((held(CONTOSO, FABRIKAM),), len(finding.facts.opened))
    assert found("XC312", check_change(blocked(), both_ends())) == []  # no hold stands


def test_what_closes_or_concerns_others_undoes_nothing() -> None:
    hold = held(CONTOSO, FABRIKAM)
    assert undone(both_ends(), blocked(), hold) == []
    assert undone(both_ends(), both_ends(), hold) == []
    assert undone(untouched(), blocked(), hold) == []  # a block, for an organisation that nobody listed
    assert undone(blocked(), both_ends(), held(CONTOSO, OUTSIDE), held(FABRIKAM, TAILSPIN)) == []
    other = partner(TAILSPIN, b2bCollaborationInbound=OPEN)
    before = towards()
    partners = {**before.settings.partners, **contoso(other).settings.partners}
    after = with_settings(before, partners=partners)
    assert undone(situation(before), situation(after), hold) == []


def test_one_end_undoes_a_hold_even_where_the_other_end_blocks() -> None:
    for theirs in (
        fabrikam(partner(CONTOSO, **BLOCKED)),
        not_read("fabrikam", FABRIKAM, "usgov", is_managed=False),
    ):
        after = towards(b2bCollaborationInbound=TO_VAULT)
        (finding,) = undone(situation(towards(), theirs), situation(after, theirs), held(FABRIKAM, CONTOSO))
        assert finding.severity == "error"
        assert (CONTOSO, "b2b_collaboration_inbound", True) in opened_by(finding)


@pytest.mark.parametrize(
    ("opened", "what"),
    [
        ({"b2bCollaborationOutbound": TO_VAULT}, "b2b_collaboration_outbound"),
        ({"inboundTrust": MFA}, Grant.MFA),
        (
            {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": False}},
            Grant.CONSENT_INBOUND,
        ),
        ({"b2bDirectConnectInbound": OPEN}, "b2b_direct_connect_inbound"),
        ({"m365CollaborationInbound": M365_OPEN}, "m365_collaboration_inbound"),
        ({"blockServiceProviderOutboundAccess": False}, "block_service_provider_outbound_access"),
        ({"b2bCollaborationInbound": None}, Grant.ENTRY),
    ],
)
def test_each_thing_that_opens_and_its_way_back_that_does_not(
    opened: Mapping[str, Any], what: Grant | str
) -> None:
    in_global = {"clouds_of": {OUTSIDE: frozenset({"global"})}}
    closed = towards(
        OUTSIDE,
        m365CollaborationInbound=M365_CLOSED,
        blockServiceProviderOutboundAccess=True,
        inboundTrust=NO_TRUST,
    )
    raw = {**closed.settings.partners[OUTSIDE].json, **opened}
    after = contoso(raw)
    (finding,) = changed(closed, after, OUTSIDE, **in_global)
    assert (CONTOSO, what, True) in opened_by(finding)
    assert set(finding.tenants) == {CONTOSO, OUTSIDE}
    assert changed(after, closed, OUTSIDE, **in_global) == []


def test_a_partner_listed_anew() -> None:
    (finding,) = changed(contoso(), contoso(partner(FABRIKAM)))
    assert (CONTOSO, Grant.ENTRY, True) in opened_by(finding)
    assert changed(contoso(), contoso(partner(FABRIKAM, **BLOCKED))) == []
    assert changed(contoso(partner(FABRIKAM)), contoso()) == []
    assert (
        len(changed(contoso(partner(FABRIKAM, **BLOCKED)), contoso(default=SYSTEM_DEFAULT))) == 1
    )  # may be Global


@pytest.mark.parametrize(
    ("way", "grant"),
    [("userSyncInbound", Grant.USER_SYNCHRONISATION), ("groupSyncInbound", Grant.GROUP_SYNCHRONISATION)],
)
def test_identity_synchronisation(way: str, grant: Grant) -> None:
    def syncs(value: Any) -> TenantFacts:
        below = {"userSyncInbound": None, **value} if isinstance(value, dict) else value
        return towards(identitySynchronization=below)

    off, on = syncs({way: {"isSyncAllowed": False}}), syncs({way: {"isSyncAllowed": True}})
    for before in (off, syncs(None), syncs(NOT_ANSWERED)):
        (finding,) = changed(before, on)
        assert opened_by(finding) == {(CONTOSO, grant, True)}
    assert changed(on, off) == changed(on, on) == changed(off, syncs(None)) == []
    (doubtful,) = changed(off, syncs(NOT_ANSWERED))  # not known after the plan
    assert doubtful.severity == "error"
    assert (CONTOSO, grant, False) in opened_by(doubtful)


def test_what_is_not_known_may_open() -> None:
    for section in ("b2b_collaboration_inbound", "inbound_trust", "automatic_user_consent_settings"):
        before = towards()
        (finding,) = changed(before, with_partner(before, FABRIKAM, **{section: NOT_READ}))
        assert finding.severity == "error"
        assert {is_sure for _, _, is_sure in opened_by(finding)} == {False}
    unreadable = not_read("contoso", CONTOSO, "global")
    assert changed(unreadable, unreadable) == []


def test_a_default_that_opens_and_a_cloud_that_is_enabled_reach_those_held() -> None:
    inherits = partner(FABRIKAM)
    assert len(changed(contoso(inherits), contoso(inherits, default=SYSTEM_DEFAULT))) == 1
    assert (
        changed(towards(), with_settings(towards(), default=contoso(default=SYSTEM_DEFAULT).settings.default))
        == []
    )
    waiting = partner(FABRIKAM, **{**BLOCKED, "b2bCollaborationInbound": OPEN})
    off, on = contoso(waiting, enabled=()), contoso(waiting, enabled=(TO_USGOV,))
    assert len(changed(off, on, clouds_of={FABRIKAM: frozenset({"usgov"})})) == 1
    trusting = contoso(inherits, default={**HARDENED, "inboundTrust": MFA})
    assert opened_by(changed(contoso(inherits), trusting)[0]) == {(CONTOSO, Grant.MFA, True)}


def test_of_three_tenants_each_is_held_from_each_and_several_holds_are_told_together() -> None:
    three = held(CONTOSO, FABRIKAM, TAILSPIN)
    entry = partner(TAILSPIN, b2bCollaborationInbound=OPEN)
    after = situation(contoso(entry), fabrikam(), tailspin(partner(FABRIKAM, b2bCollaborationInbound=OPEN)))
    before = situation(contoso(), fabrikam(), tailspin())
    pairs = [set(finding.tenants) for finding in undone(before, after, three)]
    assert pairs == [{TAILSPIN, CONTOSO}, {TAILSPIN, FABRIKAM}]
    again = held(TAILSPIN, CONTOSO, reason="Another one.")
    (finding,) = (f for f in undone(before, after, three, again) if CONTOSO in f.tenants)
    assert isinstance(finding.facts, HoldUndone)
    assert [hold.reason for hold in finding.facts.holds] == ["INC-4711.", "Another one."]


def test_a_partnership_that_is_taken_out_opens_nothing_even_if_its_synchronisation_was_not_answered() -> None:
    for synchronisation in (NOT_ANSWERED, None, {"userSyncInbound": {"isSyncAllowed": True}}):
        sections = {"b2bCollaborationInbound": TO_VAULT, "identitySynchronization": synchronisation}
        before = situation(contoso(partner(FABRIKAM, **sections)), fabrikam(partner(CONTOSO, **sections)))
        after = taken_out(before, (CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO))
        assert undone(before, after, held(CONTOSO, FABRIKAM)) == []
        assert undone(before, taken_out(before, (FABRIKAM, CONTOSO)), held(CONTOSO, FABRIKAM)) == []
    back = situation(contoso(), fabrikam())
    assert len(undone(back, both_ends(), held(CONTOSO, FABRIKAM))) == 1


def taken_out(before: Situation, *entries: tuple[str, str]) -> Situation:
    """The situation after a plan takes out entries: (tenant, partner)."""
    tenants = dict(before.tenants)
    for own, other in entries:
        settings = apply_changes(tenants[own].settings, [SettingsChange(PARTNER, "delete", other)])
        tenants[own] = replace(tenants[own], settings=settings)
    return replace(before, tenants=tenants)


_SECTIONS = {
    "b2bCollaborationInbound": (OPEN, CLOSED, TO_VAULT, None),
    "b2bDirectConnectInbound": (OPEN, None),
    "inboundTrust": (MFA, NO_TRUST, None),
    "automaticUserConsentSettings": ({"inboundAllowed": True, "outboundAllowed": True}, CONSENT_OFF),
    "identitySynchronization": (NOT_ANSWERED, None, {"groupSyncInbound": {"isSyncAllowed": True}}),
    "m365CollaborationInbound": (M365_OPEN, M365_CLOSED, None),
    "blockServiceProviderOutboundAccess": (True, False, None),
}


@given(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in _SECTIONS.items()}),
    st.sampled_from((HARDENED, SYSTEM_DEFAULT)),
    st.sampled_from((MFA, NO_TRUST)),
    st.booleans(),
)
def test_across_clouds_no_entry_that_is_taken_out_opens_anything(
    sections: Mapping[str, Any], default: Mapping[str, Any], trust: Mapping[str, Any], other_default: bool
) -> None:
    mine = {**default, "inboundTrust": trust, **({"m365CollaborationInbound": M365_OPEN} if other_default else {})}
    before = situation(contoso(partner(FABRIKAM, **sections), default=mine), fabrikam())
    assert undone(before, taken_out(before, (CONTOSO, FABRIKAM)), held(CONTOSO, FABRIKAM)) == []


def test_in_one_cloud_an_entry_that_is_taken_out_opens_what_the_default_permits_and_no_more() -> None:
    hold = held(CONTOSO, TAILSPIN)

    def opens(entry: Mapping[str, Any], default: Mapping[str, Any]) -> list[Finding]:
        before = situation(contoso(entry, default=default), tailspin())
        return undone(before, taken_out(before, (CONTOSO, TAILSPIN)), hold)

    closed = partner(TAILSPIN, **BLOCKED)
    assert opens(closed, {**HARDENED, "b2bCollaborationOutbound": CLOSED}) == []
    (finding,) = opens(closed, SYSTEM_DEFAULT)
    assert opened_by(finding) == {
        (CONTOSO, "b2b_collaboration_inbound", True),
        (CONTOSO, "b2b_collaboration_outbound", True),
    }
    assert opens(partner(TAILSPIN, m365CollaborationInbound=M365_OPEN), HARDENED) == []
    (unblocked,) = opens(partner(TAILSPIN, m365CollaborationInbound=M365_CLOSED), HARDENED)
    assert opened_by(unblocked) == {(CONTOSO, "m365_collaboration_inbound", True)}


def test_a_section_that_permits_all_but_some_devices_may_open_further() -> None:
    everybody = {"usersAndGroups": OPEN["usersAndGroups"], "applications": OPEN["applications"]}
    some = {**everybody, "devices": {"mode": "allowed", "rule": "device.deviceOwnership -eq 'Company'"}}
    (finding,) = changed(towards(tenantRestrictions=some), towards(tenantRestrictions=everybody))
    assert opened_by(finding) == {(CONTOSO, "tenant_restrictions", True)}
    assert changed(towards(tenantRestrictions=everybody), towards(tenantRestrictions=some)) == []


def test_each_claim_that_may_be_trusted_counts() -> None:
    assert {grant.member for grant in Grant if grant.section == SECTION} == set(CLAIMS)


@given(situations, situations)
def test_whatever_anybody_gains_while_held_is_refused(before: Situation, after: Situation) -> None:
    findings = undone(before, after, held(CONTOSO, FABRIKAM))
    for home, resource in ((CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)):
        if gains(before, after, home, resource):
            assert [each.severity for each in findings] == ["error"]
    assert undone(after, after, held(CONTOSO, FABRIKAM)) == []


@pytest.mark.parametrize(
    "synchronization", [NOT_ANSWERED, None, {"userSyncInbound": {"isSyncAllowed": True}}, "odd"]
)
@pytest.mark.parametrize("sections", [BLOCKED, {}, {"b2bCollaborationInbound": OPEN}])
@pytest.mark.parametrize("default", [HARDENED, SYSTEM_DEFAULT, None])
def test_between_clouds_taking_an_entry_out_is_never_refused(
    synchronization: Any, sections: Mapping[str, Any], default: Any
) -> None:
    before = contoso(
        partner(FABRIKAM, **{**sections, "identitySynchronization": synchronization}), default=default
    )
    changes = [SettingsChange(settings, "delete", FABRIKAM) for settings in (PARTNER, IDENTITY_SYNCHRONIZATION)]
    for some in (changes[:1], changes, changes[::-1]):
        after = replace(before, settings=apply_changes(before.settings, some))
        known = {FABRIKAM: frozenset({"usgov"})}
        assert changed(before, after, clouds_of=known) == []


def test_within_a_cloud_taking_an_entry_out_is_refused_where_the_default_opens_alone() -> None:
    for default, opens in ((SYSTEM_DEFAULT, True), ({**SYSTEM_DEFAULT, **BLOCKED}, False)):
        was = tailspin(partner(CONTOSO, **BLOCKED, identitySynchronization=NOT_ANSWERED), default=default)
        will = replace(was, settings=apply_changes(was.settings, [SettingsChange(PARTNER, "delete", CONTOSO)]))
        found_ = undone(situation(was, contoso()), situation(will, contoso()), held(TAILSPIN, CONTOSO))
        assert bool(found_) is opens
