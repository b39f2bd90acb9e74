"""A provider that outlives Terraform commands: they reattach to it instead of starting their own.

Every Terraform that finds the entry in TF_REATTACH_PROVIDERS uses this one server, whatever alias it
configures, and configures it again. A unix socket cannot tell its peers apart: use one server for each
tenant, and let the provider's `configure` refuse a second one.
"""

import os
from types import TracebackType
from typing import Any, Final, Self

from crosscloud.tfplugin.provider import Provider

_GRACE_SECONDS: Final = 10


class WarmServer:
    """Serves from construction until `close`, on a unix socket in a folder with mode 0700; a context manager.

    Terraform never ends it: the reattach entry is marked as a test, and a request to shut down is answered
    and ignored.

    Args:
        provider: What to serve.
        address: The provider's source address in full, such as `terraform.local/local/crosscloud`.
    """

    def __init__(self, provider: Provider[Any], address: str) -> None:
        from concurrent.futures import Future  # noqa: PLC0415 - as below

        from crosscloud.tfplugin.service import ProviderService  # noqa: PLC0415 - protobuf is slow to import
        from crosscloud.tfplugin.transport import SocketServer  # noqa: PLC0415 - grpc is slow to import

        self._address = address
        service: Future[ProviderService[Any]] = Future()
        service.set_result(ProviderService(provider))
        self._server = SocketServer(service, on_shutdown=lambda: None)
        self._server.remove_abandoned()

    @property
    def reattach(self) -> dict[str, dict[str, Any]]:
        """What TF_REATTACH_PROVIDERS holds, as JSON, for this provider: its address, and how to reach it."""
        return {
            self._address: {
                "Protocol": "grpc",
                "ProtocolVersion": 6,
                "Pid": os.getpid(),
                "Test": True,
                "Addr": {"Network": "unix", "String": self._server.path},
            }
        }

    def close(self) -> None:
        """Stop serving and remove the socket; running calls are asked to stop and get a while. May be repeated."""
        self._server.close(_GRACE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
