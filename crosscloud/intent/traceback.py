"""What the project's application wanted to say when it failed: a sentence, and the line of the intent."""

import re
from pathlib import Path
from typing import Final

from crosscloud.wording.node import NODE_ENDED

_OURS: Final = ("crosscloud.", "crosscloud_constructs.", "stacks.")
_WITHOUT_A_LINE: Final = frozenset({"crosscloud.environment.errors.UnknownNameError"})
"""Errors of ours about a line of the intent that do not name it, since they know of no code."""
_FRAME: Final = re.compile(r'^  File "(?P<file>[^"]+)", line (?P<line>[0-9]+)')
_EXCEPTION: Final = re.compile(r"^(?P<name>[A-Za-z_][\w.]*)(: (?P<text>.*))?$")
_NODE_FRAME: Final = re.compile(r"^\s+at ")
_NODE_PIPE: Final = "/jsii/_kernel/providers/process.py"
_OF_JAVASCRIPT: Final = (
    "RuntimeError",
    "jsii.errors.JSIIError",
    "jsii.errors.JavaScriptError",
    "KeyboardInterrupt",
)
"""What jsii raises there where Node is well, and says that the program is not. Anything else: Node is gone."""
_TRACEBACK: Final = "Traceback (most recent call last):"


def last_words(text: str, project: Path) -> str:
    """The cause in what a Python program printed as it failed; its last lines where it is no traceback.

    An error of ours says all by itself. Any other is told with its name and the last line of the project's own
    code that it passed through.

    Args:
        text: what the program printed.
        project: the folder of its own code.
    """
    lines = [line for line in text.rstrip().splitlines() if line.strip()]
    # A syntax error of the program itself has frames without the head.
    start = max((i for i, line in enumerate(lines) if line == _TRACEBACK or _FRAME.match(line)), default=None)
    if start is None:
        return "\n".join(lines[-5:])
    heads = [i for i, line in enumerate(lines) if line == _TRACEBACK]
    frames = [match for line in lines[heads[-1] if heads else 0 :] if (match := _FRAME.match(line))]
    end = next(
        (i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ") and _EXCEPTION.match(lines[i])),
        None,
    )
    if end is None:
        return "\n".join(lines[-5:])
    found = _EXCEPTION.match(lines[end])
    name, first = (found["name"], found["text"] or "") if found else ("", "")
    words = "\n".join([first, *(line for line in lines[end + 1 :] if not _NODE_FRAME.match(line))]).strip()
    own = [frame for frame in frames if _is_own(Path(frame["file"]), project)]
    where = f"{Path(own[-1]['file']).name}:{own[-1]['line']}: " if own else ""
    if name.startswith(_OURS):
        return f"{where if name in _WITHOUT_A_LINE else ''}{words}"
    if name not in _OF_JAVASCRIPT and any(frame["file"].endswith(_NODE_PIPE) for frame in frames):
        return NODE_ENDED
    return f"{where}{name.rpartition('.')[2]}" + (f": {words}" if words else "")


def _is_own(file: Path, project: Path) -> bool:
    """Whether a file is code of the project, rather than of a package that is installed in a folder below it."""
    return file.is_relative_to(project) and not {"site-packages", ".venv"} & set(file.relative_to(project).parts)
