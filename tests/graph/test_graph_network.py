"""The environment decides about authorities and proxies only where it should."""

import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest
import requests
import trustme

from crosscloud.graph import ConnectionFailedError, SignIn, SignInConfigurationError
from crosscloud.graph.network import ca_bundle, proxies_for, same_origin
from crosscloud.graph.transport import Request, Transport
from tests.graph.scripted_service import SECRET, Reply, ScriptedService, basic, scripted, secret_sign_in
from tests.graph.tls_server import read_request, tls_server


def bundle_of(sign_in: SignIn, environ: Mapping[str, str]) -> str | bool:
    return ca_bundle(sign_in.ca_bundle, sign_in.variable("CA_BUNDLE"), sign_in.tenant, environ)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def pem(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_bundle_from_the_environment(variable: str, pem: Path) -> None:
    assert bundle_of(secret_sign_in(), {variable: str(pem)}) == str(pem)


def test_the_sign_ins_own_bundle_wins(pem: Path) -> None:
    assert bundle_of(secret_sign_in(ca_bundle=pem), {"REQUESTS_CA_BUNDLE": "/elsewhere"}) == str(pem)


def test_a_folder_of_certificates(tmp_path: Path) -> None:
    assert bundle_of(secret_sign_in(), {"REQUESTS_CA_BUNDLE": str(tmp_path)}) == str(tmp_path)


def test_certifi_otherwise() -> None:
    assert bundle_of(secret_sign_in(), {"REQUESTS_CA_BUNDLE": ""}) is True


def test_a_bundle_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SignInConfigurationError, match=r"none\.pem is not there: correct CONTOSO_CA_BUNDLE"):
        bundle_of(secret_sign_in(ca_bundle=tmp_path / "none.pem"), {})


def test_a_bundle_without_certificates(tmp_path: Path) -> None:
    path = tmp_path / "bad.pem"
    path.write_text("hello")
    with pytest.raises(SignInConfigurationError, match="no certificate in PEM form: correct SSL_CERT_FILE"):
        bundle_of(secret_sign_in(), {"SSL_CERT_FILE": str(path)})


def test_the_environments_bundle_does_not_override_at_the_socket(
    authority: trustme.CA, pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(variable, str(other))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    def manners(connection: ssl.SSLSocket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with tls_server(authority.issue_cert("localhost"), manners) as origin, requests.Session() as session:
        verify = bundle_of(secret_sign_in(ca_bundle=pem), {"REQUESTS_CA_BUNDLE": str(other)})
        answer = Transport(session, verify, "tenant T (Global)", "CONTOSO_CA_BUNDLE").send(
            Request("GET", f"{origin}/x", {})
        )
    assert answer.body == b"{}"


@pytest.mark.parametrize(
    "url", ["https://localhost:8443/x", "https://127.0.0.1/x", "https://[::1]:1/x", "https://a.localhost/x"]
)
def test_no_proxy_for_a_loopback_host(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    assert proxies_for(url) == {}


def test_a_proxy_and_its_exceptions_for_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "graph.microsoft.us")
    assert proxies_for("https://graph.microsoft.com/x")["https"] == "http://proxy.example:8080"
    assert proxies_for("https://graph.microsoft.us/x") == {}


def test_a_netrc_entry_does_not_replace_the_token_or_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    hosts = ("graph.microsoft.com", "login.microsoftonline.com")
    netrc.write_text("".join(f"machine {host} login eve password pw\n" for host in hosts))
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    on = scripted(Reply(body={}))
    on.api.read_policy()
    assert [sent.headers["authorization"] for sent in on.service.to_graph] == ["Bearer token-1"]
    assert basic("eve", "pw") not in {sent.headers.get("authorization") for sent in on.service.sent}
    assert on.service.token_requests[0].form["client_secret"] == SECRET


def test_every_request_gets_the_bundle(pem: Path) -> None:
    on = scripted(Reply(body={}), sign_in=secret_sign_in(ca_bundle=pem))
    on.api.read_policy()
    assert {sent.verify for sent in on.service.sent} == {str(pem)}
    assert len(on.service.sent) == 3


def test_every_request_gets_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    on = scripted(Reply(body={}))
    on.api.read_policy()
    proxies = [sent.proxies for sent in on.service.sent]
    assert len(proxies) == 3
    assert all(isinstance(p, dict) and p["https"] == "http://proxy.example:8080" for p in proxies)


def test_a_dead_proxy_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hidden@127.0.0.1:9")
    with requests.Session() as session, pytest.raises(ConnectionFailedError, match="check HTTPS_PROXY") as raised:
        Transport(session, True, "tenant T (Global)", "CONTOSO_CA_BUNDLE").send(
            Request("GET", "https://graph.microsoft.com/x", {})
        )
    assert "hidden" not in str(raised.value)
    assert not raised.value.sent


def test_a_session_that_is_handed_in_stops_trusting_the_environment() -> None:
    session = requests.Session()
    session.mount("https://", ScriptedService())
    Transport(session, True, "tenant T (Global)", "CONTOSO_CA_BUNDLE")
    assert session.trust_env is False


ROOT = "https://graph.microsoft.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.microsoft.com/v1.0/policies?$skiptoken=abc%2F",
        "https://GRAPH.microsoft.com/",
        "https://graph.microsoft.com:443/x",
        "https://graph.microsoft.com",
    ],
)
def test_same(url: str) -> None:
    assert same_origin(url, ROOT)


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.microsoft.com/x",
        "https://graph.microsoft.us/x",
        "https://graph.microsoft.com.evil.example/x",
        "https://graph.microsoft.com:8443/x",
        "https://graph.microsoft.com@evil.example/x",
        "https://evil.example@graph.microsoft.com/x",
        "https://evil.example\\@graph.microsoft.com/x",
        "https://graph.microsoft.com\\.evil.example/x",
        "https:///graph.microsoft.com/x",
        "//graph.microsoft.com/x",
        "/v1.0/policies",
        "https://graph.microsoft.com\n.evil.example/x",
        "https://gráph.microsoft.com/x",
        "https://[::1/x",
        "",
    ],
)
def test_other(url: str) -> None:
    assert not same_origin(url, ROOT)


def test_a_port_is_part_of_it() -> None:
    assert same_origin("https://localhost:8443/next", "https://localhost:8443")
    assert not same_origin("https://localhost:8444/next", "https://localhost:8443")
