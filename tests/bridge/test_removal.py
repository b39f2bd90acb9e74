"""A removal is compared with what was reviewed: the live object when it was planned, not the state of before.

Terraform hands a removal, at the apply, the state as it was before the refresh; here `prior` is that state.
"""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crosscloud.bridge.kind import Kind
from crosscloud.bridge.kinds import DEFAULT_KIND, PARTNER_KIND, ROOT_KIND, SYNCHRONIZATION_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.bridge.reviewed import Reviewed, keep_reviewed, take_reviewed
from crosscloud.bridge.tenant import TenantContext
from crosscloud.domain.clouds import CHINA, USGOV
from crosscloud.domain.settings import PARTNER
from crosscloud.emulator.faults import Fault
from crosscloud.graph import AnswerLostError, ConflictError, CrosscloudGraphError, NotFoundError, PolicyApi
from crosscloud.tfplugin import Context
from tests.bridge.served import PARTNER_ID, Served, graph_trust, texts, trust

if TYPE_CHECKING:
    from collections.abc import Callable

PARTNERS, SYNCHRONIZATIONS, ROOT = (
    SettingsResource(PARTNER_KIND),
    SettingsResource(SYNCHRONIZATION_KIND),
    SettingsResource(ROOT_KIND),
)
OTHER = "11111111-2222-4333-8444-555555555555"
US, CN = USGOV.endpoint, CHINA.endpoint


def entry(served: Served, **sections: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(section.name for section in PARTNER.sections)
    ids = {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "tenant_id": PARTNER_ID}
    return {**ids, "adopt_existing": False, **nothing, **sections}


def listed(served: Served, **sections: Any) -> dict[str, Any]:
    state = PARTNERS.create(served.reconnected().context(), entry(served, **sections))
    assert state is not None
    return state


def edited(served: Served, **entry: Any) -> None:
    """Somebody changes the partner's entry in the portal."""
    served.emulator.change(served.name, partners={PARTNER_ID: entry})


def planned_away(served: Served, resource: Any, prior: dict[str, Any]) -> bytes:
    """What the plan of the removal keeps for the apply."""
    context = served.reconnected().context()
    resource.plan(context, prior, None, None)
    assert not context.diagnostics.has_errors
    return context.private


def applied(served: Served, resource: Any, prior: dict[str, Any], private: bytes) -> TenantContext:
    """The removal, through a connection that has read nothing yet."""
    context = Context(client=served.reconnected().connected, private=private)
    resource.delete(context, prior)
    return context


def test_a_partner_that_was_changed_before_the_plan_is_removed(served: Served) -> None:
    prior = listed(served, inbound_trust=trust(mfa=True))
    edited(served, inboundTrust=graph_trust(mfa=False))
    context = applied(served, PARTNERS, prior, planned_away(served, PARTNERS, prior))
    assert not list(context.diagnostics)
    assert served.partner() is None


def test_one_that_changed_after_it_is_not_and_what_changed_since_is_named(served: Served) -> None:
    prior = listed(served, inbound_trust=trust(mfa=True))
    edited(served, inboundTrust=graph_trust(mfa=False))
    private = planned_away(served, PARTNERS, prior)
    edited(served, automaticUserConsentSettings={"inboundAllowed": True})
    context = applied(served, PARTNERS, prior, private)
    assert "(XC309)" in texts(context, "error")
    assert "automatic_user_consent_settings" in texts(context, "error")
    assert "is_mfa_accepted" not in texts(context, "error")  # that was reviewed
    assert served.partner() is not None


def test_one_that_went_back_to_what_the_state_has_was_not_reviewed_so(served: Served) -> None:
    prior = listed(served, inbound_trust=trust(mfa=True))
    edited(served, inboundTrust=graph_trust(mfa=False))
    private = planned_away(served, PARTNERS, prior)
    edited(served, inboundTrust=graph_trust(mfa=True))
    assert "is_mfa_accepted: false -> true" in texts(applied(served, PARTNERS, prior, private), "error")


def test_an_identity_synchronization(served: Served) -> None:
    off, on = ({"userSyncInbound": {"isSyncAllowed": allowed}} for allowed in (False, True))
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "identitySynchronization": off}])
    imported = SYNCHRONIZATIONS.import_state(served.context(), PARTNER_ID)
    assert imported is not None
    prior = SYNCHRONIZATIONS.read(served.reconnected().context(), imported)
    assert prior is not None
    edited(served, identitySynchronization=on)
    private = planned_away(served, SYNCHRONIZATIONS, prior)
    edited(served, identitySynchronization={**on, "displayName": "Edited"})
    assert "display_name" in texts(applied(served, SYNCHRONIZATIONS, prior, private), "error")
    context = applied(served, SYNCHRONIZATIONS, prior, planned_away(served, SYNCHRONIZATIONS, prior))
    assert not list(context.diagnostics)
    partner = served.partner()
    assert partner is not None
    assert partner["identitySynchronization"] is None


