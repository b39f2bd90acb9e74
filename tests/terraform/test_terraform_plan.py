"""Terraform's plan as typed changes, and what they make of the live tenant."""

from typing import Any

import pytest

from crosscloud.domain.settings import AFTER_APPLY, Unread
from crosscloud.domain.tenant import TenantSettings, apply_changes, from_snapshot
from crosscloud.domain.truth import Truth
from crosscloud.terraform.errors import PlanShapeError, TerraformError
from crosscloud.terraform.plan import read_plan

PARTNER_ID, OTHER_ID = "2c63888f-28f0-4481-be6d-dce7a7ace732", "11111111-2222-4333-8444-555555555555"
TRUST = {
    "is_mfa_accepted": True,
    "is_compliant_device_accepted": False,
    "is_hybrid_azure_ad_joined_device_accepted": False,
}
SNAPSHOT: dict[str, Any] = {
    "name": "contoso",
    "tenant_id": "f6fadfa7-e5c1-4b62-9362-da5cc13da58a",
    "cloud": "global",
    "policy": {"allowedCloudEndpoints": ["microsoftonline.us"]},
    "default": {"inboundTrust": {"isMfaAccepted": False}},
    "partners": [{"tenantId": PARTNER_ID, "inboundTrust": {"isMfaAccepted": True}}],
}


def settings_after(before: TenantSettings, plan: dict[str, Any]) -> TenantSettings:
    return apply_changes(before, read_plan(plan).changes)


def snapshot_after(snapshot: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    return settings_after(from_snapshot(snapshot), plan).to_snapshot()


def after(kind: str, actions: list[str], **change: Any) -> TenantSettings:
    entry = {
        "type": f"crosscloud_{kind}",
        "mode": "managed",
        "address": f"crosscloud_{kind}.this",
        "change": {"actions": actions, **change},
    }
    return settings_after(from_snapshot(SNAPSHOT), {"resource_changes": [entry]})


def test_an_empty_plan_changes_nothing() -> None:
    before = from_snapshot(SNAPSHOT)
    assert settings_after(before, {}) == before
    assert after("settings", ["no-op"], before={}, after={}) == before
    assert after("partner_settings", ["forget"], before={"tenant_id": PARTNER_ID}, after=None) == before


def test_the_list_of_clouds_is_replaced_whole() -> None:
    found = after("settings", ["update"], after={"allowed_cloud_endpoints": ["partner.microsoftonline.cn"]})
    assert found.endpoints == frozenset({"partner.microsoftonline.cn"})


def test_a_partner_is_its_planned_sections_and_null_inherits() -> None:
    planned = {"tenant_id": PARTNER_ID.upper(), "inbound_trust": None, "b2b_collaboration_inbound": None}
    found = after("partner_settings", ["update"], after=planned)
    value, origin = found.effective("inbound_trust", PARTNER_ID)
    assert origin == "default"
    assert isinstance(value, dict)
    assert value["is_mfa_accepted"] is False


def test_a_section_of_the_default_left_out_stays_and_a_given_one_is_replaced() -> None:
    unknown = {"b2b_collaboration_inbound": True}
    found = after("default_settings", ["create"], after={"inbound_trust": TRUST}, after_unknown=unknown)
    before = from_snapshot(SNAPSHOT)
    assert found.default["inbound_trust"] == TRUST
    assert found.default["b2b_collaboration_inbound"] == before.default["b2b_collaboration_inbound"]


def test_what_is_known_only_after_the_apply_is_unknown() -> None:
    planned = {"tenant_id": PARTNER_ID, "inbound_trust": {"is_mfa_accepted": None}}
    unknown = {"inbound_trust": {"is_mfa_accepted": True}}
    found = after("partner_settings", ["update"], after=planned, after_unknown=unknown)
    assert found.effective("inbound_trust", PARTNER_ID)[0] == AFTER_APPLY
    later = {"allowed_cloud_endpoints": True}
    assert after("settings", ["update"], after={}, after_unknown=later).endpoints == AFTER_APPLY


def test_a_removed_partner_is_gone_and_a_replaced_one_is_the_other() -> None:
    gone = after("partner_settings", ["delete"], before={"tenant_id": PARTNER_ID}, after=None)
    assert gone.lists(PARTNER_ID) is Truth.NO
    replaced = after(
        "partner_settings",
        ["delete", "create"],
        before={"tenant_id": PARTNER_ID},
        after={"tenant_id": OTHER_ID},
    )
    assert (replaced.lists(PARTNER_ID), replaced.lists(OTHER_ID)) == (Truth.NO, Truth.YES)


def test_destroying_a_singleton_does_what_on_destroy_says() -> None:
    def destroyed(on_destroy: str, restore_to: str | None = None) -> frozenset[str] | Unread:
        before = {"on_destroy": on_destroy, "restore_to": restore_to}
        return after("settings", ["delete"], before=before, after=None).endpoints

    assert destroyed("keep") == frozenset({"microsoftonline.us"})
    assert destroyed("reset") == frozenset()
    assert destroyed("restore", '{"allowed_cloud_endpoints": []}') == frozenset()
    default = after("default_settings", ["delete"], before={"on_destroy": "reset"}, after=None).default
    inbound: Any = default["b2b_collaboration_inbound"]
    assert inbound["users_and_groups"]["access_type"] == "allowed"


def test_what_was_not_read_stays_unknown_but_for_what_is_written() -> None:
    unread = from_snapshot({**SNAPSHOT, "partners": None, "default": None})
    entry = {
        "type": "crosscloud_partner_settings",
        "mode": "managed",
        "address": "crosscloud_partner_settings.this",
        "change": {"actions": ["create"], "after": {"tenant_id": PARTNER_ID}},
    }
    found = settings_after(unread, {"resource_changes": [entry]})
    assert (found.lists(PARTNER_ID), found.lists(OTHER_ID)) == (Truth.YES, Truth.UNKNOWN)
    assert isinstance(found.effective("inbound_trust", PARTNER_ID)[0], Unread)


def test_planned_identity_synchronisation_is_laid_over_the_snapshot() -> None:
    def planned(actions: list[str], after: Any) -> Any:
        change = {"actions": actions, "before": {"tenant_id": PARTNER_ID}, "after": after}
        entry = {
            "type": "crosscloud_partner_identity_synchronization",
            "mode": "managed",
            "address": "crosscloud_partner_identity_synchronization.this",
            "change": change,
        }
        (partner,) = snapshot_after(SNAPSHOT, {"resource_changes": [entry]})["partners"]
        assert partner["inboundTrust"] == {"isMfaAccepted": True}
        return partner["identitySynchronization"]

    values = {"tenant_id": PARTNER_ID, "user_sync_inbound": {"is_sync_allowed": True}}
    assert planned(["create"], values) == {"userSyncInbound": {"isSyncAllowed": True}}
    assert planned(["delete"], None) is None


def snapshot_with(kind: str, actions: list[str], snapshot: Any = SNAPSHOT, **change: Any) -> dict[str, Any]:
    entry = {
        "type": f"crosscloud_{kind}",
        "mode": "managed",
        "address": f"crosscloud_{kind}.this",
        "change": {"actions": actions, **change},
    }
    return snapshot_after(snapshot, {"resource_changes": [entry]})


def test_synchronisation_left_out_stays_and_what_is_known_only_after_the_apply_is_not_known() -> None:
    kind = "partner_identity_synchronization"
    live = {"userSyncInbound": {"isSyncAllowed": False}, "groupSyncInbound": {"isSyncAllowed": True}}
    snapshot = {**SNAPSHOT, "partners": [{"tenantId": PARTNER_ID, "identitySynchronization": live}]}
    values = {"tenant_id": PARTNER_ID, "user_sync_inbound": {"is_sync_allowed": True}}
    left_out = snapshot_with(kind, ["update"], snapshot, after=values, after_unknown={"group_sync_inbound": True})
    (partner,) = left_out["partners"]
    assert partner["identitySynchronization"] == {**live, "userSyncInbound": {"isSyncAllowed": True}}
    before = from_snapshot(snapshot)
    for mark in (True, {"is_sync_allowed": True}):
        change = {"actions": ["update"], "after": values, "after_unknown": {"user_sync_inbound": mark}}
        entry = {"type": f"crosscloud_{kind}", "mode": "managed", "address": "x.y", "change": change}
        configuration = {
            "root_module": {"resources": [{"address": "x.y", "expressions": {"user_sync_inbound": {}}}]}
        }
        found = settings_after(before, {"resource_changes": [entry], "configuration": configuration})
        assert found.synchronizes("user_sync_inbound", PARTNER_ID) is Truth.UNKNOWN
    (partner,) = snapshot_with(kind, ["delete"], before={"tenant_id": OTHER_ID}, after=None)["partners"]
    assert partner["tenantId"] == PARTNER_ID


def test_planned_partners_and_the_default_are_in_the_snapshot_too() -> None:
    values = {"tenant_id": OTHER_ID, "inbound_trust": TRUST, "automatic_user_consent_settings": None}
    _, made = snapshot_with("partner_settings", ["create"], after=values)["partners"]
    assert made["tenantId"] == OTHER_ID
    assert made["inboundTrust"]["isMfaAccepted"] is True
    assert made["automaticUserConsentSettings"] == {"inboundAllowed": None, "outboundAllowed": None}
    blocked = {"usersAndGroups": {"accessType": "blocked", "targets": []}}
    live = {"tenantId": PARTNER_ID, "b2bCollaborationInbound": blocked}
    planned = {**values, "tenant_id": PARTNER_ID.upper()}
    after = snapshot_with("partner_settings", ["update"], {**SNAPSHOT, "partners": [live]}, after=planned)
    (changed,) = after["partners"]
    assert changed["tenantId"] == PARTNER_ID
    assert changed["b2bCollaborationInbound"] is None
    assert "b2bCollaborationOutbound" not in changed  # inherited before and after: what Graph said is not touched
    assert from_snapshot(after).own_section("b2b_collaboration_outbound", PARTNER_ID) is None
    (other,) = snapshot_with(
        "partner_settings", ["delete", "create"], before={"tenant_id": PARTNER_ID}, after=values
    )["partners"]
    assert other["tenantId"] == OTHER_ID
    default = snapshot_with("default_settings", ["update"], after={"inbound_trust": TRUST})["default"]
    assert default["inboundTrust"]["isMfaAccepted"] is True
    unread = {**SNAPSHOT, "partners": None, "default": None}
    assert snapshot_with("partner_settings", ["create"], unread, after=values)["partners"] is None
    assert snapshot_with("default_settings", ["update"], unread, after={"inbound_trust": TRUST})["default"] is None


def test_an_address_in_a_module_is_found_in_the_configuration() -> None:
    unknown = {"b2b_collaboration_inbound": True, "inbound_trust": True}
    change = {"actions": ["create"], "after": {}, "after_unknown": unknown}
    address = 'module.tenants["contoso"].crosscloud_default_settings.this[0]'
    entry = {"type": "crosscloud_default_settings", "mode": "managed", "address": address, "change": change}
    resources = [{"address": "crosscloud_default_settings.this", "expressions": {"inbound_trust": {}}}]
    calls = {"module_calls": {"tenants": {"module": {"resources": resources}}}}
    plan = read_plan({"resource_changes": [entry], "configuration": {"root_module": calls}})
    assert plan.changes[0].sections == {"inbound_trust": AFTER_APPLY}


def test_what_terraform_has_to_do_beside_the_settings_counts_as_a_change() -> None:
    other = {"type": "terraform_data", "mode": "managed", "address": "a.b", "change": {"actions": ["create"]}}
    assert read_plan({"resource_changes": [other]}).has_changes
    assert read_plan({"resource_changes": [other]}).changes == ()
    assert not read_plan({"resource_changes": [{**other, "mode": "data"}]}).has_changes
    assert not read_plan({"resource_changes": [{**other, "change": {"actions": ["no-op"]}}]}).has_changes


@pytest.mark.parametrize("more", [{"importing": {"id": PARTNER_ID}}, {}])
def test_what_comes_into_the_state_or_moves_in_it_counts_as_a_change(more: Any) -> None:
    values = {"tenant_id": PARTNER_ID}
    entry = {
        "type": "crosscloud_partner_settings",
        "mode": "managed",
        "address": "crosscloud_partner_settings.here",
        "change": {"actions": ["no-op"], "before": values, "after": values, **more},
        **({} if more else {"previous_address": "crosscloud_partner_settings.there"}),
    }
    plan = read_plan({"resource_changes": [entry]})
    assert plan.has_changes
    (change,) = plan.changes
    assert (change.action, change.partner, change.writes) == ("none", PARTNER_ID, False)


def test_terraform_says_itself_whether_an_apply_does_anything() -> None:
    created = {"type": "terraform_data", "mode": "managed", "address": "a.b", "change": {"actions": ["create"]}}
    assert read_plan({"applyable": True}).has_changes
    assert not read_plan({"applyable": False, "resource_changes": [created]}).has_changes
    assert read_plan({"output_changes": {"a": {"actions": ["create"]}}}).has_changes
    assert not read_plan({"output_changes": {"a": {"actions": ["no-op"]}}}).has_changes


@pytest.mark.parametrize(
    "plan",
    [
        {"resource_changes": [[]]},
        {"resource_changes": [{"type": "crosscloud_settings", "mode": "managed"}]},
        {"resource_changes": [{"type": "crosscloud_settings", "change": {"actions": ["explode"]}}]},
        {"configuration": []},
    ],
)
def test_a_plan_of_another_shape_is_refused(plan: Any) -> None:
    with pytest.raises(PlanShapeError):
        read_plan(plan)


def test_the_refusal_says_what_is_there_and_what_to_do() -> None:
    change = {"type": "crosscloud_settings", "change": {"actions": ["explode"]}}
    with pytest.raises(TerraformError) as caught:
        read_plan({"resource_changes": [change]})
    assert str(caught.value) == (
        "Terraform's plan is of another shape than documented (the actions ['explode'] are not known); use "
        "another version of Terraform, or a later crosscloud"
    )
