"""The TLS servers: one thread, one event loop, one loopback socket for each cloud.

`uvicorn` speaks HTTP. What it cannot do and the emulator needs is here: closing a connection without an answer,
and stopping at once even where a client keeps its connection open (uvicorn would wait half a minute for such a
client to answer the TLS goodbye).
"""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Final

import trustme
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from crosscloud.emulator.host import ABORT

_ADDRESS: Final = "127.0.0.1"
_NAMES: Final = ("localhost", _ADDRESS)
_GRACE: Final = 0.5
"""Seconds that requests under way get when the server stops."""


def bind() -> socket.socket:
    """A socket on a free port of the loopback address."""
    # asyncio turns Nagle's delay off only where the protocol is named
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.bind((_ADDRESS, 0))
    except BaseException:
        bound.close()
        raise
    return bound


def tls_context(authority: trustme.CA, folder: str) -> ssl.SSLContext:
    """What a server needs to prove that it is localhost.

    Args:
        authority: signs the certificate; its own key stays in memory.
        folder: where the server's key lies, readable by its owner only, while OpenSSL reads it from a file.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = authority.issue_cert(*_NAMES)
    with certificate.private_key_and_cert_chain_pem.tempfile(dir=folder) as path:
        context.load_cert_chain(path)
    return context


class _Protocol(H11Protocol):
    """HTTP/1.1 that lets the application close the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        super().connection_made(transport)
        application: Any = self.app

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[ABORT] = transport.abort
            await application(scope, receive, send)

        self.app = with_abort


class _Server(uvicorn.Server):
    """A server that tells when it is up, and is down when it says so."""

    def __init__(self, application: ASGIApp, context: ssl.SSLContext) -> None:
        config = uvicorn.Config(
            application,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
        config.load()
        config.ssl = context
        super().__init__(config)
        self.up = asyncio.Event()
        self.stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        while not self.stopping.is_set():
            await self.on_tick(0)  # renews the Date header
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_GRACE)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        while self.server_state.connections:
            await asyncio.sleep(0)
        for task in self.server_state.tasks:
            task.cancel()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks)


class Servers:
    """All sockets of one emulator, served by one thread until `stop`.

    Args:
        applications: what to serve on each socket, which this object closes in the end.
        context: the servers' TLS.
    """

    def __init__(self, applications: Mapping[socket.socket, ASGIApp], context: ssl.SSLContext) -> None:
        self._applications = applications
        self._context = context
        self._running: Future[tuple[asyncio.AbstractEventLoop, list[_Server]]] = Future()
        self._thread = threading.Thread(target=self._run, name="crosscloud-emulator", daemon=True)

    def start(self) -> None:
        """Serve; returns when every socket does.

        Raises:
            BaseExceptionGroup: of whatever kept the servers from starting.
        """
        self._thread.start()
        try:
            self._running.result()
        except BaseException:
            self._thread.join()
            raise

    def stop(self) -> None:
        """Stop serving; returns when every connection is closed and the thread has ended."""
        loop, servers = self._running.result()
        for server in servers:
            loop.call_soon_threadsafe(server.stopping.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._running.done():
                raise
            self._running.set_exception(error)
        finally:
            for bound in self._applications:
                bound.close()

    async def _serve(self) -> None:
        served = {bound: _Server(app, self._context) for bound, app in self._applications.items()}
        async with asyncio.TaskGroup() as group:
            for bound, server in served.items():
                group.create_task(server.serve([bound]))
            for server in served.values():
                await server.up.wait()
            self._running.set_result((asyncio.get_running_loop(), list(served.values())))
