"""Tenants, groups and applications made up for tests; ids follow from names, so failures are readable."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import NAMESPACE_DNS, uuid5

from crosscloud.domain.clouds import GLOBAL, Cloud
from crosscloud.domain.named import Kind, NamedId
from crosscloud.environment import Backend, Tenant

NAMES = ("engineers", "writers")


def id_of(*parts: str) -> str:
    """The id that goes with a name."""
    return str(uuid5(NAMESPACE_DNS, "/".join(parts)))


def tenant(
    name: str,
    cloud: Cloud = GLOBAL,
    *,
    environment: str = "test",
    is_managed: bool = True,
    backend: Backend | None = None,
) -> Tenant:
    """A tenant with the groups and users `engineers` and `writers`, and the applications `desk` and `vault`."""
    tenant_id = id_of(name)

    def named(kind: Kind, names: tuple[str, ...]) -> Mapping[str, NamedId]:
        return MappingProxyType(
            {each: NamedId(kind, id_of(name, kind, each), each, name, tenant_id, each, 1) for each in names}
        )

    return Tenant(
        name=name,
        tenant_id=tenant_id,
        cloud=cloud,
        environment_name=environment,
        path=Path("test.yaml"),
        is_managed=is_managed,
        sign_in=None,
        backend=backend,
        groups=named("group", NAMES),
        users=named("user", NAMES),
        applications=named("application", ("desk", "vault")),
        line=1,
    )
