"""What starting the provider loads: Terraform starts several processes for a plan, of which few are configured."""

import os
import subprocess
import sys
from pathlib import Path

COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
COSTLY = {
    *("requests", "urllib3", "msal", "jwt", "cryptography", "grpc", "google.protobuf", "msgpack"),
    *("crosscloud.graph.policy", "crosscloud.graph.auth.sign_in", "crosscloud.domain.access"),
    *("crosscloud.domain.findings", "crosscloud.domain.tenant", "crosscloud.wording"),
}


def test_the_provider_and_its_schema_load_nothing_that_is_only_needed_once_configured() -> None:
    program = (
        "import sys, crosscloud.bridge.provider as p; p.CrosscloudProvider({}); "
        f"print(sorted({COSTLY!r} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "[]\n"


def test_the_handshake_waits_for_nothing_but_grpc_and_a_certificate() -> None:
    program = (
        "import sys\n"
        "from crosscloud.bridge.__main__ import make_provider\n"
        "from crosscloud.tfplugin.plugin import serve\n"
        "def make():\n"
        "    sys.stderr.write(' '.join(sys.modules) + chr(10))\n"
        "    return make_provider()\n"
        "sys.exit(serve(make))\n"
    )
    terraform = {
        "TF_PLUGIN_MAGIC_COOKIE": COOKIE,
        "PLUGIN_PROTOCOL_VERSIONS": "6",
        "PLUGIN_CLIENT_CERT": "present",
    }
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, **terraform},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("1|6|unix|")
        loaded = set(process.stderr.readline().split())
        process.terminate()
        assert process.stdout.read() == ""
    assert {"grpc", "cryptography"} <= loaded
    ours = {name for name in loaded if name.startswith("crosscloud.")}
    assert ours <= {
        *("crosscloud.bridge", "crosscloud.bridge.__main__", "crosscloud.tfplugin", "crosscloud.tfplugin.plugin"),
        *("crosscloud.tfplugin.transport", "crosscloud.tfplugin.certificate"),
        "crosscloud.leftovers",  # the lock on the socket's folder; it imports nothing but fcntl and os
    }
    needed = "import sys, grpc, cryptography.hazmat.primitives.serialization; print(*sys.modules)"
    floor = subprocess.run([sys.executable, "-c", needed], capture_output=True, text=True, check=True)
    others = {"requests", "urllib3", "msal", "jwt", "google.protobuf", "msgpack", "pathlib", "tempfile", "shutil"}
    assert not others & (loaded - set(floor.stdout.split()))
