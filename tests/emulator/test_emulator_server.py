"""The servers stop for good, whatever clients do, and only prove to be localhost."""

import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
import requests
import trustme

from crosscloud.emulator.emulator import Emulator
from crosscloud.emulator.faults import Fault
from crosscloud.emulator.server import Servers, bind, tls_context
from tests.emulator.graph_client import ALL, POLICY, HttpClient


def port(emulator: Emulator, tenant: str = "contoso") -> int:
    """Where a tenant's cloud listens."""
    return int(emulator.endpoints(tenant).graph.rpartition(":")[2])


def test_it_stops_at_once_although_a_client_keeps_its_connection(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with Emulator(ALL, tmp_path) as emulator, HttpClient(emulator) as client:
        client.call("GET", POLICY)
        at = port(emulator)
        started = time.monotonic()
        emulator.__exit__(None, None, None)
        assert time.monotonic() - started < 2
        assert "crosscloud-emulator" not in {thread.name for thread in set(threading.enumerate()) - before}
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", at), timeout=5)


def test_a_request_under_way_is_answered_before_it_stops(tmp_path: Path) -> None:
    statuses: list[int] = []
    with Emulator(ALL, tmp_path) as emulator:
        emulator.faults.add(Fault(latency=0.2))

        def slow() -> None:
            with HttpClient(emulator) as client:
                statuses.append(client.call("GET", POLICY).status_code)

        thread = threading.Thread(target=slow)
        thread.start()
        assert emulator.faults.wait_until_met(10)
    thread.join()
    assert statuses == [200]


def test_a_request_that_waits_for_long_does_not_hold_up_the_stop(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[Exception] = []
    with Emulator(ALL, tmp_path) as emulator:
        emulator.faults.add(Fault(latency=60))

        def wait() -> None:
            with HttpClient(emulator) as client, pytest.raises(requests.ConnectionError) as lost:
                client.call("GET", POLICY)
            failures.append(lost.value)

        thread = threading.Thread(target=wait)
        thread.start()
        assert emulator.faults.wait_until_met(10)
        started = time.monotonic()
    assert time.monotonic() - started < 5
    thread.join()
    assert len(failures) == 1
    assert not caplog.records


def test_a_server_that_cannot_start_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    async def application(scope: object, receive: object, send: object) -> None:
        raise NotImplementedError

    good, bad = bind(), bind()
    bad.close()
    before = set(threading.enumerate())
    servers = Servers({good: application, bad: application}, tls_context(trustme.CA(), str(tmp_path)))
    with pytest.raises(BaseExceptionGroup):
        servers.start()
    assert good.fileno() == -1
    assert "crosscloud-emulator" not in {thread.name for thread in set(threading.enumerate()) - before}


def test_each_cloud_listens_on_loopback_alone(emulator: Emulator) -> None:
    ports = {tenant.cloud.name: port(emulator, tenant.name) for tenant in ALL}
    assert len(set(ports.values())) == 4
    for at in ports.values():
        with socket.socket() as other:
            other.bind(("127.0.0.2", at))  # would be in use if it listened on every address


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_certificate_is_for_localhost(emulator: Emulator, host: str) -> None:
    context = ssl.create_default_context(cafile=str(emulator.ca_file))
    with (
        socket.create_connection(("127.0.0.1", port(emulator)), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as tls,
    ):
        assert tls.version() in ("TLSv1.2", "TLSv1.3")


def test_a_client_that_does_not_trust_the_authority_gets_nothing(emulator: Emulator, tmp_path: Path) -> None:
    with Emulator(ALL, tmp_path / "other") as other, pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{emulator.endpoints('contoso').graph}/v1.0", verify=str(other.ca_file), timeout=10)


def test_no_private_key_is_left_on_the_disk(emulator: Emulator) -> None:
    for file in emulator.ca_file.parent.iterdir():
        assert b"PRIVATE KEY" not in file.read_bytes(), file
