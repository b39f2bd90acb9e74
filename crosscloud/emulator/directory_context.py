"""A tenant's directory context: who may invite, Conditional Access, domains, users and more.

Most of it follows from the emulated tenant: its cloud, and the names of groups, users and applications that it
was given. What the portal has changed of that, and only this, is held in `TenantState.directory`, so the rest
follows the environment file from run to run. Sources of the defaults: Microsoft Graph reference,
authorizationPolicy (`allowInvitesFrom` is `none` in US Government, `everyone` elsewhere; the other values are its
examples'); Microsoft Entra, "Troubleshoot Microsoft Entra B2B" (a tenant has the application "Microsoft B2B Cross
Cloud Worker", typically enabled; its id is in no document, so a client must find it by its name).
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from crosscloud.domain.guid import fold
from crosscloud.emulator.conditional_access import CONDITIONAL_ACCESS_POLICY
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.directory_objects import (
    AUTHORIZATION_POLICY,
    B2B_MANAGEMENT_POLICY,
    GROUP,
    SERVICE_PRINCIPAL,
    USER,
    VERIFIED_DOMAIN,
)
from crosscloud.emulator.errors import bad_request
from crosscloud.emulator.records import Document, Record
from crosscloud.emulator.surfaces import portal
from crosscloud.emulator.tenants import EmulatedTenant

CROSS_CLOUD_WORKER: Final = str(uuid.uuid5(uuid.NAMESPACE_DNS, "cross-cloud-worker.crosscloud.example"))
"""The application id that the "Microsoft B2B Cross Cloud Worker" has here, not the real one."""

_US_GOVERNMENT: Final = "microsoftonline.us"
_GUEST_USER: Final = "10dae51f-b6af-4016-8d66-8c2a99b929b3"


def _nothing(_tenant: EmulatedTenant) -> dict[str, Document]:
    return {}


@dataclass(frozen=True)
class Sort:
    """One sort of object that a tenant has.

    Attributes:
        name: its type, as which edited ones are stored.
        record: its properties.
        defaults: those that a tenant has before anybody edits them, by key.
        key: the property that tells them apart.
        derived_from: the properties of which the first that is given makes the key of an object without one.
    """

    name: str
    record: Record
    defaults: Callable[[EmulatedTenant], dict[str, Document]] = _nothing
    key: str = "id"
    derived_from: tuple[str, ...] = ("displayName",)

    def held(self, state: TenantState, tenant: EmulatedTenant) -> dict[str, Document]:
        """All of them, by key."""
        found = self.defaults(tenant)
        for (sort, key), document in state.directory.items():
            if sort == self.name:
                if document is None:
                    found.pop(key, None)
                else:
                    found[key] = document
        return found

    def put(self, state: TenantState, tenant: EmulatedTenant, sent: Iterable[Document]) -> TenantState:
        """Those that are there are patched, the others added.

        Raises:
            GraphError: for a property that does not exist or cannot have this value.
        """
        held = self.held(state, tenant)
        edited = dict(state.directory)
        for document in sent:
            key = self._key_of(document, tenant)
            changes = {name: value for name, value in document.items() if name != self.key}
            taken = self.record.take(changes, held.get(key), "", portal(tenant.cloud.graph_schema))
            held[key] = edited[self.name, key] = {**taken, self.key: key}
        return replace(state, directory=edited)

    def remove(self, state: TenantState, tenant: EmulatedTenant, keys: Iterable[str]) -> TenantState:
        """Those with these keys are removed.

        Raises:
            GraphError: 400, if there is none with one of the keys.
        """
        held = self.held(state, tenant)
        edited = dict(state.directory)
        for key in map(fold, keys):
            if key not in held:
                raise bad_request(f"There is no {self.name} '{key}' to remove.")
            edited[self.name, key] = None
        return replace(state, directory=edited)

    def _key_of(self, document: Document, tenant: EmulatedTenant) -> str:
        if self.key in document:
            return fold(str(document[self.key]))
        for name in self.derived_from:
            if name in document:
                return identifier(tenant, self.name, fold(str(document[name])))
        raise bad_request(f"A {self.name} needs {' or '.join((self.key, *self.derived_from))}.")


def identifier(tenant: EmulatedTenant, sort: str, name: str) -> str:
    """The id of an object of this name in this tenant: the same in every run."""
    return str(uuid.uuid5(uuid.UUID(tenant.key), f"{sort} {name}"))


def _new(record: Record, **values: Any) -> Document:
    return {**record.blank(), **values}


def _authorization_policy(tenant: EmulatedTenant) -> dict[str, Document]:
    is_government = tenant.cloud.endpoint == _US_GOVERNMENT
    found = _new(
        AUTHORIZATION_POLICY,
        id="authorizationPolicy",
        displayName="Authorization Policy",
        description="Used to manage authorization related settings across the company.",
        allowInvitesFrom="none" if is_government else "everyone",
        allowedToSignUpEmailBasedSubscriptions=True,
        allowedToUseSSPR=True,
        allowEmailVerifiedUsersToJoinOrganization=True,
        allowUserConsentForRiskyApps=False,
        blockMsolPowerShell=False,
        guestUserRoleId=_GUEST_USER,
        defaultUserRolePermissions={
            "allowedToCreateApps": True,
            "allowedToCreateSecurityGroups": True,
            "allowedToCreateTenants": True,
            "allowedToReadBitlockerKeysForOwnedDevice": True,
            "allowedToReadOtherUsers": True,
            "permissionGrantPoliciesAssigned": ["managePermissionGrantsForSelf.microsoft-user-default-low"],
        },
        permissionGrantPolicyIdsAssignedToDefaultUserRole=[
            "managePermissionGrantsForSelf.microsoft-user-default-low"
        ],
    )
    return {"authorizationPolicy": found}


def _domains(tenant: EmulatedTenant) -> dict[str, Document]:
    name = tenant.initial_domain
    return {name: _new(VERIFIED_DOMAIN, name=name, isInitial=True, isDefault=True)}


def _service_principals(tenant: EmulatedTenant) -> dict[str, Document]:
    names = {CROSS_CLOUD_WORKER: "Microsoft B2B Cross Cloud Worker", **tenant.applications}
    keys = {app: identifier(tenant, "servicePrincipal", app) for app in names}
    return {
        keys[app]: _new(SERVICE_PRINCIPAL, id=keys[app], appId=app, displayName=name)
        for app, name in names.items()
    }


def _groups(tenant: EmulatedTenant) -> dict[str, Document]:
    return {key: _new(GROUP, id=key, displayName=name) for key, name in tenant.groups.items()}


def _users(tenant: EmulatedTenant) -> dict[str, Document]:
    return {
        key: _new(USER, id=key, displayName=name, userPrincipalName=f"{key}@{tenant.initial_domain}")
        for key, name in tenant.users.items()
    }


AUTHORIZATION: Final = Sort("authorizationPolicy", AUTHORIZATION_POLICY, _authorization_policy)
CONDITIONAL_ACCESS: Final = Sort("conditionalAccessPolicy", CONDITIONAL_ACCESS_POLICY)
B2B_MANAGEMENT: Final = Sort("b2bManagementPolicy", B2B_MANAGEMENT_POLICY)
DOMAINS: Final = Sort("verifiedDomain", VERIFIED_DOMAIN, _domains, key="name", derived_from=())
SERVICE_PRINCIPALS: Final = Sort(
    "servicePrincipal", SERVICE_PRINCIPAL, _service_principals, derived_from=("appId",)
)
GROUPS: Final = Sort("group", GROUP, _groups)
USERS: Final = Sort("user", USER, _users, derived_from=("mail", "displayName"))

SORTS: Final[Mapping[str, Sort]] = {
    "conditional_access_policies": CONDITIONAL_ACCESS,
    "b2b_management_policies": B2B_MANAGEMENT,
    "verified_domains": DOMAINS,
    "service_principals": SERVICE_PRINCIPALS,
    "groups": GROUPS,
    "users": USERS,
}
"""The collections, by what tests call them."""
