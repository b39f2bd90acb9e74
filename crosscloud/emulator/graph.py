"""Microsoft Graph of one cloud: who asks, for which resource, and the error envelope.

Paths, methods, permissions and codes follow the Microsoft Graph reference (permissions tables of the
crossTenantAccessPolicy pages; error responses and resource types). `routes` has the paths, those that are not
emulated among them, and `resources` what each does.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from crosscloud.domain.clouds import Cloud
from crosscloud.emulator.calls import Call, Resource
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.errors import GraphError, bad_request
from crosscloud.emulator.moments import utc_now
from crosscloud.emulator.routes import find_route
from crosscloud.emulator.store import Store
from crosscloud.emulator.surfaces import VERSIONS, api
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from crosscloud.emulator.tokens import Tokens, check
from crosscloud.emulator.wire import Answer, Request

PAGE_SIZE: Final = 100
"""Objects in a page: documented for groups and users, and taken for everything else."""


class GraphService:
    """What one cloud's Graph host answers.

    Args:
        cloud: the cloud.
        tenants: all emulated tenants, of every cloud.
        tokens: verifies the tokens.
        store: what the tenants hold.
        page_size: how many objects a page has, where the request does not say.
        now: the clock, in UTC.
    """

    def __init__(
        self,
        cloud: Cloud,
        tenants: Tenants,
        tokens: Tokens,
        store: Store,
        *,
        page_size: int = PAGE_SIZE,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._cloud = cloud
        self._tenants = tenants
        self._tokens = tokens
        self._store = store
        self._page_size = page_size
        self._now = now

    def tenant_of(self, request: Request) -> EmulatedTenant | None:
        """The tenant whose token the request carries, expired or meant for another Graph as it may be."""
        try:
            claims = self._tokens.read(request.headers.get("authorization", ""))
        except GraphError:
            return None
        return self._tenants.with_id(claims["tid"])

    def answer(self, request: Request, *, stale: TenantState | None = None) -> Answer:
        """The answer to a request.

        Args:
            request: the request.
            stale: the state that a GET sees, where that is not the present one.
        """
        try:
            answer = self._answer(request, stale)
        except GraphError as error:
            answer = error_answer(request, error)
        return Answer(answer.status, answer.body, {**_request_ids(request), **answer.headers})

    def _answer(self, request: Request, stale: TenantState | None) -> Answer:
        tenant, roles = self._authenticate(request)
        version, *segments = request.path.lstrip("/").split("/")
        if version not in VERSIONS:
            raise GraphError(400, "BadRequest", f"Invalid version: {version}")
        surface = api(version, self._cloud.graph_schema, tenant.more_properties)
        resource, keys = find_route(segments, surface)
        _check_method(resource, request)
        reads = request.method == "GET"
        if not roles & (resource.readers if reads else resource.writers):
            raise GraphError(
                403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."
            )
        call = Call(
            request=request,
            tenant=tenant,
            tenants=self._tenants,
            surface=surface,
            version=version,
            keys=keys,
            page_size=self._page_size,
            now=self._now(),
        )
        if request.query and not reads:
            raise bad_request("A request that changes something takes no query options.")
        act = resource.acts[request.method]
        if reads and stale is not None:
            return act(call, stale)[1]
        return self._store.update(tenant, lambda state: act(call, state))

    def _authenticate(self, request: Request) -> tuple[EmulatedTenant, frozenset[str]]:
        claims = self._tokens.read(request.headers.get("authorization", ""))
        check(claims, self._cloud)
        tenant = self._tenants.with_id(claims["tid"])
        if tenant is None or tenant.cloud != self._cloud:
            raise GraphError(401, "InvalidAuthenticationToken", "InvalidCloudInstance: the tenant is elsewhere.")
        return tenant, frozenset(claims["roles"])


def error_answer(request: Request, error: GraphError) -> Answer:
    """Graph's error envelope."""
    ids = _request_ids(request)
    envelope: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.details:
        envelope["details"] = list(error.details)
    envelope["innerError"] = {"date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"), **ids}
    headers = {**ids, "www-authenticate": "Bearer"} if error.status == 401 else ids
    return Answer(error.status, {"error": envelope}, headers)


def _request_ids(request: Request) -> dict[str, str]:
    made = str(uuid.uuid4())
    return {"request-id": made, "client-request-id": request.headers.get("client-request-id", made)}


def _check_method(resource: Resource, request: Request) -> None:
    if request.method not in resource.acts:
        raise GraphError(
            405,
            "Request_BadRequest",
            f"{request.method} is not allowed here; {', '.join(sorted(resource.acts))} are.",
        )
