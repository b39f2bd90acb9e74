"""A tenant after changes: what is left out stays, what is unknown stays so, and Graph's JSON follows."""

from itertools import permutations
from typing import Any

import pytest

from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.settings import AFTER_APPLY, DEFAULT, NOT_READ, PARTNER, ROOT, Unread
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT
from crosscloud.domain.tenant import SettingsChange, apply_changes, from_snapshot, make_unread_tenant
from crosscloud.domain.tenant.changes import Action
from crosscloud.domain.truth import Truth

INBOUND, TRUST = "b2b_collaboration_inbound", "inbound_trust"
OWN, PARTNER_ID, OTHER = (
    "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11",
    "2c63888f-28f0-4481-be6d-dce7a7ace732",
    "99999999-aaaa-4333-8444-555555555555",
)
MFA = {
    "is_mfa_accepted": True,
    "is_compliant_device_accepted": False,
    "is_hybrid_azure_ad_joined_device_accepted": False,
}
SYNC = {"user_sync_inbound": {"is_sync_allowed": True}}
UNREAD = make_unread_tenant("contoso", OWN, GLOBAL)


def change(settings: Any, action: Action, **more: Any) -> SettingsChange:
    return SettingsChange(settings, action, **more)


def tenant() -> Any:
    snapshot = {
        "name": "contoso",
        "tenant_id": OWN,
        "cloud": "global",
        "policy": {"allowedCloudEndpoints": ["microsoftonline.us"], "displayName": "kept"},
        "default": {"inboundTrust": {"isMfaAccepted": False}, "unknownProperty": 1},
        "partners": [{"tenantId": PARTNER_ID.upper(), "inboundTrust": None, "identitySynchronization": None}],
    }
    return from_snapshot(snapshot)


def test_sections_that_are_written_replace_those_that_were_there() -> None:
    root = apply_changes(
        tenant(), [change(ROOT, "update", sections={"allowed_cloud_endpoints": ["partner.microsoftonline.cn"]})]
    )
    assert root.endpoints == frozenset({"partner.microsoftonline.cn"})
    assert root.policy_json == {"allowedCloudEndpoints": ["partner.microsoftonline.cn"], "displayName": "kept"}
    default = apply_changes(tenant(), [change(DEFAULT, "create", sections={TRUST: MFA})])
    assert default.default[TRUST] == MFA
    assert default.default[INBOUND] == tenant().default[INBOUND]
    assert default.default_json is not None
    assert default.default_json["inboundTrust"]["isMfaAccepted"] is True
    assert default.default_json["unknownProperty"] == 1


def test_a_partner_is_written_whole_and_null_is_inherited() -> None:
    sections = {**dict.fromkeys((section.name for section in PARTNER.sections), None), TRUST: MFA}
    after = apply_changes(tenant(), [change(PARTNER, "create", partner=OTHER, sections=sections)])
    assert set(after.partners) == {PARTNER_ID, OTHER}
    assert after.partners[OTHER].sections == sections
    assert after.partners[OTHER].synchronization is None  # a partner that is new has none
    assert after.synchronizes("user_sync_inbound", OTHER) is Truth.NO
    assert after.partners[OTHER].json["b2bCollaborationInbound"] is None


def test_a_partner_that_is_removed_or_replaced() -> None:
    removed = apply_changes(tenant(), [change(PARTNER, "delete", partner=PARTNER_ID)])
    assert (removed.partners, removed.lists(PARTNER_ID)) == ({}, Truth.NO)
    replaced = apply_changes(
        tenant(), [change(PARTNER, "replace", partner=OTHER, replaced=PARTNER_ID, sections={TRUST: MFA})]
    )
    assert set(replaced.partners) == {OTHER}


def test_a_partner_whose_id_is_known_after_the_apply_leaves_the_list_unknown() -> None:
    after = apply_changes(tenant(), [change(PARTNER, "create", sections={TRUST: MFA})])
    assert after.lists(PARTNER_ID) is Truth.YES
    assert after.lists(OTHER) is Truth.UNKNOWN


def test_the_synchronisation_of_a_partner_comes_and_goes() -> None:
    on = change(IDENTITY_SYNCHRONIZATION, "create", partner=PARTNER_ID, sections=SYNC)
    after = apply_changes(tenant(), [on])
    assert after.synchronizes("user_sync_inbound", PARTNER_ID) is Truth.YES
    assert after.partners[PARTNER_ID].json["identitySynchronization"] == {
        "userSyncInbound": {"isSyncAllowed": True}
    }
    off = apply_changes(after, [change(IDENTITY_SYNCHRONIZATION, "delete", partner=PARTNER_ID)])
    assert off.synchronizes("user_sync_inbound", PARTNER_ID) is Truth.NO
    assert off.partners[PARTNER_ID].json["identitySynchronization"] is None
    later = change(
        IDENTITY_SYNCHRONIZATION, "update", partner=PARTNER_ID, sections={"user_sync_inbound": AFTER_APPLY}
    )
    assert apply_changes(after, [later]).synchronizes("user_sync_inbound", PARTNER_ID) is Truth.UNKNOWN


