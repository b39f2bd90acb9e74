"""The spawned program: its checks, the handshake line, TLS, and how it ends."""

import base64
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tfplugin import example_provider
from tests.tfplugin.grpc_client import Client, RpcError

ROOT = Path(__file__).parents[2]
# hashicorp/terraform, internal/plugin: the cookie that Terraform sets, and that every provider knows.
COOKIE = {"TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    processes = []

    def spawn(**environment: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, example_provider.__file__],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield spawn
    for process in processes:
        process.kill()
        process.communicate()


def handshake(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n").split("|")


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({}, "This program is a Terraform provider: Terraform starts it, it cannot be run by hand.\n"),
        ({"TF_PLUGIN_MAGIC_COOKIE": "other"}, "This program is a Terraform provider"),
        ({**COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "4,5"}, "offers plugin protocol 4, 5, not 6"),
    ],
)
def test_not_started_by_a_suitable_terraform(start: Start, environment: dict[str, str], text: str) -> None:
    process = start(**environment)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output == ""
    assert text in errors
    assert errors.count("\n") == 1


def test_handshake_service_and_shutdown(start: Start, tmp_path: Path) -> None:
    process = start(**COOKIE, PLUGIN_PROTOCOL_VERSIONS="5,6")
    core, protocol, network, path, kind, certificate = handshake(process)
    assert (core, protocol, network, kind, certificate) == ("1", "6", "unix", "grpc", "")
    assert Path(path).parent.parent == tmp_path
    with Client(path) as client:
        assert client.provider("GetMetadata").resources[0].type_name == "example_thing"
        process.send_signal(signal.SIGINT)
        assert client.provider("StopProvider").Error == "", "an interrupt is ignored, and stopping is not ending"
        assert client.raw("/plugin.GRPCController/Shutdown") == b""
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output == "", "nothing but the handshake line is ever on stdout"
    assert "a stray line" in errors
    assert list(tmp_path.iterdir()) == []


def test_a_provider_that_cannot_be_made_ends_the_process_and_every_call(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from crosscloud.tfplugin import serve\n"
        "def fail():\n"
        "    time.sleep(0.5)\n"  # so that a call waits for it
        "    raise RuntimeError('no provider today')\n"
        "sys.exit(serve(fail))\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), **COOKIE}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        with Client(handshake(process)[3]) as client, pytest.raises(RpcError):
            client.provider("GetMetadata")
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "RuntimeError: no provider today" in errors
    assert list(tmp_path.iterdir()) == []


def test_tls_with_the_certificate_of_the_handshake(start: Start) -> None:
    process = start(**COOKIE, PLUGIN_CLIENT_CERT="-----BEGIN CERTIFICATE-----")
    *_, path, _, encoded = handshake(process)
    der = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
    with Client(path, ssl.DER_cert_to_PEM_cert(der).encode()) as client:
        assert client.provider("GetMetadata").resources[0].type_name == "example_thing"


def test_sigterm_ends_it(start: Start, tmp_path: Path) -> None:
    process = start(**COOKIE)
    handshake(process)
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_it_does_not_outlive_its_parent(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, sys.argv[1]], stdout=subprocess.PIPE)\n"
        "print(child.pid, child.stdout.readline().decode(), end='')\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), **COOKIE}
    parent = subprocess.Popen(
        [sys.executable, "-c", program, example_provider.__file__],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    output, _ = parent.communicate(timeout=60)  # ends when the orphan closes its copy of stderr
    assert output.split(" ", 1)[1].startswith("1|6|unix|")
    assert list(tmp_path.iterdir()) == []
