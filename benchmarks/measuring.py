"""Taking times: programs and actions, in turns, so that whatever else the machine does meets all of them alike."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class BenchmarkError(Exception):
    """What was to be measured did not work; the text says what it said."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a program.

    Attributes:
        seconds: from start to end.
        peak_mib: the most memory that it (or a program that it waited for) held at once, in MiB.
    """

    seconds: float
    peak_mib: float


def in_turns(rounds: int, actions: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of what each action answers, after one round that does not count (unless one is all there is)."""
    for action in actions.values() if rounds > 1 else ():
        action()
    answers: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            answers[name].append(action())
    return {name: statistics.median(each) for name, each in answers.items()}


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def cpu_seconds(action: Callable[[], object]) -> float:
    """How long an action keeps a processor busy: of what other programs do, little shows."""
    start = time.process_time()
    action()
    return time.process_time() - start


def run(command: Sequence[str], *, environ: Mapping[str, str], folder: Path) -> Ran:
    """Run a program to its end.

    Raises:
        BenchmarkError: where it fails, with the end of what it said.
    """
    said = folder / ".benchmark.log"
    start = time.perf_counter()
    with said.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - start
    if process.returncode != 0:
        words = said.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise BenchmarkError(f"{' '.join(command)} ended with {process.returncode}:\n{words}")
    return Ran(taken, usage.ru_maxrss / 1024)


def peak_mib_of(pid: int) -> float:
    """The most memory that a running process has held at once, in MiB; 0 where the system (not Linux) hides it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
