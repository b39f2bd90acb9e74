"""Writes the generated documentation: `python tools/docs.py`. `tools/check_docs.py` says when that is due."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools.docpages import commands, emulator, types

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDERS: Final = (types.FOLDER, commands.FOLDER)


def pages(root: Path = ROOT) -> dict[str, str]:
    """Every page that is generated, or has generated parts, by its path below the root.

    Raises:
        ValueError: where a hand-written page lacks the region that is filled.
    """
    return {**types.pages(), **commands.pages(), **emulator.pages(root)}


def out_of_date(found: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """The paths at which something else stands than `found` says, or a page that is no longer made."""
    stale = [path for path, page in found.items() if _text(root / path) != page]
    there = {
        path.relative_to(root).as_posix() for folder in FOLDERS for path in sorted((root / folder).glob("*.md"))
    }
    return sorted({*stale, *(there - found.keys())})


def write(found: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """Write what is out of date and remove what is no longer made; the paths of both."""
    changed = out_of_date(found, root)
    for path in changed:
        if path in found:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(found[path], encoding="utf-8")
        else:
            (root / path).unlink()
    return changed


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    for path in write(pages()):
        print(path)
