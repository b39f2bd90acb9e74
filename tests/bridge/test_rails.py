"""What one resource's own change makes unsafe is told when it is planned, and refuses the plan unless accepted."""

import datetime as dt
from typing import Any

import pytest

from crosscloud.bridge.kinds import DEFAULT_KIND, PARTNER_KIND, ROOT_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.bridge.tenant import TenantContext
from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import USGOV
from crosscloud.domain.finding_policy import Acceptance, FindingPolicy
from crosscloud.domain.settings import DEFAULT as DEFAULT_SETTINGS
from crosscloud.domain.settings import PARTNER, sections_from_graph
from crosscloud.emulator.faults import Fault
from crosscloud.tfplugin import Unknown
from tests.bridge.served import PARTNER_ID, Served, b2b, texts, trust

ROOT, DEFAULT, PARTNERS = (
    SettingsResource(ROOT_KIND),
    SettingsResource(DEFAULT_KIND),
    SettingsResource(PARTNER_KIND),
)
TODAY = dt.datetime.now(dt.UTC).date()
INBOUND, OUTBOUND = "b2b_collaboration_inbound", "b2b_collaboration_outbound"


def half(access_type: str, target: str, target_type: str) -> dict[str, Any]:
    return {"access_type": access_type, "targets": [{"target": target, "target_type": target_type}]}


def everyone(access_type: str = "allowed") -> dict[str, Any]:
    return {
        "users_and_groups": half(access_type, "AllUsers", "user"),
        "applications": half(access_type, "AllApplications", "application"),
    }


MAIL = {**everyone(), "applications": half("allowed", RIGHTS_MANAGEMENT, "application")}


def accepting(finding: str, *tenants: str, until: dt.date = TODAY) -> FindingPolicy:
    return FindingPolicy((Acceptance(finding, tenants, "it is meant", "lead@contoso.com", until),))


def told(context: TenantContext) -> list[tuple[str, str, tuple[object, ...]]]:
    """The findings that were told: severity, id, path."""
    return [(str(d.severity), d.summary[:5], d.path) for d in context.diagnostics if d.summary.startswith("XC")]


def entry(served: Served, **sections: Any) -> dict[str, Any]:
    """A partner as planned, or in the state."""
    nothing = dict.fromkeys(section.name for section in PARTNER.sections)
    ids = {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "tenant_id": PARTNER_ID}
    return {**ids, "adopt_existing": False, **nothing, **sections}


def listed(served: Served, **sections: Any) -> dict[str, Any]:
    """The state of a partner that an earlier run has listed."""
    state = PARTNERS.create(served.reconnected().context(), entry(served, **sections))
    assert state is not None
    return state


def planned_partner(served: Served, prior: Any, after: dict[str, Any] | None) -> TenantContext:
    """What the plan of a partner says."""
    context = served.context()
    PARTNERS.plan(context, prior, after, after)
    return context


def planned_default(served: Served, **sections: Any) -> TenantContext:
    """What the plan says of a default that is adopted with `sections`."""
    nothing = dict.fromkeys(section.name for section in DEFAULT_SETTINGS.sections)
    config = {**nothing, **sections, "on_destroy": None}
    ids = dict.fromkeys(("id", "home_tenant_id", "restore_to"), Unknown)
    context = served.context()
    DEFAULT.plan(context, None, config, {**config, **ids})
    return context


def default_state(served: Served, on_destroy: str) -> dict[str, Any]:
    """The state of a default that was closed where it was open."""
    live = sections_from_graph(DEFAULT_SETTINGS, served.state["default"])
    closed = {INBOUND: everyone("blocked"), OUTBOUND: everyone("blocked")}
    context = served.reconnected().context()
    state = DEFAULT.create(context, {**live, **closed, "on_destroy": on_destroy, "restore_to": Unknown})
    assert state is not None
    return state


def test_a_default_that_is_adopted_and_narrowed_closes_and_opens_to_nobody(served: Served) -> None:
    context = planned_default(served, **{OUTBOUND: MAIL})
    assert told(context) == [("error", "XC301", (OUTBOUND,))]
    assert f'accept = [{{ finding = "XC301", tenants = ["{served.tenant_id}"]' in texts(context, "error")
    assert "docs/findings/XC301.md" in texts(context, "error")


def test_what_is_accepted_goes_through_until_its_day(served: Served) -> None:
    accepted = served.reconnected(accepting("XC301", served.tenant_id))
    assert told(planned_default(accepted, **{OUTBOUND: MAIL})) == []
    yesterday = TODAY - dt.timedelta(days=1)
    expired = served.reconnected(accepting("XC301", served.tenant_id, until=yesterday))
    context = planned_default(expired, **{OUTBOUND: MAIL})
    assert told(context) == [("error", "XC301", (OUTBOUND,))]
    assert f"It was accepted until {yesterday} (approved by lead@contoso.com)" in texts(context, "error")


