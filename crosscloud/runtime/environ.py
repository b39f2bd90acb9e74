"""Who sees which environment variables: a tenant's credentials reach that tenant's provider and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from crosscloud.environment import Tenant

_OTHER_WAYS: Final = ("CLIENT_SECRET", "CLIENT_CERTIFICATE_PATH")
_OF_BACKENDS: Final = ("ARM_", "AWS_", "TF_TOKEN_")
"""How the variables begin that Terraform's own backends sign in with (Terraform reference: azurerm, s3, cloud)."""
_OF_JOB: Final = "ACTIONS_ID_TOKEN_REQUEST_"
"""How the variables begin with which a GitHub Actions job asks for its token; azurerm's `use_oidc` reads them."""

Phase = Literal["plan", "apply"]
"""Planning and applying may be separate identities, so that planning never holds write access."""


def with_identity(environ: Mapping[str, str], tenant: Tenant, phase: Phase) -> dict[str, str]:
    """`environ` with the application and the way to sign in that the environment file names for `phase`.

    A variable that is set wins: another application, or a secret or certificate in place of the file's
    `github_oidc` (so that the same file serves on one's own machine and with the embedded Graph).
    """
    if tenant.sign_in is None:
        return dict(environ)
    prefix = tenant.variable_prefix
    identity = tenant.sign_in.plan if phase == "plan" else tenant.sign_in.apply
    named = {f"{prefix}_CLIENT_ID": identity.client_id}
    if identity.method == "github_oidc" and not any(environ.get(f"{prefix}_{way}") for way in _OTHER_WAYS):
        named[f"{prefix}_GITHUB_OIDC"] = "1"
    return {**environ, **{name: value for name, value in named.items() if not environ.get(name)}}


def without_credentials(environ: Mapping[str, str], prefixes: Iterable[str]) -> dict[str, str]:
    """`environ` for synthesis, which signs in nowhere: no variable of a tenant, a backend, or a job's token."""
    starts = (*(f"{prefix}_" for prefix in prefixes), *_OF_BACKENDS, _OF_JOB)
    return {name: value for name, value in environ.items() if not name.startswith(starts)}


def for_terraform(environ: Mapping[str, str], prefix: str, prefixes: Iterable[str]) -> dict[str, str]:
    """`environ` for Terraform in the stack of the tenant with `prefix`: what its backend signs in with, no more.

    `{prefix}_ARM_CLIENT_ID` becomes `ARM_CLIENT_ID`, and so on for `AWS_` and `TF_TOKEN_`: each tenant's state may
    be in another cloud. Of a kind that the tenant has any variables of its own for, the common ones are left out:
    half of one identity and half of another sign in to nothing, or to the wrong account.
    """
    known = tuple(prefixes)
    own = {
        name.removeprefix(f"{prefix}_"): value
        for name, value in environ.items()
        if _owner(name, known) == prefix and name.removeprefix(f"{prefix}_").startswith(_OF_BACKENDS)
    }
    replaced = tuple(kind for kind in _OF_BACKENDS if any(name.startswith(kind) for name in own))
    common = {
        name: value
        for name, value in environ.items()
        if _owner(name, known) is None and not name.startswith(replaced)
    }
    return {**common, **own}


def for_one_tenant(environ: Mapping[str, str], prefix: str, prefixes: Iterable[str]) -> dict[str, str]:
    """`environ` for the provider process of the tenant with `prefix`: without the other tenants' variables.

    A tenant's prefix may be the beginning of another's (`CROSSCLOUD_A`, `CROSSCLOUD_A_B`): a variable belongs to
    the longest prefix that fits it.
    """
    known = tuple(prefixes)
    return {name: value for name, value in environ.items() if _owner(name, known) in (None, prefix)}


def _owner(name: str, prefixes: Iterable[str]) -> str | None:
    """The longest of `prefixes` that the variable `name` begins with, if any."""
    return max((prefix for prefix in prefixes if name.startswith(f"{prefix}_")), key=len, default=None)
