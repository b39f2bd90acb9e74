"""Connecting: what is checked at once, and whose connections are closed."""

import ssl
import threading
from pathlib import Path

import pytest
import requests
import trustme

from crosscloud.graph import SignInConfigurationError, SignInError, connect
from tests.graph.scripted_service import Reply, ScriptedService, scripted, secret_sign_in
from tests.graph.tls_server import read_request, tls_server


def test_sends_nothing_yet() -> None:
    assert scripted().service.sent == []


def test_an_unusable_bundle_is_found_at_once(tmp_path: Path) -> None:
    with pytest.raises(SignInConfigurationError, match="CONTOSO_CA_BUNDLE"):
        connect(secret_sign_in(ca_bundle=tmp_path / "none.pem"))


def test_a_session_that_is_handed_in_stays_open() -> None:
    service = ScriptedService()
    service.graph.append(Reply(body={}))
    with requests.Session() as session:
        session.mount("https://", service)
        with connect(secret_sign_in(), session=session) as api:
            api.read_policy()
        assert not service.closed


def test_its_own_session_is_closed(tmp_path: Path) -> None:
    authority, ended = trustme.CA(), threading.Event()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def manners(connection: ssl.SSLSocket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}")
        connection.settimeout(10)
        if connection.recv(1) == b"":
            ended.set()

    with tls_server(authority.issue_cert("localhost"), manners) as origin:
        api = connect(secret_sign_in(login_endpoint=origin, ca_bundle=tmp_path / "ca.pem"))
        with api, pytest.raises(SignInError):
            api.read_policy()
        assert ended.wait(5)
