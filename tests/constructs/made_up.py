"""Tenants, groups and applications made up for tests; ids follow from names, so failures are readable."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import NAMESPACE_DNS, uuid5

from crosscloud.domain.clouds import GLOBAL, Cloud
from crosscloud.environment import Application, Backend, Principal, Tenant

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

    def principals(kind: str) -> Mapping[str, Principal]:
        made = {
            each: Principal(
                kind="group" if kind == "group" else "user",
                id=id_of(name, kind, each),
                name=each,
                display_name=each,
                tenant_name=name,
                tenant_id=tenant_id,
                line=1,
            )
            for each in NAMES
        }
        return MappingProxyType(made)

    applications = {
        each: Application(id_of(name, "application", each), each, each, name, tenant_id, line=1)
        for each in ("desk", "vault")
    }
    return Tenant(
        name=name,
        tenant_id=tenant_id,
        cloud=cloud,
        environment_name=environment,
        path=Path("test.yaml"),
        is_managed=is_managed,
        sign_in=None,
        backend=backend,
        groups=principals("group"),
        users=principals("user"),
        applications=MappingProxyType(applications),
        line=1,
    )