@pytest.mark.parametrize(("on_destroy", "left"), [("restore", [CN]), ("reset", [])])
def test_the_root_is_given_back(served: Served, on_destroy: str, left: list[str]) -> None:
    prior = {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        "allowed_cloud_endpoints": [US],
        "on_destroy": on_destroy,
        "restore_to": json.dumps({"allowed_cloud_endpoints": [CN]}),
    }
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [US, CN]})
    private = planned_away(served, ROOT, prior)
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": []})
    assert f"allowed_cloud_endpoints: [{US}, {CN}] -> []" in texts(applied(served, ROOT, prior, private), "error")
    assert not list(applied(served, ROOT, prior, planned_away(served, ROOT, prior)).diagnostics)
    assert served.state["policy"]["allowedCloudEndpoints"] == left


def test_a_killed_reset_converges(served: Served) -> None:
    """It reset and was killed before it said so: the state has what stood before, and Graph has the reset."""
    prior = {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        "allowed_cloud_endpoints": [US],
        "on_destroy": "reset",
        "restore_to": None,
    }
    assert not list(applied(served, ROOT, prior, planned_away(served, ROOT, prior)).diagnostics)


def test_what_could_not_be_read_when_it_was_planned_is_compared_with_the_state(served: Served) -> None:
    prior = listed(served, inbound_trust=trust(mfa=True))
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="/partners", status=403))
    context = served.reconnected().context()
    PARTNERS.plan(context, prior, None, None)
    assert context.private == b""
    edited(served, inboundTrust=graph_trust(mfa=False))
    served.emulator.faults.clear()
    assert "is_mfa_accepted: true -> false" in texts(applied(served, PARTNERS, prior, context.private), "error")


def test_what_could_not_be_read_and_is_as_the_state_has_it_is_removed(served: Served) -> None:
    """Nothing but the state was there to be reviewed, and it still holds."""
    prior = listed(served, inbound_trust=trust(mfa=True))
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="/partners", status=403))
    context = served.reconnected().context()
    PARTNERS.plan(context, prior, None, None)
    served.emulator.faults.clear()
    assert not list(applied(served, PARTNERS, prior, context.private).diagnostics)
    assert served.partner() is None


def test_what_was_gone_when_it_was_planned_and_is_there_again_is_not_removed(served: Served) -> None:
    """Terraform plans the removal of what is gone where it did not refresh the state."""
    prior = listed(served, inbound_trust=trust(mfa=True))
    PARTNERS.delete(served.context(), prior)
    private = planned_away(served, PARTNERS, prior)
    assert not list(applied(served, PARTNERS, prior, private).diagnostics)  # still gone: nothing to do
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True)}])
    context = applied(served, PARTNERS, prior, private)  # just as the state has it, but nobody reviewed it
    assert f"Partner {PARTNER_ID} came after the plan" in texts(context, "error")
    assert served.partner() is not None


def test_what_one_plan_kept_is_no_part_of_the_next_nor_of_the_state(served: Served) -> None:
    prior = listed(served, inbound_trust=trust(mfa=True))
    private = planned_away(served, PARTNERS, prior)
    edited(served, inboundTrust=graph_trust(mfa=False))
    refused = applied(served, PARTNERS, prior, private)
    assert (refused.diagnostics.has_errors, refused.private) == (True, b"")
    live = {**prior, "inbound_trust": trust()}
    calls: tuple[Callable[[TenantContext], object], ...] = (
        lambda context: PARTNERS.plan(context, live, live, live),
        lambda context: PARTNERS.update(context, live, live),
        lambda context: PARTNERS.create(context, live),
    )
    for call in calls:
        context = Context(client=served.reconnected().connected, private=private)
        call(context)
        assert context.private == b""


def test_a_tainted_partner_is_removed_as_it_was_when_that_was_planned(served: Served) -> None:
    prior = listed(served, inbound_trust=trust(mfa=True))
    edited(served, inboundTrust=graph_trust(mfa=False))
    run = served.reconnected()
    PARTNERS.read(run.context(), prior)
    context = run.context()
    PARTNERS.plan(context, None, {}, prior)
    assert not list(applied(served, PARTNERS, prior, context.private).diagnostics)


def test_a_resource_that_replaces_another_partner_keeps_what_it_removes(served: Served) -> None:
    prior = listed(served)
    served.emulator.seed_partners(served.name, [{"tenantId": OTHER, "inboundTrust": graph_trust(mfa=True)}])
    run = served.reconnected()
    PARTNERS.read(run.context(), {**prior, "tenant_id": OTHER, "id": OTHER})  # another resource has it so far
    after = {**prior, "tenant_id": OTHER, "id": OTHER}
    first = run.context()
    PARTNERS.plan(first, prior, after, after)
    again = Context(client=run.connected, private=first.private)
    PARTNERS.plan(again, None, after, after)
    assert again.private == first.private
    assert take_reviewed(again, PARTNER_ID) == Reviewed(run.connected.find_live(PARTNER, PARTNER_ID))


def test_another_object_was_not_reviewed() -> None:
    context: Context[Any] = Context()
    assert take_reviewed(context, PARTNER_ID) is None
    keep_reviewed(context, PARTNER_ID.upper(), Reviewed({"inbound_trust": None}))
    assert take_reviewed(Context(private=context.private), OTHER) is None
    assert take_reviewed(context, PARTNER_ID) == Reviewed({"inbound_trust": None})
    assert take_reviewed(context, PARTNER_ID) is None


