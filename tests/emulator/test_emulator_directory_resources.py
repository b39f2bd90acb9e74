"""What an application reads of the directory context, with which permission, and what is refused."""

from urllib.parse import unquote

import pytest

from crosscloud.emulator.directory_context import CROSS_CLOUD_WORKER
from crosscloud.emulator.directory_resources import DIRECTORY
from crosscloud.emulator.tenants import EmulatedTenant
from tests.emulator.directory_client import AUTHORIZATION, B2B, POLICIES, ROLES, Json, ask, change_directory, value
from tests.emulator.graph_client import ALL, CONTOSO, FABRIKAM, TAILSPIN, WOODGROVE, World, code, label


@pytest.mark.parametrize("path", ROLES)
def test_each_path_needs_its_permission_and_only_this(world: World, path: str) -> None:
    readers = {route.path: route.readers for route in DIRECTORY}[path]
    every = frozenset().union(*(route.readers for route in DIRECTORY))
    every |= {"Policy.ReadWrite.CrossTenantAccess", "User.ReadBasic.All", "CrossTenantInformation.ReadBasic.All"}
    assert ROLES[path] in readers
    for role in every:
        answer = ask(world, path, version="beta", roles={role})
        assert answer.status == (200 if role in readers else 403), role
        if role not in readers:
            assert code(answer) == "Authorization_RequestDenied"


def test_nothing_here_can_be_written(world: World) -> None:
    every = frozenset().union(*(route.readers for route in DIRECTORY))
    bearer = f"Bearer {world.tokens.issue(CONTOSO, roles=every)}"
    for path in ROLES:
        for method in ("POST", "PATCH", "PUT", "DELETE"):
            assert world.call(method, path, {}, version="beta", authorization=bearer).status == 405


@pytest.mark.parametrize(
    ("tenant", "who"),
    [(CONTOSO, "everyone"), (FABRIKAM, "none"), (WOODGROVE, "none"), (TAILSPIN, "everyone")],
    ids=label,
)
def test_who_may_invite_depends_on_the_cloud(world: World, tenant: EmulatedTenant, who: str) -> None:
    answer = ask(world, AUTHORIZATION, tenant=tenant)
    assert answer.body is not None
    assert answer.body["@odata.context"].endswith("/v1.0/$metadata#policies/authorizationPolicy/$entity")
    assert (answer.body["id"], answer.body["allowInvitesFrom"]) == ("authorizationPolicy", who)
    change_directory(world, tenant, authorization_policy={"allowInvitesFrom": "adminsAndGuestInviters"})
    changed = ask(world, AUTHORIZATION, tenant=tenant).body
    assert changed == {**answer.body, "allowInvitesFrom": "adminsAndGuestInviters"}


def test_the_authorization_policy_of_beta_is_a_list_and_has_other_properties(world: World) -> None:
    v1 = ask(world, AUTHORIZATION).body
    (beta,) = value(ask(world, AUTHORIZATION, version="beta"))
    assert v1 is not None
    only_beta = {"enabledPreviewFeatures", "permissionGrantPolicyIdsAssignedToDefaultUserRole"}
    assert set(beta) - set(v1) == only_beta
    assert "permissionGrantPoliciesAssigned" in v1["defaultUserRolePermissions"]
    assert "permissionGrantPoliciesAssigned" not in beta["defaultUserRolePermissions"]
    single = ask(world, f"{AUTHORIZATION}/authorizationPolicy", version="beta", roles={"Policy.Read.All"})
    assert single.body is not None
    assert {name: held for name, held in single.body.items() if name != "@odata.context"} == beta


@pytest.mark.parametrize("path", [AUTHORIZATION, B2B])
@pytest.mark.parametrize("option", ["select", "filter", "top", "count"])
def test_the_policies_take_no_query_options(world: World, path: str, option: str) -> None:
    assert ask(world, path, {option: "1"}, version="beta").status == 400


def test_the_domain_list_of_invitations_is_a_json_text_in_a_list(world: World) -> None:
    assert value(ask(world, B2B, version="beta")) == []
    definition = (
        '{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["a.us"]}}}'
    )
    policy = {"displayName": "B2B", "definition": [definition], "isOrganizationDefault": True}
    change_directory(world, b2b_management_policies=[policy])
    (held,) = value(ask(world, B2B, version="beta"))
    assert {name: held[name] for name in policy} == policy
    assert held["@odata.type"] == "#microsoft.graph.b2bManagementPolicy"