def test_what_was_not_read_is_not_made_up_and_what_is_written_is_known() -> None:
    default = apply_changes(UNREAD, [change(DEFAULT, "create", sections={TRUST: MFA})])
    assert default.default[TRUST] == MFA
    assert isinstance(default.default[INBOUND], Unread)
    assert default.default_json is None
    listed = apply_changes(UNREAD, [change(PARTNER, "create", partner=OTHER, sections={TRUST: MFA})])
    assert listed.lists(OTHER) is Truth.YES
    assert listed.lists(PARTNER_ID) is Truth.UNKNOWN
    gone = apply_changes(UNREAD, [change(PARTNER, "delete", partner=OTHER)])
    assert gone == UNREAD


def test_what_is_known_only_after_the_apply_is_unknown() -> None:
    after = apply_changes(tenant(), [change(ROOT, "update", sections={"allowed_cloud_endpoints": AFTER_APPLY})])
    assert after.endpoints == AFTER_APPLY
    written = change(PARTNER, "update", partner=PARTNER_ID, sections={TRUST: AFTER_APPLY})
    assert apply_changes(tenant(), [written]).own_section(TRUST, PARTNER_ID) == AFTER_APPLY


@pytest.mark.parametrize(
    ("on_destroy", "endpoints", "trust"),
    [
        ("keep", {"microsoftonline.us"}, tenant().default[TRUST]),
        ("restore", {"partner.microsoftonline.cn"}, MFA),
        ("reset", set(), SYSTEM_DEFAULT[TRUST]),
    ],
)
def test_destroying_what_every_tenant_has_follows_on_destroy(on_destroy: Any, endpoints: Any, trust: Any) -> None:
    stood = {"allowed_cloud_endpoints": ["partner.microsoftonline.cn"], TRUST: MFA}
    root = change(ROOT, "delete", on_destroy=on_destroy, restore_to=stood)
    assert apply_changes(tenant(), [root]).endpoints == endpoints
    default = change(DEFAULT, "delete", on_destroy=on_destroy, restore_to=stood)
    assert apply_changes(tenant(), [default]).default[TRUST] == trust


def test_a_reset_leaves_unknown_what_no_document_states() -> None:
    after = apply_changes(tenant(), [change(DEFAULT, "delete", on_destroy="reset")])
    undocumented = {section.name for section in DEFAULT.sections} - SYSTEM_DEFAULT.keys()
    assert undocumented
    assert all(isinstance(after.default[name], Unread) for name in undocumented)


@pytest.mark.parametrize("action", ["forget", "none"])
def test_what_terraform_only_forgets_stays(action: Action) -> None:
    assert apply_changes(tenant(), [change(PARTNER, action, partner=PARTNER_ID)]) == tenant()


def test_one_property_in_an_odd_shape_is_unknown_by_itself() -> None:
    odd = {"tenantId": OTHER, "b2bCollaborationInbound": "x", "inboundTrust": {"isMfaAccepted": "true"}}
    snapshot = {**tenant().to_snapshot(), "partners": [odd, {"tenantId": PARTNER_ID}]}
    found = from_snapshot(snapshot)
    assert isinstance(found.own_section(INBOUND, OTHER), Unread)
    assert isinstance(found.own_section(TRUST, OTHER), Unread)
    assert found.own_section("b2b_collaboration_outbound", OTHER) is None
    assert found.own_section(TRUST, PARTNER_ID) is None


def test_a_snapshot_is_given_back_untouched() -> None:
    snapshot = tenant().to_snapshot()
    assert from_snapshot(snapshot).to_snapshot() == snapshot
    assert snapshot["default"]["unknownProperty"] == 1
    assert NOT_READ.reason in str(UNREAD.to_snapshot()["unreadable"])


