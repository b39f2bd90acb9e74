"""One run at a time in an environment; another environment, or the end of the run, is no hindrance."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from crosscloud.runtime.errors import BusyError
from crosscloud.runtime.workspace import Workspace

HOLD = """
import sys
from pathlib import Path
from crosscloud.runtime.workspace import Workspace
with Workspace(Path(sys.argv[1]), "demo").locked():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, "demo").make()


def test_a_second_run_is_refused_at_once_and_told_of_the_first(workspace: Workspace) -> None:
    with workspace.locked():
        with pytest.raises(BusyError, match=rf"process {os.getpid()}\) is at work in environment demo"):
            workspace.locked().__enter__()
        with Workspace(workspace.project, "pilot").make().locked():
            pass
    with workspace.locked():
        pass


@pytest.mark.parametrize("left", ["", "rubbish", "4194304000", "99999999999999999999"])
def test_one_that_has_not_written_its_number_yet_is_another_process(workspace: Workspace, left: str) -> None:
    lock = workspace.root / "lock"
    with workspace.locked():
        lock.write_text(left, encoding="ascii")
        with pytest.raises(BusyError, match=r"^another process is at work in environment demo"):
            workspace.locked().__enter__()


def test_the_lock_is_let_go_after_a_failure_too(workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), workspace.locked():
        raise ZeroDivisionError
    with workspace.locked():
        pass


def test_a_killed_run_leaves_no_lock(workspace: Workspace) -> None:
    command = [sys.executable, "-c", HOLD, str(workspace.project)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"process {other.pid}"):
            workspace.locked().__enter__()
        other.send_signal(signal.SIGKILL)
        other.wait()
    with workspace.locked():
        pass


def test_a_program_that_the_run_started_does_not_hold_it_on(workspace: Workspace) -> None:
    with workspace.locked():
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with workspace.locked():
            assert child.poll() is None
    finally:
        child.communicate(b"\n")


def test_the_file_is_for_its_owner_alone(workspace: Workspace) -> None:
    with workspace.locked():
        assert stat.S_IMODE((workspace.root / "lock").stat().st_mode) == 0o600
