"""How the tests ask for the directory context, and how an administrator edits it."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from crosscloud.emulator import portal
from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.wire import Answer
from tests.emulator.graph_client import CONTOSO, World

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


def change_directory(
    world: World, tenant: EmulatedTenant = CONTOSO, *, authorization_policy: Json | None = None, **put: list[Json]
) -> None:
    """Put something there as the portal would."""
    world.store.update(
        tenant,
        lambda state: (
            portal.edit_directory(state, tenant, authorization_policy=authorization_policy, put=put, removed={}),
            None,
        ),
    )
