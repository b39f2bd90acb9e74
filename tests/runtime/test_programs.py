"""Programs of a run: each hears an interrupt once, none outlives the run."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.programs import Ended, Programs

PRINT_SIGNALS = """
import signal, sys
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append("interrupt"))
open(sys.argv[1], "w").close()
while not heard:
    signal.pause()
print(heard)
"""


def in_thread(programs: Programs, *command: str) -> tuple[threading.Thread, list[Ended]]:
    done: list[Ended] = []
    thread = threading.Thread(target=lambda: done.append(programs.run(command, os.environ)))
    thread.start()
    return thread, done


def wait_for(file: Path) -> None:
    while not file.exists():
        threading.Event().wait(0.02)  # a file tells nobody that it is there now


def test_what_a_program_prints_and_its_exit_code(tmp_path: Path) -> None:
    program = "import os, sys; print(os.getcwd(), os.environ['A']); sys.exit('no')"
    done = Programs().run([sys.executable, "-c", program], {"A": "b"}, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, f"{tmp_path} b\n", "no\n")


def test_it_leads_a_process_group_of_its_own() -> None:
    done = Programs().run([sys.executable, "-c", "import os; print(os.getpgid(0) == os.getpid())"], os.environ)
    assert done.stdout == "True\n"


def test_an_interrupt_reaches_what_runs_and_nothing_is_started_after_it(tmp_path: Path) -> None:
    programs = Programs()
    began = tmp_path / "began"
    thread, done = in_thread(programs, sys.executable, "-c", PRINT_SIGNALS, str(began))
    wait_for(began)
    programs.interrupt()
    thread.join(20)
    assert [run.stdout for run in done] == ["['interrupt']\n"]
    with pytest.raises(InterruptedRunError):
        programs.run([sys.executable, "-c", ""], os.environ)


def test_killing_ends_what_a_program_started_too(tmp_path: Path) -> None:
    programs = Programs()
    began = tmp_path / "began"
    program = "import signal, sys; open(sys.argv[1], chr(119)).close(); signal.pause()"
    command = f"{sys.executable} -c '{program}' {began}; :"
    thread, done = in_thread(programs, "sh", "-c", command)
    wait_for(began)
    programs.kill()
    thread.join(20)  # the pipes close only when the inner program has ended too
    assert [run.returncode for run in done] == [-9]


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        Programs().run(["/nowhere/program"], {})


def test_lines_come_while_the_program_runs(tmp_path: Path) -> None:
    go_on = tmp_path / "go-on"
    program = (
        "import os, sys, time; print('one', flush=True)\n"
        "while not os.path.exists(sys.argv[1]): time.sleep(0.02)\n"
        "print('two'); sys.exit('no')"
    )
    seen: list[str | Ended] = []
    for said in Programs().stream([sys.executable, "-c", program, str(go_on)], os.environ):
        seen.append(said)
        go_on.touch()  # only now does it go on
    assert seen == ["one\n", "two\n", Ended(1, "", "no\n")]


def test_a_program_that_nobody_listens_to_any_more_is_ended() -> None:
    program = "import os, time; print(os.getpid(), flush=True); print('x' * 1_000_000); time.sleep(600)"
    lines = Programs().stream([sys.executable, "-c", program], os.environ)
    number = int(str(next(iter(lines))))
    lines.close()  # type: ignore[attr-defined]  # a generator
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError, match=r"did not end within 0\.2 seconds"):
        Programs().run([sys.executable, "-c", "import time; time.sleep(600)"], os.environ, timeout=0.2)


def test_much_is_printed_to_both_streams_at_once() -> None:
    program = "import sys\nfor _ in range(3000): print('o' * 99); print('e' * 99, file=sys.stderr)"
    done = Programs().run([sys.executable, "-c", program], os.environ)
    assert (len(done.stdout), len(done.stderr)) == (300_000, 300_000)


def test_the_files_that_it_makes_get_no_other_rights_than_it_may_give(tmp_path: Path) -> None:
    program = "open('made', 'w').close()"
    list(Programs().stream([sys.executable, "-c", program], os.environ, folder=tmp_path, umask=0o077))
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o600


LEAVES_A_CHILD = """
import subprocess, sys
print("before")
print(subprocess.Popen(["sleep", "25"], start_new_session=True).pid)
print("a word", file=sys.stderr)
"""


@pytest.fixture
def left() -> Iterator[list[int]]:
    pids: list[int] = []
    yield pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def test_what_a_program_leaves_behind_is_not_waited_for(left: list[int]) -> None:
    began = time.monotonic()
    done = Programs().run([sys.executable, "-c", LEAVES_A_CHILD], os.environ)
    before, pid = done.stdout.splitlines()
    left.append(int(pid))
    assert (done.returncode, before, done.stderr) == (0, "before", "a word\n")
    assert time.monotonic() - began < 15


def test_nor_where_it_goes_on_printing() -> None:
    program = (
        "import os, subprocess; pid = subprocess.Popen(['sh', '-c', 'while echo more; do sleep 0.05; done'], "
        "start_new_session=True).pid; os.write(1, f'{pid}\\n'.encode())"  # in one piece, whatever the child prints
    )
    done = Programs().run([sys.executable, "-c", program], os.environ)
    pids = [line for line in done.stdout.splitlines() if line != "more"]
    assert len(pids) == 1  # it ends by itself: nobody reads it any more


def test_a_line_is_whole_however_it_is_printed() -> None:
    program = (
        "import sys, time; out = sys.stdout.buffer\n"
        "for piece in (b'a\\xe2', b'\\x82\\xac b\\r', b'\\nc\\n\\n', b'\\xff no end'):\n"
        "    out.write(piece); out.flush(); time.sleep(0.05)"
    )
    lines = list(Programs().stream([sys.executable, "-c", program], {**os.environ, "LC_ALL": "C.UTF-8"}))
    assert lines == ["a\u20ac b\n", "c\n", "\n", "\ufffd no end", Ended(0, "", "")]


SERVER = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"


def test_a_server_answers_line_by_line_until_it_is_closed(tmp_path: Path) -> None:
    programs = Programs()
    with (tmp_path / "log").open("wb") as log:
        server = programs.serve([sys.executable, "-c", SERVER], os.environ, log)
    server.ask("a")
    assert server.answer() == "A\n"
    programs.interrupt()  # which is not for it
    server.ask("b")
    assert (server.answer(), server.returncode()) == ("B\n", None)
    server.close(20)
    assert server.returncode() == 0
    with pytest.raises(BrokenPipeError):
        server.ask("c")


def test_a_server_that_does_not_end_is_killed(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        server = Programs().serve([sys.executable, "-c", "import time; time.sleep(600)"], os.environ, log)
    server.close(0.1)
    assert server.returncode() == -9
