"""How a file is read: up to a limit, and how it is written.

It is written whole or not at all, for its owner alone, and never in place of what is no ordinary file.
Imports nothing of ours, so that every part can use it.
"""

import errno
import os
import stat
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_OWN_STREAMS: Final = (1, 2)
_PIECE: Final = 1024 * 1024


def read_at_most(file: "BinaryIO", limit: int) -> bytes:
    """All that `file` holds; where that is more than `limit` bytes, the first `limit` and one more."""
    pieces: list[bytes] = []
    left = limit + 1
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def read_ordinary(path: Path, limit: int) -> bytes:
    """What an ordinary file holds, as `read_at_most` reads it; a device or a pipe is not waited for.

    Raises:
        OSError: where it cannot be read, or is no ordinary file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    with os.fdopen(descriptor, "rb") as file:
        return read_at_most(file, limit)


def write_private(path: Path, data: bytes) -> None:
    """Write a file of ours, mode 0600; a link that stands in its place is replaced, not followed.

    Raises:
        OSError: where it cannot be written; nothing is left of the attempt.
    """
    _replace(path, path.with_name(f".{path.name}.new"), data)


def write_named(path: Path, data: bytes) -> None:
    """Write a file that a user named, mode 0600.

    A symbolic link is followed: the file that it leads to is replaced, and the link stays. What is no ordinary
    file (a device, a pipe, this program's own output) is written to and stays what it is. So is a file in a folder
    that cannot be written.

    Raises:
        OSError: where it cannot be written. Of an ordinary file in a folder that can be written, the former
            contents are then as they were.
    """
    with _naming(path):
        stream = _own_stream(path)
        if stream is not None:
            sys.stdout.flush()
            _write_to(os.dup(stream), data)
        elif path.exists() and not stat.S_ISREG(path.stat().st_mode):
            _write_to(os.open(path, os.O_WRONLY), data)
        else:
            target = Path(os.path.realpath(path))
            try:
                _replace(target, target.with_name(f".{target.name}.{os.urandom(6).hex()}"), data)
            except PermissionError:
                if not os.access(target, os.W_OK):
                    raise
                _write_to(os.open(target, os.O_WRONLY | os.O_TRUNC), data)


def _own_stream(path: Path) -> int | None:
    """The descriptor of this program's own output, where `path` is that: opened anew, it would begin anew."""
    try:
        named = path.stat()
    except OSError:
        return None  # it is not there, or is told where it is written
    for descriptor in _OWN_STREAMS:
        try:
            if os.path.samestat(named, os.fstat(descriptor)):
                return descriptor
        except OSError:
            continue  # closed
    return None


def _replace(path: Path, temporary: Path, data: bytes) -> None:
    """Write `data` to `temporary`, which nobody else may have made, and put that in the place of `path`."""
    try:
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        _write_to(descriptor, data, durable=True)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _write_to(descriptor: int, data: bytes, *, durable: bool = False) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(descriptor)


@contextmanager
def _naming(path: Path) -> "Iterator[None]":
    """Have an error of the system name the file that the user named."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise
