"""What the tests of the toolchain share: a folder on Python's path, ahead of what is installed."""

from pathlib import Path

import pytest


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for packages, first on Python's path."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture
def bare_python(tmp_path: Path) -> Path:
    """The place of an interpreter with nothing beside it."""
    folder = tmp_path / "venv" / "bin"
    folder.mkdir(parents=True)
    return folder / "python"
