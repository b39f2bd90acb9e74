"""The one place where a program is run: its output as it comes, interrupts handed on, and none outlives the run.

Each is started in a process group of its own: a Ctrl-C in a terminal reaches every process of the terminal's group
at once, and Terraform takes a second one as "give up without saving the state". Here the run alone hears it, and
hands it on. Source: Terraform, `terraform apply`: an interrupt ends it gracefully, a second one at once.
"""

import codecs
import contextlib
import io
import locale
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Final

from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.guard import GUARD

_GRACE_SECONDS: Final = 3.0
_LINGER_SECONDS: Final = 1.0
"""How long a program's streams are read once it has ended, where something that it left behind holds them open."""
_TICK_SECONDS: Final = 0.1
_PIECE: Final = 65536
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
        output, complaints = _Reader(process, process.stdout), _Reader(process, process.stderr)
        late = _Deadline(process, timeout)
        try:
            yield from output.lines()
            process.wait()
        except BaseException:
            _end(process)
            raise
        finally:
            late.cancel()
            output.close()
            complaints.close()
            self._forget(process)
        if late.is_over:
            msg = f"it did not end within {timeout:g} seconds"
            raise TimeoutError(msg)
        yield Ended(process.returncode, "", "".join(complaints.lines()))

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
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it was killed: what was not read is lost with it
                self._process.stdin.close()
        if self.returncode(within) is None:
            self.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()  # only now: another thread may be reading it, to its end
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
    """Reads a stream of a program in a thread: one that nobody reads would fill up, and stop the program.

    It ends with the stream, or soon after the program: what a program leaves behind may hold the stream for good.
    """

    def __init__(self, process: _Process, stream: IO[str] | None) -> None:
        self._process = process
        self._stream = stream
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def lines(self) -> Iterator[str]:
        """Each line when it comes, until no more are read; to be called once."""
        while (line := self._lines.get()) is not None:
            yield line

    def close(self) -> None:
        """Wait until nothing more is read, once the program has ended, and close the stream."""
        self._thread.join()
        if self._stream is not None:
            self._stream.close()

    def _read(self) -> None:
        try:
            if self._stream is not None:
                for line in _split(self._pieces(self._stream.fileno())):
                    self._lines.put(line)
        finally:
            self._lines.put(None)

    def _pieces(self, descriptor: int) -> Iterator[bytes]:
        """What comes, read past Python's buffer: that cannot be closed while something is waited for."""
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        until: float | None = None
        while until is None or time.monotonic() < until:
            if poll.poll(_TICK_SECONDS * 1000):
                piece = os.read(descriptor, _PIECE)
                if not piece:
                    return
                yield piece
            if until is None and self._process.poll() is not None:
                until = time.monotonic() + _LINGER_SECONDS


def _split(pieces: Iterable[bytes]) -> Iterator[str]:
    """The lines in the pieces of a text, whatever stands in it, each as soon as it is whole."""
    decode = codecs.getincrementaldecoder(locale.getpreferredencoding(do_setlocale=False))  # as Popen does
    decoder = io.IncrementalNewlineDecoder(decode("replace"), translate=True)
    begun: list[str] = []
    for piece in pieces:
        *whole, last = decoder.decode(piece).split("\n")
        for line in whole:
            yield "".join((*begun, line, "\n"))
            begun.clear()
        begun.append(last)
    rest = "".join((*begun, decoder.decode(b"", final=True)))
    if rest:
        yield rest


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
