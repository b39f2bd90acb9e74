"""How long a provider takes from its start to the handshake, beside a bare `import grpc`.

Terraform starts a provider several times for each command, so this is what a small plan mostly consists of.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Final

from benchmarks.measuring import BenchmarkError, in_turns

_PROVIDER: Final = ("-P", "-m", "crosscloud.bridge")
_FLOOR: Final = ("-P", "-c", "import grpc; print('ready', flush=True); input()")
# What Terraform sets: hashicorp/go-plugin, "handshake"; Terraform's cookie is in its package plugin6.
_TERRAFORM: Final = {
    "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    "PLUGIN_PROTOCOL_VERSIONS": "6",
    "PLUGIN_CLIENT_CERT": "present",  # so that the provider makes a certificate, as it must for Terraform
}


@dataclass(frozen=True, slots=True)
class Starting:
    """Seconds to the first line on stdout: the provider's handshake, and a program that has imported grpc."""

    handshake: float
    import_grpc: float

    @property
    def ratio(self) -> float:
        """How many times as long the provider takes."""
        return self.handshake / self.import_grpc


def measure(rounds: int) -> Starting:
    """Measure it, `rounds` times in turns."""
    found = in_turns(rounds, {"handshake": lambda: _start(_PROVIDER), "import": lambda: _start(_FLOOR)})
    return Starting(handshake=found["handshake"], import_grpc=found["import"])


def _start(arguments: tuple[str, ...]) -> float:
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **_TERRAFORM},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        line = process.stdout.readline() if process.stdout else b""
        taken = time.perf_counter() - start
        process.terminate()
    if not line:
        raise BenchmarkError(f"python {' '.join(arguments)} ended without a word")
    return taken
