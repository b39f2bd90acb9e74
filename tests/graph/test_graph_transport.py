"""One request over real TLS: what comes back, and what its absence means."""

import gzip
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import trustme

from crosscloud import __version__
from crosscloud.graph import ConnectionFailedError, UntrustedCertificateError
from crosscloud.graph.transport import Answer, Request, Transport
from tests.graph.scripted_service import Reply, ScriptedService, secret_sign_in
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
    return Transport(session, verify, secret_sign_in()).send(Request(method, url, {}))


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
