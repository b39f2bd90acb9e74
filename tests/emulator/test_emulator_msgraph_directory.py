"""Microsoft's own Graph SDK reads the directory context, and knows the properties of the tables."""

import asyncio
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.emulator import EmulatedTenant, Emulator
from crosscloud.emulator.conditional_access import (
    CONDITIONAL_ACCESS_POLICY,
    CONDITIONS,
    GRANT_CONTROLS,
    STRENGTH,
)
from crosscloud.emulator.conditional_access import USERS as POLICY_USERS
from crosscloud.emulator.directory_objects import (
    AUTHORIZATION_POLICY,
    GROUP,
    ORGANIZATION,
    SERVICE_PRINCIPAL,
    USER,
    VERIFIED_DOMAIN,
)
from crosscloud.emulator.records import Record
from crosscloud.emulator.surfaces import api
from tests.emulator.graph_client import CONTOSO, FABRIKAM
from tests.emulator.graph_client import GROUP as GROUP_ID
from tests.emulator.graph_sdk import graph_sdk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from msgraph.graph_service_client import GraphServiceClient

# The SDK warns of deprecated classes of its own when it is imported.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:msgraph"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:kiota_abstractions"),
]

ROLES = frozenset(
    {"Policy.Read.All", "Organization.Read.All", "Application.Read.All", "GroupMember.Read.All", "User.Read.All"}
)
READER = EmulatedTenant("contoso", CONTOSO.tenant_id, GLOBAL, roles=ROLES, groups={GROUP_ID: "Pilot's group"})
IN_GOVERNMENT = EmulatedTenant("fabrikam", FABRIKAM.tenant_id, USGOV, roles=ROLES)


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Emulator]:
    """An emulator whose tenants let their applications read all of it."""
    with Emulator([READER, IN_GOVERNMENT], tmp_path, page_size=2) as emulator:
        yield emulator


def run(
    emulator: Emulator, use: "Callable[[GraphServiceClient], Awaitable[None]]", tenant: EmulatedTenant = READER
) -> None:
    """Use the SDK in an event loop of its own."""

    async def main() -> None:
        async with graph_sdk(emulator, tenant) as client:
            await use(client)

    asyncio.run(main())


def test_policies_and_the_organization_are_read(reading: Emulator) -> None:
    from msgraph.generated.models.allow_invites_from import AllowInvitesFrom
    from msgraph.generated.models.conditional_access_enumerated_external_tenants import (
        ConditionalAccessEnumeratedExternalTenants,
    )
    from msgraph.generated.models.conditional_access_grant_control import ConditionalAccessGrantControl
    from msgraph.generated.models.conditional_access_guest_or_external_user_types import (
        ConditionalAccessGuestOrExternalUserTypes,
    )
    from msgraph.generated.models.conditional_access_policy_state import ConditionalAccessPolicyState

    guests = {
        "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
        "externalTenants": {"membershipKind": "enumerated", "members": [FABRIKAM.tenant_id]},
    }
    conditions = {"users": {"includeGuestsOrExternalUsers": guests}, "clientAppTypes": ["all"]}
    strength = {"displayName": "Phishing-resistant MFA", "requirementsSatisfied": "mfa"}
    controls = {"operator": "OR", "builtInControls": ["mfa"], "authenticationStrength": strength}
    policies = [
        {"displayName": f"p{n}", "state": "enabled", "conditions": conditions, "grantControls": controls}
        for n in range(3)
    ]
    reading.change_directory("contoso", conditional_access_policies=policies)

    async def use(client: "GraphServiceClient") -> None:
        authorization = await client.policies.authorization_policy.get()
        assert authorization is not None
        assert authorization.allow_invites_from is AllowInvitesFrom.Everyone
        seen: list[str | None] = []
        page = await client.identity.conditional_access.policies.get()
        while page is not None:
            for policy in page.value or []:
                assert policy.state is ConditionalAccessPolicyState.Enabled
                assert policy.grant_controls is not None
                assert policy.grant_controls.built_in_controls == [ConditionalAccessGrantControl.Mfa]
                assert policy.grant_controls.authentication_strength is not None
                assert policy.conditions is not None
                assert policy.conditions.users is not None
                included = policy.conditions.users.include_guests_or_external_users
                assert included is not None
                kinds: Any = included.guest_or_external_user_types
                assert kinds == [
                    ConditionalAccessGuestOrExternalUserTypes.B2bCollaborationGuest,
                    ConditionalAccessGuestOrExternalUserTypes.B2bCollaborationMember,
                ]
                assert isinstance(included.external_tenants, ConditionalAccessEnumeratedExternalTenants)
                assert included.external_tenants.members == [FABRIKAM.tenant_id]
                seen.append(policy.display_name)
            link = page.odata_next_link
            page = await client.identity.conditional_access.policies.with_url(link).get() if link else None
        assert sorted(filter(None, seen)) == ["p0", "p1", "p2"]
        organizations = await client.organization.get()
        assert organizations is not None
        assert organizations.value is not None
        assert organizations.value[0].verified_domains is not None
        assert organizations.value[0].verified_domains[0].name == "contoso.onmicrosoft.com"

    async def in_government(client: "GraphServiceClient") -> None:
        authorization = await client.policies.authorization_policy.get()
        assert authorization is not None
        assert authorization.allow_invites_from is AllowInvitesFrom.None_

    run(reading, use)
    run(reading, in_government, IN_GOVERNMENT)