def test_a_finding_about_two_tenants_is_accepted_for_both(served: Served) -> None:
    prior, after = listed(served, **{INBOUND: b2b()}), entry(served, **{INBOUND: everyone()})
    one = served.reconnected(accepting("XC307", served.tenant_id))
    assert told(planned_partner(one, prior, after)) == [("error", "XC307", (INBOUND,))]
    both = served.reconnected(accepting("XC307", PARTNER_ID, served.tenant_id))
    assert told(planned_partner(both, prior, after)) == []


def test_severities_are_those_that_are_said(served: Served) -> None:
    prior, after = listed(served, **{INBOUND: b2b()}), entry(served, **{INBOUND: everyone()})
    weighed = served.reconnected(FindingPolicy(severities={"XC307": "warning"}))
    assert told(planned_partner(weighed, prior, after)) == [("warning", "XC307", (INBOUND,))]
    silenced = served.reconnected(FindingPolicy(severities={"XC307": "info"}))
    assert told(planned_partner(silenced, prior, after)) == []


def test_a_doubt_is_a_warning_or_what_it_is_said_to_count_as(served: Served) -> None:
    mixed = {**b2b(), "applications": b2b("blocked")["applications"]}
    prior, after = listed(served, **{INBOUND: everyone()}), entry(served, **{INBOUND: mixed})
    assert ("warning", "XC207", (INBOUND,)) in told(planned_partner(served, prior, after))
    weighed = served.reconnected(FindingPolicy(severities={"XC207": "error"}))
    assert ("error", "XC207", (INBOUND,)) in told(planned_partner(weighed, prior, after))


def test_a_doubt_needs_no_connection() -> None:
    context: TenantContext = TenantContext()
    mixed = {**b2b(), "applications": b2b("blocked")["applications"]}
    given = {"tenant_id": PARTNER_ID, "id": Unknown, INBOUND: mixed}
    PARTNERS.plan(context, None, given, given)
    assert told(context) == [("warning", "XC207", (INBOUND,))]


def test_where_a_joint_review_judges_nothing_is_said(served: Served) -> None:
    joint = served.reconnected(None)
    assert told(planned_default(joint, **{INBOUND: everyone("blocked")})) == []
    prior = listed(served, **{INBOUND: b2b()})
    mixed = {**everyone(), "applications": b2b("blocked")["applications"]}
    assert list(planned_partner(joint, prior, entry(served, **{INBOUND: mixed})).diagnostics) == []
    assert list(planned_partner(joint, prior, None).diagnostics) == []


def test_a_default_that_opens_is_refused(served: Served) -> None:
    context = planned_default(served, b2b_direct_connect_inbound=everyone())
    assert told(context) == [("error", "XC307", ("b2b_direct_connect_inbound",))]


def test_trust_through_the_default_is_a_warning(served: Served) -> None:
    assert told(planned_default(served, inbound_trust=trust(mfa=True))) == [
        ("warning", "XC308", ("inbound_trust",))
    ]


def test_what_is_so_already_is_no_change(served: Served) -> None:
    assert told(planned_default(served, **{INBOUND: everyone(), OUTBOUND: everyone()})) == []
    prior = listed(served, **{INBOUND: everyone()})
    assert list(planned_partner(served, prior, entry(served, **{INBOUND: everyone()})).diagnostics) == []


def test_a_new_partner_gets_what_the_code_declares(served: Served) -> None:
    served.emulator.change(served.name, default={"b2bCollaborationInbound": graph_blocked()})
    declared = told(planned_partner(served, None, entry(served, **{INBOUND: b2b()})))
    assert declared == [("warning", "XC306", (INBOUND,))]
    again = served.reconnected()
    assert told(planned_partner(again, None, entry(served, **{INBOUND: everyone()}))) == [
        ("error", "XC307", (INBOUND,))
    ]


def test_a_replaced_partner_is_compared_with_the_live_one(served: Served) -> None:
    listed(served, **{INBOUND: b2b()})
    context = planned_partner(served, None, {**entry(served, **{INBOUND: everyone()}), "adopt_existing": True})
    assert told(context) == [("error", "XC307", (INBOUND,))]


def test_a_replacement_is_not_judged_once_more_when_the_first_half_of_it_is_done(served: Served) -> None:
    """Terraform plans it again at the apply, after the delete: refusing it then would leave nobody listed."""
    served.emulator.change(served.name, default={"b2bCollaborationInbound": graph_blocked()})
    prior = listed(served, **{INBOUND: everyone()})
    assert told(planned_partner(served.reconnected(), None, {**prior, "id": Unknown})) == []  # it stays as it is
    applying = served.reconnected()
    PARTNERS.delete(applying.context(), prior)
    assert told(planned_partner(applying, None, {**prior, "id": Unknown})) == []
    assert told(planned_partner(served.reconnected(), None, {**prior, "id": Unknown})) != []


def test_nor_is_a_default_that_was_reset_on_its_way(served: Served) -> None:
    state = default_state(served, "reset")
    applying = served.reconnected()
    DEFAULT.delete(applying.context(), state)
    assert served.state["default"]["b2bCollaborationInbound"] != graph_blocked()
    context = applying.context()
    DEFAULT.plan(context, None, {**state, "restore_to": None}, {**state, "restore_to": Unknown})
    assert told(context) == []


