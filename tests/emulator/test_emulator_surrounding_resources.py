"""What an application reads around cross-tenant access, with which permission, and what is refused."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote, unquote

import pytest

from crosscloud.emulator import portal
from crosscloud.emulator.surrounding_resources import SURROUNDINGS
from crosscloud.emulator.surroundings import CROSS_CLOUD_WORKER
from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.wire import Answer
from tests.emulator.graph_client import ALL, CONTOSO, FABRIKAM, TAILSPIN, WOODGROVE, World, code, label

Json = dict[str, Any]

AUTHORIZATION = "policies/authorizationPolicy"
B2B = "policies/b2bManagementPolicies"
POLICIES = "identity/conditionalAccess/policies"
ROLES = {
    AUTHORIZATION: "Policy.Read.All",
    B2B: "Policy.Read.B2BManagementPolicy",
    POLICIES: "Policy.Read.All",
    "organization": "Organization.Read.All",
    "servicePrincipals": "Application.Read.All",
    "groups": "GroupMember.Read.All",
    "users": "User.Read.All",
}
EVENTUAL = {"consistencylevel": "eventual"}
STATES = ("Accepted", "PendingAcceptance")
GUESTS = [
    {"mail": f"{number}@{domain}", "userType": "Guest", "externalUserState": state}
    for domain in ("fabrikam.us", "fabrikam.com")
    for number, state in enumerate(STATES * 2)
]


def ask(
    world: World,
    path: str,
    options: Mapping[str, str] | None = None,
    *,
    tenant: EmulatedTenant = CONTOSO,
    version: str = "v1.0",
    roles: Collection[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """GET a path with query options, by default with its least permission."""
    query = "&".join(f"${name}={quote(value)}" for name, value in (options or {}).items())
    given = {ROLES[path]} if roles is None else set(roles)
    return world.call(
        "GET",
        f"{path}?{query}" if query else path,
        tenant=tenant,
        version=version,
        authorization=f"Bearer {world.tokens.issue(tenant, roles=given)}",
        headers=headers,
    )


def value(answer: Answer) -> list[Json]:
    """The objects of a collection."""
    assert answer.status == 200, answer.body
    assert answer.body is not None
    return list(answer.body["value"])


def surround(
    world: World, tenant: EmulatedTenant = CONTOSO, *, authorization_policy: Json | None = None, **put: list[Json]
) -> None:
    """Put something there as the portal would."""
    world.store.update(
        tenant,
        lambda state: (
            portal.surround(state, tenant, authorization_policy=authorization_policy, put=put, removed={}),
            None,
        ),
    )


@pytest.mark.parametrize("path", ROLES)
def test_each_path_needs_its_permission_and_only_this(world: World, path: str) -> None:
    readers = {route.path: route.readers for route in SURROUNDINGS}[path]
    every = frozenset().union(*(route.readers for route in SURROUNDINGS))
    every |= {"Policy.ReadWrite.CrossTenantAccess", "User.ReadBasic.All", "CrossTenantInformation.ReadBasic.All"}
    assert ROLES[path] in readers
    for role in every:
        answer = ask(world, path, version="beta", roles={role})
        assert answer.status == (200 if role in readers else 403), role
        if role not in readers:
            assert code(answer) == "Authorization_RequestDenied"


def test_nothing_here_can_be_written(world: World) -> None:
    every = frozenset().union(*(route.readers for route in SURROUNDINGS))
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
    surround(world, tenant, authorization_policy={"allowInvitesFrom": "adminsAndGuestInviters"})
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
    surround(world, b2b_management_policies=[policy])
    (held,) = value(ask(world, B2B, version="beta"))
    assert {name: held[name] for name in policy} == policy
    assert held["@odata.type"] == "#microsoft.graph.b2bManagementPolicy"


def test_a_conditional_access_policy_is_shown_whole(world: World) -> None:
    assert value(ask(world, POLICIES)) == []
    guests = {
        "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
        "externalTenants": {"membershipKind": "enumerated", "members": [FABRIKAM.tenant_id]},
    }
    surround(
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
    surround(world, conditional_access_policies=[{"displayName": name, **policy} for name in names])
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
    surround(world, verified_domains=[{"name": "Contoso.com", "type": "Federated"}])
    (held,) = value(ask(world, "organization", {"select": "verifiedDomains"}))
    names = [(one["name"], one["isDefault"], one["type"]) for one in held["verifiedDomains"]]
    assert names == [("Contoso.com", False, "Federated"), ("contoso.onmicrosoft.com", True, "Managed")]


@pytest.mark.parametrize("tenant", ALL, ids=label)
def test_the_cross_cloud_worker_is_found_by_its_name(world: World, tenant: EmulatedTenant) -> None:
    wanted = "displayName eq 'Microsoft B2B Cross Cloud Worker'"
    (held,) = value(ask(world, "servicePrincipals", {"filter": wanted}, tenant=tenant))
    assert (held["appId"], held["accountEnabled"]) == (CROSS_CLOUD_WORKER, True)
    surround(world, tenant, service_principals=[{"appId": CROSS_CLOUD_WORKER, "accountEnabled": False}])
    options = {"filter": wanted, "select": "id,accountEnabled"}
    found = value(ask(world, "servicePrincipals", options, tenant=tenant))
    assert found == [{"id": held["id"], "accountEnabled": False}]


def test_objects_are_found_by_their_ids(world: World) -> None:
    groups = [{"id": f"a0000000-0000-4000-8000-{number:012}", "displayName": f"g{number}"} for number in range(20)]
    surround(world, groups=groups)
    ids = [str(one["id"]) for one in groups]
    some = ",".join(f"'{key.upper()}'" for key in (*ids[3:7], "b0000000-0000-4000-8000-000000000000"))
    assert value(ask(world, "groups", {"filter": f"id in ({some})", "select": "id,displayName"})) == groups[3:7]
    fifteen, sixteen = (",".join(f"'{key}'" for key in ids[:number]) for number in (15, 16))
    assert len(value(ask(world, "groups", {"filter": f"id in ({fifteen})"}))) == 15
    refused = ask(world, "groups", {"filter": f"id in ({sixteen})"})
    assert (refused.status, code(refused)) == (400, "Request_UnsupportedQuery")
    advanced = ask(world, "groups", {"filter": f"id in ({sixteen})", "count": "true"}, headers=EVENTUAL)
    assert len(value(advanced)) == 16
    everything = ",".join(f"'{key}'" for key in ids * 3)
    long = ask(world, "groups", {"filter": f"id in ({everything})", "count": "true"}, headers=EVENTUAL)
    assert (long.status, code(long)) == (400, "Request_UnsupportedQuery")


def count_of(answer: Answer) -> int | None:
    """The number that an answer states."""
    assert answer.status == 200, answer.body
    assert answer.body is not None
    return answer.body.get("@odata.count")


@pytest.mark.parametrize(
    ("which", "count"),
    [
        ("", 8),
        (" and endsWith(mail,'@fabrikam.us')", 4),
        (" and endsWith(mail,'@FABRIKAM.US')", 4),
        (" and (endsWith(mail,'@fabrikam.us') or endsWith(mail,'@fabrikam.com'))", 8),
        (" and endsWith(mail,'@fabrikam.us') and externalUserState eq 'PendingAcceptance'", 2),
        (" and (endsWith(mail,'@nobody') or endsWith(mail,'@brikam.us'))", 0),
    ],
)
def test_guests_are_counted(world: World, which: str, count: int) -> None:
    surround(world, users=[*GUESTS, {"displayName": "Ann", "mail": "ann@fabrikam.us"}])
    options = {"filter": f"userType eq 'Guest'{which}", "count": "true", "top": "1", "select": "id"}
    answer = ask(world, "users", options, headers=EVENTUAL)
    assert count_of(answer) == count
    assert len(value(answer)) == min(count, 1)
    assert answer.body is not None
    assert ("@odata.nextLink" in answer.body) == (count > 1)


@pytest.mark.parametrize(
    ("headers", "options"), [({}, {"count": "true"}), (EVENTUAL, {}), (EVENTUAL, {"count": "false"}), ({}, {})]
)
def test_endings_without_the_means_of_an_advanced_query_are_refused(
    world: World, headers: dict[str, str], options: dict[str, str]
) -> None:
    answer = ask(world, "users", {"filter": "endsWith(mail,'@fabrikam.us')", **options}, headers=headers)
    assert (answer.status, code(answer)) == (400, "Request_UnsupportedQuery")


def test_a_count_without_the_header_is_ignored(world: World) -> None:
    surround(world, users=GUESTS)
    assert count_of(ask(world, "users", {"count": "true", "filter": "userType eq 'Guest'"})) is None


def test_only_the_first_page_states_the_count_and_the_next_needs_the_header_again(world: World) -> None:
    surround(world, users=GUESTS)
    first = ask(world, "users", {"count": "true", "top": "3", "filter": "endsWith(mail,'.us')"}, headers=EVENTUAL)
    assert count_of(first) == 4
    assert first.body is not None
    path, _, query = first.body["@odata.nextLink"].partition("?")
    assert path.endswith("/v1.0/users")
    options = {name[1:]: unquote(text) for name, text in (pair.split("=") for pair in query.split("&"))}
    assert ask(world, "users", options).status == 400
    second = ask(world, "users", options, headers=EVENTUAL)
    assert count_of(second) is None
    assert len(value(second)) == 1


def test_a_user_shows_its_type_and_state_only_where_selected(world: World) -> None:
    surround(world, users=GUESTS[:1])
    (plain,) = value(ask(world, "users"))
    assert not {"userType", "externalUserState"} & set(plain)
    assert plain["mail"] == "0@fabrikam.us"
    (chosen,) = value(ask(world, "users", {"select": "userType,externalUserState"}))
    assert chosen == {"userType": "Guest", "externalUserState": "Accepted"}
    assert ask(world, "users", {"select": "memberOf"}).status == 400


@pytest.mark.parametrize("path", ["servicePrincipals", "groups", "users"])
@pytest.mark.parametrize("option", ["orderby", "search", "expand", "skip"])
def test_other_options_on_directory_objects_are_refused(world: World, path: str, option: str) -> None:
    assert ask(world, path, {option: "displayName"}).status == 400


def test_an_option_that_the_path_cannot_filter_by_is_refused(world: World) -> None:
    assert ask(world, "groups", {"filter": "mail eq 'x'"}).status == 400
    assert ask(world, "servicePrincipals", {"filter": "accountEnabled eq true"}).status == 400
    assert ask(world, "users", {"count": "yes"}, headers=EVENTUAL).status == 400
