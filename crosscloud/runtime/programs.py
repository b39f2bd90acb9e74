"""The one place where a program is run: its output as it comes, interrupts handed on, and none outlives the run.

Each is started in a process group of its own: a Ctrl-C in a terminal reaches every process of the terminal's group
at once, and Terraform takes a second one as "give up without saving the state". Here the run alone hears it, and
hands it on. Source: Terraform, `terraform apply`: an interrupt ends it gracefully, a second one at once.
"""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.guard import GUARD

_GRACE_SECONDS: Final = 3.0
_Process = subprocess.Popen[str]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        returncode: its exit code; minus the number of the signal that ended it.
        stdout: what it printed; empty where that was handed on line by line.
        stderr: what it complained of.
    """

    returncode: int
    stdout: str
    stderr: str


class Programs:
    """Starts programs, waits for them, and hands interrupts on. Safe to use from several threads.

    Attributes:
        interrupted: whether `interrupt` was called; nothing is started any more then.
    """

    def __init__(self) -> None:
        """Nothing runs yet."""
        self.interrupted = False
        self._hearing: set[_Process] = set()
        self._serving: set[_Process] = set()
        self._lock = threading.Lock()

    def run(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        folder: Path | None = None,
        timeout: float | None = None,
    ) -> Ended:
        """Run `command` to its end with `environ` as all of its environment; nothing is expected of its exit code.

        Raises:
            InterruptedRunError: where the run was interrupted before.
            TimeoutError: where it took longer than `timeout` seconds; it was ended.
            OSError: where it cannot be started.
        """
        lines: list[str] = []
        ended = Ended(0, "", "")
        for said in self.stream(command, environ, folder=folder, timeout=timeout):
            if isinstance(said, Ended):
                ended = said
            else:
                lines.append(said)
        return Ended(ended.returncode, "".join(lines), ended.stderr)

    def stream(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        folder: Path | None = None,
        timeout: float | None = None,
        umask: int = -1,
        patient: bool = False,
    ) -> Iterator[str | Ended]:
        """Run `command`, and give each line that it prints when it prints it; at last how it ended.

        Whoever stops reading ends the program.

        Args:
            command: the program and its arguments.
            environ: all of its environment.
            folder: where it runs.
            timeout: for how many seconds it may run.
            umask: which rights the files that it makes do not get; that of this process where left out.
            patient: whether it has something to bring to its end even when this process is killed.

        Raises:
            InterruptedRunError, TimeoutError, OSError: as `run` does.
        """
        process = self._starting(
            command, environ, self._hearing, folder, umask, subprocess.DEVNULL, subprocess.PIPE, patient=patient
        )
        complaints = _Reader(process.stderr)
        late = _Deadline(process, timeout)
        try:
            for line in process.stdout or ():  # noqa: UP028  (`yield from` closes it before the program has ended)
                yield line
            process.wait()
        except BaseException:
            rest = _Reader(process.stdout)  # or it could not end, for want of room in the pipe
            _end(process)
            rest.close()
            raise
        else:
            if process.stdout is not None:
                process.stdout.close()
        finally:
            late.cancel()
            complaints.close()
            self._forget(process)
        if late.is_over:
            msg = f"it did not end within {timeout:g} seconds"
            raise TimeoutError(msg)
        yield Ended(process.returncode, "", "".join(complaints.lines))

    def serve(self, command: Sequence[str], environ: Mapping[str, str], complaints: IO[bytes]) -> "Server":
        """Start a program that answers what is asked of it, line by line, until it is closed.

        An interrupt of the run is not for it; what it complains of goes to `complaints`.

        Raises:
            InterruptedRunError: where the run was interrupted before.
            OSError: where it cannot be started.
        """
        process = self._starting(command, environ, self._serving, None, -1, subprocess.PIPE, complaints)
        return Server(process, self._forget)

    def interrupt(self) -> None:
        """Ask every running program to end gracefully, and start no other."""
        with self._lock:
            self.interrupted = True
            for process in self._hearing:
                _signal_group(process, signal.SIGINT)

    def kill(self) -> None:
        """End every running program, and what it started, at once; start no other."""
        with self._lock:
            self.interrupted = True
            for process in (*self._hearing, *self._serving):
                _signal_group(process, signal.SIGKILL)

    def _starting(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        among: set[_Process],
        folder: Path | None,
        umask: int,
        stdin: int,
        stderr: int | IO[bytes],
        *,
        patient: bool = False,
    ) -> _Process:
        with self._lock:
            if self.interrupted:
                raise InterruptedRunError("not started: the run was interrupted")
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environ),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                errors="replace",
                umask=umask,
                process_group=0,
            )
            among.add(process)
        GUARD.watch(process.pid, patient=patient)
        return process

    def _forget(self, process: _Process) -> None:
        with self._lock:
            self._hearing.discard(process)
            self._serving.discard(process)
        GUARD.forget(process.pid)


class Server:
    """A program that answers line by line, until it is closed."""

    def __init__(self, process: _Process, on_end: Callable[[_Process], None]) -> None:
        """It was started as `process`; `on_end` is told once it has ended."""
        self._process = process
        self._on_end = on_end

    def ask(self, line: str) -> None:
        """Send it a line.

        Raises:
            BrokenPipeError: where it no longer reads.
        """
        if self._process.stdin is None or self._process.stdin.closed:
            raise BrokenPipeError
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        """The next line that it prints; empty where it prints no more."""
        return self._process.stdout.readline() if self._process.stdout is not None else ""

    def returncode(self, within: float = 0) -> int | None:
        """Its exit code, waited for so many seconds; None where it has not ended by then."""
        try:
            return self._process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """End it at once, and what it started; what waits for it fails."""
        _signal_group(self._process, signal.SIGKILL)

    def close(self, within: float) -> None:
        """End it by closing what it reads; kill it where it has not ended after so many seconds."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):  # it was killed: what was not read is lost with it
                    stream.close()
        if self.returncode(within) is None:
            self.kill()
            self._process.wait()
        self._on_end(self._process)


class _Deadline:
    """Kills a program that runs for too long.

    Attributes:
        is_over: whether it did.
    """

    def __init__(self, process: _Process, seconds: float | None) -> None:
        self.is_over = False
        self._process = process
        self._timer = None if seconds is None else threading.Timer(seconds, self._kill)
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()

    def cancel(self) -> None:
        """It has ended."""
        if self._timer is not None:
            self._timer.cancel()

    def _kill(self) -> None:
        self.is_over = True
        _signal_group(self._process, signal.SIGKILL)


class _Reader:
    """Reads a program's stream beside the one that is listened to: it would fill up, and stop the program.

    Attributes:
        lines: what was read.
    """

    def __init__(self, stream: IO[str] | None) -> None:
        self.lines: list[str] = []
        self._stream = stream
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait until it is at its end, once the program has ended, and close it."""
        self._thread.join()
        if self._stream is not None:
            self._stream.close()

    def _read(self) -> None:
        self.lines.extend(self._stream or ())


def _signal_group(process: _Process, number: signal.Signals) -> None:
    """Send a signal to a program that leads its process group, and to all that it started there."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, number)


def _end(process: _Process) -> None:
    """End a program that nobody waits for any more: as Ctrl-C does, then for good."""
    _signal_group(process, signal.SIGINT)
    try:
        process.wait(timeout=_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal_group(process, signal.SIGKILL)
        process.wait()
