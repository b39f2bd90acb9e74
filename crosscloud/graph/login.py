"""The login service as MSAL sees it: an HTTP client that keeps our rules and takes refusals out of MSAL's hands.

MSAL would send the secret wherever the discovery document points, retry nothing, lose the reason of a refused
discovery and log answers that are not JSON. So each answer is checked before MSAL sees it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from crosscloud.graph.aadsts import sign_in_error
from crosscloud.graph.answers import error_from, json_of
from crosscloud.graph.discovery import check_discovery
from crosscloud.graph.errors import SignInError, UnexpectedAnswerError
from crosscloud.graph.exchange import READ_AGAIN, Effect, exchange
from crosscloud.graph.retries import Retries
from crosscloud.graph.sign_in import SignIn
from crosscloud.graph.token_tenant import tenant_of_token
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
        if tenant not in {None, self.sign_in.tenant_id.lower()}:
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
