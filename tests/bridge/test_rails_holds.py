"""What one resource's own change opens to a tenant that is held apart is refused when it is planned."""

import datetime as dt
from typing import Any

import pytest

from crosscloud.bridge.kinds import SYNCHRONIZATION_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.bridge.tenant import TenantContext
from crosscloud.domain.clouds import USGOV
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.hold import Hold
from crosscloud.emulator.faults import Fault
from crosscloud.tfplugin import Unknown
from tests.bridge.served import PARTNER_ID, Served, b2b, consent, texts, trust
from tests.bridge.test_rails import (
    DEFAULT,
    INBOUND,
    OUTBOUND,
    PARTNERS,
    ROOT,
    accepting,
    default_state,
    entry,
    everyone,
    graph_blocked,
    listed,
    planned_default,
    planned_partner,
)

SYNCHRONIZATIONS = SettingsResource(SYNCHRONIZATION_KIND)
OTHER_ID = f"{PARTNER_ID[:-1]}0"
SECTIONS: dict[str, Any] = {
    INBOUND: everyone("blocked"),
    OUTBOUND: everyone("blocked"),
    "inbound_trust": trust(),
    "automatic_user_consent_settings": consent(inbound=False, outbound=False),
}
"""A partner's entry as a revoke leaves it."""
CLOSED = {"b2bCollaborationInbound": graph_blocked(), "b2bCollaborationOutbound": graph_blocked()}


def held(served: Served, other: str = PARTNER_ID) -> Served:
    """The tenant in a new run, held apart from `other`."""
    who = (served.tenant_id, other)
    hold = Hold(who, "INC-4711.", "oncall@contoso.com", dt.date(2026, 11, 20), "environments/pilot.yaml:61")
    return served.reconnected(FindingPolicy(), hold)


def undone(context: TenantContext) -> list[tuple[object, ...]]:
    """The paths of what undoes a hold."""
    assert "XC312" not in texts(context, "warning")
    return [d.path for d in context.diagnostics if d.summary.startswith("XC312: ")]


@pytest.mark.parametrize(
    ("section", "value", "says"),
    [
        (INBOUND, b2b(), "gains"),
        (OUTBOUND, b2b(), "gains"),
        (INBOUND, None, "gains"),
        ("inbound_trust", trust(mfa=True), "newly trusts MFA"),
        ("automatic_user_consent_settings", consent(inbound=True, outbound=False), "without a consent prompt"),
        ("b2b_direct_connect_inbound", everyone(), "direct connect"),
    ],
)
def test_a_section_that_opens_is_refused_where_it_stands_and_closing_it_is_not(
    served: Served, section: str, value: Any, says: str
) -> None:
    prior, after = listed(served, **SECTIONS), entry(served, **{**SECTIONS, section: value})
    context = planned_partner(held(served), prior, after)
    assert undone(context) == [(section,)]
    assert says in texts(context, "error")
    assert undone(planned_partner(held(served, OTHER_ID), prior, after)) == []
    assert undone(planned_partner(served.reconnected(), prior, after)) == []
    assert undone(planned_partner(held(served), prior, entry(served, **SECTIONS))) == []


def test_the_error_says_who_holds_it_and_that_the_hold_is_to_be_taken_out(served: Served) -> None:
    prior = listed(served, **SECTIONS)
    after = entry(served, **{**SECTIONS, "inbound_trust": trust(mfa=True)})
    (error,) = (d for d in planned_partner(held(served), prior, after).diagnostics if d.severity == "error")
    assert "Held since 2026-11-20 by oncall@contoso.com (environments/pilot.yaml:61): INC-4711." in error.detail
    assert "take the hold out instead, reviewed like code: environments/pilot.yaml:61." in error.detail
    assert error.detail.endswith("See docs/findings/XC312.md.")  # not how to accept it: that is refused


def test_what_is_accepted_beside_it_undoes_no_hold(served: Served) -> None:
    prior = listed(served, **{**SECTIONS, INBOUND: b2b()})
    again = held(served)
    again.connected.finding_policy = accepting("XC307", served.tenant_id, PARTNER_ID)
    context = planned_partner(again, prior, entry(served, **{**SECTIONS, INBOUND: everyone()}))
    assert "XC307" not in texts(context, "error")
    assert undone(context) == [(INBOUND,)]


def test_a_partner_listed_anew_is_refused_unless_it_is_blocked_both_ways(served: Served) -> None:
    served.emulator.change(served.name, default=CLOSED)
    assert undone(planned_partner(held(served), None, entry(served, **SECTIONS))) == []
    context = planned_partner(held(served), None, entry(served))
    assert undone(context) == [()]  # it inherits the blocks of the default, which another plan may open
    assert "newly does not block both ways in its entry for" in texts(context, "error")
    assert undone(planned_partner(held(served), None, entry(served, **{**SECTIONS, INBOUND: b2b()}))) == [
        (INBOUND,)
    ]


