"""A TLS server on the loopback interface with manners of the test's choosing: for what no adapter can play."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import trustme

Manners = Callable[[ssl.SSLSocket], None]


@contextmanager
def tls_server(certificate: trustme.LeafCert, manners: Manners) -> Iterator[str]:
    """Serve each connection with `manners`, which may close it at any time; gives the server's origin."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        stopped = threading.Event()

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection:
                    if stopped.is_set():
                        return
                    try:
                        with context.wrap_socket(connection, server_side=True) as secured:
                            manners(secured)
                    except OSError:
                        continue  # the client turned away: what it makes of that is what is tested

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"https://localhost:{port}"
        finally:
            stopped.set()
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join()


def read_request(connection: ssl.SSLSocket) -> bytes:
    """The head of one request; the body of a small one comes with it or is not needed."""
    received = b""
    while b"\r\n\r\n" not in received and (more := connection.recv(65536)):
        received += more
    return received
