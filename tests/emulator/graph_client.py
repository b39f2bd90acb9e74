"""What the emulator's tests share: tenants of every cloud, and clients with and without HTTP."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import requests

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.emulator.emulator import Emulator
from crosscloud.emulator.graph import GraphService
from crosscloud.emulator.login import LoginService
from crosscloud.emulator.store import Store
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from crosscloud.emulator.tokens import Tokens
from crosscloud.emulator.wire import Answer, Request

CONTOSO: Final = EmulatedTenant("contoso", "c0000000-0000-4000-8000-00000000000A", GLOBAL)
FABRIKAM: Final = EmulatedTenant("fabrikam", "f0000000-0000-4000-8000-000000000001", USGOV)
WOODGROVE: Final = EmulatedTenant("woodgrove", "d0000000-0000-4000-8000-000000000002", USGOV_DOD)
TAILSPIN: Final = EmulatedTenant("tailspin", "e0000000-0000-4000-8000-000000000003", CHINA)
ALL: Final = (CONTOSO, FABRIKAM, WOODGROVE, TAILSPIN)

PARTNER: Final = "a1111111-1111-4111-8111-111111111111"
GROUP: Final = "99999999-9999-4999-8999-999999999999"

POLICY: Final = "policies/crossTenantAccessPolicy"
DEFAULT: Final = f"{POLICY}/default"
PARTNERS: Final = f"{POLICY}/partners"
ROOTS: Final = {name: f"https://{name}.localhost" for name in CLOUDS}

Json = dict[str, Any]


def targets(access: str, *names: str, of: str) -> Json:
    """A target configuration."""
    return {"accessType": access, "targets": [{"target": name, "targetType": of} for name in names]}


def b2b(access: str, *, users: str = "AllUsers", applications: str = "AllApplications") -> Json:
    """A B2B section."""
    return {
        "usersAndGroups": targets(access, users, of="user" if users == "AllUsers" else "group"),
        "applications": targets(access, applications, of="application"),
    }


def label(value: object) -> str:
    """How a parameter is called in the name of a test."""
    return str(getattr(value, "name", value))


def code(answer: Answer) -> str:
    """The error code of an answer from Graph."""
    assert answer.body is not None
    return str(answer.body["error"]["code"])


def message(answer: Answer) -> str:
    """The error message of an answer from Graph."""
    assert answer.body is not None
    return str(answer.body["error"]["message"])


@dataclass
class World:
    """The services without their sockets.

    Attributes:
        tokens: issues and verifies tokens.
        store: what the tenants hold.
        tenants: who they are.
        page_size: partners in a page.
    """

    tokens: Tokens
    store: Store
    tenants: Tenants
    page_size: int = 100

    def login(self, cloud: Cloud) -> LoginService:
        """One cloud's login service."""
        return LoginService(cloud, self.tenants, self.tokens, ROOTS)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        tenant: EmulatedTenant = CONTOSO,
        version: str = "v1.0",
        cloud: Cloud | None = None,
        authorization: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call Graph as the tenant's application; `path` may have a query."""
        path, _, query = path.partition("?")
        bearer = f"Bearer {self.tokens.issue(tenant)}" if authorization is None else authorization
        sent = {"authorization": bearer, "content-type": "application/json"}
        at = cloud or tenant.cloud
        request = Request(
            method=method,
            path=f"/{version}/{path}",
            query=query,
            headers={**sent, **(headers or {})},
            body=body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode(),
            root=ROOTS[at.name],
        )
        return GraphService(at, self.tenants, self.tokens, self.store, page_size=self.page_size).answer(request)

    def get(self, path: str, *, tenant: EmulatedTenant = CONTOSO, version: str = "v1.0") -> Json:
        """The body of a GET that succeeds."""
        answer = self.call("GET", path, tenant=tenant, version=version)
        assert answer.status == 200, answer.body
        assert answer.body is not None
        return dict(answer.body)

    def patch(self, path: str, body: object, *, tenant: EmulatedTenant = CONTOSO, version: str = "v1.0") -> None:
        """A PATCH that succeeds."""
        answer = self.call("PATCH", path, body, tenant=tenant, version=version)
        assert (answer.status, answer.body) == (204, None)

    def add_partner(self, **settings: Any) -> None:
        """Add the partner to contoso."""
        assert self.call("POST", PARTNERS, {"tenantId": PARTNER, **settings}).status == 201


class HttpClient:
    """Calls a running emulator's Graph as one tenant's application.

    Args:
        emulator: the emulator.
        tenant: the name of the tenant.
    """

    def __init__(self, emulator: Emulator, tenant: str = CONTOSO.name) -> None:
        self._root = emulator.endpoints(tenant).graph
        self._ca = str(emulator.ca_file)
        self._token = emulator.issue_token(tenant)
        self._session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def call(self, method: str, path: str, body: object = None) -> requests.Response:
        """Send one request; `path` is below the version, or a whole URL."""
        url = path if path.startswith("https://") else f"{self._root}/v1.0/{path}"
        headers = {"authorization": f"Bearer {self._token}"}
        return self._session.request(method, url, json=body, headers=headers, verify=self._ca, timeout=10)


def log_lines(emulator: Emulator) -> list[Json]:
    """The request log."""
    return [json.loads(line) for line in emulator.request_log.read_text().splitlines()]
