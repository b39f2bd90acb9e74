"""crosscloud_partner_settings: created, adopted, changed and removed, and everything that it refuses."""

from typing import TYPE_CHECKING, Any

import pytest

from crosscloud.bridge.kinds import PARTNER_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.domain.settings import PARTNER
from crosscloud.emulator.faults import Fault
from crosscloud.graph import ForbiddenError
from crosscloud.tfplugin import Unknown
from tests.bridge.one_resource import OneResource
from tests.bridge.served import GROUP_ID, PARTNER_ID, Served, b2b, consent, graph_trust, texts, trust

if TYPE_CHECKING:
    from collections.abc import Callable
from contextlib import closing

RESOURCE = SettingsResource(PARTNER_KIND)


def planned(served: Served, **sections: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(section.name for section in PARTNER.sections)
    return {
        "id": PARTNER_ID,
        "home_tenant_id": served.tenant_id,
        "tenant_id": PARTNER_ID,
        "adopt_existing": False,
        **nothing,
        **sections,
    }


def created(served: Served, **sections: Any) -> dict[str, Any]:
    """The state after an earlier run has created the partner."""
    context = served.reconnected().context()
    state = RESOURCE.create(context, planned(served, **sections))
    assert state is not None
    assert not list(context.diagnostics)
    return state


def test_a_partner_is_created_with_all_its_sections_in_one_request(served: Served) -> None:
    state = created(served, b2b_collaboration_inbound=b2b(), inbound_trust=trust(mfa=True))
    assert state == planned(served, b2b_collaboration_inbound=b2b(), inbound_trust=trust(mfa=True))
    live = served.partner()
    assert live is not None
    assert live["b2bCollaborationInbound"]["usersAndGroups"]["targets"] == [
        {"target": GROUP_ID, "targetType": "group"}
    ]
    assert live["inboundTrust"]["isMfaAccepted"] is True
    assert live["b2bCollaborationOutbound"] is None
    writes = [line for line in served.requests if line["method"] == "POST" and "partners" in line["path"]]
    assert len(writes) == 1


def test_what_was_created_reads_back_as_it_was(served: Served) -> None:
    state = created(
        served,
        b2b_collaboration_outbound=b2b(),
        automatic_user_consent_settings=consent(inbound=True, outbound=False),
    )
    assert RESOURCE.read(served.reconnected().context(), state) == state


def test_ids_keep_the_spelling_of_the_code(served: Served) -> None:
    section = b2b(group=GROUP_ID.upper())
    state = created(served, b2b_collaboration_inbound=section)
    assert state["b2b_collaboration_inbound"] == section
    assert RESOURCE.read(served.reconnected().context(), state) == state


def test_a_section_taken_out_goes_back_to_inherit(served: Served) -> None:
    prior = created(
        served, inbound_trust=trust(mfa=True), automatic_user_consent_settings=consent(inbound=True, outbound=True)
    )
    context = served.context()
    state = RESOURCE.update(context, prior, planned(served))
    assert state == planned(served)
    live = served.partner()
    assert live is not None
    assert live["inboundTrust"] is None
    assert live["automaticUserConsentSettings"] == {"inboundAllowed": None, "outboundAllowed": None}


def test_only_sections_that_change_are_written(served: Served) -> None:
    prior = created(served, b2b_collaboration_inbound=b2b(), inbound_trust=trust(mfa=True))
    served.emulator.change(served.name, partners={PARTNER_ID: {"isServiceProvider": True}})
    after = planned(served, b2b_collaboration_inbound=b2b(), inbound_trust=trust(mfa=False, compliant=True))
    assert RESOURCE.update(served.context(), prior, after) == after
    live = served.partner()
    assert live is not None
    assert live["isServiceProvider"] is True  # not sent, so not touched


def test_a_partner_listed_already_is_refused_with_the_import_block(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True)}])
    context = served.context()
    assert RESOURCE.create(context, planned(served)) is None
    assert f'id = "{PARTNER_ID}"' in texts(context, "error")
    live = served.partner()
    assert live is not None
    assert live["inboundTrust"]["isMfaAccepted"] is True


def test_the_plan_warns_of_a_partner_listed_already(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True)}])
    context = served.context()
    RESOURCE.plan(context, None, {}, planned(served, id=Unknown, home_tenant_id=Unknown))
    assert "creating it will be refused" in texts(context, "warning")
    assert not context.diagnostics.has_errors


def test_adopt_existing_adopts_the_partner_as_planned(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True)}])
    context = served.context()
    after = planned(served, b2b_collaboration_inbound=b2b(), adopt_existing=True)
    assert RESOURCE.create(context, after) == after
    live = served.partner()
    assert live is not None
    assert live["inboundTrust"] is None  # not in the code: back to inherit
    assert live["b2bCollaborationInbound"] is not None


def test_a_partner_listed_exactly_as_planned_is_adopted_with_a_warning(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True)}])
    context = served.context()
    after = planned(served, inbound_trust=trust(mfa=True))
    assert RESOURCE.create(context, after) == after
    assert "exactly as planned" in texts(context, "warning")


