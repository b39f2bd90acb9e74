"""What a process started ends soon after it was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RUNS = """
import os, sys, threading
from pathlib import Path
from crosscloud.runtime.programs import Programs
programs = Programs()
patient, *command = sys.argv[1:]
for line in programs.stream(command, os.environ, patient=patient == "patient"):
    print(line, flush=True)
"""
IGNORES_INTERRUPTS = (
    "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print(os.getpid(), flush=True)"
)
NOTES_INTERRUPTS = """
import os, signal, sys
signal.signal(signal.SIGINT, lambda *_: (open(sys.argv[1], "w").close(), os._exit(0)))
print(os.getpid(), flush=True)
signal.pause()
"""


def killed(*command: str) -> int:
    """Run a command as a program of a process that is killed; the number of the command's own process."""
    with subprocess.Popen([sys.executable, "-c", RUNS, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        process.kill()
        assert process.wait(20) == -signal.SIGKILL
    return number


def ended(number: int, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(") ")[2][0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)  # it is not our child
    return False


def test_a_program_that_does_not_end_by_itself_is_killed() -> None:
    assert ended(killed("quick", sys.executable, "-c", f"{IGNORES_INTERRUPTS}\nwhile True: signal.pause()"), 6)


def test_so_is_what_it_started() -> None:
    inner = f"{IGNORES_INTERRUPTS}; signal.pause()"
    assert ended(killed("quick", "sh", "-c", f'{sys.executable} -c "{inner}"; :'), 6)


@pytest.mark.parametrize("how", ["quick", "patient"])
def test_it_is_interrupted_first(tmp_path: Path, how: str) -> None:
    number = killed(how, sys.executable, "-c", NOTES_INTERRUPTS, str(tmp_path / "heard"))
    assert ended(number, 6)
    assert (tmp_path / "heard").exists()


@pytest.mark.slow
def test_one_that_writes_its_state_gets_longer() -> None:
    number = killed("patient", sys.executable, "-c", f"{IGNORES_INTERRUPTS}\nwhile True: signal.pause()")
    assert not ended(number, 4)
    assert ended(number, 12)


def test_the_shell_that_watches_ends_with_its_process() -> None:
    program = (
        "import os; from crosscloud.runtime.programs import Programs; Programs().run(['true'], os.environ); "
        "print(open(f'/proc/self/task/{os.getpid()}/children').read())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    (watcher,) = map(int, done.stdout.split())
    with pytest.raises(ProcessLookupError):  # not even a zombie is left
        os.kill(watcher, 0)
