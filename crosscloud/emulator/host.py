"""One cloud's host as an ASGI application: login and Graph behind one address, faults, and the request log."""

import asyncio
from dataclasses import replace
from typing import Any, Final

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from crosscloud.emulator.errors import GraphError, LoginError
from crosscloud.emulator.faults import Fault, Faults
from crosscloud.emulator.graph import GraphService
from crosscloud.emulator.graph import error_answer as graph_error
from crosscloud.emulator.login import LoginService
from crosscloud.emulator.login import error_answer as login_error
from crosscloud.emulator.request_log import RequestLog
from crosscloud.emulator.store import Store
from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.wire import Answer, Request

ABORT: Final = "crosscloud.abort"
"""ASGI extension of our server: a function that closes the connection without an answer."""

_CODES: Final = {429: "TooManyRequests", 503: "serviceNotAvailable", 504: "gatewayTimeout"}


class Host:
    """Answers every request to one cloud.

    Args:
        login: the cloud's login service.
        graph: the cloud's Graph.
        store: what the tenants hold.
        faults: what goes wrong on purpose.
        log: where requests are written down.
    """

    def __init__(
        self, *, login: LoginService, graph: GraphService, store: Store, faults: Faults, log: RequestLog
    ) -> None:
        self._login = login
        self._graph = graph
        self._store = store
        self._faults = faults
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        http = HttpRequest(scope, receive)
        try:
            body = await http.body()
        except ClientDisconnect:
            return
        request = Request(
            method=http.method,
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=dict(http.headers),
            body=body,
            root=f"https://{http.url.netloc}",
        )
        try:
            answer = await self._respond(request)
        except asyncio.CancelledError:
            return  # the server stops while this request waits, and has closed the connection
        if answer is None:
            scope["extensions"][ABORT]()
            await receive()  # returns once the connection is gone
        else:
            await _response(answer)(scope, receive, send)

    async def _respond(self, request: Request) -> Answer | None:
        """The answer, logged; None for a dropped connection."""
        is_login = self._login.serves(request)
        if is_login:
            request = replace(request, query="")
        tenant = self._login.tenant_of(request) if is_login else self._graph.tenant_of(request)
        name = None if tenant is None else tenant.name
        fault = self._faults.take(name, request.method, request.target)
        if fault is not None and fault.latency > 0:
            await asyncio.sleep(fault.latency)
        status: int | None = 500
        try:
            answer = self._act(request, tenant, fault, is_login=is_login)
            status = None if answer is None else answer.status
        finally:
            self._log.write(tenant=name, method=request.method, path=request.target, status=status)
        return answer

    def _act(
        self, request: Request, tenant: EmulatedTenant | None, fault: Fault | None, *, is_login: bool
    ) -> Answer | None:
        if fault is not None and fault.drop_before:
            return None
        if fault is not None and fault.status is not None and not fault.acts:
            return _faulty(request, fault, fault.status, is_login=is_login)
        if is_login:
            answer = self._login.answer(request)
        elif tenant is None:
            answer = self._graph.answer(request)
        else:
            before = self._store.read(tenant)
            stale = self._faults.take_stale(tenant) if request.method == "GET" else None
            answer = self._graph.answer(request, stale=stale)
            if fault is not None and fault.stale_reads and answer.status < 300:
                self._faults.keep_stale(tenant, before, fault.stale_reads)
        if fault is not None and fault.status is not None:
            return _faulty(request, fault, fault.status, is_login=is_login)
        return None if fault is not None and fault.drop_connection else answer


def _faulty(request: Request, fault: Fault, status: int, *, is_login: bool) -> Answer:
    message = "The emulator was told to answer so."
    if fault.body is not None:
        answer = Answer(status, fault.body)
    elif is_login:
        answer = login_error(LoginError(status, "temporarily_unavailable", 90033, message))
    else:
        answer = graph_error(request, GraphError(status, _CODES.get(status, "Request_BadRequest"), message))
    if fault.retry_after is None:
        return answer
    return replace(answer, headers={**answer.headers, "retry-after": str(fault.retry_after)})


def _response(answer: Answer) -> Response:
    headers = dict(answer.headers)
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    body: dict[str, Any] = dict(answer.body)
    return JSONResponse(body, status_code=answer.status, headers=headers)
