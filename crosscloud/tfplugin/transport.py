"""A `ProviderService` on a unix socket, over gRPC, beside the services that go-plugin asks for.

Used by `plugin` (spawned by Terraform) and `warm` (reattached). The only module that imports grpc, and it imports
no protobuf: messages pass as bytes, so that a plugin can listen before the service behind it is there.

Source: hashicorp/go-plugin, docs/internals and its grpc_controller, grpc_stdio and health services.
"""

import os
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import grpc  # type: ignore[import-untyped]  # the package ships neither hints nor stubs

from crosscloud.leftovers import CLAIM, LOCK, claim, list_abandoned

if TYPE_CHECKING:
    from crosscloud.tfplugin.certificate import ServerCertificate
    from crosscloud.tfplugin.service import ProviderService

_PREFIX: Final = "/tfplugin6.Provider/"
_MAX_MESSAGE_BYTES: Final = (
    256 << 20
)  # as HashiCorp's Go SDK; grpc's own limit of 4 MB is too small for large schemas
_THREADS: Final = 64  # Terraform's -parallelism is 10 unless told otherwise; threads start when needed
_LONGEST_SOCKET_PATH: Final = 100  # sockaddr_un holds 104 bytes on macOS, 108 on Linux
_SOCKET: Final = "socket"
_PREFIX_OF_FOLDERS: Final = "tfplugin-"
_TEMPORARY: Final = "/tmp"  # noqa: S108 - the folder made in it is this user's alone, with a name nobody can guess
_SERVING: Final = b"\x08\x01"  # grpc.health.v1.HealthCheckResponse: SERVING
_EMPTY: Final = b""  # an empty message


class SocketServer:
    """Serves from construction until `close`, on a socket in a folder of its own that only this user may enter.

    Keeps the only reference to the grpc server, which closes its socket when it is garbage-collected.

    Args:
        service: What to serve, perhaps later: until then calls wait for it.
        on_shutdown: Called when the peer asks the process to end.
        certificate: Serve TLS with it; None: plain, protected by the folder alone. The client is not
            verified: Terraform's certificate is on the curve P-521, which grpc's TLS library does not accept.
    """

    def __init__(
        self,
        service: "futures.Future[ProviderService[Any]]",
        on_shutdown: Callable[[], None],
        certificate: "ServerCertificate | None" = None,
    ) -> None:
        self._service = service
        self._folder = _make_folder()
        self._claim: int | None = claim(self._folder)
        self.path = f"{self._folder}/{_SOCKET}"
        self._server = grpc.server(
            futures.ThreadPoolExecutor(_THREADS, thread_name_prefix="tfplugin"),
            handlers=_handlers(service, on_shutdown),
            options=[
                ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
                ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
            ],
        )
        try:
            if certificate is None:
                self._server.add_insecure_port(f"unix:{self.path}")
            else:
                pair = (certificate.key_pem, certificate.certificate_pem)
                self._server.add_secure_port(f"unix:{self.path}", grpc.ssl_server_credentials([pair]))
            self._server.start()
        except BaseException:
            self._leave()
            raise

    def remove_abandoned(self) -> None:
        """Remove the folders of those that were killed, beside this one's."""
        for left in list_abandoned(os.path.dirname(self._folder), _PREFIX_OF_FOLDERS):  # noqa: PTH120 - see below
            _remove_folder(left)

    def close(self, grace_seconds: float) -> None:
        """Take no more calls, ask running ones to stop, wait this long, remove the socket. May be repeated."""
        if self._service.done() and self._service.exception() is None:
            self._service.result().stop()
        self._server.stop(grace_seconds).wait()
        self._leave()

    def abandon(self, grace_seconds: float) -> None:
        """As `close`, but nothing is waited for any longer, whatever running calls wait for themselves."""
        if self._service.done() and self._service.exception() is None:
            self._service.result().stop()
        self._server.stop(grace_seconds).wait(grace_seconds)
        self._leave()

    def _leave(self) -> None:
        _remove_folder(self._folder)
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None


def _make_folder() -> str:
    """A new folder with mode 0700, where the path of a socket is short enough."""
    # Without tempfile, shutil and pathlib, which together are a tenth of a plugin's start.
    name = f"{_PREFIX_OF_FOLDERS}{os.urandom(5).hex()}"
    folder = f"{os.environ.get('TMPDIR') or _TEMPORARY}/{name}"
    if len(os.fsencode(folder)) + len(f"/{_SOCKET}") > _LONGEST_SOCKET_PATH:
        folder = f"{_TEMPORARY}/{name}"
    try:
        os.mkdir(folder, 0o700)  # noqa: PTH102 - see above
    except OSError:  # TMPDIR may name a folder that is not there, or not for this user
        folder = f"{_TEMPORARY}/{name}"
        os.mkdir(folder, 0o700)  # noqa: PTH102 - see above
    return folder


def _remove_folder(folder: str) -> None:
    """Remove the folder and the socket in it, where they are still there."""
    from pathlib import Path  # noqa: PLC0415 - not needed for a start

    if (path := Path(folder)).exists():
        for name in (_SOCKET, LOCK, CLAIM):
            (path / name).unlink(missing_ok=True)
        with suppress(OSError):  # another plugin removes it too, or somebody put something there
            path.rmdir()


def _handlers(service: "futures.Future[ProviderService[Any]]", on_shutdown: Callable[[], None]) -> tuple[Any, ...]:
    def shutdown(request: bytes, context: Any) -> bytes:
        on_shutdown()
        return _EMPTY

    def stdio(request: bytes, context: Any) -> Iterator[bytes]:
        """Nothing is ever written to stdout; the stream ends at once rather than hold a thread."""
        return iter(())

    def check(request: bytes, context: Any) -> bytes:
        return _SERVING

    return (
        _ProviderHandler(service),
        grpc.method_handlers_generic_handler(
            "plugin.GRPCController", {"Shutdown": grpc.unary_unary_rpc_method_handler(shutdown)}
        ),
        grpc.method_handlers_generic_handler(
            "plugin.GRPCStdio", {"StreamStdio": grpc.unary_stream_rpc_method_handler(stdio)}
        ),
        grpc.method_handlers_generic_handler(
            "grpc.health.v1.Health", {"Check": grpc.unary_unary_rpc_method_handler(check)}
        ),
    )


class _ProviderHandler(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc ships no hints
    """Every call of the service, by its name: which ones there are, the service knows, once it is there."""

    def __init__(self, service: "futures.Future[ProviderService[Any]]") -> None:
        self._service = service

    def service(self, handler_call_details: Any) -> Any:
        """What answers the call; None for one of another service."""
        method: str = handler_call_details.method
        if not method.startswith(_PREFIX):
            return None
        rpc = method.removeprefix(_PREFIX)

        def call(request: bytes, context: Any) -> bytes:
            service = self._service.result()
            if rpc not in service.rpcs:
                context.abort(grpc.StatusCode.UNIMPLEMENTED, f"this provider has no {rpc}")
            return service.answer(rpc, request)

        return grpc.unary_unary_rpc_method_handler(call)
