"""The tenants that the emulator plays: the directory, its cloud, and the applications that may sign in."""

import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.guid import is_guid
from crosscloud.emulator.errors import EmulatorError

READ_ROLE: Final = "Policy.Read.All"
WRITE_ROLE: Final = "Policy.ReadWrite.CrossTenantAccess"
CAPABILITY_ROLE: Final = "Policy.ReadWrite.CrossTenantCapability"

# The ending of a tenant's first domain, by what others list to enable its cloud.
_FIRST_DOMAIN: Final = {
    "microsoftonline.com": "onmicrosoft.com",
    "microsoftonline.us": "onmicrosoft.us",
    "partner.microsoftonline.cn": "partner.onmschina.cn",
}

_APPLICATIONS: Final = uuid.UUID("0d7f1f0e-3c1f-5b1e-9a55-6f6f5f0c7a11")


@dataclass(frozen=True)
class Client:
    """An application that is registered in one tenant.

    Attributes:
        client_id: its application (client) id.
        roles: the application permissions granted to it.
    """

    client_id: str
    roles: frozenset[str]


@dataclass(frozen=True)
class EmulatedTenant:
    """One directory, with a registered application that holds a client secret, and further ones beside it.

    Attributes:
        name: what the environment calls it; stands in the request log.
        tenant_id: its GUID, in any case.
        cloud: the cloud that it is in.
        client_id: the application's id; derived from the tenant id, so it stays the same between runs.
        client_secret: the application's secret; a fresh one for each object unless given.
        roles: the application permissions granted, i.e. the `roles` claim of its tokens.
        more_clients: further applications, by client id, with the permissions granted to each; they hold the same
            secret.
        groups: the names of its groups, by id.
        applications: the names of the applications that it has a service principal of, by application id.
        users: the names of its users, by id.
        untouched_root_is_blank: whether its policy root is answered as `{}` until it is changed, which the
            reference documents (beta, Get crossTenantAccessPolicy) beside an answer with all properties.
        more_properties: those, by name, that it has although the published schema of its cloud lacks them, such as
            `tenantRestrictions` in US Government, of which Microsoft's sources disagree.

    Raises:
        EmulatorError: for an id that is no GUID, an empty name, or a client id that is there twice.
    """

    name: str
    tenant_id: str
    cloud: Cloud
    client_id: str = ""
    client_secret: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(32))
    roles: frozenset[str] = frozenset({READ_ROLE, WRITE_ROLE})
    more_clients: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    groups: Mapping[str, str] = field(default_factory=dict, hash=False)
    applications: Mapping[str, str] = field(default_factory=dict, hash=False)
    users: Mapping[str, str] = field(default_factory=dict, hash=False)
    untouched_root_is_blank: bool = False
    more_properties: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.name:
            raise EmulatorError("an emulated tenant needs a name")
        if not is_guid(self.tenant_id):
            raise EmulatorError(f"the tenant id of {self.name} is not a GUID: {self.tenant_id!r}")
        if not self.client_id:
            object.__setattr__(self, "client_id", str(uuid.uuid5(_APPLICATIONS, self.key)))
        object.__setattr__(self, "more_clients", MappingProxyType(dict(self.more_clients)))
        clients = [self.client_id.lower(), *map(str.lower, self.more_clients)]
        if len(set(clients)) != len(clients):
            raise EmulatorError(f"two applications of {self.name} have the same client id: give each its own")
        for what in ("groups", "applications", "users"):
            names: Mapping[str, str] = getattr(self, what)
            for key in names:
                if not is_guid(key):
                    raise EmulatorError(f"an id among the {what} of {self.name} is not a GUID: {key!r}")
            by_key = {key.lower(): name for key, name in names.items()}
            object.__setattr__(self, what, MappingProxyType(by_key))

    @property
    def key(self) -> str:
        """The tenant id as it is compared: in lower case."""
        return self.tenant_id.lower()

    @property
    def initial_domain(self) -> str:
        """The domain that it was made with."""
        return f"{self.name}.{_FIRST_DOMAIN[self.cloud.endpoint]}"

    @property
    def client(self) -> Client:
        """The application that `client_id` names."""
        return Client(self.client_id, self.roles)

    def client_called(self, client_id: str) -> Client | None:
        """The application with this client id, in any case; None if the tenant has none."""
        clients = (self.client, *(Client(name, roles) for name, roles in self.more_clients.items()))
        return next((client for client in clients if client.client_id.lower() == client_id.lower()), None)


class Tenants:
    """The emulated tenants, found by name or by id.

    Raises:
        EmulatorError: for a name or an id that occurs twice.
    """

    def __init__(self, tenants: Sequence[EmulatedTenant]) -> None:
        self._by_name = {tenant.name: tenant for tenant in tenants}
        self._by_key = {tenant.key: tenant for tenant in tenants}
        if len(self._by_name) != len(tenants) or len(self._by_key) != len(tenants):
            raise EmulatorError("two emulated tenants have the same name or the same tenant id")

    def __iter__(self) -> Iterator[EmulatedTenant]:
        return iter(self._by_name.values())

    def named(self, name: str) -> EmulatedTenant:
        """The tenant called `name`.

        Raises:
            EmulatorError: if there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            known = ", ".join(self._by_name) or "none"
            raise EmulatorError(f"no emulated tenant is called {name!r}; there are: {known}") from None

    def with_id(self, tenant_id: str) -> EmulatedTenant | None:
        """The tenant with this id, in any case; None if there is none."""
        return self._by_key.get(tenant_id.lower())