def test_a_conditional_access_policy_is_shown_whole(world: World) -> None:
    assert value(ask(world, POLICIES)) == []
    guests = {
        "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
        "externalTenants": {"membershipKind": "enumerated", "members": [FABRIKAM.tenant_id]},
    }
    change_directory(
        world,
        conditional_access_policies=[
            {
                "displayName": "MFA for guests",
                "state": "enabled",
                "conditions": {
                    "applications": {"includeApplications": ["All"]},
                    "users": {
                        "includeGuestsOrExternalUsers": guests,
                        "excludeGuestsOrExternalUsers": {
                            "guestOrExternalUserTypes": "serviceProvider",
                            "externalTenants": {"membershipKind": "all"},
                        },
                    },
                },
                "grantControls": {
                    "operator": "OR",
                    "builtInControls": ["mfa"],
                    "authenticationStrength": {
                        "displayName": "Phishing-resistant MFA",
                        "policyType": "builtIn",
                        "requirementsSatisfied": "mfa",
                    },
                },
            }
        ],
    )
    (held,) = value(ask(world, POLICIES))
    users = held["conditions"]["users"]
    assert users["includeUsers"] == users["excludeGroups"] == []
    assert users["includeGuestsOrExternalUsers"] == {
        "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
        "externalTenants": {
            "@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants",
            "membershipKind": "enumerated",
            "members": [FABRIKAM.tenant_id],
        },
    }
    assert users["excludeGuestsOrExternalUsers"]["externalTenants"] == {
        "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
        "membershipKind": "all",
    }
    assert held["conditions"]["devices"] is None
    assert held["grantControls"]["authenticationStrength"]["requirementsSatisfied"] == "mfa"
    assert held["grantControls"]["termsOfUse"] == []
    assert held["sessionControls"] is None


def test_conditional_access_policies_come_in_pages(world: World) -> None:
    names = [f"policy {number}" for number in range(5)]
    policy: Json = {"state": "disabled", "conditions": {"clientAppTypes": ["all"]}}
    change_directory(world, conditional_access_policies=[{"displayName": name, **policy} for name in names])
    seen, query, pages = [], {"select": "displayName", "top": "2"}, 0
    while True:
        answer = ask(world, POLICIES, query)
        seen += value(answer)
        pages += 1
        assert answer.body is not None
        if "@odata.nextLink" not in answer.body:
            break
        pairs = answer.body["@odata.nextLink"].partition("?")[2].split("&")
        query = {name[1:]: unquote(text) for name, text in (pair.split("=") for pair in pairs)}
        assert (query["select"], query["top"]) == ("displayName", "2")
    assert pages == 3
    assert sorted(one["displayName"] for one in seen) == names


@pytest.mark.parametrize("option", ["filter", "count", "orderby", "skip", "search", "expand"])
def test_other_options_on_conditional_access_are_refused(world: World, option: str) -> None:
    assert ask(world, POLICIES, {option: "1"}).status == 400


@pytest.mark.parametrize("top", ["0", "-1", "1000", "x", "", "9" * 5000])
def test_a_page_has_between_1_and_999_objects(world: World, top: str) -> None:
    assert ask(world, "users", {"top": top}).status == 400
    assert ask(world, "users", {"top": "999"}).status == 200


@pytest.mark.parametrize(
    ("tenant", "domain"),
    [
        (CONTOSO, "contoso.onmicrosoft.com"),
        (FABRIKAM, "fabrikam.onmicrosoft.us"),
        (WOODGROVE, "woodgrove.onmicrosoft.us"),
        (TAILSPIN, "tailspin.partner.onmschina.cn"),
    ],
    ids=label,
)
@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_an_organization_has_its_initial_domain(
    world: World, tenant: EmulatedTenant, domain: str, version: str
) -> None:
    (held,) = value(ask(world, "organization", tenant=tenant, version=version))
    assert held == {
        "id": tenant.key,
        "displayName": tenant.name,
        "verifiedDomains": [
            {
                "name": domain,
                "isInitial": True,
                "isDefault": True,
                "capabilities": "Email, OfficeCommunicationsOnline",
                "type": "Managed",
            }
        ],
    }
    (chosen,) = value(ask(world, "organization", {"select": "verifiedDomains"}, tenant=tenant, version=version))
    assert set(chosen) == {"verifiedDomains"}


def test_an_organization_has_further_domains(world: World) -> None:
    change_directory(world, verified_domains=[{"name": "Contoso.com", "type": "Federated"}])
    (held,) = value(ask(world, "organization", {"select": "verifiedDomains"}))
    names = [(one["name"], one["isDefault"], one["type"]) for one in held["verifiedDomains"]]
    assert names == [("Contoso.com", False, "Federated"), ("contoso.onmicrosoft.com", True, "Managed")]


@pytest.mark.parametrize("tenant", ALL, ids=label)
def test_the_cross_cloud_worker_is_found_by_its_name(world: World, tenant: EmulatedTenant) -> None:
    wanted = "displayName eq 'Microsoft B2B Cross Cloud Worker'"
    (held,) = value(ask(world, "servicePrincipals", {"filter": wanted}, tenant=tenant))
    assert (held["appId"], held["accountEnabled"]) == (CROSS_CLOUD_WORKER, True)
    change_directory(world, tenant, service_principals=[{"appId": CROSS_CLOUD_WORKER, "accountEnabled": False}])
    options = {"filter": wanted, "select": "id,accountEnabled"}
    found = value(ask(world, "servicePrincipals", options, tenant=tenant))
    assert found == [{"id": held["id"], "accountEnabled": False}]
