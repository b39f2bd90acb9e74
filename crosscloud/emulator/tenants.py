"""The tenants that the emulator plays: the directory, its cloud, and the one application that may sign in."""

import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.guid import is_guid
from crosscloud.emulator.errors import EmulatorError

READ_ROLE: Final = "Policy.Read.All"
WRITE_ROLE: Final = "Policy.ReadWrite.CrossTenantAccess"

_APPLICATIONS: Final = uuid.UUID("0d7f1f0e-3c1f-5b1e-9a55-6f6f5f0c7a11")


@dataclass(frozen=True)
class EmulatedTenant:
    """One directory, with one registered application that holds a client secret.

    Attributes:
        name: what the environment calls it; stands in the request log.
        tenant_id: its GUID, in any case.
        cloud: the cloud that it is in.
        client_id: the application's id; derived from the tenant id, so it stays the same between runs.
        client_secret: the application's secret; a fresh one for each object unless given.
        roles: the application permissions granted, i.e. the `roles` claim of its tokens.

    Raises:
        EmulatorError: for a tenant id that is no GUID, or an empty name.
    """

    name: str
    tenant_id: str
    cloud: Cloud
    client_id: str = ""
    client_secret: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(32))
    roles: frozenset[str] = frozenset({READ_ROLE, WRITE_ROLE})

    def __post_init__(self) -> None:
        if not self.name:
            raise EmulatorError("an emulated tenant needs a name")
        if not is_guid(self.tenant_id):
            raise EmulatorError(f"the tenant id of {self.name} is not a GUID: {self.tenant_id!r}")
        if not self.client_id:
            object.__setattr__(self, "client_id", str(uuid.uuid5(_APPLICATIONS, self.key)))

    @property
    def key(self) -> str:
        """The tenant id as it is compared: in lower case."""
        return self.tenant_id.lower()


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