@pytest.mark.parametrize(
    "changes",
    [
        [
            change(PARTNER, "create", partner=OTHER, sections={TRUST: MFA}),
            change(IDENTITY_SYNCHRONIZATION, "create", partner=OTHER, sections=SYNC),
            change(PARTNER, "delete", partner=PARTNER_ID),
            change(IDENTITY_SYNCHRONIZATION, "delete", partner=PARTNER_ID),
        ],
        [
            change(PARTNER, "replace", partner=OTHER, replaced=PARTNER_ID, sections={TRUST: MFA}),
            change(IDENTITY_SYNCHRONIZATION, "replace", partner=OTHER, replaced=PARTNER_ID, sections=SYNC),
            change(ROOT, "update", sections={"allowed_cloud_endpoints": []}),
        ],
        [
            change(PARTNER, "create", partner=PARTNER_ID, sections={TRUST: MFA}),
            change(PARTNER, "delete", partner=PARTNER_ID),
        ],
        [
            change(DEFAULT, "delete", on_destroy="reset"),
            change(DEFAULT, "create", sections={TRUST: MFA}),
        ],
    ],
)
def test_the_order_of_the_changes_does_not_matter(changes: list[SettingsChange]) -> None:
    expected = apply_changes(tenant(), changes)
    for order in permutations(changes):
        after = apply_changes(tenant(), order)
        assert after == expected
        assert after.to_snapshot() == expected.to_snapshot()


def test_a_new_partner_has_its_synchronisation_whichever_resource_comes_first() -> None:
    partner = change(PARTNER, "create", partner=OTHER, sections={TRUST: MFA})
    sync = change(IDENTITY_SYNCHRONIZATION, "create", partner=OTHER, sections=SYNC)
    assert apply_changes(tenant(), [sync, partner]).synchronizes("user_sync_inbound", OTHER) is Truth.YES


def test_a_partner_that_one_resource_removes_and_another_writes_is_listed_afterwards() -> None:
    on = change(IDENTITY_SYNCHRONIZATION, "create", partner=PARTNER_ID, sections=SYNC)
    gone = change(PARTNER, "delete", partner=PARTNER_ID)
    made = change(PARTNER, "create", partner=PARTNER_ID, sections={TRUST: MFA})
    after = apply_changes(apply_changes(tenant(), [on]), [gone, made])
    assert after.own_section(TRUST, PARTNER_ID) == MFA
    assert after.synchronizes("user_sync_inbound", PARTNER_ID) is Truth.UNKNOWN  # removed first, or adopted first


def test_a_default_that_is_taken_out_and_in_again_is_known_as_far_as_it_is_written() -> None:
    gone = change(DEFAULT, "delete", on_destroy="reset")
    after = apply_changes(tenant(), [gone, change(DEFAULT, "create", sections={TRUST: MFA})])
    assert after.default[TRUST] == MFA
    assert isinstance(after.default[INBOUND], Unread)
    replaced = apply_changes(
        tenant(), [change(DEFAULT, "replace", on_destroy="reset", sections={INBOUND: SYSTEM_DEFAULT[INBOUND]})]
    )
    assert replaced.default[TRUST] == SYSTEM_DEFAULT[TRUST]  # reset first, then written


def test_what_stood_there_is_unknown_where_nobody_remembers_it() -> None:
    gone = apply_changes(tenant(), [change(DEFAULT, "delete", on_destroy="restore")])
    assert all(isinstance(value, Unread) for value in gone.default.values())
    root = apply_changes(tenant(), [change(ROOT, "delete", on_destroy="restore")])
    assert isinstance(root.endpoints, Unread)


def test_a_change_makes_nothing_known_that_was_not_read() -> None:
    written = change(PARTNER, "update", partner=OTHER, sections={TRUST: MFA})
    after = apply_changes(UNREAD, [written])
    assert after.partners[OTHER].is_service_provider is Truth.UNKNOWN
    assert after.synchronizes("user_sync_inbound", OTHER) is Truth.UNKNOWN
    sync = change(IDENTITY_SYNCHRONIZATION, "update", partner=OTHER, sections=SYNC)
    synced = apply_changes(UNREAD, [sync, written])
    assert synced.synchronizes("user_sync_inbound", OTHER) is Truth.YES
    assert synced.synchronizes("group_sync_inbound", OTHER) is Truth.UNKNOWN


def test_what_is_written_as_it_stands_keeps_the_live_spelling() -> None:
    stood = {
        "users_and_groups": {"access_type": "allowed", "targets": [{"target": OTHER, "target_type": "group"}]},
        "applications": {
            "access_type": "allowed",
            "targets": [{"target": "AllApplications", "target_type": "application"}],
        },
    }
    respelt = {
        **stood,
        "users_and_groups": {
            "access_type": "allowed",
            "targets": [{"target": OTHER.upper(), "target_type": "group"}],
        },
    }
    before = apply_changes(tenant(), [change(PARTNER, "update", partner=PARTNER_ID, sections={INBOUND: stood})])
    after = apply_changes(before, [change(PARTNER, "update", partner=PARTNER_ID, sections={INBOUND: respelt})])
    assert after == before