def test_a_section_taken_out_of_the_code_opens_to_what_the_default_permits(served: Served) -> None:
    prior = listed(served, **{INBOUND: b2b()})
    context = planned_partner(served, prior, entry(served))
    assert told(context) == [("error", "XC307", (INBOUND,))]
    assert "the default takes over" in texts(context, "error")


def test_a_partner_removed_opens_to_what_the_default_permits(served: Served) -> None:
    prior = listed(served, **{INBOUND: b2b()})
    assert told(planned_partner(served, prior, None)) == [("error", "XC307", ())]
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [USGOV.endpoint]})
    context = planned_partner(served.reconnected(), prior, None)
    assert told(context) == [("warning", "XC307", ())]  # in another cloud, it has nothing once it is gone
    assert f"The cloud of {PARTNER_ID} is not known" in texts(context, "warning")


@pytest.mark.parametrize("on_destroy", ["restore", "reset"])
def test_destroying_a_closed_default_opens_it(served: Served, on_destroy: str) -> None:
    state = default_state(served, on_destroy)
    context = served.reconnected().context()
    DEFAULT.plan(context, state, None, None)
    not_documented = (
        [("warning", "XC315", ())] if on_destroy == "reset" else []
    )  # what a reset makes of other ways
    assert told(context) == [("error", "XC307", ()), ("error", "XC307", ()), *not_documented]
    kept = served.context()
    DEFAULT.plan(kept, {**state, "on_destroy": "keep"}, None, None)
    assert list(kept.diagnostics) == []


def test_a_cloud_switched_off_is_a_warning_since_the_partners_clouds_are_not_read(served: Served) -> None:
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [USGOV.endpoint]})
    listed(served)
    config: dict[str, Any] = {"allowed_cloud_endpoints": [], "on_destroy": None}
    context = served.reconnected().context()
    ROOT.plan(context, None, config, {**config, "id": Unknown, "home_tenant_id": Unknown})
    assert told(context) == [("warning", "XC303", ("allowed_cloud_endpoints",))]


def test_a_cloud_enabled_over_many_partners_is_one_warning(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": f"{PARTNER_ID[:-1]}{n}"} for n in range(4)])
    config = {"allowed_cloud_endpoints": [USGOV.endpoint], "on_destroy": None}
    context = served.context()
    ROOT.plan(context, None, config, {**config, "id": Unknown, "home_tenant_id": Unknown})
    assert told(context) == [("warning", "XC307", ("allowed_cloud_endpoints",))]
    assert "And 7 more of this kind." in texts(context, "warning")  # four partners, in and out


def test_what_is_not_known_yet_or_not_readable_neither_refuses_nor_alarms(served: Served) -> None:
    prior = listed(served, **{INBOUND: b2b()})
    later = {**everyone(), "applications": half("allowed", Unknown, "application")}  # type: ignore[arg-type]  # known after the apply
    for value in (Unknown, later):
        assert told(planned_partner(served, prior, entry(served, **{INBOUND: value}))) == []
    for part in ("/default", "/partners"):
        served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains=part, status=403))
        again = served.reconnected()
        assert told(planned_partner(again, prior, entry(served))) == []
        assert told(planned_partner(again, prior, None)) == []
        served.emulator.faults.clear()


def test_a_section_of_the_default_that_is_not_understood_leaves_the_others_judged(served: Served) -> None:
    prior = listed(served, **{INBOUND: b2b(), OUTBOUND: b2b()})
    answered = {**served.state["default"], "b2bCollaborationInbound": {"usersAndGroups": "all"}}
    for after, expected in (
        ({INBOUND: everyone(), OUTBOUND: b2b()}, [("error", "XC307", (INBOUND,))]),
        ({INBOUND: b2b(), OUTBOUND: everyone()}, [("error", "XC307", (OUTBOUND,))]),
        ({OUTBOUND: b2b()}, []),  # what is inherited then is not known: told where the default is read
    ):
        served.emulator.faults.add(Fault(tenant=served.name, path_contains="/default", status=200, body=answered))
        assert told(planned_partner(served.reconnected(), prior, entry(served, **after))) == expected


def test_judging_asks_for_nothing_more_than_the_one_reading_of_the_tenant(served: Served) -> None:
    prior = listed(served, **{INBOUND: b2b()})
    before = len(served.requests)
    run = served.reconnected()
    assert told(planned_partner(run, prior, entry(served, **{INBOUND: everyone()}))) != []
    assert told(planned_default(run, **{INBOUND: everyone("blocked")})) != []
    assert [r["method"] for r in served.requests[before:]] == ["GET"] * 3
    assert run.connected.parse_once() is run.connected.parse_once()


def graph_blocked() -> dict[str, Any]:
    """A B2B setting that permits nothing, as in Graph."""
    return {
        "usersAndGroups": {"accessType": "blocked", "targets": [{"target": "AllUsers", "targetType": "user"}]},
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }
