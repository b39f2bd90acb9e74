"""From Terraform's plan and the live settings to what changes, member by member."""

import json
from typing import Any

import pytest

from crosscloud.domain.settings import DEFAULT
from crosscloud.domain.tenant import apply_changes, from_snapshot
from crosscloud.review.object_changes import ObjectChange, Side, list_object_changes
from crosscloud.terraform.plan import read_plan

PARTNER_ID = "2c63888f-28f0-4481-be6d-dce7a7ace732"
TRUST = {
    "is_mfa_accepted": True,
    "is_compliant_device_accepted": False,
    "is_hybrid_azure_ad_joined_device_accepted": False,
}
GRAPH_TRUST = {
    "isMfaAccepted": True,
    "isCompliantDeviceAccepted": False,
    "isHybridAzureADJoinedDeviceAccepted": False,
}
LIVE: dict[str, Any] = {
    "name": "contoso",
    "tenant_id": "f6fadfa7-e5c1-4b62-9362-da5cc13da58a",
    "cloud": "global",
    "policy": {"allowedCloudEndpoints": ["microsoftonline.us"]},
    "default": {"inboundTrust": GRAPH_TRUST},
    "partners": [{"tenantId": PARTNER_ID.upper(), "inboundTrust": GRAPH_TRUST}],
}


def changes_of(kind: str, actions: list[str], *, live: dict[str, Any] = LIVE, **change: Any) -> list[ObjectChange]:
    given = sorted(name for name in (change.get("after") or {}))
    address = f"crosscloud_{kind}.this"
    plan = {
        "resource_changes": [
            {
                "address": address,
                "mode": "managed",
                "type": f"crosscloud_{kind}",
                "change": {"actions": actions, **change},
            }
        ],
        "configuration": {
            "root_module": {"resources": [{"address": address, "expressions": {name: {} for name in given}}]}
        },
    }
    before = from_snapshot(live)
    changes = read_plan(plan).changes
    found = list_object_changes(changes, before, apply_changes(before, changes))
    json.dumps([each.to_json() for each in found])
    return list(found)


def only(found: list[ObjectChange]) -> ObjectChange:
    (change,) = found
    return change


def shown(side: Side) -> Any:
    return side.value if side.state == "known" else side.state


def rows(change: ObjectChange) -> list[tuple[str, Any, Any]]:
    return [(".".join((row.section.name, *row.path)), shown(row.before), shown(row.after)) for row in change.rows]


def test_an_adopted_singleton_shows_the_live_value_though_terraform_says_create() -> None:
    change = only(
        changes_of(
            "settings",
            ["create"],
            before=None,
            after={"allowed_cloud_endpoints": []},
            after_unknown={"restore_to": True},
        )
    )
    assert change.action == "adopt"
    assert rows(change) == [("allowed_cloud_endpoints", ["microsoftonline.us"], [])]


def test_a_section_of_the_default_that_the_code_leaves_out_is_unchanged_if_graph_answered_it() -> None:
    unknown = {"b2b_collaboration_inbound": True, "b2b_collaboration_outbound": True}
    change = only(
        changes_of("default_settings", ["create"], after={"inbound_trust": TRUST}, after_unknown=unknown)
    )
    assert change.rows == ()
    answered = {section.name for section in DEFAULT.sections if section.graph in LIVE["default"]}
    assert set(change.unchanged) == answered
    assert set(change.unread) == {section.name for section in DEFAULT.sections} - answered


def test_nothing_is_told_of_sections_that_the_cloud_does_not_have() -> None:
    live = {**LIVE, "cloud": "usgov"}
    change = only(changes_of("partner_settings", ["update"], live=live, after={"tenant_id": PARTNER_ID}))
    assert {"b2b_direct_connect_inbound", "b2b_collaboration_inbound"} <= set(change.inherited)
    assert "tenant_restrictions" not in change.inherited


def test_a_section_that_is_not_known_yet_is_unknown_and_not_unchanged() -> None:
    change = only(
        changes_of(
            "default_settings",
            ["create"],
            after={"inbound_trust": {"is_mfa_accepted": None}},
            after_unknown={"inbound_trust": {"is_mfa_accepted": True}},
        )
    )
    assert ("inbound_trust", "after apply") in [(name, after) for name, _, after in rows(change)]


def test_a_new_partner_has_values_and_no_before() -> None:
    live = {**LIVE, "partners": []}
    after = {"tenant_id": PARTNER_ID, "inbound_trust": TRUST}
    change = only(changes_of("partner_settings", ["create"], live=live, after=after, after_unknown={}))
    assert (change.action, change.partner) == ("create", PARTNER_ID)
    assert [row.before for row in change.rows] == [Side("absent")]
    assert "automatic_user_consent_settings" in change.inherited


def test_a_partner_that_is_listed_already_is_adopted() -> None:
    after = {"tenant_id": PARTNER_ID, "inbound_trust": None}
    change = only(changes_of("partner_settings", ["create"], after=after, after_unknown={}))
    assert change.action == "adopt"
    assert ("inbound_trust.is_mfa_accepted", True, "inherited") in rows(change)


def test_a_removed_partner_shows_what_is_lost() -> None:
    change = only(changes_of("partner_settings", ["delete"], before={"tenant_id": PARTNER_ID}, after=None))
    assert change.action == "remove"
    assert ("inbound_trust.is_mfa_accepted", True, "absent") in rows(change)


def test_destroying_a_singleton_does_what_on_destroy_says() -> None:
    def destroyed(on_destroy: str, restore_to: str | None = None) -> ObjectChange:
        before = {
            "allowed_cloud_endpoints": ["microsoftonline.us"],
            "on_destroy": on_destroy,
            "restore_to": restore_to,
        }
        return only(changes_of("settings", ["delete"], before=before, after=None))

    assert destroyed("keep").action == "stop managing"
    assert destroyed("keep").rows == ()
    assert rows(destroyed("reset")) == [("allowed_cloud_endpoints", ["microsoftonline.us"], [])]
    restored = destroyed("restore", '{"allowed_cloud_endpoints": ["partner.microsoftonline.cn"]}')
    assert rows(restored) == [("allowed_cloud_endpoints", ["microsoftonline.us"], ["partner.microsoftonline.cn"])]


def test_forgetting_writes_nothing() -> None:
    change = only(changes_of("partner_settings", ["forget"], before={"tenant_id": PARTNER_ID}, after=None))
    assert change.action == "stop managing"
    assert change.rows == ()


def test_what_stays_and_what_is_only_read_is_no_change() -> None:
    assert changes_of("settings", ["no-op"], before={}, after={}) == []
    assert changes_of("settings", ["read"], before={}, after={}) == []


def test_a_changed_option_is_shown_and_nothing_of_it_goes_to_graph() -> None:
    same = {"allowed_cloud_endpoints": ["microsoftonline.us"]}
    change = only(
        changes_of(
            "settings",
            ["update"],
            before={**same, "on_destroy": "keep"},
            after={**same, "on_destroy": "reset"},
            after_unknown={},
        )
    )
    assert change.action == "state"
    assert (change.rows, change.options) == ((), (("on_destroy", "keep", "reset"),))


SYNCHRONIZED = {
    **LIVE,
    "partners": [
        {"tenantId": PARTNER_ID, "identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}
    ],
}


def test_identity_synchronization_is_shown_as_it_is_made_changed_and_removed() -> None:
    kind = "partner_identity_synchronization"
    after = {"tenant_id": PARTNER_ID, "user_sync_inbound": {"is_sync_allowed": False}}
    made = only(changes_of(kind, ["create"], after=after, after_unknown={}))
    assert made.action == "create"
    assert rows(made) == [("user_sync_inbound", "absent", {"is_sync_allowed": False})]
    changed = only(changes_of(kind, ["update"], live=SYNCHRONIZED, after=after, after_unknown={}))
    assert rows(changed) == [("user_sync_inbound.is_sync_allowed", True, False)]
    removed = only(changes_of(kind, ["delete"], live=SYNCHRONIZED, before={"tenant_id": PARTNER_ID}, after=None))
    assert rows(removed) == [("user_sync_inbound.is_sync_allowed", True, "absent")]


def test_what_was_not_read_is_neither_unchanged_nor_a_value() -> None:
    unread = {**LIVE, "default": None, "partners": None}
    change = only(changes_of("default_settings", ["create"], live=unread, after={"inbound_trust": TRUST}))
    assert rows(change) == [("inbound_trust", "unread", TRUST)]
    assert change.unchanged == ()
    assert "b2b_collaboration_inbound" in change.unread


def test_a_default_that_is_reset_says_what_becomes_of_each_section() -> None:
    open_trust = {**LIVE, "default": {"inboundTrust": GRAPH_TRUST}}
    before = {"on_destroy": "reset"}
    change = only(changes_of("default_settings", ["delete"], live=open_trust, before=before, after=None))
    assert ("inbound_trust.is_mfa_accepted", True, False) in rows(change)
    assert change.on_destroy == "reset"
    assert "m365_collaboration_inbound" in change.unread


def test_a_partner_that_is_there_and_differs_is_refused_unless_the_code_adopts_it() -> None:
    def created(**more: Any) -> ObjectChange:
        after = {"tenant_id": PARTNER_ID, "inbound_trust": None, **more}
        return only(changes_of("partner_settings", ["create"], after=after, after_unknown={}))

    assert created().will_be_refused
    assert not created(adopt_existing=True).will_be_refused
    assert not created(inbound_trust=TRUST).will_be_refused  # it is exactly as planned


def test_an_entry_that_another_resource_of_the_plan_removes_is_made_anew() -> None:
    def entry(address: str, action: str, **change: Any) -> dict[str, Any]:
        kind = "crosscloud_partner_settings"
        about = {"address": f"{kind}.{address}", "mode": "managed", "type": kind}
        return {**about, "change": {"actions": [action], **change}}

    moved = [
        entry("before", "delete", before={"tenant_id": PARTNER_ID}, after=None),
        entry("now", "create", before=None, after={"tenant_id": PARTNER_ID, "inbound_trust": None}),
    ]
    before = from_snapshot(LIVE)
    changes = read_plan({"resource_changes": moved}).changes
    found = {
        change.address: change for change in list_object_changes(changes, before, apply_changes(before, changes))
    }
    assert found["crosscloud_partner_settings.now"].action == "replace"
    assert not found["crosscloud_partner_settings.now"].will_be_refused


@pytest.mark.parametrize(
    ("actions", "action", "after"),
    [(["create"], "create", {}), (["update"], "change", {}), (["delete"], "remove", None)],
)
def test_a_partner_of_a_list_that_was_not_read_is_unread_and_not_absent(
    actions: list[str], action: str, after: dict[str, Any] | None
) -> None:
    unread = {**LIVE, "partners": None, "unreadable": {"partners": "Graph answered 503"}}
    given = {"tenant_id": "99999999-2222-4333-8444-555555555555"}
    before = None if actions == ["create"] else given
    new = None if after is None else {**given, "inbound_trust": TRUST}
    change = only(changes_of("partner_settings", actions, live=unread, before=before, after=new))
    assert change.action == action
    assert {row.before.state for row in change.rows} == {"unread"}
    assert {row.section.name for row in change.rows} >= {"b2b_collaboration_inbound", "inbound_trust"}
    assert (change.unchanged, change.inherited, change.will_be_refused) == ((), (), False)