def test_a_lost_answer_to_the_create_is_settled_by_reading(served: Served) -> None:
    served.emulator.faults.add(
        Fault(tenant=served.name, method="POST", path_contains="/partners", drop_connection=True)
    )
    context = served.context()
    after = planned(served, inbound_trust=trust(mfa=True))
    assert RESOURCE.create(context, after) == after
    assert not context.diagnostics.has_errors
    assert served.partner() is not None


def test_a_create_that_never_arrived_is_an_error_and_no_state(served: Served) -> None:
    served.emulator.faults.add(
        Fault(tenant=served.name, method="POST", path_contains="/partners", drop_before=True)
    )
    context = served.interrupted()
    assert RESOURCE.create(context, planned(served)) is None
    assert "is not known" in texts(context, "error")
    assert served.partner() is None


def test_a_read_that_lags_behind_the_write_is_waited_for(served: Served) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, method="POST", path_contains="/partners", stale_reads=1))
    assert created(served, inbound_trust=trust(mfa=True))["inbound_trust"] == trust(mfa=True)


def test_an_interrupt_ends_the_waiting_with_state_and_a_warning(served: Served) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, method="POST", path_contains="/partners", stale_reads=5))
    context = served.interrupted()
    assert RESOURCE.create(context, planned(served)) == planned(served)
    assert "still answers the old values" in texts(context, "warning")
    assert not context.diagnostics.has_errors


def test_a_change_made_outside_after_the_plan_is_named_and_nothing_is_written(served: Served) -> None:
    prior = created(served, inbound_trust=trust(mfa=True))
    served.emulator.change(served.name, partners={PARTNER_ID: {"inboundTrust": graph_trust(mfa=False)}})
    context = served.context()
    assert RESOURCE.update(context, prior, planned(served)) is None
    assert "inbound_trust.is_mfa_accepted: true -> false" in texts(context, "error")
    live = served.partner()
    assert live is not None
    assert live["inboundTrust"]["isMfaAccepted"] is False


def test_a_partner_removed_outside_after_the_plan_is_said(served: Served) -> None:
    prior = created(served)
    served.emulator.change(served.name, partners={PARTNER_ID: None})
    context = served.context()
    assert RESOURCE.update(context, prior, planned(served, inbound_trust=trust(mfa=True))) is None
    assert "no longer listed" in texts(context, "error")


def test_delete_removes_and_a_partner_already_gone_is_no_error(served: Served) -> None:
    prior = created(served)
    for _ in range(2):
        context = served.context()
        RESOURCE.delete(context, prior)
        assert not list(context.diagnostics)
        assert served.partner() is None


def test_delete_refuses_what_changed_outside(served: Served) -> None:
    prior = created(served)
    served.emulator.change(served.name, partners={PARTNER_ID: {"inboundTrust": graph_trust(mfa=True)}})
    context = served.context()
    RESOURCE.delete(context, prior)
    assert "changed since the plan" in texts(context, "error")
    assert "(XC309)" in texts(context, "error")
    assert served.partner() is not None


def test_a_service_provider_is_never_removed(served: Served) -> None:
    prior = created(served)
    served.emulator.change(served.name, partners={PARTNER_ID: {"isServiceProvider": True}})
    at_plan, at_apply = served.context(), served.context()
    RESOURCE.plan(at_plan, prior, None, None)
    RESOURCE.delete(at_apply, prior)
    for context in (at_plan, at_apply):
        (told,) = context.diagnostics
        assert told.summary.startswith("XC302: ")
        assert "removed { from = crosscloud_partner_settings.NAME" in told.detail
        assert "accept" not in told.detail
    assert served.partner() is not None


@pytest.mark.parametrize(
    ("odd", "severity", "says"),
    [
        ({"isServiceProvider": "yes"}, "error", "XC302: "),
        ({"identitySynchronization": "yes"}, "warning", "may have an identity synchronization"),
    ],
)
def test_what_is_not_understood_of_a_partner_that_is_to_be_removed_is_not_taken_for_no(
    served: Served, odd: dict[str, Any], severity: str, says: str
) -> None:
    prior = created(served)
    answered = {"value": [{"tenantId": PARTNER_ID, **odd}]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    context = served.reconnected().context()
    RESOURCE.plan(context, prior, None, None)
    assert says in texts(context, severity)


def test_what_is_not_understood_at_the_apply_is_not_removed_either(served: Served) -> None:
    """An empty text counts as nothing in Python, and is neither true, false nor null in JSON."""
    prior = created(served)
    answered = {"tenantId": PARTNER_ID, "isServiceProvider": ""}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains=PARTNER_ID, status=200, body=answered))
    context = served.context()
    RESOURCE.delete(context, prior)
    assert f"would lose the entry of {PARTNER_ID}, which may be a service provider" in texts(context, "error")
    assert served.partner() is not None


@pytest.mark.parametrize("ordinary", [{}, {"isServiceProvider": None}, {"isServiceProvider": False}])
def test_an_ordinary_partner_without_a_synchronization_is_removed_without_a_word(
    served: Served, ordinary: dict[str, Any]
) -> None:
    prior = created(served)
    answered = {"value": [{"tenantId": PARTNER_ID, **ordinary}]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    context = served.reconnected().context()
    RESOURCE.plan(context, prior, None, None)
    assert not list(context.diagnostics)


def test_a_section_that_is_not_understood_is_an_error_for_that_partner_alone(served: Served) -> None:
    state, other = created(served), "11111111-2222-4333-8444-555555555555"
    answered = {"value": [{"tenantId": PARTNER_ID, "inboundTrust": "yes"}, {"tenantId": other}]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    run = served.reconnected()
    one, two = run.context(), run.context()
    assert RESOURCE.read(one, state) == state
    assert "cannot be understood" in texts(one, "error")
    assert "Graph answered inboundTrust as str" in texts(one, "error")
    elsewhere = {**state, "id": other, "tenant_id": other}
    assert RESOURCE.read(two, elsewhere) == elsewhere
    assert not list(two.diagnostics)


def test_a_partner_that_is_gone_is_read_as_gone(served: Served) -> None:
    state = created(served)
    served.emulator.change(served.name, partners={PARTNER_ID: None})
    assert RESOURCE.read(served.reconnected().context(), state) is None


def test_an_unreadable_tenant_keeps_the_state_and_is_reported_once(served: Served) -> None:
    state = created(served)
    again = served.reconnected()
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="/partners", status=403))
    first, second = again.context(), again.context()
    assert RESOURCE.read(first, state) == state
    assert RESOURCE.read(second, state) == state
    assert "cannot be read" in texts(first, "error")
    assert not second.diagnostics.has_errors
    assert "state kept" in texts(second, "warning")


@pytest.mark.parametrize("call", ["plan", "read", "update", "delete"])
def test_the_state_of_another_tenant_is_refused_before_any_request(served: Served, call: str) -> None:
    before = len(served.requests)
    foreign = {**planned(served), "home_tenant_id": "11111111-1111-1111-1111-111111111111"}
    context = served.context()
    calls: dict[str, Callable[[], object]] = {
        "plan": lambda: RESOURCE.plan(context, foreign, None, None),
        "read": lambda: RESOURCE.read(context, foreign),
        "update": lambda: RESOURCE.update(context, foreign, planned(served)),
        "delete": lambda: RESOURCE.delete(context, foreign),
    }
    calls[call]()
    assert "Settings of another tenant" in texts(context, "error")
    assert len(served.requests) == before


def test_the_tenant_itself_is_no_partner(served: Served) -> None:
    context = served.context()
    RESOURCE.plan(context, None, {}, planned(served, tenant_id=served.tenant_id.upper()))
    assert "cannot list itself" in texts(context, "error")


def test_import_takes_a_tenant_id_in_any_case_and_nothing_else(served: Served) -> None:
    state = RESOURCE.import_state(served.context(), PARTNER_ID.upper())
    assert state is not None
    assert (state["id"], state["tenant_id"]) == (PARTNER_ID, PARTNER_ID)
    context = served.context()
    assert RESOURCE.import_state(context, "fabrikam.onmicrosoft.us") is None
    assert "must be a GUID" in texts(context, "error")


def test_a_missing_permission_is_an_error_that_names_it(served: Served) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, method="POST", path_contains="/partners", status=403))
    with pytest.raises(ForbiddenError, match=r"Policy\.ReadWrite\.CrossTenantAccess"):
        RESOURCE.create(served.context(), planned(served))


def test_what_nobody_decided_stays_so_when_it_is_imported_and_left_out_of_the_code(served: Served) -> None:
    undecided = {"inboundAllowed": None, "outboundAllowed": True}
    served.emulator.seed_partners(
        served.name, [{"tenantId": PARTNER_ID, "automaticUserConsentSettings": undecided}]
    )
    with closing(OneResource(served, RESOURCE.type_name)) as resource:
        resource.state = RESOURCE.import_state(served.context(), PARTNER_ID)
        given = {"tenant_id": PARTNER_ID, "automatic_user_consent_settings": {"outbound_allowed": True}}
        assert resource.plan(given) is None
        assert resource.state is not None
        assert resource.state["automatic_user_consent_settings"]["inbound_allowed"] is None


def test_a_partner_that_the_list_lacks_and_that_is_answered_alone_stays_in_the_state(served: Served) -> None:
    state = created(served)
    served.emulator.faults.add(
        Fault(tenant=served.name, path_contains="/partners", status=200, body={"value": []})
    )
    context = served.reconnected().context()
    assert RESOURCE.read(context, state) == state
    assert f"Partner {PARTNER_ID} is in one answer of Graph and not in another" in texts(context, "error")
