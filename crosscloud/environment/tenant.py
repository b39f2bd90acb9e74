"""A tenant of an environment, and the users, groups and applications that have a name there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.hold import Hold
from crosscloud.domain.named import Kind, NamedId, UnknownNames
from crosscloud.environment.backend import Backend
from crosscloud.environment.errors import UnknownNameError, hint, shown_path
from crosscloud.environment.sign_in import SignIn


def variable_prefix(tenant: str) -> str:
    """How the names of a tenant's environment variables begin: `CROSSCLOUD_CONTOSO` for `contoso`.

    No two tenants share one: a tenant's name has small letters, digits and dashes only, and each dash
    becomes the underscore that no name has.
    """
    return f"CROSSCLOUD_{tenant.replace('-', '_').upper()}"


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant, in exactly one cloud.

    Attributes:
        name: the name in the environment file.
        tenant_id: its GUID, lower case.
        cloud: the cloud that it is in.
        environment_name: the environment that it belongs to.
        path: the environment file.
        is_managed: whether its settings are planned and applied here. Another organisation's are not.
        sign_in: who signs in; None where it is not managed, and in an embedded environment.
        backend: where its state is; None where it is not managed.
        groups: its groups, by name.
        users: its users, by name.
        applications: its applications, by name.
        line: where it stands in the environment file.
        domains: the domains of its users' addresses, lower case, where the file gives them.
        finding_policy: how the file weighs findings about it: tenants by their ids, as its provider knows them.
        holds: the holds of the file that are about it.
        tries: the sections that may be sent although Microsoft's sources disagree whether its cloud has them.
    """

    name: str
    tenant_id: str
    cloud: Cloud
    environment_name: str
    path: Path
    is_managed: bool
    sign_in: SignIn | None
    backend: Backend | None
    groups: Mapping[str, NamedId] = field(hash=False)
    users: Mapping[str, NamedId] = field(hash=False)
    applications: Mapping[str, NamedId] = field(hash=False)
    line: int
    domains: tuple[str, ...] = ()
    finding_policy: FindingPolicy = field(default=FindingPolicy(), repr=False)
    holds: tuple[Hold, ...] = ()
    tries: tuple[str, ...] = ()

    @property
    def variable_prefix(self) -> str:
        """How the names of this tenant's environment variables begin, e.g. `CROSSCLOUD_CONTOSO`."""
        return variable_prefix(self.name)

    @property
    def named(self) -> tuple[NamedId, ...]:
        """Everything that has a name here: groups, users, applications."""
        return (*self.groups.values(), *self.users.values(), *self.applications.values())

    @property
    def client_id(self) -> str | None:
        """The application that plans and applies; None where these are two, or the file names none.

        Where they are two, a stack names neither: a saved plan would otherwise be applied by the one that planned.
        """
        if self.sign_in is None or self.sign_in.plan.client_id != self.sign_in.apply.client_id:
            return None
        return self.sign_in.plan.client_id

    def group(self, name: str) -> NamedId:
        """The group called `name`.

        Raises:
            UnknownNameError: where the file gives the tenant no such group; while an app collects mistakes, its
                `synth()` raises it with the others.
        """
        return self._find("group", self.groups, name)

    def user(self, name: str) -> NamedId:
        """The user called `name`.

        Raises:
            UnknownNameError: where the file gives the tenant no such user; while an app collects mistakes, its
                `synth()` raises it with the others.
        """
        return self._find("user", self.users, name)

    def application(self, name: str) -> NamedId:
        """The application called `name`.

        Raises:
            UnknownNameError: where the file gives the tenant no such application; while an app collects mistakes,
                its `synth()` raises it with the others.
        """
        return self._find("application", self.applications, name)

    def _find(self, what: Kind, among: Mapping[str, NamedId], name: str) -> NamedId:
        found = among.get(name)
        if found is not None:
            return found
        said = f"{self.name} has no {what} called {name!r}{hint(str(name), among, 'it has')}"
        to_do = f"Correct it, or add it under {what}s of {self.name} ({shown_path(self.path)}:{self.line})"
        if UnknownNames.tell is None:
            raise UnknownNameError(f"{said}. {to_do}")
        UnknownNames.tell(said, to_do)
        return NamedId(what, str(uuid5(NAMESPACE_OID, f"{what} {name}")), str(name), self.name, self.tenant_id)

    def __str__(self) -> str:
        return self.name
