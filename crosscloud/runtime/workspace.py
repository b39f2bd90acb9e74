"""Where a run writes: everything below `.crosscloud/ENVIRONMENT`, closed to other users.

Output and state of two environments never meet, so the environment's name stands in every path. Two runs in one
environment would write the same stacks and start the same embedded Graph, so a run holds its environment's lock.
"""

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crosscloud.runtime.errors import BusyError, WorkspaceError

ROOT: Final = ".crosscloud"
PLANS: Final = "plans-"
"""How the folders begin into which a run has Terraform save its plans."""
_LOOKS: Final = (0, 0.05, 0.15)
"""Seconds before each look at who holds a lock: who took it a moment ago has not written its number yet."""
_LINK: Final = "is a symbolic link, which is not followed here; remove it, then run this again"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one environment of one project.

    Attributes:
        project: the folder with `cdktf.json` and `main.py`.
        environment: the environment's name.
    """

    project: Path
    environment: str

    @property
    def root(self) -> Path:
        """The environment's own folder."""
        return self.project / ROOT / self.environment

    @property
    def output(self) -> Path:
        """Where the synthesised stacks are written (cdktf's output folder)."""
        return self.root / "cdktf.out"

    @property
    def stacks(self) -> Path:
        """Where cdktf puts the stacks, each in a folder of its name."""
        return self.output / "stacks"

    @property
    def emulator(self) -> Path:
        """Where the embedded Graph keeps its state."""
        return self.root / "graph"

    def make(self) -> "Workspace":
        """Make the folders, readable by their owner alone."""
        # The whole may be kept elsewhere, behind a link of the user's; within it nothing is a link.
        private_folder(Path(os.path.realpath(self.project / ROOT)))
        private_folder(self.root)
        return self

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the environment for one run, until the block ends or this process does.

        The operating system keeps the lock (flock(2)), so a run that was killed leaves none behind.

        Raises:
            BusyError: at once, where another run holds it.
        """
        lock = self.root / "lock"
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise WorkspaceError(f"{lock} {_LINK}") from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = _holder(descriptor)
                who = "another process" if holder is None else f"another crosscloud run (process {holder})"
                msg = (
                    f"{who} is at work in environment {self.environment} of {self.project}; wait until it has "
                    "ended, then run this again"
                )
                raise BusyError(msg) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
            self._remove_what_is_left()
            yield
        finally:
            os.close(descriptor)

    def _remove_what_is_left(self) -> None:
        """Remove the saved plans, which hold state, of a run that was killed: this one alone holds the lock."""
        for folder in self.root.glob(f"{PLANS}*"):
            shutil.rmtree(folder, ignore_errors=True)
        for plan in self.root.glob("apply/*/*.tfplan"):
            plan.unlink(missing_ok=True)


def _holder(descriptor: int) -> int | None:
    """The process that wrote its number into the lock; None where it has not yet, or is not seen from here.

    One that was killed leaves its number behind until the next has written its own.
    """
    for wait in _LOOKS:
        time.sleep(wait)
        number = os.pread(descriptor, 20, 0).strip()
        if not number.isdigit():
            continue
        try:
            os.kill(int(number), 0)
        except (ProcessLookupError, OverflowError):
            continue
        except PermissionError:
            pass  # it is there, and another user's
        return int(number)
    return None


def private_folder(path: Path) -> Path:
    """`path`, made if need be (with its parents), with mode 0700; a link in its place is not followed.

    Raises:
        WorkspaceError: where it is no folder, cannot be made, or belongs to somebody else.
    """
    try:
        if path.is_symlink():
            raise WorkspaceError(f"{path} {_LINK}")
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
    except FileExistsError as error:
        msg = f"{path} is a file where a folder is needed; remove it, then run this again"
        raise WorkspaceError(msg) from error
    except PermissionError as error:
        msg = f"{path} cannot be written by this user: {_owner(path)}; work in a copy of the project of your own"
        raise WorkspaceError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be made: {error.strerror}"
        raise WorkspaceError(msg) from error
    return path


def _owner(path: Path) -> str:
    """Whose the nearest existing folder is, in words."""
    existing = next((each for each in (path, *path.parents) if os.path.lexists(each)), path)
    try:
        return f"{existing} belongs to {existing.owner()}"
    except (OSError, KeyError):
        return f"{existing} belongs to another user"
