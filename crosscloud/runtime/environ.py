"""Who sees which environment variables: a tenant's credentials reach that tenant's provider and nothing else.

A provider gets what it is known to need. What runs the code of others, Terraform and the intent, gets everything
but credentials; Terraform those of its own backend, where the stack has anything to sign in to.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from crosscloud.environment import Tenant

_OTHER_WAYS: Final = ("CLIENT_SECRET", "CLIENT_CERTIFICATE_PATH")
_OF_BACKENDS: Final = ("ARM_", "AWS_", "TF_TOKEN_")
"""How the variables begin that Terraform's own backends sign in with (Terraform reference: azurerm, s3, cloud)."""
_OF_JOB: Final = "ACTIONS_ID_TOKEN_REQUEST_"
"""How the variables begin with which a GitHub Actions job asks for its token; azurerm's `use_oidc` reads them."""

_OF_TENANTS: Final = "CROSSCLOUD_"
_OF_RUNS: Final = frozenset(
    {"CROSSCLOUD_ENVIRONMENT", "CROSSCLOUD_TERRAFORM", "CROSSCLOUD_TERRAFORMS", "CROSSCLOUD_PYTHON"}
)
"""Those that begin so, and are no tenant's: the rest are some tenant's, of this environment or not."""
_PLAIN: Final = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "LANGUAGE", "TERM", "NO_COLOR"),
        *("VIRTUAL_ENV", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "XDG_CONFIG_HOME"),
        *(
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
        ),
    }
)
_OVERRIDES: Final = {"LOGIN_ENDPOINT": "login", "GRAPH_ENDPOINT": "graph", "CA_BUNDLE": "ca"}
_PLAIN_BEGINNINGS: Final = ("LC_", "PYTHON", "SSL_", "OPENSSL_", "LD_", "DYLD_", "GRPC_", "COVERAGE_", "NIX_")
"""What a Python program needs to start, to find its libraries, and to reach a host."""

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


def find_overrides(environ: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The endpoints and authorities of the tenant with `prefix` that are not its cloud's own.

    By `login`, `graph`, `ca`; every report and command that asks the tenant shows them.
    """
    found = {name: environ.get(f"{prefix}_{variable}") for variable, name in _OVERRIDES.items()}
    return {name: value for name, value in found.items() if value}


def without_credentials(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` for synthesis, which signs in nowhere: no variable of a tenant, a backend, or a job's token."""
    return {
        name: value
        for name, value in environ.items()
        if not _is_of_a_tenant(name) and not name.startswith((*_OF_BACKENDS, _OF_JOB))
    }


def for_terraform(
    environ: Mapping[str, str], prefix: str, prefixes: Iterable[str], *, signs_in: bool = True
) -> dict[str, str]:
    """`environ` for Terraform in the stack of the tenant with `prefix`: what its backend signs in with, no more.

    `{prefix}_ARM_CLIENT_ID` becomes `ARM_CLIENT_ID`, and so on for `AWS_` and `TF_TOKEN_`: each tenant's state may
    be in another cloud. Of a kind that the tenant has any variables of its own for, the common ones are left out:
    half of one identity and half of another sign in to nothing, or to the wrong account.

    Args:
        environ: the environment variables.
        prefix: of the tenant's variables.
        prefixes: of every tenant's.
        signs_in: whether the stack has anything to sign in to: a backend that is not local, another provider.
    """
    if not signs_in:
        return without_credentials(environ)
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
        if not _is_of_a_tenant(name) and _owner(name, known) is None and not name.startswith(replaced)
    }
    return {**common, **own}


def for_provider(
    environ: Mapping[str, str], tenant: Tenant, prefixes: Iterable[str], phase: Phase
) -> dict[str, str]:
    """`environ` for the provider process of `tenant`: its sign-in, and what any program needs; nothing else.

    The token of a GitHub Actions job is among it only where the tenant signs in with it. A tenant's prefix may be
    the beginning of another's (`CROSSCLOUD_A`, `CROSSCLOUD_A_B`): a variable belongs to the longest that fits it.
    """
    known, prefix = tuple(prefixes), tenant.variable_prefix
    own = {name: value for name, value in environ.items() if _owner(name, known) == prefix}
    of_backend = tuple(f"{prefix}_{kind}" for kind in _OF_BACKENDS)
    signing_in = with_identity({n: v for n, v in own.items() if not n.startswith(of_backend)}, tenant, phase)
    beginnings = (*_PLAIN_BEGINNINGS, *((_OF_JOB,) if signing_in.get(f"{prefix}_GITHUB_OIDC") else ()))
    plain = {n: v for n, v in environ.items() if n in _PLAIN or n in _OF_RUNS or n.startswith(beginnings)}
    return {**plain, **signing_in}


def _is_of_a_tenant(name: str) -> bool:
    return name.startswith(_OF_TENANTS) and name not in _OF_RUNS


def _owner(name: str, prefixes: Iterable[str]) -> str | None:
    """The longest of `prefixes` that the variable `name` begins with, if any."""
    return max((prefix for prefix in prefixes if name.startswith(f"{prefix}_")), key=len, default=None)
