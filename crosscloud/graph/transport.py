"""One request, one answer, through a requests session; and what it means when there is none.

Every request of this package, to the login service and to Graph, goes through `Transport.send`. The session
serves for its adapters and their connections alone: its `prepare_request` would put a netrc entry in place of
the bearer token, its `send` keeps cookies and looks at where a redirect leads.

Each request runs in a thread of its own, since no timeout of a socket ends an answer that comes byte by byte, in
its head, in a chunk or while the connection is made. A thread whose time is over is left behind; it never holds up
the end of the process.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import NewConnectionError

from crosscloud import __version__
from crosscloud.graph.errors import ConnectionFailedError, UnexpectedAnswerError, UntrustedCertificateError
from crosscloud.graph.network import proxies_for
from crosscloud.graph.retries import Limits

CONNECT_TIMEOUT: Final = 4.0
READ_TIMEOUT: Final = 60.0
_STEP: Final = 16 * 1024
"""So many bytes are decompressed at once; a byte of gzip stands for a thousand at most."""

_EXPIRED, _OTHER_HOST = 10, 62  # OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED and X509_V_ERR_HOSTNAME_MISMATCH


@dataclass(frozen=True, slots=True)
class Request:
    """One request; what may hold a secret is not in its repr."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `headers` are looked up in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Transport:
    """Sends requests for one sign-in. Safe to use from several threads.

    Args:
        session: its adapters are used.
        verify: a CA bundle, or True for certifi's; see `network.ca_bundle`.
        tenant: the tenant and its cloud, for errors.
        ca_variable: what advice calls the variable of its CA bundle.
        limits: how long an answer may take, and how large it may be.
    """

    def __init__(
        self,
        session: requests.Session,
        verify: str | bool,
        tenant: str,
        ca_variable: str,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> None:
        session.trust_env = False
        self._limits = limits
        self._session = session
        self._verify = verify
        self._tenant = tenant
        self._ca_variable = ca_variable
        self._began: float | None = None

    def send(self, request: Request) -> Answer:
        """Send `request` once and read its answer to the end, whatever its status.

        Raises:
            ConnectionFailedError: where no answer came; `sent` tells whether the request may have arrived.
            UnexpectedAnswerError: where more came than an answer may hold, or in an encoding not asked for.
        """
        host = urlsplit(request.url).netloc
        seconds = self._seconds_left(host)
        outcomes: SimpleQueue[Answer | BaseException] = SimpleQueue()
        over = threading.Event()

        def run() -> None:
            try:
                outcomes.put(self._send(request, over))
            except BaseException as error:
                outcomes.put(error)  # raised below, by the thread that asked

        threading.Thread(target=run, name="crosscloud request", daemon=True).start()
        try:
            outcome = outcomes.get(timeout=seconds)
        except Empty:
            text = f"cannot reach {host} for {self._tenant}: its answer was not complete within"
            raise ConnectionFailedError(f"{text} {seconds:.3g} s", host=host, sent=True) from None
        finally:
            over.set()
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def _seconds_left(self, host: str) -> float:
        """How long the next answer may take.

        Raises:
            ConnectionFailedError: where the time for all of them is over.
        """
        total = self._limits.total_seconds
        if total is None:
            return self._limits.seconds
        if self._began is None:
            self._began = time.monotonic()
        left = self._began + total - time.monotonic()
        if left <= 0:
            text = f"cannot reach {host} for {self._tenant}: the {total:g} s that all of it may take were over"
            raise ConnectionFailedError(text, host=host)
        return min(left, self._limits.seconds)

    def _send(self, request: Request, over: threading.Event) -> Answer:
        host = urlsplit(request.url).netloc
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"crosscloud/{__version__}",
            **request.headers,
        }
        try:
            prepared = requests.Request(request.method, request.url, headers, data=request.body).prepare()
            response = self._session.get_adapter(request.url).send(
                prepared,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                verify=self._verify,
                proxies=proxies_for(request.url),
            )
            try:
                body = self._body(response, host, over)
                return Answer(response.status_code, CaseInsensitiveDict(response.headers), body)
            finally:
                response.close()
        except requests.RequestException as error:
            raise self._failure(error, host) from error

    def _body(self, response: requests.Response, host: str, over: threading.Event) -> bytes:
        """The body, decompressed step by step: a small answer may stand for a very large one."""
        if "," in response.headers.get("Content-Encoding", ""):
            raise UnexpectedAnswerError(f"{host} compressed its answer more than once, which was not asked for")
        parts, size = [], 0
        for part in response.iter_content(_STEP):
            size += len(part)
            if size > self._limits.size:
                largest = f"{self._limits.size // 2**20} MiB"
                text = f"{host} answered with more than {largest} for {self._tenant}: check the endpoint"
                raise UnexpectedAnswerError(text)
            if over.is_set():
                break
            parts.append(part)
        return b"".join(parts)

    def _failure(self, error: requests.RequestException, host: str) -> ConnectionFailedError:
        causes = list(_causes(error))
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return UntrustedCertificateError(self._untrusted(cause, host), host=host)
        reason, sent = _reason(causes)
        return ConnectionFailedError(f"cannot reach {host} for {self._tenant}: {reason}", host=host, sent=sent)

    def _untrusted(self, error: ssl.SSLCertVerificationError, host: str) -> str:
        found = f"the certificate of {host} is not accepted for {self._tenant}"
        if error.verify_code == _EXPIRED:
            return f"{found}: it has expired, or this machine's clock is wrong"
        if error.verify_code == _OTHER_HOST:
            return f"{found}: it is another host's; check the endpoint"
        advice = f"set {self._ca_variable} to the PEM file of the authority that issued it"
        return f"{found} ({error.verify_message}): {advice}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what lies behind it: requests and urllib3 put causes into arguments and attributes."""
    pending: list[object] = [error]
    seen: set[int] = set()
    while pending:
        cause = pending.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            pending += [*cause.args, cause.__cause__, getattr(cause, "reason", None)]


def _reason(causes: list[BaseException]) -> tuple[str, bool]:
    """Why there was no answer, and whether the request may have arrived all the same."""

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if has(requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL):
        return "the proxy could not be used; check HTTPS_PROXY and NO_PROXY", False
    if has(socket.gaierror):
        return "its name cannot be resolved; check the endpoint and the network", False
    if has(ConnectionRefusedError):
        return "it refused the connection", False
    if has(requests.exceptions.ConnectTimeout):
        return f"no connection could be made within {CONNECT_TIMEOUT:.0f} s", False
    if has(NewConnectionError):
        return "no connection could be made; check the network", False
    if has(requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, requests.exceptions.InvalidSchema):
        return "its address is not usable", False
    if has(requests.exceptions.ReadTimeout, TimeoutError):
        return f"no answer came within {READ_TIMEOUT:.0f} s", True
    # Also a reset while the connection was being made: it looks like one after the request was sent.
    return "the connection broke before the answer was complete", True
