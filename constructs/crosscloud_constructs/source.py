"""Where in the user's code a value was made, so that errors and reports can point there."""

import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Final

_NOT_THE_USER: Final = ("crosscloud", "crosscloud_constructs", "stacks", "jsii", "cdktf", "cdktn", "constructs")


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
    return Source(_show(frame.f_code.co_filename, _current_folder()), frame.f_lineno)


def _current_folder() -> str:
    return os.getcwd()  # noqa: PTH109 - a path of it takes longer than all the rest, and is made once for a file


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


@lru_cache(maxsize=256)
def _show(file: str, folder: str) -> str:
    """`file` as it is seen from `folder`. Asked for every value that is made, and answered alike for a file."""
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file
