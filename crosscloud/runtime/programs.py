"""The programs that a joint run has running: an interrupt reaches each of them once, and none outlives the run.

Each is started in a process group of its own: a Ctrl-C in a terminal reaches every process of the terminal's group
at once, and Terraform takes a second one as "give up without saving the state". Here the run alone hears it, and
hands it on. Source: Terraform, `terraform apply`: an interrupt ends it gracefully, a second one at once.
"""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from crosscloud.runtime.errors import InterruptedRunError

_GRACE_SECONDS: Final = 3.0


class Programs:
    """Starts programs, waits for them, and hands interrupts on. Safe to use from several threads.

    Attributes:
        interrupted: whether `interrupt` was called; nothing is started any more then.
    """

    def __init__(self) -> None:
        """Nothing runs yet."""
        self.interrupted = False
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()

    def run(
        self, command: Sequence[str], environ: Mapping[str, str], *, folder: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run `command` to its end with `environ` as all of its environment; nothing is expected of its exit code.

        Raises:
            InterruptedRunError: where the run was interrupted before.
            OSError: where it cannot be started.
        """
        with self._lock:
            if self.interrupted:
                raise InterruptedRunError("not started: the run was interrupted")
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                process_group=0,
            )
            self._running.add(process)
        try:
            out, err = process.communicate()
        except BaseException:
            _end(process)
            raise
        finally:
            with self._lock:
                self._running.discard(process)
        return subprocess.CompletedProcess(list(command), process.returncode, out, err)

    def interrupt(self) -> None:
        """Ask every running program to end gracefully, and start no other."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """End every running program, and what it started, at once; start no other."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with self._lock:
            self.interrupted = True
            for process in self._running:
                signal_group(process, number)


def signal_group(process: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Send a signal to a program that leads its process group, and to all that it started there."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, number)


def _end(process: "subprocess.Popen[str]") -> None:
    """End a program that nobody waits for any more: as Ctrl-C does, then for good."""
    signal_group(process, signal.SIGINT)
    try:
        process.communicate(timeout=_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        signal_group(process, signal.SIGKILL)
        process.communicate()
