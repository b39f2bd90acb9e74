"""One request over real TLS: what comes back, and what its absence means."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import trustme

from crosscloud import __version__
from crosscloud.graph import ConnectionFailedError, UnexpectedAnswerError, UntrustedCertificateError
from crosscloud.graph.retries import Limits
from crosscloud.graph.transport import Answer, Request, Transport
from tests.graph.scripted_service import Reply, ScriptedService
from tests.graph.tls_server import Manners, read_request, tls_server


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def answering(answer: bytes) -> Manners:
    def manners(connection: ssl.SSLSocket) -> None:
        read_request(connection)
        connection.sendall(answer)

    return manners


def fetch(session: requests.Session, url: str, verify: str | bool, method: str = "GET") -> Answer:
    return Transport(session, verify, "tenant T (Global)", "CONTOSO_CA_BUNDLE").send(Request(method, url, {}))


def test_reads_the_answer_whatever_its_status(
    authority: trustme.CA, bundle: Path, session: requests.Session
) -> None:
    body = gzip.compress(b'{"error": {}}')
    head = f"HTTP/1.1 418 Odd\r\nContent-Encoding: gzip\r\nRequest-Id: r1\r\nContent-Length: {len(body)}\r\n\r\n"
    with tls_server(authority.issue_cert("localhost"), answering(head.encode() + body)) as origin:
        answer = fetch(session, f"{origin}/x", str(bundle))
    assert (answer.status, answer.body, answer.headers["request-id"]) == (418, b'{"error": {}}', "r1")


def test_an_unknown_authority_is_named_with_the_remedy(authority: trustme.CA, session: requests.Session) -> None:
    expected = r"certificate of localhost:\d+ is not accepted for tenant .*set CONTOSO_CA_BUNDLE"
    with (
        tls_server(authority.issue_cert("localhost"), answering(b"")) as origin,
        pytest.raises(UntrustedCertificateError, match=expected) as raised,
    ):
        fetch(session, f"{origin}/x", verify=True)
    assert not raised.value.sent


def test_another_hosts_certificate_is_refused(
    authority: trustme.CA, bundle: Path, session: requests.Session
) -> None:
    with (
        tls_server(authority.issue_cert("elsewhere.example"), answering(b"")) as origin,
        pytest.raises(UntrustedCertificateError, match="another host's"),
    ):
        fetch(session, f"{origin}/x", str(bundle))


def test_an_expired_certificate_is_refused(authority: trustme.CA, bundle: Path, session: requests.Session) -> None:
    expired = authority.issue_cert("localhost", not_after=datetime.now(UTC) - timedelta(days=1))
    with (
        tls_server(expired, answering(b"")) as origin,
        pytest.raises(UntrustedCertificateError, match="expired"),
    ):
        fetch(session, f"{origin}/x", str(bundle))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"not http at all\r\n\r\n",
    ],
)
def test_a_broken_answer_may_follow_a_request_that_arrived(
    answer: bytes, authority: trustme.CA, bundle: Path, session: requests.Session
) -> None:
    with (
        tls_server(authority.issue_cert("localhost"), answering(answer)) as origin,
        pytest.raises(ConnectionFailedError, match="the connection broke") as raised,
    ):
        fetch(session, f"{origin}/x", str(bundle), "POST")
    assert raised.value.sent


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (HEAD + b"X-Slow: ", b"x"),
        (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
        (CHUNKED + b"1;", b"x"),
        (CHUNKED + b"ffff\r\n", b" "),
    ],
    ids=["head", "body", "size of a chunk", "chunk"],
)
def test_an_answer_that_comes_drop_by_drop_is_given_up(
    start: bytes, drop: bytes, authority: trustme.CA, bundle: Path, session: requests.Session
) -> None:
    asked = threading.Event()
    given_up = threading.Event()

    def manners(connection: ssl.SSLSocket) -> None:
        read_request(connection)
        asked.set()
        connection.sendall(start)
        while not given_up.wait(0.02):
            connection.sendall(drop)

    with tls_server(authority.issue_cert("localhost"), manners) as origin:
        transport = Transport(session, str(bundle), "tenant T (Global)", "CONTOSO_CA_BUNDLE", Limits(seconds=0.5))
        try:
            with pytest.raises(ConnectionFailedError, match=r"not complete within 0\.5 s") as raised:
                transport.send(Request("GET", f"{origin}/x", {}))
            left = [thread for thread in threading.enumerate() if thread.name == "crosscloud request"]
        finally:
            given_up.set()
        assert asked.is_set()
        assert raised.value.sent
        assert all(thread.daemon for thread in left)  # none of them keeps the process alive
        for thread in left:
            thread.join(5)


def test_all_answers_together_may_take_so_long_and_no_longer(session: requests.Session) -> None:
    service = ScriptedService()
    service.login.extend([Reply(body={}), Reply(body={})])
    session.mount("https://", service)
    transport = Transport(session, True, "tenant t", "CA", Limits(total_seconds=0.3))
    request = Request("GET", "https://login.microsoftonline.com/x", {})
    assert transport.send(request).status == 200
    time.sleep(0.35)
    with pytest.raises(ConnectionFailedError, match=r"the 0\.3 s that all of it may take were over") as raised:
        transport.send(request)
    assert not raised.value.sent


def test_a_small_answer_that_stands_for_a_very_large_one_is_not_unpacked(
    authority: trustme.CA, bundle: Path, session: requests.Session
) -> None:
    body = gzip.compress(bytes(200 * 2**20), compresslevel=9)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    with tls_server(authority.issue_cert("localhost"), answering(head.encode() + body)) as origin:
        transport = Transport(session, str(bundle), "tenant T (Global)", "CONTOSO_CA_BUNDLE", Limits(size=2**20))
        tracemalloc.start()
        try:
            with pytest.raises(
                UnexpectedAnswerError, match=r"localhost:\d+ answered with more than 1 MiB for tenant"
            ):
                transport.send(Request("GET", f"{origin}/x", {}))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 64 * 2**20


def test_an_answer_that_is_packed_twice_is_refused(session: requests.Session) -> None:
    service = ScriptedService()
    service.login.append(Reply(200, gzip.compress(gzip.compress(b"{}")), {"Content-Encoding": "gzip, gzip"}))
    session.mount("https://", service)
    with pytest.raises(UnexpectedAnswerError, match="more than once"):
        fetch(session, "https://login.microsoftonline.com/x", verify=True)


def test_a_refused_connection_carried_nothing(session: requests.Session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionFailedError, match=f"cannot reach localhost:{port} .*refused") as raised:
        fetch(session, f"https://localhost:{port}/x", verify=True)
    assert not raised.value.sent
    assert raised.value.host == f"localhost:{port}"


def test_an_unknown_host_carried_nothing(session: requests.Session) -> None:
    with pytest.raises(ConnectionFailedError, match=r"cannot reach nowhere\.invalid .*resolved") as raised:
        fetch(session, "https://nowhere.invalid/x", verify=True)
    assert not raised.value.sent


@pytest.mark.parametrize(
    ("error", "sent"), [(requests.exceptions.ReadTimeout(), True), (requests.exceptions.ConnectTimeout(), False)]
)
def test_timeouts_differ_in_what_may_have_arrived(error: Exception, sent: bool, session: requests.Session) -> None:
    service = ScriptedService()
    service.login.append(error)
    session.mount("https://", service)
    with pytest.raises(ConnectionFailedError, match=r"within \d+ s") as raised:
        fetch(session, "https://login.microsoftonline.com/x", verify=True)
    assert raised.value.sent is sent


def test_what_each_request_carries(session: requests.Session) -> None:
    service = ScriptedService()
    service.login.append(Reply(body={}))
    session.mount("https://", service)
    session.headers["X-Session"] = "not ours"
    session.cookies.set("crumb", "1")
    fetch(session, "https://login.microsoftonline.com/x", "/some/ca.pem")
    (sent,) = service.sent
    assert sent.headers["user-agent"] == f"crosscloud/{__version__}"
    assert (sent.verify, sent.timeout) == ("/some/ca.pem", (4.0, 60.0))
    assert {"cookie", "x-session", "authorization"}.isdisjoint(sent.headers)


def test_redirects_are_answers(session: requests.Session) -> None:
    service = ScriptedService()
    service.login.append(Reply(302, headers={"Location": "https://elsewhere.example/[bad"}))
    session.mount("https://", service)
    assert fetch(session, "https://login.microsoftonline.com/x", verify=True).status == 302
    assert len(service.sent) == 1


def test_nothing_secret_in_the_repr_of_what_is_sent() -> None:
    request = Request("POST", "https://h/x?t=TOKEN", {"Authorization": "Bearer TOKEN"}, b"client_secret=TOKEN")
    assert "TOKEN" not in repr(request)
    assert "TOKEN" not in repr(Answer(200, {"a": "TOKEN"}, b"TOKEN"))
