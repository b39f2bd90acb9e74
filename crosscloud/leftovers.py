"""Folders that die with their process: one that was killed leaves its folder, and a later one removes it.

Who uses a folder holds a lock on a file in it. The operating system lets go of that when the process ends, in
whatever way, and tells it across containers that share the folder above, where process numbers do not.

Imports little: a plugin starts several times for each command of Terraform.
"""

import fcntl
import os
import stat
import time
from typing import Final

LOCK: Final = "lock"
CLAIM: Final = "lock.new"
"""The lock before it is held: one that a later process could take must never be seen."""
_YOUNG_SECONDS: Final = 3600
"""One without a lock may be being made just now, or is of a version that knew none."""


def claim(folder: str) -> int:
    """Say that this process uses `folder`, until it ends or closes the descriptor that is returned.

    Raises:
        OSError: where nothing can be made there.
    """
    new = f"{folder}/{CLAIM}"
    descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.rename(new, f"{folder}/{LOCK}")  # noqa: PTH104 - pathlib is a tenth of a plugin's start
    return descriptor


def list_abandoned(parent: str, prefix: str, lock: str = LOCK) -> list[str]:
    """The folders of this user in `parent`, named with `prefix`, that no living process uses.

    Args:
        parent: where they are.
        prefix: how their names begin.
        lock: where in such a folder the file is whose lock its user holds.
    """
    try:
        with os.scandir(parent) as entries:
            found = [entry.path for entry in entries if entry.name.startswith(prefix)]
    except OSError:
        return []
    return [folder for folder in found if _is_abandoned(folder, lock)]


def _is_abandoned(folder: str, lock: str) -> bool:
    try:
        known = os.lstat(folder)
        if not stat.S_ISDIR(known.st_mode) or known.st_uid != os.getuid():
            return False
        try:
            descriptor = os.open(f"{folder}/{lock}", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return time.time() - known.st_mtime > _YOUNG_SECONDS
        with os.fdopen(descriptor, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False  # it is in use (BlockingIOError), went meanwhile, or is not for this user
    return True