def test_directory_objects_are_found_and_guests_counted(reading: Emulator) -> None:
    from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
    from msgraph.generated.service_principals.service_principals_request_builder import (
        ServicePrincipalsRequestBuilder,
    )
    from msgraph.generated.users.users_request_builder import UsersRequestBuilder

    guests = [{"mail": f"{n}@fabrikam.us", "userType": "Guest"} for n in range(3)]
    reading.change_directory("contoso", users=guests)

    async def use(client: "GraphServiceClient") -> None:
        of_groups = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters(
            filter=f"id in ('{GROUP_ID}')", select=["id", "displayName"]
        )
        groups = await client.groups.get(RequestConfiguration(query_parameters=of_groups))
        assert groups is not None
        assert [group.display_name for group in groups.value or []] == ["Pilot's group"]
        of_principals = ServicePrincipalsRequestBuilder.ServicePrincipalsRequestBuilderGetQueryParameters(
            filter="displayName eq 'Microsoft B2B Cross Cloud Worker'"
        )
        principals = await client.service_principals.get(RequestConfiguration(query_parameters=of_principals))
        assert principals is not None
        assert [one.account_enabled for one in principals.value or []] == [True]
        of_users = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
            filter="userType eq 'Guest' and endsWith(mail,'@fabrikam.us')", count=True, top=1, select=["id"]
        )
        asked = RequestConfiguration(query_parameters=of_users)
        asked.headers.add("ConsistencyLevel", "eventual")
        users = await client.users.get(asked)
        assert users is not None
        assert users.odata_count == 3
        assert len(users.value or []) == 1
        assert users.odata_next_link is not None

    run(reading, use)


def _model(module: str, name: str) -> Any:
    return getattr(importlib.import_module(f"msgraph.generated.models.{module}"), name)()


@pytest.mark.parametrize(
    ("record", "module", "name", "left_out"),
    [
        (AUTHORIZATION_POLICY, "authorization_policy", "AuthorizationPolicy", set()),
        (VERIFIED_DOMAIN, "verified_domain", "VerifiedDomain", set()),
        (CONDITIONAL_ACCESS_POLICY, "conditional_access_policy", "ConditionalAccessPolicy", set()),
        (CONDITIONS, "conditional_access_condition_set", "ConditionalAccessConditionSet", set()),
        (POLICY_USERS, "conditional_access_users", "ConditionalAccessUsers", set()),
        (GRANT_CONTROLS, "conditional_access_grant_controls", "ConditionalAccessGrantControls", set()),
        (
            STRENGTH,
            "authentication_strength_policy",
            "AuthenticationStrengthPolicy",
            {"combinationConfigurations"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_tables_name_the_properties_that_the_sdk_knows(
    record: Record, module: str, name: str, left_out: set[str]
) -> None:
    known = set(_model(module, name).get_field_deserializers()) - {"@odata.type"}
    assert set(record.declared(api("v1.0", "Prod"))) == known - left_out


@pytest.mark.parametrize(
    ("record", "module", "name"),
    [
        (ORGANIZATION, "organization", "Organization"),
        (SERVICE_PRINCIPAL, "service_principal", "ServicePrincipal"),
        (GROUP, "group", "Group"),
        (USER, "user", "User"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_tables_name_only_properties_that_the_sdk_knows(record: Record, module: str, name: str) -> None:
    known = set(_model(module, name).get_field_deserializers())
    assert set(record.declared(api("v1.0", "Prod"))) <= known
