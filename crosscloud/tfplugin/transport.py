"""A `ProviderService` on a unix socket, over gRPC, beside the services that go-plugin asks for.

Used by `plugin` (spawned by Terraform) and `warm` (reattached). The only module that imports grpc.

Source: hashicorp/go-plugin, docs/internals and its grpc_controller, grpc_stdio and health services.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path
from typing import Any, Final

import grpc  # type: ignore[import-untyped]  # the package ships neither hints nor stubs

from crosscloud.tfplugin import proto
from crosscloud.tfplugin.certificate import ServerCertificate
from crosscloud.tfplugin.service import SERVICE, ProviderService

_MAX_MESSAGE_BYTES: Final = (
    256 << 20
)  # as HashiCorp's Go SDK; grpc's own limit of 4 MB is too small for large schemas
_THREADS: Final = 64  # Terraform's -parallelism is 10 unless told otherwise; threads start when needed
_LONGEST_SOCKET_PATH: Final = 100  # sockaddr_un holds 104 bytes on macOS, 108 on Linux
_SERVING: Final = b"\x08\x01"  # grpc.health.v1.HealthCheckResponse: SERVING
_EMPTY: Final = b""  # an empty message


class SocketServer:
    """Serves from construction until `close`, on a socket in a folder of its own that only this user may enter.

    Keeps the only reference to the grpc server, which closes its socket when it is garbage-collected.

    Args:
        service: What to serve.
        on_shutdown: Called when the peer asks the process to end.
        certificate: Serve TLS with it; None: plain, protected by the folder alone. The client is not
            verified: Terraform's certificate is on the curve P-521, which grpc's TLS library does not accept.
    """

    def __init__(
        self,
        service: ProviderService[Any],
        on_shutdown: Callable[[], None],
        certificate: ServerCertificate | None = None,
    ) -> None:
        self._service = service
        self._folder = _make_folder()
        self.path = str(self._folder / "socket")
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
            shutil.rmtree(self._folder)
            raise

    def close(self, grace_seconds: float) -> None:
        """Take no more calls, ask running ones to stop, wait this long, remove the socket. May be repeated."""
        self._service.stop()
        self._server.stop(grace_seconds).wait()
        if self._folder.exists():
            shutil.rmtree(self._folder)


def _make_folder() -> Path:
    """A new folder with mode 0700, where the path of a socket is short enough."""
    folder = Path(tempfile.mkdtemp(prefix="tfplugin-"))
    if len(str(folder)) + len("/socket") > _LONGEST_SOCKET_PATH:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="tfplugin-", dir="/tmp"))
    return folder


def _handlers(service: ProviderService[Any], on_shutdown: Callable[[], None]) -> tuple[Any, ...]:
    def shutdown(request: bytes, context: Any) -> bytes:
        on_shutdown()
        return _EMPTY

    def stdio(request: bytes, context: Any) -> Iterator[bytes]:
        """Nothing is ever written to stdout; the stream ends at once rather than hold a thread."""
        return iter(())

    def check(request: bytes, context: Any) -> bytes:
        return _SERVING

    return (
        grpc.method_handlers_generic_handler(SERVICE, {rpc: _rpc(service, rpc) for rpc in service.rpcs}),
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


def _rpc(service: ProviderService[Any], rpc: str) -> Any:
    def call(request: Any, context: Any) -> Any:
        return service.call(rpc, request)

    return grpc.unary_unary_rpc_method_handler(
        call,
        request_deserializer=proto.message_class(f"{rpc}.Request").FromString,
        response_serializer=proto.message_class(f"{rpc}.Response").SerializeToString,
    )
