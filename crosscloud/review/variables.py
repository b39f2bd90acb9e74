"""Who sees which environment variables: a tenant's credentials reach that tenant's provider and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Literal

from crosscloud.environment import Tenant

Phase = Literal["plan", "apply"]
"""Planning and applying may be separate identities, so that planning never holds write access."""


def with_identity(environ: Mapping[str, str], tenant: Tenant, phase: Phase) -> dict[str, str]:
    """`environ` with the application that the environment file names for `phase`, unless a variable names one."""
    name = f"{tenant.variable_prefix}_CLIENT_ID"
    if tenant.sign_in is None or environ.get(name):
        return dict(environ)
    identity = tenant.sign_in.plan if phase == "plan" else tenant.sign_in.apply
    return {**environ, name: identity.client_id}


def without_credentials(environ: Mapping[str, str], prefixes: Iterable[str]) -> dict[str, str]:
    """`environ` for programs that sign in nowhere (synthesis, Terraform): no variable of any tenant's prefix."""
    starts = tuple(f"{prefix}_" for prefix in prefixes)
    return {name: value for name, value in environ.items() if not name.startswith(starts)}


def for_one_tenant(environ: Mapping[str, str], prefix: str, prefixes: Iterable[str]) -> dict[str, str]:
    """`environ` for the provider process of the tenant with `prefix`: without the other tenants' variables.

    A tenant's prefix may be the beginning of another's (`CROSSCLOUD_A`, `CROSSCLOUD_A_B`): a variable belongs to
    the longest prefix that fits it.
    """
    known = sorted(prefixes, key=len, reverse=True)

    def owner(name: str) -> str | None:
        return next((p for p in known if name.startswith(f"{p}_")), None)

    return {name: value for name, value in environ.items() if owner(name) in (None, prefix)}
