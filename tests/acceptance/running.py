"""A crosscloud command that runs beside the test, in a session of its own as in a terminal."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.project import BIN, Project


@dataclass
class Running:
    """One command that was started.

    Attributes:
        process: the command; it leads its session and process group.
        home: its home folder, which tells its processes from all others.
    """

    process: "subprocess.Popen[str]"
    home: Path

    def ctrl_c(self) -> None:
        """What Ctrl-C in a terminal does: SIGINT to every process of the group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def kill_part(self, *words: str) -> None:
        """End for good the one process of this command that has all of `words` in its command line."""
        (pid,) = [pid for pid in self.processes() if all(word in command_line(pid) for word in words)]
        os.kill(pid, signal.SIGKILL)

    def processes(self) -> list[int]:
        """The processes of this command that still run, itself among them."""
        needle = f"HOME={self.home}\0".encode()
        found: list[int] = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    environ = (folder / "environ").read_bytes()
                except OSError:  # it has ended meanwhile, or is another user's
                    continue
                if needle in environ + b"\0":
                    found.append(int(folder.name))
        return found

    def end(self, timeout: float = 60) -> "subprocess.CompletedProcess[str]":
        """Wait until it ends, and see that it leaves no process behind."""
        out, err = self.process.communicate(timeout=timeout)
        until = time.monotonic() + 15
        while self.processes() and time.monotonic() < until:
            time.sleep(0.05)  # a process that was killed is still there for a moment, and is not our child
        assert self.processes() == [], [command_line(pid) for pid in self.processes()]
        return subprocess.CompletedProcess(self.process.args, self.process.returncode, out, err)


def command_line(pid: int) -> str:
    """A process's command line; empty once it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def running(project: Project, *arguments: str) -> Iterator[Running]:
    """Start one crosscloud command of `project`; it is ended with the block at the latest."""
    process = subprocess.Popen(
        [str(BIN / "crosscloud"), *arguments],
        cwd=project.folder,
        env=project.variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield Running(process, project.home)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
