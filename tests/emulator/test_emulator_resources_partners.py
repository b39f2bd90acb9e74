"""Partners and their identity synchronization over the API: what is answered, kept, refused."""

from typing import Any

import pytest

from tests.emulator.graph_client import (
    CONTOSO,
    FABRIKAM,
    GROUP,
    PARTNER,
    PARTNERS,
    ROOTS,
    TAILSPIN,
    World,
    b2b,
    code,
    label,
    message,
    targets,
)

ONE = f"{PARTNERS}/{PARTNER}"
SYNC = f"{ONE}/identitySynchronization"
NOBODY = "b1111111-1111-4111-8111-111111111111"
TRUST = {"isMfaAccepted": True, "isCompliantDeviceAccepted": False, "isHybridAzureADJoinedDeviceAccepted": False}
UNSET = {"inboundAllowed": None, "outboundAllowed": None}


class TestPartners:
    """Partners."""

    def test_a_fresh_partner_inherits_everything(self, world: World) -> None:
        answer = world.call("POST", PARTNERS, {"tenantId": PARTNER.upper()})
        created: Any = answer.body
        assert answer.status == 201
        assert created["tenantId"] == PARTNER
        assert created["automaticUserConsentSettings"] == UNSET
        set_ = {name for name, value in created.items() if value is not None and not name.startswith("@")}
        undeclared = {"crossCloudMeetingConfiguration", "protectedContentSharing"}
        assert set_ == {"tenantId", "automaticUserConsentSettings", "isInMultiTenantOrganization", *undeclared}
        assert all(created[name] == UNSET for name in undeclared)
        assert "id" not in created
        assert world.get(ONE) == created

    def test_a_partner_is_made_with_its_sections(self, world: World) -> None:
        section = b2b("allowed", users=GROUP, applications="Office365")
        world.add_partner(b2bCollaborationInbound=section, automaticUserConsentSettings={"inboundAllowed": True})
        partner = world.get(ONE)
        assert partner["b2bCollaborationInbound"] == section
        assert partner["automaticUserConsentSettings"] == {"inboundAllowed": True, "outboundAllowed": None}

    def test_half_a_section_is_kept_as_half(self, world: World) -> None:
        half = {"usersAndGroups": targets("allowed", GROUP, of="group")}
        world.add_partner(b2bCollaborationInbound=half)
        assert world.get(ONE)["b2bCollaborationInbound"] == {**half, "applications": None}

    def test_null_goes_back_to_inheriting(self, world: World) -> None:
        world.add_partner(inboundTrust=TRUST, automaticUserConsentSettings={"inboundAllowed": True})
        world.patch(ONE, {"inboundTrust": None, "automaticUserConsentSettings": None})
        partner = world.get(ONE)
        assert (partner["inboundTrust"], partner["automaticUserConsentSettings"]) == (None, UNSET)

    def test_members_merge_and_lists_are_replaced(self, world: World) -> None:
        world.add_partner(inboundTrust=TRUST, b2bCollaborationInbound=b2b("allowed", users=GROUP))
        new = {"accessType": "blocked", "targets": [{"target": NOBODY, "targetType": "user"}]}
        world.patch(ONE, {"inboundTrust": {"isCompliantDeviceAccepted": True}})
        world.patch(ONE, {"b2bCollaborationInbound": {"usersAndGroups": new}})
        partner = world.get(ONE)
        assert partner["inboundTrust"] == {**TRUST, "isCompliantDeviceAccepted": True}
        section = partner["b2bCollaborationInbound"]
        assert section == {"usersAndGroups": new, "applications": b2b("allowed")["applications"]}

    def test_an_empty_patch_changes_nothing(self, world: World) -> None:
        world.add_partner(inboundTrust=TRUST)
        before = world.get(ONE)
        world.patch(ONE, {})
        assert world.get(ONE) == before

    def test_a_second_post_conflicts(self, world: World) -> None:
        world.add_partner()
        answer = world.call("POST", PARTNERS, {"tenantId": PARTNER.upper(), "inboundTrust": TRUST})
        assert (answer.status, code(answer)) == (409, "Request_MultipleObjectsWithSameKeyValue")
        assert world.get(ONE)["inboundTrust"] is None

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"tenantId": None},
            {"tenantId": 1},
            {"tenantId": "contoso.com"},
            {"tenantId": CONTOSO.tenant_id.lower()},
            {"tenantId": PARTNER, "isInMultiTenantOrganization": True},
            {"tenantId": PARTNER, "identitySynchronization": {"displayName": "x"}},
            {"tenantId": PARTNER, "b2BDirectConnectInbound": b2b("blocked")},
            {"tenantId": PARTNER, "inboundTrust": {"isMfaAccepted": "true"}},
            {"tenantId": PARTNER, "inboundTrust": {}},
            {"tenantId": PARTNER, "b2bCollaborationInbound": {"usersAndGroups": None, "applications": None}},
            {"tenantId": PARTNER, "b2bCollaborationInbound": {"usersAndGroups": {"accessType": "allowed"}}},
            {
                "tenantId": PARTNER,
                "b2bCollaborationInbound": {"applications": targets("allowed", of="application")},
            },
            {"tenantId": PARTNER, "b2bCollaborationInbound": b2b("unknownFutureValue")},
            {"tenantId": PARTNER, "inbound_trust": None},
            {"tenantId": PARTNER, "blockServiceProviderOutboundAccess": True},
        ],
        ids=label,
    )
    def test_what_a_partner_cannot_be_is_refused(self, world: World, body: object) -> None:
        assert world.call("POST", PARTNERS, body).status == 400
        assert world.get(PARTNERS)["value"] == []

    def test_the_tenant_id_cannot_be_patched(self, world: World) -> None:
        world.add_partner()
        assert "read-only" in message(world.call("PATCH", ONE, {"tenantId": PARTNER}))

    @pytest.mark.parametrize("value", [True, False, None])
    def test_applications_cannot_say_who_is_a_service_provider(self, world: World, value: object) -> None:
        answer = world.call("POST", PARTNERS, {"tenantId": PARTNER, "isServiceProvider": value})
        assert (answer.status, code(answer)) == (403, "Authorization_RequestDenied")
        world.add_partner()
        assert world.call("PATCH", ONE, {"isServiceProvider": value}).status == 403

    def test_an_unknown_partner_is_not_found(self, world: World) -> None:
        for method in ("GET", "DELETE"):
            answer = world.call(method, ONE)
            assert (answer.status, code(answer)) == (404, "Request_ResourceNotFound")
        answer = world.call("PATCH", ONE, {})
        assert (answer.status, code(answer)) == (404, "Directory_ObjectNotFound")
        assert world.call("GET", f"{PARTNERS}/contoso.com").status == 400

    def test_a_partner_is_found_in_any_case_and_deleted(self, world: World) -> None:
        world.add_partner()
        assert world.get(ONE.replace("a1111111", "A1111111"))["tenantId"] == PARTNER
        assert world.call("DELETE", ONE).status == 204
        assert world.call("GET", ONE).status == 404

    def test_partners_belong_to_one_tenant(self, world: World) -> None:
        world.add_partner()
        assert world.get(PARTNERS, tenant=FABRIKAM)["value"] == []

    @pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
    def test_pages_hold_each_partner_once(self, world: World, count: int) -> None:
        world.page_size = 3
        ids = [f"a1111111-1111-4111-8111-{number:012}" for number in range(count)]
        for tenant_id in reversed(ids):
            world.call("POST", PARTNERS, {"tenantId": tenant_id})
        seen: list[str] = []
        path = f"{PARTNERS}?$select=tenantId&$expand=identitySynchronization"
        while path:
            page = world.get(path)
            assert 0 < len(page["value"]) <= 3 or count == 0
            assert all(set(item) == {"tenantId", "identitySynchronization"} for item in page["value"])
            seen += [item["tenantId"] for item in page["value"]]
            link = page.get("@odata.nextLink", "")
            assert link.startswith(f"{ROOTS['global']}/v1.0/{PARTNERS}?") or not link
            path = link.removeprefix(f"{ROOTS['global']}/v1.0/")
        assert seen == ids


