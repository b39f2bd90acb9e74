"""The policy root and the default over the API: what is answered, what is kept, what is refused."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosscloud.emulator.store import Store
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from crosscloud.emulator.tokens import Tokens
from tests.emulator.graph_client import (
    CONTOSO,
    DEFAULT,
    FABRIKAM,
    GROUP,
    PARTNER,
    PARTNERS,
    POLICY,
    ROOTS,
    TAILSPIN,
    WOODGROVE,
    World,
    b2b,
    code,
    label,
    message,
    targets,
)

ONE = f"{PARTNERS}/{PARTNER}"
TRUST = {"isMfaAccepted": True, "isCompliantDeviceAccepted": False, "isHybridAzureADJoinedDeviceAccepted": False}
REDEMPTION = "invitationRedemptionIdentityProviderConfiguration"
UNSET = {"inboundAllowed": None, "outboundAllowed": None}


class TestPolicy:
    """The policy root."""

    def test_at_first_no_cloud_is_enabled(self, world: World) -> None:
        policy = world.get(POLICY)
        assert policy["allowedCloudEndpoints"] == []
        assert policy["@odata.context"].startswith(f"{ROOTS['global']}/v1.0/$metadata#")

    def test_it_may_be_blank_until_somebody_changes_it(self, tokens: Tokens, tmp_path: Path) -> None:
        tenant = replace(CONTOSO, untouched_root_is_blank=True)
        tenants = Tenants([tenant])
        with closing(Store(tmp_path / "graph.sqlite", tenants)) as store:
            world = World(tokens, store, tenants)
            assert world.get(POLICY, tenant=tenant) == {}
            world.patch(POLICY, {"allowedCloudEndpoints": ["microsoftonline.us"]}, tenant=tenant)
            assert world.get(POLICY, tenant=tenant)["allowedCloudEndpoints"] == ["microsoftonline.us"]

    @pytest.mark.parametrize(
        ("tenant", "enabled"),
        [
            (CONTOSO, ["microsoftonline.us", "partner.microsoftonline.cn"]),
            (FABRIKAM, ["microsoftonline.com"]),
            (WOODGROVE, ["microsoftonline.com"]),
            (TAILSPIN, ["microsoftonline.com"]),
        ],
        ids=label,
    )
    def test_a_list_of_clouds_replaces_the_list(
        self, world: World, tenant: EmulatedTenant, enabled: list[str]
    ) -> None:
        for endpoints in (enabled, enabled[:1], []):
            world.patch(POLICY, {"allowedCloudEndpoints": endpoints}, tenant=tenant, version="beta")
            assert world.get(POLICY, tenant=tenant, version="beta")["allowedCloudEndpoints"] == endpoints

    @pytest.mark.parametrize("tenant", [FABRIKAM, WOODGROVE, TAILSPIN], ids=label)
    def test_v1_does_not_have_the_list_outside_global(self, world: World, tenant: EmulatedTenant) -> None:
        assert "allowedCloudEndpoints" not in world.get(POLICY, tenant=tenant)
        body = {"allowedCloudEndpoints": ["microsoftonline.com"]}
        answer = world.call("PATCH", POLICY, body, tenant=tenant)
        assert message(answer) == "Invalid property 'allowedCloudEndpoints'"

    @pytest.mark.parametrize(
        ("tenant", "endpoints"),
        [
            (CONTOSO, ["microsoftonline.com"]),
            (CONTOSO, ["microsoftonline.us", "microsoftonline.us"]),
            (CONTOSO, ["MicrosoftOnline.us"]),
            (CONTOSO, "microsoftonline.us"),
            (CONTOSO, None),
            (CONTOSO, [None]),
            (FABRIKAM, ["partner.microsoftonline.cn"]),
            (TAILSPIN, ["microsoftonline.us"]),
        ],
        ids=label,
    )
    def test_only_other_supported_clouds_are_listed_and_once(
        self, world: World, tenant: EmulatedTenant, endpoints: object
    ) -> None:
        answer = world.call("PATCH", POLICY, {"allowedCloudEndpoints": endpoints}, tenant=tenant, version="beta")
        assert (answer.status, code(answer)) == (400, "Request_BadRequest")

    def test_the_root_models_type_is_taken_and_no_other(self, world: World) -> None:
        world.patch(POLICY, {"@odata.type": "#microsoft.graph.crossTenantAccessPolicy", "displayName": "x"})
        assert world.get(POLICY)["displayName"] == "x"
        answer = world.call("PATCH", POLICY, {"@odata.type": "#microsoft.graph.policyBase"})
        assert answer.status == 400

    @pytest.mark.parametrize("name", ["id", "description", "deletedDateTime"])
    def test_the_rest_is_read_only(self, world: World, name: str) -> None:
        assert "read-only" in message(world.call("PATCH", POLICY, {name: "x"}))

    def test_members_are_selected(self, world: World) -> None:
        assert set(world.get(f"{POLICY}?$select=displayName")) == {"@odata.context", "displayName"}
        assert world.call("GET", f"{POLICY}?$expand=default").status == 400


class TestDefault:
    """The default configuration."""

    def test_the_system_default_is_what_microsoft_documents(self, world: World) -> None:
        default = world.get(DEFAULT)
        assert default["isServiceDefault"] is True
        for name in ("b2bCollaborationInbound", "b2bCollaborationOutbound"):
            assert default[name] == b2b("allowed")
        for name in ("b2bDirectConnectInbound", "b2bDirectConnectOutbound"):
            assert default[name] == b2b("blocked")
        assert default["inboundTrust"] == dict.fromkeys(TRUST, False)
        assert default["automaticUserConsentSettings"] == dict.fromkeys(UNSET, False)
        assert default["tenantRestrictions"] == {**b2b("blocked"), "devices": None}
        assert default[REDEMPTION]["fallbackIdentityProvider"] == "defaultConfiguredIdp"

    def test_a_change_keeps_the_rest_and_ends_the_service_default(self, world: World) -> None:
        before = world.get(DEFAULT)
        world.patch(DEFAULT, {"inboundTrust": {"isMfaAccepted": True}})
        assert world.get(DEFAULT) == {**before, "inboundTrust": TRUST, "isServiceDefault": False}

    def test_a_change_to_the_same_values_is_none(self, world: World) -> None:
        world.patch(DEFAULT, {"b2bCollaborationInbound": b2b("allowed")})
        assert world.get(DEFAULT)["isServiceDefault"] is True

    def test_the_reset_brings_the_system_default_back(self, world: World) -> None:
        before = world.get(DEFAULT)
        world.patch(DEFAULT, {"b2bCollaborationOutbound": b2b("blocked")})
        assert world.call("POST", f"{DEFAULT}/resetToSystemDefault").status == 204
        assert world.get(DEFAULT) == before

    @pytest.mark.parametrize(
        "body",
        [
            {"isServiceDefault": True},
            {"automaticUserConsentSettings": {"inboundAllowed": True}},
            {"b2bCollaborationInbound": None},
            {"inboundTrust": None},
            {"inboundTrust": {"isMfaAccepted": None}},
            {"tenantId": PARTNER},
            {"B2bCollaborationInbound": b2b("allowed")},
            {"b2bCollaborationInbound": b2b("allowed", users=GROUP)},
            {"b2bDirectConnectInbound": b2b("allowed", users=GROUP)},
            {"m365CollaborationInbound": {"users": targets("allowed", GROUP, of="user")}},
            {REDEMPTION: {"fallbackIdentityProvider": "azureActiveDirectory"}},
            {REDEMPTION: {"primaryIdentityProviderPrecedenceOrder": []}},
            {REDEMPTION: {"@odata.type": f"#microsoft.graph.default{REDEMPTION[0].upper()}{REDEMPTION[1:]}"}},
            {"crossCloudMeetingConfiguration": {"inboundAllowed": True}},
        ],
        ids=label,
    )
    def test_what_a_default_cannot_hold_is_refused(self, world: World, body: object) -> None:
        assert world.call("PATCH", DEFAULT, body).status == 400
        assert world.get(DEFAULT)["isServiceDefault"] is True

    @pytest.mark.parametrize(
        "body",
        [
            {"b2bCollaborationOutbound": b2b("allowed", users=GROUP, applications="Office365")},
            {"b2bCollaborationInbound": b2b("allowed", applications=GROUP)},
            {"b2bCollaborationInbound": {"usersAndGroups": targets("blocked", "AllUsers", of="user")}},
            {"m365CollaborationInbound": {"users": targets("allowed", "AllUsers", of="user")}},
            {"appServiceConnectInbound": {"applications": targets("allowed", GROUP, of="application")}},
            {"tenantRestrictions": {"devices": {"mode": "blocked", "rule": "x"}}},
            {REDEMPTION: {"fallbackIdentityProvider": "emailOneTimePasscode"}},
            {REDEMPTION: {"primaryIdentityProviderPrecedenceOrder": ["externalFederation"]}},
        ],
        ids=label,
    )
    def test_every_section_can_be_changed(self, world: World, body: dict[str, Any]) -> None:
        world.patch(DEFAULT, body)
        ((name, changes),) = body.items()
        shown = world.get(DEFAULT)[name]
        assert {**shown, **changes} == shown

    def test_undocumented_properties_are_shown_and_cannot_be_set(self, world: World) -> None:
        for version in ("v1.0", "beta"):
            assert world.get(DEFAULT, version=version)["protectedContentSharing"]["inboundAllowed"] is True
        assert "protectedContentSharing" not in world.get(DEFAULT, tenant=FABRIKAM)
        answer = world.call(
            "PATCH", DEFAULT, {"protectedContentSharing": {"inboundAllowed": False}}, version="beta"
        )
        assert "read-only" in message(answer)

    def test_china_has_no_automatic_consent_on_beta(self, world: World) -> None:
        assert "automaticUserConsentSettings" in world.get(DEFAULT, tenant=TAILSPIN)
        assert "automaticUserConsentSettings" not in world.get(DEFAULT, tenant=TAILSPIN, version="beta")

    @pytest.mark.parametrize("tenant", [FABRIKAM, TAILSPIN], ids=label)
    def test_tenant_restrictions_exist_in_global_only(self, world: World, tenant: EmulatedTenant) -> None:
        answer = world.call("PATCH", DEFAULT, {"tenantRestrictions": b2b("allowed")}, tenant=tenant)
        assert message(answer) == "Invalid property 'tenantRestrictions'"

    def test_the_derived_type_inside_tenant_restrictions_is_refused(self, world: World) -> None:
        section = {"@odata.type": "#microsoft.graph.crossTenantAccessPolicyTenantRestrictions", **b2b("allowed")}
        world.add_partner()
        for path in (DEFAULT, ONE):
            assert "cannot be stated" in message(world.call("PATCH", path, {"tenantRestrictions": section}))
