"""A provider as the program that Terraform starts: handshake, serving, end.

Terraform starts a plugin several times for each command, so nothing is imported before it is needed. The handshake
needs a socket that listens and a certificate. While Terraform connects, the provider and its messages are loaded;
calls that come before that wait.

Source: hashicorp/go-plugin, docs/internals ("handshake"); Terraform's magic cookie is in its package plugin6.
"""

import base64
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from crosscloud.tfplugin.provider import Provider
    from crosscloud.tfplugin.service import ProviderService

_COOKIE_NAME: Final = "TF_PLUGIN_MAGIC_COOKIE"
_COOKIE_VALUE: Final = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
_CORE_PROTOCOL: Final = "1"  # of go-plugin
_PROTOCOL: Final = "6"  # of Terraform
_GRACE_SECONDS: Final = 10  # for calls that are still running when the plugin is told to end
_ORPHAN_CHECK_SECONDS: Final = 0.5
_ORPHAN_GRACE_SECONDS: Final = 1  # for a call, such as a write, that is about to end


def serve(make_provider: "Callable[[], Provider[Any]]") -> int:
    """Serve a provider to the Terraform that started this process, until it ends.

    Writes the handshake line to stdout; whatever else this process prints goes to stderr. Must run in the
    main thread.

    Args:
        make_provider: Called once, after the handshake: what it imports costs no time before. Where it raises,
            calls fail and the process ends with that error.

    Returns:
        The exit status: 0; or 1, with a sentence on stderr, if this process was not started by a suitable
        Terraform.
    """
    problem = _unsuitable()
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    handshake = os.dup(1)
    os.dup2(2, 1)
    done = threading.Event()
    # Ctrl-C reaches the whole process group; Terraform then asks through StopProvider.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: done.set())
    parent = os.getppid()

    from concurrent.futures import Future  # noqa: PLC0415 - slow to import

    from crosscloud.tfplugin.transport import SocketServer  # noqa: PLC0415 - grpc is slow to import

    certificate = None
    if os.environ.get("PLUGIN_CLIENT_CERT"):  # absent with TF_DISABLE_PLUGIN_TLS=1
        from crosscloud.tfplugin import certificate as maker  # noqa: PLC0415 - cryptography is slow to import

        certificate = maker.make_server_certificate()
    service: Future[ProviderService[Any]] = Future()
    server = SocketServer(service, done.set, certificate)
    try:
        encoded = base64.b64encode(certificate.certificate_der).decode().rstrip("=") if certificate else ""
        line = "|".join((_CORE_PROTOCOL, _PROTOCOL, "unix", server.path, "grpc", encoded))
        with os.fdopen(handshake, "w", encoding="ascii") as stream:
            stream.write(f"{line}\n")
        _fulfil(service, make_provider)
        server.remove_abandoned()
        while not done.wait(_ORPHAN_CHECK_SECONDS):
            if os.getppid() != parent:
                # Terraform was killed: nobody is left to answer to, and no call, such as a read that is slow, may
                # keep this process and its credentials alive.
                server.abandon(_ORPHAN_GRACE_SECONDS)
                os._exit(1)
    finally:
        server.close(_GRACE_SECONDS)
    return 0


def _fulfil(service: "Future[ProviderService[Any]]", make_provider: "Callable[[], Provider[Any]]") -> None:
    """Put the service behind the socket that listens already."""
    try:
        provider = make_provider()
        from crosscloud.tfplugin.service import ProviderService  # noqa: PLC0415 - protobuf is slow to import

        service.set_result(ProviderService(provider))
    except BaseException as error:
        service.set_exception(error)  # calls that wait are to end
        raise


def _unsuitable() -> str | None:
    if os.environ.get(_COOKIE_NAME) != _COOKIE_VALUE:
        return "This program is a Terraform provider: Terraform starts it, it cannot be run by hand."
    offered = os.environ.get("PLUGIN_PROTOCOL_VERSIONS", _PROTOCOL).split(",")
    if _PROTOCOL not in offered:
        versions = ", ".join(offered)
        return f"This Terraform offers plugin protocol {versions}, not {_PROTOCOL}: use Terraform 1.0 or later."
    return None
