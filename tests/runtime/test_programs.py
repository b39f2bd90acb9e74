"""Programs of a run: each hears an interrupt once, none outlives the run."""

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.programs import Programs

if TYPE_CHECKING:
    from subprocess import CompletedProcess

PRINT_SIGNALS = """
import signal, sys
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append("interrupt"))
open(sys.argv[1], "w").close()
while not heard:
    signal.pause()
print(heard)
"""


def in_thread(programs: Programs, *command: str) -> tuple[threading.Thread, "list[CompletedProcess[str]]"]:
    done: list[CompletedProcess[str]] = []
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
