"""A folder that cannot be written to is told in one sentence, with whose it is."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crosscloud.runtime.errors import WorkspaceError
from crosscloud.runtime.workspace import Workspace, private_folder, write_private

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Run as a user without rights; as the user that it is, where that is not root."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if was == 0:
            os.seteuid(was)


def test_another_users_folder_is_named_with_its_owner() -> None:
    with tempfile.TemporaryDirectory() as parent, as_nobody():
        project = Path(parent) if os.getuid() == 0 else Path("/")  # either is root's
        with pytest.raises(WorkspaceError, match=r"cannot be written by this user: \S+ belongs to "):
            Workspace(project, "demo").make()


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / ".crosscloud").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"\.crosscloud is a file where a folder is needed; remove it"):
        Workspace(tmp_path, "demo").make()


def test_a_place_where_nothing_can_be_made_is_named() -> None:
    with pytest.raises(WorkspaceError, match=r"/dev/null/here cannot be made: Not a directory"):
        private_folder(Path("/dev/null/here"))


def test_nothing_is_left_of_a_file_that_could_not_be_written(tmp_path: Path) -> None:
    target = tmp_path / "target"
    (target / "in the way").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_private(target, b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["target"]
