"""How to sign in to one tenant: pure values, from arguments and environment variables. Nothing is sent here.

How the application proves who it is, is one of `crosscloud.graph.auth.credentials`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.domain.guid import is_guid
from crosscloud.graph.auth.credentials import KINDS, SignInMethod
from crosscloud.graph.errors import SignInConfigurationError


@dataclass(frozen=True, slots=True)
class SignIn:
    """Everything needed to sign in to one tenant as an application.

    Attributes:
        tenant_id: the tenant's id, a GUID.
        cloud: the cloud that the tenant is in; hosts and the token's scope come from it.
        client_id: the application's (client) id, a GUID.
        method: the one way to sign in; it holds the secret and does not show it.
        login_endpoint: root of the login service in place of the cloud's, e.g. `https://localhost:8443`.
        graph_endpoint: root of Microsoft Graph in place of the cloud's. The scope stays the cloud's.
        ca_bundle: PEM file of the certificate authorities to trust, in place of the usual ones.
        prefix: prefix of this tenant's environment variables, for advice in errors.
        other_logins: by name of cloud, roots of the login services of other clouds in place of the real ones;
            only looking for a tenant asks there, and never sends a secret.

    Raises:
        SignInConfigurationError: for an id that is no GUID, or an endpoint that is not `https://host[:port]`.
    """

    tenant_id: str
    cloud: Cloud
    client_id: str
    method: SignInMethod
    login_endpoint: str | None = None
    graph_endpoint: str | None = None
    ca_bundle: Path | None = None
    prefix: str | None = None
    other_logins: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not is_guid(self.tenant_id):
            raise SignInConfigurationError(f"tenant_id must be a tenant id (a GUID), not {self.tenant_id!r}")
        if not is_guid(self.client_id):
            # The value is not shown: secrets are pasted into the wrong place.
            text = f"client_id for tenant {self.tenant_id} must be an application (client) id, a GUID"
            raise SignInConfigurationError(text)
        for name, endpoint in (("login_endpoint", self.login), ("graph_endpoint", self.graph)):
            _check_endpoint(endpoint, name, self.tenant_id)

    @property
    def login(self) -> str:
        """Root of the login service, without a tenant and without a slash at the end."""
        return (self.login_endpoint or self.cloud.login).rstrip("/")

    @property
    def graph(self) -> str:
        """Root of Microsoft Graph, without a version and without a slash at the end."""
        return (self.graph_endpoint or self.cloud.graph).rstrip("/")

    @property
    def tenant(self) -> str:
        """The tenant and its cloud, for texts."""
        return f"tenant {self.tenant_id} ({self.cloud})"

    def variable(self, suffix: str) -> str:
        """What advice calls the environment variable, e.g. `CONTOSO_CA_BUNDLE`; words without a prefix."""
        return f"{self.prefix}_{suffix}" if self.prefix else f"the {suffix.lower()} of the sign-in"


def sign_in_from_variables(
    tenant_id: str,
    cloud: Cloud,
    prefix: str,
    environ: Mapping[str, str],
    *,
    client_id: str | None = None,
    login_endpoint: str | None = None,
    graph_endpoint: str | None = None,
    ca_bundle: Path | None = None,
) -> SignIn:
    """The sign-in that the variables `{prefix}_…` describe; arguments that are given win over variables.

    Variables: `_CLIENT_ID`; `_CLIENT_SECRET`, or `_CLIENT_CERTIFICATE_PATH` (with
    `_CLIENT_CERTIFICATE_PASSWORD`), or `_GITHUB_OIDC` in a GitHub Actions job; `_LOGIN_ENDPOINT`,
    `_GRAPH_ENDPOINT`, `_CA_BUNDLE`;
    `_LOGIN_ENDPOINT_{CLOUD}` (`…_CHINA`) for the login services of other clouds. An empty variable counts as
    not set.

    Raises:
        SignInConfigurationError: where a variable is missing or unusable, or there is not exactly one way to
            sign in; the text names variables, never their values of secrets.
    """

    def read(suffix: str) -> str | None:
        return environ.get(f"{prefix}_{suffix}") or None

    where = f"tenant {tenant_id} ({cloud})"
    app = client_id or read("CLIENT_ID")
    if app is None:
        missing = f"set {prefix}_CLIENT_ID to the application to use for {where}"
        if not any(kind.from_variables(prefix, environ) for kind in KINDS):
            missing = f"{missing}, and {_ways(prefix)} to sign in"
        raise SignInConfigurationError(missing)
    if not is_guid(app):
        origin = "client_id" if client_id else f"{prefix}_CLIENT_ID"
        raise SignInConfigurationError(f"{origin} for {where} must be an application (client) id, a GUID")
    endpoints: dict[str, str | None] = {}
    for name, given in (("LOGIN_ENDPOINT", login_endpoint), ("GRAPH_ENDPOINT", graph_endpoint)):
        endpoints[name] = given or read(name)
        if endpoint := endpoints[name]:
            _check_endpoint(endpoint, name.lower() if given else f"{prefix}_{name}", tenant_id)
    others: dict[str, str] = {}
    for name in CLOUDS:
        if endpoint := read(f"LOGIN_ENDPOINT_{name.upper()}"):
            _check_endpoint(endpoint, f"{prefix}_LOGIN_ENDPOINT_{name.upper()}", tenant_id)
            others[name] = endpoint
    bundle = read("CA_BUNDLE")
    return SignIn(
        tenant_id=tenant_id,
        cloud=cloud,
        client_id=app,
        method=_only_method(prefix, environ, where),
        login_endpoint=endpoints["LOGIN_ENDPOINT"],
        graph_endpoint=endpoints["GRAPH_ENDPOINT"],
        ca_bundle=ca_bundle or (Path(bundle) if bundle else None),
        prefix=prefix,
        other_logins=others,
    )


def check_endpoints(tenant_id: str, prefix: str, environ: Mapping[str, str]) -> None:
    """Refuse endpoints in the variables `{prefix}_…` that no sign-in would take, before anything shows them.

    Raises:
        SignInConfigurationError: where one is not `https://host[:port]`, such as one with a password in it.
    """
    for name in ("LOGIN_ENDPOINT", "GRAPH_ENDPOINT"):
        if endpoint := environ.get(f"{prefix}_{name}"):
            _check_endpoint(endpoint, f"{prefix}_{name}", tenant_id)


def _only_method(prefix: str, environ: Mapping[str, str], where: str) -> SignInMethod:
    found = [method for kind in KINDS if (method := kind.from_variables(prefix, environ)) is not None]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SignInConfigurationError(f"set {_ways(prefix)} to sign in to {where}")
    both = " and ".join(f"{prefix}_{method.suffix()}" for method in found)
    raise SignInConfigurationError(f"{both} are both set for {where}: keep the one to sign in with")


def _ways(prefix: str) -> str:
    return " or ".join(f"{prefix}_{kind.suffix()}" for kind in KINDS)


def _check_endpoint(endpoint: str, name: str, tenant_id: str) -> None:
    """Refuse an endpoint that is not `https://host[:port]`."""
    try:
        url = urlsplit(endpoint)
        valid = (
            url.scheme == "https"
            and bool(url.hostname)
            and (url.port is None or url.port > 0)
            and url.path in {"", "/"}
            and not any(character in endpoint for character in "@?#\\")
            and endpoint.isprintable()
            and " " not in endpoint
        )
    except ValueError:
        valid = False
    if not valid:
        # The value is not shown: it may hold credentials.
        raise SignInConfigurationError(
            f"{name} for tenant {tenant_id} must be an https URL without a path, such as https://localhost:8443"
        )
