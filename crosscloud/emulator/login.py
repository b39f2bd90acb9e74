"""The login service of one cloud: discovery, signing keys, and tokens for client credentials.

Sources: OpenID Connect Discovery 1.0; Microsoft identity platform, OAuth 2.0 client credentials flow;
Microsoft Entra authentication and authorization error codes; published measurements of discovery
documents for tenants of each cloud. What the service does with an assertion in place of a secret
is not emulated: it is refused.
"""

import base64
import hmac
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from crosscloud.domain.clouds import CHINA, Cloud, is_same_cloud
from crosscloud.emulator.errors import LoginError
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from crosscloud.emulator.tokens import LIFETIME, Tokens
from crosscloud.emulator.wire import Answer, Request

_DISCOVERY: Final = "v2.0/.well-known/openid-configuration"
_KEYS: Final = "discovery/v2.0/keys"
_TOKEN: Final = "oauth2/v2.0/token"  # noqa: S105 - a path, not a secret
_METHODS: Final = {_DISCOVERY: "GET", _KEYS: "GET", _TOKEN: "POST"}
_REGIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "global": {"tenant_region_scope": "WW"},
    "usgov": {"tenant_region_scope": "USGov", "tenant_region_sub_scope": "DODCON"},
    "usgov_dod": {"tenant_region_scope": "USGov", "tenant_region_sub_scope": "DOD"},
    "china": {"tenant_region_scope": "AS"},
}
_NO_STORE: Final = {"cache-control": "no-store, no-cache", "pragma": "no-cache"}


class LoginService:
    """What one cloud's login host answers.

    Args:
        cloud: the cloud.
        tenants: all emulated tenants, of every cloud.
        tokens: signs the tokens.
        roots: by name of cloud, where clients reach its services, e.g. `https://localhost:8443`.
    """

    def __init__(self, cloud: Cloud, tenants: Tenants, tokens: Tokens, roots: Mapping[str, str]) -> None:
        self._cloud = cloud
        self._tenants = tenants
        self._tokens = tokens
        self._roots = roots

    def serves(self, request: Request) -> bool:
        """Whether the path is one of the login service."""
        return _split(request)[1] in _METHODS

    def tenant_of(self, request: Request) -> EmulatedTenant | None:
        """The emulated tenant that stands in the path, in whatever cloud it is."""
        return self._tenants.with_id(_split(request)[0])

    def answer(self, request: Request) -> Answer:
        """The answer to a request whose path it serves."""
        try:
            return self._answer(request)
        except LoginError as error:
            return error_answer(error)

    def _answer(self, request: Request) -> Answer:
        name, what = _split(request)
        if request.method != _METHODS[what]:
            raise LoginError(405, "invalid_request", 900561, f"This endpoint accepts only {_METHODS[what]}.")
        if what == _KEYS:
            return Answer(200, self._tokens.key_set())
        tenant = self._tenants.with_id(name)
        if tenant is None or (tenant.cloud == CHINA and self._cloud != CHINA):
            error = "invalid_tenant" if what == _DISCOVERY else "invalid_request"
            raise LoginError(400, error, 90002, f"Tenant '{name}' not found. Check that it is in this cloud.")
        return self._discover(tenant) if what == _DISCOVERY else self._sign_in(tenant, request)

    def _discover(self, tenant: EmulatedTenant) -> Answer:
        root = f"{self._roots[tenant.cloud.name]}/{tenant.key}"
        return Answer(
            200,
            {
                "issuer": f"{tenant.cloud.login}/{tenant.key}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/{_TOKEN}",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "jwks_uri": f"{root}/{_KEYS}",
                "response_types_supported": ["token"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "cloud_instance_name": tenant.cloud.endpoint,
                "msgraph_host": tenant.cloud.graph.removeprefix("https://"),
                **_REGIONS[tenant.cloud.name],
            },
        )

    def _sign_in(self, tenant: EmulatedTenant, request: Request) -> Answer:
        if not is_same_cloud(tenant.cloud, self._cloud):
            raise LoginError(
                400,
                "invalid_request",
                90038,
                f"Tenant '{tenant.key}' request is being redirected to the National Cloud"
                f" '{tenant.cloud.endpoint}'.",
            )
        form = _form(request)
        client_id, secret = _credentials(request, form)
        if form["grant_type"] != "client_credentials":
            raise LoginError(
                400, "unsupported_grant_type", 70003, "The emulator supports the grant client_credentials only."
            )
        client = tenant.client_called(client_id)
        if client is None:
            raise LoginError(
                400,
                "unauthorized_client",
                700016,
                f"Application with identifier '{client_id}' was not found in the directory '{tenant.name}'.",
            )
        if not hmac.compare_digest(secret.encode(), tenant.client_secret.encode()):
            raise LoginError(
                401, "invalid_client", 7000215, "Invalid client secret provided. Check the secret's value."
            )
        if form["scope"] != tenant.cloud.scope:
            raise LoginError(
                400,
                "invalid_scope",
                70011,
                f"The provided value for scope {form['scope']} is not valid:"
                f" a tenant of this cloud asks for {tenant.cloud.scope}.",
            )
        token = {
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "ext_expires_in": LIFETIME,
            "access_token": self._tokens.issue(tenant, client=client),
        }
        return Answer(200, token, _NO_STORE)


def error_answer(error: LoginError) -> Answer:
    """The OAuth 2.0 error answer, with the members that the login service adds."""
    trace, correlation = uuid.uuid4(), uuid.uuid4()
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    description = (
        f"AADSTS{error.aadsts}: {error.message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}"
    )
    body = {
        "error": error.error,
        "error_description": description,
        "error_codes": [error.aadsts],
        "timestamp": at,
        "trace_id": str(trace),
        "correlation_id": str(correlation),
    }
    return Answer(error.status, body, _NO_STORE)


def _split(request: Request) -> tuple[str, str]:
    """The tenant in the path, and what follows it."""
    tenant, _, what = request.path.lstrip("/").partition("/")
    return tenant, what


def _form(request: Request) -> dict[str, str]:
    if request.media_type != "application/x-www-form-urlencoded":
        raise LoginError(
            400, "invalid_request", 900144, "The body must be of the type application/x-www-form-urlencoded."
        )
    pairs = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise LoginError(400, "invalid_request", 90014, "A parameter must not occur twice.")
    for name in ("grant_type", "scope"):
        if not form.get(name):
            raise LoginError(
                400, "invalid_request", 900144, f"The request body must contain the following parameter: '{name}'."
            )
    return form


def _credentials(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """Client id and secret, from the Authorization header or the body (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:
            raise LoginError(401, "invalid_client", 7000218, "The Authorization header is malformed.") from None
        return unquote_plus(user), unquote_plus(password)
    if not form.get("client_id"):
        raise LoginError(
            400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_id'."
        )
    if not form.get("client_secret"):
        raise LoginError(
            401, "invalid_client", 7000216, "'client_secret' is required; the emulator takes no assertions."
        )
    return form["client_id"], form["client_secret"]
