"""Folders for local state: only their owner may look into them, since state files are readable by all."""

from pathlib import Path


def make_private(folder: Path) -> None:
    """Make `folder` and the folders above it that are missing, each with mode 0700.

    A folder that exists keeps its mode.
    """
    if folder.is_dir():
        return
    make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