class TestIdentitySynchronization:
    """A partner's identity synchronization."""

    def test_it_is_put_read_patched_and_deleted(self, world: World) -> None:
        world.add_partner()
        policy = {"displayName": "F", "userSyncInbound": {"isSyncAllowed": True}}
        assert world.call("PUT", SYNC, policy).status == 204
        shown = world.get(SYNC)
        assert shown.pop("@odata.context").endswith(f"{PARTNERS}('{PARTNER}')/identitySynchronization/$entity")
        assert shown == {"tenantId": PARTNER, **policy}
        world.patch(SYNC, {"userSyncInbound": {"isSyncAllowed": False}})
        assert world.get(SYNC)["displayName"] == "F"
        assert world.get(SYNC)["userSyncInbound"] == {"isSyncAllowed": False}
        assert world.call("DELETE", SYNC).status == 204
        assert world.call("GET", SYNC).status == 404

    def test_a_second_put_conflicts(self, world: World) -> None:
        world.add_partner()
        world.call("PUT", SYNC, {"displayName": "F"})
        answer = world.call("PUT", SYNC, {"displayName": "G"})
        assert (answer.status, code(answer)) == (409, "Request_MultipleObjectsWithSameKeyValue")
        assert answer.body is not None
        assert answer.body["error"]["details"][0]["code"] == "ConflictingObjects"
        assert message(answer).endswith("is present in the directory.")
        assert world.get(SYNC)["displayName"] == "F"

    def test_one_that_is_missing_cannot_be_changed(self, world: World) -> None:
        world.add_partner()
        answer = world.call("PATCH", SYNC, {"displayName": "F"})
        assert (answer.status, code(answer)) == (404, "Directory_ObjectNotFound")
        assert code(world.call("GET", SYNC)) == "Request_ResourceNotFound"

    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
    def test_without_the_partner_it_cannot_exist(self, world: World, method: str) -> None:
        assert world.call(method, SYNC, {"displayName": "F"}).status == 404

    def test_the_partner_stays_until_it_is_gone(self, world: World) -> None:
        world.add_partner()
        world.call("PUT", SYNC, {"displayName": "F"})
        assert world.call("DELETE", ONE).status == 400
        world.call("DELETE", SYNC)
        assert world.call("DELETE", ONE).status == 204

    def test_partners_are_expanded_with_it(self, world: World) -> None:
        world.add_partner()
        expanded = f"{ONE}?$expand=identitySynchronization"
        assert world.get(expanded)["identitySynchronization"] is None
        assert "identitySynchronization" not in world.get(ONE)
        world.call("PUT", SYNC, {"displayName": "F"})
        assert world.get(expanded)["identitySynchronization"]["displayName"] == "F"

    def test_groups_exist_on_beta_only(self, world: World) -> None:
        world.add_partner()
        body = {"groupSyncInbound": {"isSyncAllowed": True}}
        assert message(world.call("PUT", SYNC, body)) == "Invalid property 'groupSyncInbound'"
        assert world.call("PUT", SYNC, body, version="beta").status == 204
        assert world.get(SYNC, version="beta")["groupSyncInbound"] == {"isSyncAllowed": True}
        assert "groupSyncInbound" not in world.get(SYNC)

    def test_beta_has_all_of_it_and_v1_what_it_declares(self, world: World) -> None:
        world.add_partner()
        whole = {
            "displayName": "Fabrikam",
            "userSyncInbound": {"isSyncAllowed": True},
            "groupSyncInbound": {"isSyncAllowed": True},
            "roleEnabledGroupSyncInbound": {"isSyncAllowed": False},
            "externalCloudAuthorizedApplicationId": GROUP,
        }
        assert world.call("PUT", SYNC, whole, version="beta").status == 204
        seen = world.get(SYNC, version="beta")
        assert {name: value for name, value in seen.items() if not name.startswith("@")} == {
            **whole,
            "tenantId": PARTNER,
            "deletedDateTime": None,
        }
        assert {name for name in world.get(SYNC) if not name.startswith("@")} == {
            "tenantId",
            "displayName",
            "userSyncInbound",
        }
        assert world.call("PATCH", SYNC, {"deletedDateTime": "2026-01-01"}, version="beta").status == 400

    def test_china_has_users_only(self, world: World) -> None:
        body = {"tenantId": PARTNER}
        assert world.call("POST", PARTNERS, body, tenant=TAILSPIN).status == 201
        for name in ("groupSyncInbound", "roleEnabledGroupSyncInbound"):
            sent = {name: {"isSyncAllowed": True}}
            assert world.call("PUT", SYNC, sent, tenant=TAILSPIN, version="beta").status == 400
        assert world.call("PUT", SYNC, {"userSyncInbound": {"isSyncAllowed": True}}, tenant=TAILSPIN).status == 204
