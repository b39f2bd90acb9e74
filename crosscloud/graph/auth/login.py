"""The login service as MSAL sees it: an HTTP client that keeps our rules and takes refusals out of MSAL's hands.

MSAL would send the secret wherever the discovery document points, retry nothing, lose the reason of a refused
discovery and log answers that are not JSON. So each answer is checked before MSAL sees it.

The login service of one cloud also answers for tenants of another, and the discovery document then names the right
one (measured by others: `cloud_instance_name`, `msgraph_host`). Its endpoints must be on the host that was asked.

A login service behind a wrong endpoint, or one that was swapped for another, may give a token of another tenant:
every write would go there. Clients are told to treat tokens of Graph as opaque (Microsoft identity platform,
access tokens), so nothing is required of one: a token that is not a readable JSON Web Token, or has no `tid`,
tells nothing and is taken. Its signature is not checked: it came over TLS, and Graph checks it.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.domain.guid import fold, is_guid
from crosscloud.graph.answers import error_from, json_of
from crosscloud.graph.auth.aadsts import sign_in_error
from crosscloud.graph.auth.sign_in import SignIn
from crosscloud.graph.errors import SignInError, UnexpectedAnswerError
from crosscloud.graph.exchange import READ_AGAIN, Effect, exchange
from crosscloud.graph.network import same_origin
from crosscloud.graph.retries import Retries
from crosscloud.graph.text import clean
from crosscloud.graph.transport import Answer, Request, Transport

_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """A successful answer, in the shape that MSAL expects of an HTTP client."""

    text: str = field(repr=False)
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class LoginService:
    """MSAL's `http_client` for one sign-in: `get` for the discovery document, `post` for tokens."""

    def __init__(self, sign_in: SignIn, transport: Transport, retries: Retries) -> None:
        self.sign_in = sign_in
        self._transport = transport
        self._retries = retries

    def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> LoginAnswer:
        """The tenant's OpenID discovery document.

        Raises:
            SignInError: for an unknown tenant, and for one that is in another cloud.
            UnexpectedAnswerError: where the document would have the secret sent to another host.
        """
        query = f"?{urlencode(params)}" if params else ""
        document = self._json(Request("GET", url + query, headers or {}))
        check_discovery(document, self.sign_in)
        return LoginAnswer(json.dumps(document))

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> LoginAnswer:
        """A token.

        Raises:
            SignInError: where the service refuses, or answers a token of another tenant.
            UnexpectedAnswerError: where it answers no usable token.
        """
        query = f"?{urlencode(params)}" if params else ""
        form = urlencode(data or {}).encode()
        answer = self._json(Request("POST", url + query, {**(headers or {}), "Content-Type": _FORM}, form))
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        # A token becomes a header: what cannot stand in one would be shown in an error of the HTTP library.
        usable = isinstance(token, str) and re.fullmatch(r"[!-~]+", token) is not None
        if not usable or not re.fullmatch(r"[0-9]{1,9}", str(lifetime)):
            raise UnexpectedAnswerError(f"{self._host} answered no usable access token. {self._advice}")
        self._check_tenant(str(token))
        # MSAL is given no more than it needs: `refresh_in` would have it fail while a token is still valid.
        kept = {"token_type": "Bearer", "access_token": token, "expires_in": int(str(lifetime))}
        return LoginAnswer(json.dumps(kept))

    def vouch(self, request: Request, doing: str) -> Answer:
        """The answer of another service that vouches for the application, whatever its status.

        Args:
            request: what to send; it changes nothing there, so it is sent again where no answer comes.
            doing: what is tried, as a verb phrase, for errors.

        Raises:
            ConnectionFailedError: where no answer came.
        """
        return exchange(self._transport, Effect.READ, lambda: request, self._retries, doing).answer

    def close(self) -> None:
        """Part of MSAL's interface; the session is closed by whoever made it."""

    def _check_tenant(self, token: str) -> None:
        """Refuse a token of another tenant before it is used.

        Raises:
            SignInError: where the token tells that it is one.
        """
        tenant = tenant_of_token(token)
        if tenant not in {None, fold(self.sign_in.tenant_id)}:
            raise SignInError(
                f"{self._host} signed in to tenant {tenant} in place of {self.sign_in.tenant}, so its token was "
                f"not used; check {self.sign_in.variable('LOGIN_ENDPOINT')} and the credentials"
            )

    def _json(self, request: Request) -> dict[str, Any]:
        doing = f"sign in to {self.sign_in.tenant}"
        answer = exchange(self._transport, Effect.READ, lambda: request, self._retries, doing).answer
        if answer.status in READ_AGAIN or answer.status >= 500:
            raise error_from(answer, doing, permission=None)
        body = json_of(answer)
        if 400 <= answer.status < 500:
            raise sign_in_error(self.sign_in, answer.status, body)
        if answer.status != 200 or not isinstance(body, dict):
            text = f"{self._host} answered {answer.status} with something that is not an answer of a login service"
            raise UnexpectedAnswerError(f"{text}. {self._advice}")
        return body

    @property
    def _host(self) -> str:
        return urlsplit(self.sign_in.login).netloc

    @property
    def _advice(self) -> str:
        return f"Check the login endpoint and the cloud of {self.sign_in.tenant}"


def check_discovery(document: dict[str, Any], sign_in: SignIn) -> None:
    """Refuse a document of a tenant that is in another cloud, or one that points elsewhere.

    Raises:
        SignInError: the tenant is in another cloud; the text names it.
        UnexpectedAnswerError: an endpoint is missing or on another host.
    """
    instance = document.get("cloud_instance_name")
    by_graph = _cloud_of_graph(document.get("msgraph_host"))
    is_elsewhere = isinstance(instance, str) and instance != sign_in.cloud.endpoint
    if is_elsewhere or by_graph not in {None, sign_in.cloud}:
        found = by_graph.name if by_graph else clean(str(instance), 60)
        text = (
            f"signing in to {sign_in.tenant} was not tried: the login service says that the tenant is in the "
            f"cloud {found}; set the cloud that the tenant is in"
        )
        raise SignInError(text)
    for name in ("token_endpoint", "authorization_endpoint"):
        endpoint = document.get(name)
        if not isinstance(endpoint, str) or not same_origin(endpoint, sign_in.login):
            host = urlsplit(sign_in.login).netloc
            text = (
                f"{host} names a {name} for {sign_in.tenant} that is not its own, so no secret was sent; check "
                "the login endpoint and the cloud"
            )
            raise UnexpectedAnswerError(text)


def tenant_of_token(token: str) -> str | None:
    """The tenant that `token` is for (its claim `tid`), in lower case; None where it does not tell."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    tenant = claims.get("tid") if isinstance(claims, dict) else None
    return fold(tenant) if isinstance(tenant, str) and is_guid(tenant) else None


def _cloud_of_graph(host: object) -> Cloud | None:
    return next((cloud for cloud in CLOUDS.values() if cloud.graph == f"https://{host}"), None)
