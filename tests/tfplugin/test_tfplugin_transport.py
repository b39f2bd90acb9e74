"""The service on a socket: sizes, concurrency, go-plugin's own services and the end."""

import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from crosscloud.tfplugin import STRING, Attribute, Context, DataSource, Provider, Schema, wire
from crosscloud.tfplugin.service import ProviderService
from crosscloud.tfplugin.transport import SocketServer
from tests.tfplugin.grpc_client import UNIMPLEMENTED, Client, RpcError

CALLS_AT_ONCE = 20


class Meeting(DataSource[Any]):
    """Answers only when enough calls are there at once; or waits to be stopped."""

    type_name = "meeting"
    schema = Schema([Attribute("text", STRING, required=True)])

    def __init__(self) -> None:
        self.barrier = threading.Barrier(CALLS_AT_ONCE)
        self.waiting = threading.Event()
        self.heard = threading.Event()

    def read(self, context: Context[Any], config: dict[str, Any]) -> Any:
        if config["text"] == "meet":
            self.barrier.wait(timeout=30)
        if config["text"] == "wait":
            self.waiting.set()
            assert context.stop.wait(timeout=30)
        if config["text"] == "deaf":
            self.waiting.set()
            self.heard.wait(timeout=30)
        return config


class MeetingProvider(Provider[Any]):
    """Offers the meeting."""

    schema = Schema([])

    def __init__(self) -> None:
        self.meeting = Meeting()
        self.data_sources = (self.meeting,)

    def configure(self, context: Context[Any], config: dict[str, Any]) -> None:
        return None


def served(provider: MeetingProvider) -> "Future[ProviderService[Any]]":
    """The service of `provider`, which is there."""
    service: Future[ProviderService[Any]] = Future()
    service.set_result(ProviderService(provider))
    return service


@pytest.fixture
def provider() -> MeetingProvider:
    return MeetingProvider()


@pytest.fixture
def shutdowns() -> list[str]:
    return []


@pytest.fixture
def server(provider: MeetingProvider, shutdowns: list[str]) -> Iterator[SocketServer]:
    server = SocketServer(served(provider), on_shutdown=lambda: shutdowns.append("asked"))
    yield server
    server.close(10)


@pytest.fixture
def client(server: SocketServer) -> Iterator[Client]:
    with Client(server.path) as client:
        yield client


def read(client: Client, text: str) -> Any:
    answer = client.provider("ReadDataSource", type_name="meeting", config=wire.value_message({"text": text}))
    assert list(answer.diagnostics) == []
    return wire.value_from(answer.state)["text"]


def test_messages_far_beyond_grpcs_own_limit(client: Client) -> None:
    text = "x" * (20 << 20)
    assert read(client, text) == text


def test_calls_run_at_once(client: Client) -> None:
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        answers = list(pool.map(lambda _: read(client, "meet"), range(CALLS_AT_ONCE)))
    assert answers == ["meet"] * CALLS_AT_ONCE


def test_services_of_go_plugin(client: Client, shutdowns: list[str]) -> None:
    assert client.raw("/grpc.health.v1.Health/Check") == b"\x08\x01"
    assert client.stream("/plugin.GRPCStdio/StreamStdio") == []
    assert client.raw("/plugin.GRPCController/Shutdown") == b""
    assert shutdowns == ["asked"]


def test_other_calls_are_unimplemented(client: Client) -> None:
    with pytest.raises(RpcError) as caught:
        client.raw("/tfplugin6.Provider/OpenEphemeralResource")
    assert caught.value.code() is UNIMPLEMENTED


def test_only_this_user_may_enter_the_folder(server: SocketServer) -> None:
    folder = Path(server.path).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    server.close(0)
    assert not folder.exists()
    server.close(0)


def test_closing_asks_running_calls_to_stop_and_lets_them_answer(
    server: SocketServer, client: Client, provider: MeetingProvider
) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(read, client, "wait")
        assert provider.meeting.waiting.wait(timeout=30)
        server.close(30)
        assert running.result() == "wait"


def test_a_temporary_folder_that_is_not_there_is_avoided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: MeetingProvider
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    server = SocketServer(served(provider), on_shutdown=lambda: None)
    try:
        with Client(server.path) as client:
            assert read(client, "hello") == "hello"
    finally:
        server.close(0)
    assert not Path(server.path).parent.exists()


def test_calls_wait_for_a_service_that_is_still_being_made(provider: MeetingProvider) -> None:
    service: Future[ProviderService[Any]] = Future()
    server = SocketServer(service, on_shutdown=lambda: None)
    try:
        with Client(server.path) as client, ThreadPoolExecutor(1) as pool:
            running = pool.submit(read, client, "hello")
            assert client.raw("/grpc.health.v1.Health/Check") == b"\x08\x01"
            assert not running.done()
            service.set_result(ProviderService(provider))
            assert running.result(timeout=30) == "hello"
    finally:
        server.close(0)


def test_a_long_temporary_folder_is_avoided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: MeetingProvider
) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    server = SocketServer(served(provider), on_shutdown=lambda: None)
    try:
        with Client(server.path) as client:
            assert read(client, "hello") == "hello"
        assert list(long.iterdir()) == []
    finally:
        server.close(0)


def test_what_a_killed_plugin_left_is_removed_by_the_next(
    provider: MeetingProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    left = tmp_path / "tfplugin-left"
    left.mkdir(mode=0o700)
    (left / "socket").touch()
    (left / "lock").touch()
    first = SocketServer(served(provider), on_shutdown=lambda: None)
    second = SocketServer(served(provider), on_shutdown=lambda: None)
    second.remove_abandoned()
    assert {folder.name for folder in tmp_path.iterdir()} == {
        Path(server.path).parent.name for server in (first, second)
    }
    for server in (first, second):
        server.close(1)
    assert list(tmp_path.iterdir()) == []


def test_one_that_nobody_waits_for_ends_though_a_call_is_deaf_to_that(
    server: SocketServer, client: Client, provider: MeetingProvider
) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(read, client, "deaf")
        assert provider.meeting.waiting.wait(timeout=30)
        began = time.monotonic()
        server.abandon(0.2)
        assert time.monotonic() - began < 10
        assert not Path(server.path).parent.exists()
        provider.meeting.heard.set()
        running.exception(timeout=30)
