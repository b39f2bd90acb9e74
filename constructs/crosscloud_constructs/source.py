"""Where in the user's code a value was made, so that errors and reports can point there."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

_NOT_THE_USER: Final = ("crosscloud_constructs", "stacks", "jsii", "cdktf", "cdktn", "constructs")


@dataclass(frozen=True, slots=True)
class Source:
    """A place in code: a file, relative to the folder that was current, and a line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def calling_code() -> Source:
    """The innermost line of code that is neither ours nor cdktf's: the user's call. Costs microseconds."""
    frame: FrameType = sys._getframe(1)
    while _module(frame).partition(".")[0] in _NOT_THE_USER and frame.f_back is not None:
        frame = frame.f_back
    return Source(_shown(frame.f_code.co_filename), frame.f_lineno)


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _shown(file: str) -> str:
    path, folder = Path(file), Path.cwd()
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file
