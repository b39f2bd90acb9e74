"""XC312: nothing is opened between tenants that a hold keeps apart."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from crosscloud.domain.findings import Finding, Situation, TenantFacts, check_change
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import NOT_READ
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    FABRIKAM,
    HARDENED,
    MFA,
    NO_TRUST,
    NOT_ANSWERED,
    OPEN,
    STRANGER,
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

BOTH_WAYS = frozenset({(CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)})
BLOCKED = {"b2bCollaborationInbound": CLOSED, "b2bCollaborationOutbound": CLOSED}
CONSENT_OFF = {"inboundAllowed": False, "outboundAllowed": False}
M365_CLOSED = {"users": CLOSED["usersAndGroups"]}
M365_OPEN = {"users": OPEN["usersAndGroups"]}


def held(*tenants: str, reason: str = "INC-4711.") -> Hold:
    return Hold(tenants, reason, "oncall@contoso.com", dt.date(2026, 11, 20), "environments/pilot.yaml:61")


def undone(before: Situation, after: Situation, *holds: Hold) -> list[Finding]:
    """What is found where these holds stand."""
    held_after = Situation(after.tenants, after.declared, after.name_of, after.clouds_of, holds)
    return found("XC312", check_change(before, held_after))


def changed(before: TenantFacts, after: TenantFacts, other: str = FABRIKAM, **more: Any) -> list[Finding]:
    """What is found where contoso alone changes, and is held apart from `other`."""
    return undone(situation(before, **more), situation(after, **more), held(CONTOSO, other))


def towards(other: str = FABRIKAM, **sections: Any) -> TenantFacts:
    """Contoso, with an entry for `other` that blocks both ways, and these sections."""
    return contoso(partner(other, **{**BLOCKED, "automaticUserConsentSettings": CONSENT_OFF, **sections}))


def blocked() -> Situation:
    """As a revoke leaves the demonstration: blocks, no trust and no consent at both ends."""
    sections = {**BLOCKED, "inboundTrust": NO_TRUST, "automaticUserConsentSettings": CONSENT_OFF}
    return situation(contoso(partner(FABRIKAM, **sections)), fabrikam(partner(CONTOSO, **sections)))


def test_the_intent_that_declares_it_all_still_undoes_the_hold() -> None:
    (finding,) = undone(blocked(), both_ends(), held(CONTOSO, FABRIKAM))
    assert (finding.severity, set(finding.tenants)) == ("error", {"contoso", "fabrikam"})
    for text in (
        "contoso -> fabrikam gains (contoso's half): ",
        "contoso -> fabrikam gains (fabrikam's half): ",
        "fabrikam -> contoso gains (contoso's half): ",
        "contoso newly trusts MFA of fabrikam.",
        "fabrikam newly trusts compliant devices of contoso.",
        "contoso newly lets its users into fabrikam without a consent prompt.",
        "fabrikam newly lets users of contoso in without a consent prompt.",
        "Held since 2026-11-20 by oncall@contoso.com (environments/pilot.yaml:61): INC-4711.",
    ):
        assert text in finding.detail
    assert "environments/pilot.yaml:61" in finding.fix
    assert found("XC312", check_change(blocked(), both_ends())) == []  # no hold stands


def test_what_closes_or_concerns_others_undoes_nothing() -> None:
    hold = held(CONTOSO, FABRIKAM)
    assert undone(both_ends(), blocked(), hold) == []
    assert undone(both_ends(), both_ends(), hold) == []
    assert undone(untouched(), blocked(), hold) == []  # a block, for an organisation that nobody listed
    assert undone(blocked(), both_ends(), held(CONTOSO, STRANGER), held(FABRIKAM, TAILSPIN)) == []
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
        assert "fabrikam -> contoso gains (contoso's half): " in finding.detail


@pytest.mark.parametrize(
    ("opened", "says"),
    [
        ({"b2bCollaborationOutbound": TO_VAULT}, "contoso -> {} gains (contoso's half): "),
        ({"inboundTrust": MFA}, "contoso newly trusts MFA of {}."),
        (
            {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": False}},
            "contoso newly lets users of {} in without a consent prompt.",
        ),
        ({"b2bDirectConnectInbound": OPEN}, "{} -> contoso gains (contoso's half, direct connect): "),
        ({"m365CollaborationInbound": M365_OPEN}, "m365_collaboration_inbound of contoso changes towards {}"),
        (
            {"blockServiceProviderOutboundAccess": False},
            "block_service_provider_outbound_access of contoso",
        ),
        ({"b2bCollaborationInbound": None}, "contoso newly has an entry for {} that does not block both ways."),
    ],
)
def test_each_thing_that_opens_and_its_way_back_that_does_not(opened: Mapping[str, Any], says: str) -> None:
    in_global = {"clouds_of": {STRANGER: frozenset({"global"})}}
    closed = towards(
        STRANGER,
        m365CollaborationInbound=M365_CLOSED,
        blockServiceProviderOutboundAccess=True,
        inboundTrust=NO_TRUST,
    )
    raw = {**closed.settings.partners[STRANGER].json, **opened}
    after = contoso(raw)
    (finding,) = changed(closed, after, STRANGER, **in_global)
    assert says.format(STRANGER) in finding.detail
    assert set(finding.tenants) == {"contoso", STRANGER}
    assert changed(after, closed, STRANGER, **in_global) == []


def test_a_partner_listed_anew() -> None:
    assert len(changed(contoso(), contoso(partner(FABRIKAM)))) == 1
    assert "contoso newly has an entry for" in changed(contoso(), contoso(partner(FABRIKAM)))[0].detail
    assert changed(contoso(), contoso(partner(FABRIKAM, **BLOCKED))) == []
    assert changed(contoso(partner(FABRIKAM)), contoso()) == []
    assert (
        len(changed(contoso(partner(FABRIKAM, **BLOCKED)), contoso(default=SYSTEM_DEFAULT))) == 1
    )  # may be Global


@pytest.mark.parametrize("way", ["userSyncInbound", "groupSyncInbound"])
def test_identity_synchronisation(way: str) -> None:
    def syncs(value: Any) -> TenantFacts:
        return towards(identitySynchronization=value)

    off, on = syncs({way: {"isSyncAllowed": False}}), syncs({way: {"isSyncAllowed": True}})
    for before in (off, syncs(None), syncs(NOT_ANSWERED)):
        (finding,) = changed(before, on)
        assert f"contoso newly lets {FABRIKAM} synchronise " in finding.detail
    assert changed(on, off) == changed(on, on) == changed(off, syncs(None)) == []
    (doubtful,) = changed(off, syncs(NOT_ANSWERED))  # not known after the plan
    assert doubtful.severity == "error"
    assert f"Possibly, contoso newly lets {FABRIKAM} synchronise " in doubtful.detail


def test_what_is_not_known_may_open() -> None:
    for section in ("b2b_collaboration_inbound", "inbound_trust", "automatic_user_consent_settings"):
        before = towards()
        (finding,) = changed(before, with_partner(before, FABRIKAM, **{section: NOT_READ}))
        assert finding.severity == "error"
        assert "may gain" in finding.detail or "Possibly, contoso newly " in finding.detail
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
    assert "newly trusts MFA" in changed(contoso(inherits), trusting)[0].detail


def test_of_three_tenants_each_is_held_from_each_and_several_holds_are_told_together() -> None:
    three = held(CONTOSO, FABRIKAM, TAILSPIN)
    entry = partner(TAILSPIN, b2bCollaborationInbound=OPEN)
    after = situation(contoso(entry), fabrikam(), tailspin(partner(FABRIKAM, b2bCollaborationInbound=OPEN)))
    before = situation(contoso(), fabrikam(), tailspin())
    pairs = [set(finding.tenants) for finding in undone(before, after, three)]
    assert pairs == [{"contoso", "tailspin"}, {"fabrikam", "tailspin"}]
    again = held(TAILSPIN, CONTOSO, reason="Another one.")
    (finding,) = (f for f in undone(before, after, three, again) if "contoso" in f.tenants)
    assert "INC-4711." in finding.detail
    assert "Another one." in finding.detail


@given(situations, situations)
def test_whatever_anybody_gains_while_held_is_refused(before: Situation, after: Situation) -> None:
    findings = undone(before, after, held(CONTOSO, FABRIKAM))
    for home, resource in ((CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)):
        if gains(before, after, home, resource):
            assert [each.severity for each in findings] == ["error"]
    assert undone(after, after, held(CONTOSO, FABRIKAM)) == []
