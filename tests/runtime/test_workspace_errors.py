"""A folder that cannot be written to is told in one sentence, with whose it is."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crosscloud.runtime.errors import WorkspaceError
from crosscloud.runtime.workspace import Workspace, private_folder

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


@pytest.mark.parametrize("name", ["log", "cdktf.out"])
def test_a_link_in_its_place_is_not_followed(tmp_path: Path, name: str) -> None:
    workspace = Workspace(tmp_path, "demo").make()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (workspace.root / name).symlink_to(elsewhere)
    with pytest.raises(WorkspaceError, match=rf"{name} is a symbolic link, .*remove it"):
        private_folder(workspace.root / name)
    assert elsewhere.stat().st_mode & 0o777 == 0o755


def test_nor_is_one_in_place_of_the_lock(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, "demo").make()
    (tmp_path / "precious").write_text("1", encoding="utf-8")
    (workspace.root / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(WorkspaceError, match=r"lock is a symbolic link, .*remove it"), workspace.locked():
        pass
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "1"


def test_the_whole_may_be_kept_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / ".crosscloud").symlink_to(tmp_path / "disk")
    with Workspace(tmp_path, "demo").make().locked():
        assert (tmp_path / "disk" / "demo" / "lock").exists()


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, "demo").make()
    left = [workspace.root / "plans-abc" / "contoso.tfplan", workspace.root / "apply" / "a" / "reviewed.tfplan"]
    for file in left:
        file.parent.mkdir(parents=True)
        file.write_text("state", encoding="utf-8")
    with workspace.locked():
        assert [file for file in left if file.exists()] == []
        assert not (workspace.root / "plans-abc").exists()