def test_a_partner_said_not_to_be_there_although_it_was_read_is_read_again(served: Served) -> None:
    prior = listed(served)
    fault = Fault(tenant=served.name, method="DELETE", path_contains="/partners", status=404)
    served.emulator.faults.add(fault)
    context = served.interrupted()
    PARTNERS.delete(context, prior)
    assert f"Partner {PARTNER_ID} was not removed" in texts(context, "error")
    assert "Graph still answers it, so it stays in the state" in texts(context, "error")
    served.emulator.faults.add(Fault(tenant=served.name, method="DELETE", stale_reads=1))
    late = served.context()
    PARTNERS.delete(late, prior)
    assert not list(late.diagnostics)
    assert served.partner() is None


@pytest.mark.parametrize(
    "answer",
    [AnswerLostError("no answer"), ConflictError(409, "Conflict", "busy"), NotFoundError(404, "NotFound", "gone")],
    ids=lambda answer: type(answer).__name__,
)
def test_a_removal_that_acted_whatever_it_was_answered_is_a_removal(
    served: Served, answer: CrosscloudGraphError
) -> None:
    def remove(api: PolicyApi, partner: str) -> None:
        api.delete_partner(partner)
        raise answer

    prior = listed(served)
    context = served.context()
    SettingsResource(replace(PARTNER_KIND, remove=remove)).delete(context, prior)
    assert not list(context.diagnostics)
    assert served.partner() is None


def test_what_on_destroy_puts_back_is_read_back(served: Served) -> None:
    prior = {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        "allowed_cloud_endpoints": [],
        "on_destroy": "restore",
        "restore_to": json.dumps({"allowed_cloud_endpoints": [CN]}),
    }
    served.emulator.faults.add(Fault(tenant=served.name, method="PATCH", stale_reads=3))
    context = served.interrupted()
    ROOT.delete(context, prior)
    assert "were written, but Graph still answers the old values" in texts(context, "warning")
    assert served.state["policy"]["allowedCloudEndpoints"] == [CN]


@pytest.mark.parametrize("kind", [ROOT_KIND, DEFAULT_KIND], ids=lambda kind: kind.type_name)
def test_a_reset_that_graph_takes_and_does_not_do_is_not_taken_for_done(served: Served, kind: Kind) -> None:
    served.emulator.change(
        served.name, policy={"allowedCloudEndpoints": [US]}, default={"inboundTrust": graph_trust(mfa=True)}
    )
    ids = {"id": served.tenant_id, "home_tenant_id": served.tenant_id}
    live = served.reconnected().connected.find_live(kind.settings)
    prior = {**ids, **(live or {}), "on_destroy": "reset", "restore_to": None}
    context = served.interrupted()
    SettingsResource(replace(kind, reset=lambda api, tenant: None)).delete(context, prior)
    assert "were written, but Graph still answers the old values" in texts(context, "warning")
    done = served.context()
    SettingsResource(kind).delete(done, prior)
    assert not list(done.diagnostics)


def test_a_removal_that_acted_and_lost_its_answer_is_a_removal(served: Served) -> None:
    prior = listed(served)
    served.emulator.faults.add(Fault(tenant=served.name, method="DELETE", drop_connection=True))
    context = served.context()
    PARTNERS.delete(context, prior)
    assert not list(context.diagnostics)
    assert served.partner() is None


@pytest.mark.parametrize("kind", [PARTNER_KIND, SYNCHRONIZATION_KIND], ids=lambda kind: kind.type_name)
def test_what_one_read_says_is_gone_and_another_still_has_stays_in_the_state(served: Served, kind: Kind) -> None:
    below = {"userSyncInbound": {"isSyncAllowed": True}}
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, "identitySynchronization": below}])
    resource = SettingsResource(kind)
    imported = resource.import_state(served.context(), PARTNER_ID)
    assert imported is not None
    prior = resource.read(served.reconnected().context(), imported)
    assert prior is not None
    private = planned_away(served, resource, prior)
    path = f"/partners/{PARTNER_ID}{'/identitySynchronization' if kind is SYNCHRONIZATION_KIND else ''}"
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains=path, status=404))
    context = applied(served, resource, prior, private)
    assert "But Graph still answers it, so it stays in the state" in texts(context, "error")
    assert served.partner() is not None


def test_what_one_read_says_is_gone_stays_in_the_state_while_nothing_else_can_be_read(served: Served) -> None:
    """Also where it was told already that the tenant cannot be read, and is only warned of any more."""
    prior = listed(served)
    private = planned_away(served, PARTNERS, prior)
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains=f"/{PARTNER_ID}", status=404))
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="/partners?", status=403))
    now = served.reconnected()
    told = now.context()
    PARTNERS.read(told, {**prior, "id": OTHER, "tenant_id": OTHER})
    assert told.diagnostics.has_errors
    context = replace(now.context(), private=private)
    PARTNERS.delete(context, prior)
    assert "there still is not known" in texts(context, "error")
    assert served.partner() is not None
