"""The seam of these tests: an adapter for a requests session that answers from a script and keeps what was sent.

It signs in whoever asks, unless the script for the login service says otherwise. Graph's replies are taken in
order; a reply is a `Reply` or an exception to raise.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter

from crosscloud.domain.clouds import GLOBAL, Cloud
from crosscloud.graph import ClientSecret, PolicyApi, Retries, SignIn, connect
from crosscloud.graph.retries import Limits

TENANT = "11111111-1111-4111-8111-111111111111"
PARTNER = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
CLIENT = "22222222-2222-4222-8222-222222222222"
SECRET = "s3cret-value-that-nobody-may-see"
_ALL = {"usersAndGroups": {"accessType": "allowed", "targets": [{"target": "AllUsers", "targetType": "user"}]}}
DEFAULT_JSON: dict[str, Any] = {
    "id": "d",
    "b2bCollaborationInbound": _ALL,
    "b2bCollaborationOutbound": _ALL,
    "b2bDirectConnectInbound": _ALL,
    "b2bDirectConnectOutbound": _ALL,
    "inboundTrust": {"isMfaAccepted": False},
}
"""A default settings object, with all that every answer has."""

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """One answer. `body` is sent as JSON, unless it is bytes."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """One request, and what was handed to the adapter with it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    verify: object
    proxies: object
    timeout: object

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


Script = list[Reply | Exception]


class ScriptedService(BaseAdapter):
    """Plays the login service and Graph."""

    def __init__(self, cloud: Cloud = GLOBAL) -> None:
        super().__init__()
        self.cloud = cloud
        self.graph: Script = []
        self.login: Script = []
        self.token_lifetime: object = 3600
        self.sent: list[Sent] = []
        self.tokens_given = 0
        self.closed = False

    @property
    def to_graph(self) -> list[Sent]:
        """The requests that Graph got."""
        return [sent for sent in self.sent if "/policies/" in sent.url]

    @property
    def to_login(self) -> list[Sent]:
        """The requests that the login service got."""
        return [sent for sent in self.sent if "/policies/" not in sent.url]

    @property
    def token_requests(self) -> list[Sent]:
        """The requests for a token."""
        return [sent for sent in self.to_login if sent.url.endswith("/token")]

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """Answer from the script; see `BaseAdapter`."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        url = request.url or ""
        headers = {name.lower(): value for name, value in request.headers.items()}
        content = body if isinstance(body, bytes) else b""
        handed = (options.get("verify"), options.get("proxies"), options.get("timeout"))
        self.sent.append(Sent(request.method or "", url, headers, content, *handed))
        script = self.graph if "/policies/" in url else self.login
        if script:
            reply = script.pop(0)
        elif "/policies/" in url:
            raise AssertionError(f"the script has no reply for {request.method} {url}")
        else:
            reply = self._login_reply(url)
        if isinstance(reply, Exception):
            raise reply
        return response(request, reply)

    def close(self) -> None:
        """Nothing is held open; that it was called is kept."""
        self.closed = True

    def _login_reply(self, url: str) -> Reply:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}/{parts.path.split('/')[1]}"
        if parts.path.endswith("/.well-known/openid-configuration"):
            return Reply(body=discovery(root, self.cloud))
        self.tokens_given += 1
        token = {
            "token_type": "Bearer",
            "expires_in": self.token_lifetime,
            "access_token": f"token-{self.tokens_given}",
        }
        return Reply(body=token)


def discovery(root: str, cloud: Cloud = GLOBAL) -> dict[str, Any]:
    """A tenant's discovery document, at `root` = login service and tenant."""
    return {
        "issuer": f"{root}/v2.0",
        "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
        "token_endpoint": f"{root}/oauth2/v2.0/token",
        "cloud_instance_name": cloud.endpoint,
        "msgraph_host": cloud.graph.removeprefix("https://"),
    }


def response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    """`reply` as requests gives it to its callers."""
    body = reply.body
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    raw = urllib3.HTTPResponse(
        body=BytesIO(content), headers=dict(reply.headers), status=reply.status, preload_content=False
    )
    return HTTPAdapter().build_response(request, raw)


def graph_error(status: int, code: str = "SomeCode", message: str = "Some message.", **headers: str) -> Reply:
    """An error as Graph answers it."""
    envelope = {"error": {"code": code, "message": message, "innerError": {"request-id": "inner-id"}}}
    return Reply(status, envelope, headers)


def login_error(status: int, number: int, name: str = "invalid_client") -> Reply:
    """A refusal as the login service answers it; the description is as noisy as the real one."""
    noise = "Trace ID: 0e8a1c2e Correlation ID: 5d1b Timestamp: 2025-06-01 12:00:00Z"
    description = f"AADSTS{number}: Something is wrong. {noise}"
    return Reply(status, {"error": name, "error_description": description, "error_codes": [number]})


def secret_sign_in(cloud: Cloud = GLOBAL, **changed: Any) -> SignIn:
    """A sign-in to the scripted tenant with a client secret."""
    values: dict[str, Any] = {"tenant_id": TENANT, "cloud": cloud, "client_id": CLIENT, "prefix": "CONTOSO"}
    return SignIn(**{**values, "method": ClientSecret(SECRET), **changed})


@dataclass
class Scripted:
    """A policy API on a scripted service, and the waits it would have made."""

    api: PolicyApi
    service: ScriptedService
    waits: list[float]


def scripted(
    *replies: Reply | Exception,
    cloud: Cloud = GLOBAL,
    sign_in: SignIn | None = None,
    limits: Limits | None = None,
) -> Scripted:
    """A policy API whose Graph gives `replies` in order; waiting alone takes time."""
    service = ScriptedService(cloud)
    service.graph.extend(replies)
    session = requests.Session()
    session.mount("https://", service)
    waits: list[float] = []
    retries = Retries(sleep=waits.append, now=lambda: NOON + timedelta(seconds=sum(waits)), fraction=lambda: 0.5)
    api = connect(sign_in or secret_sign_in(cloud), session=session, retries=retries, limits=limits)
    return Scripted(api, service, waits)


def refused() -> requests.ConnectionError:
    """What requests raises where nothing listens, built as urllib3 nests it."""
    pool = urllib3.HTTPSConnectionPool("graph.microsoft.com")
    cause = urllib3.exceptions.NewConnectionError(pool, "Failed to establish a new connection")  # type: ignore[arg-type]  # a pool stands in for a connection: only its text is used
    cause.__cause__ = ConnectionRefusedError(111, "Connection refused")
    return requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/", cause))


def dropped() -> requests.ConnectionError:
    """What requests raises where the server closes the connection without an answer."""
    return requests.ConnectionError(
        urllib3.exceptions.ProtocolError("Connection aborted.", ConnectionResetError(104))
    )


def basic(user: str, password: str) -> str:
    """The header that a netrc entry would bring."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