def test_a_partner_that_is_removed_gets_what_the_default_permits(served: Served) -> None:
    prior = listed(served, **SECTIONS)
    assert undone(planned_partner(held(served), prior, None)) == [()]
    assert undone(planned_partner(held(served, OTHER_ID), prior, None)) == []
    served.emulator.change(served.name, default=CLOSED)
    assert undone(planned_partner(held(served), prior, None)) == []


def test_a_default_that_opens_reaches_who_inherits_it_and_not_who_is_blocked(served: Served) -> None:
    served.emulator.change(served.name, default={"b2bCollaborationInbound": graph_blocked()})
    prior = listed(served, **{OUTBOUND: everyone("blocked")})
    context = planned_default(held(served), **{INBOUND: b2b()})
    assert undone(context) == [(INBOUND,)]
    own = entry(served, **SECTIONS)
    written = served.reconnected().context()
    PARTNERS.update(written, prior, own)
    assert not list(written.diagnostics)
    assert undone(planned_default(held(served), **{INBOUND: b2b()})) == []


@pytest.mark.parametrize("on_destroy", ["restore", "reset"])
def test_a_default_that_is_destroyed_opens_to_those_held(served: Served, on_destroy: str) -> None:
    state = default_state(served, on_destroy)
    context = held(served).context()
    DEFAULT.plan(context, state, None, None)
    assert undone(context) == [()]


def test_a_cloud_that_is_enabled_reaches_a_held_partner_that_waits_for_it(served: Served) -> None:
    listed(served, **{**SECTIONS, INBOUND: b2b()})
    config = {"allowed_cloud_endpoints": [USGOV.endpoint], "on_destroy": None}
    for other, expected in ((PARTNER_ID, [("allowed_cloud_endpoints",)]), (OTHER_ID, [])):
        context = held(served, other).context()
        ROOT.plan(context, None, config, {**config, "id": Unknown, "home_tenant_id": Unknown})
        assert undone(context) == expected


def sync_plan(served: Served, prior: Any, **sections: Any) -> TenantContext:
    """What the plan of the partner's identity synchronization says."""
    ids = {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "tenant_id": PARTNER_ID}
    left_out = {"display_name": Unknown, "group_sync_inbound": Unknown, "adopt_existing": False}
    planned = {**ids, **left_out, **sections}
    context = served.context()
    SYNCHRONIZATIONS.plan(context, prior, planned, planned)
    return context


def test_identity_synchronization_is_refused_too(served: Served) -> None:
    on, off = {"is_sync_allowed": True}, {"is_sync_allowed": False}
    assert undone(sync_plan(held(served), None, user_sync_inbound=on)) == [
        ("user_sync_inbound",)
    ]  # not listed yet
    listed(served, **SECTIONS)
    assert undone(sync_plan(held(served), None, user_sync_inbound=on)) == [("user_sync_inbound",)]
    groups = sync_plan(held(served), None, user_sync_inbound=off, group_sync_inbound=on)
    assert undone(groups) == [("group_sync_inbound",)]
    for quiet in (
        sync_plan(held(served), None, user_sync_inbound=off),
        sync_plan(held(served, OTHER_ID), None, user_sync_inbound=on),
        sync_plan(served.reconnected(None), None, user_sync_inbound=on),
    ):
        assert undone(quiet) == []


def test_one_that_is_there_already_may_stay_or_stop(served: Served) -> None:
    on = {"isSyncAllowed": True}
    served.emulator.seed_partners(
        served.name, [{"tenantId": PARTNER_ID, "identitySynchronization": {"userSyncInbound": on}}]
    )
    state = SYNCHRONIZATIONS.read(
        served.reconnected().context(),
        {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "tenant_id": PARTNER_ID, "adopt_existing": False},
    )
    assert state is not None
    for allowed in (True, False):
        context = sync_plan(held(served), state, **{**state, "user_sync_inbound": {"is_sync_allowed": allowed}})
        assert undone(context) == []
    groups = {**state, "group_sync_inbound": {"is_sync_allowed": True}}
    assert undone(sync_plan(held(served), state, **groups)) == [("group_sync_inbound",)]


def test_what_is_not_known_may_open(served: Served) -> None:
    prior = listed(served, **SECTIONS)
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="/default", status=403))
    assert undone(planned_partner(held(served), prior, entry(served, **{**SECTIONS, INBOUND: None}))) == [
        (INBOUND,)
    ]
    assert undone(planned_partner(held(served), prior, entry(served, **SECTIONS))) == []


def test_where_a_joint_review_judges_nothing_is_said(served: Served) -> None:
    prior, after = listed(served, **SECTIONS), entry(served)
    joint = held(served)
    joint.connected.finding_policy = None
    assert list(planned_partner(joint, prior, after).diagnostics) == []
    assert list(planned_partner(joint, prior, None).diagnostics) == []
