"""The server that Terraform reattaches to."""

import gc
import json
import os
import stat
from pathlib import Path

import pytest

from crosscloud.tfplugin import WarmServer
from tests.tfplugin.example_provider import ADDRESS, ExampleProvider
from tests.tfplugin.grpc_client import Client


def test_reattach_entry() -> None:
    with WarmServer(ExampleProvider(), ADDRESS) as server:
        entry = json.loads(json.dumps(server.reattach))[ADDRESS]
        path = entry["Addr"]["String"]
        assert entry == {
            "Protocol": "grpc",
            "ProtocolVersion": 6,
            "Pid": os.getpid(),
            "Test": True,
            "Addr": {"Network": "unix", "String": path},
        }
        assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700


def test_it_outlives_a_request_to_shut_down_and_ends_when_closed() -> None:
    with WarmServer(ExampleProvider(), ADDRESS) as server:
        path = server.reattach[ADDRESS]["Addr"]["String"]
        with Client(path) as client:
            assert client.raw("/plugin.GRPCController/Shutdown") == b""
            assert client.provider("GetMetadata").resources[0].type_name == "example_thing"
        server.close()
        assert not Path(path).parent.exists()


def test_it_serves_on_after_a_garbage_collection() -> None:
    with WarmServer(ExampleProvider(), ADDRESS) as server:
        gc.collect()  # a grpc.server that nobody refers to would close its socket here
        with Client(server.reattach[ADDRESS]["Addr"]["String"]) as client:
            assert client.provider("GetMetadata").resources[0].type_name == "example_thing"


def test_serving_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        WarmServer(ExampleProvider(), ADDRESS) as server,
        Client(server.reattach[ADDRESS]["Addr"]["String"]) as client,
    ):
        client.provider("GetProviderSchema")
    assert capfd.readouterr() == ("", "")
