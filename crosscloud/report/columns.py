"""Lines for a terminal: what is too long for one goes on below, under the place where it began."""

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Final

from crosscloud.report.plain import printable

Paint = Callable[[str, str], str]
"""From a line and the name of a colour (`red`, `green`, `yellow`, `bold`, or empty) to the line as it is shown."""

WIDTH: Final = 120
_OVERHANG: Final = 16
"""What is longer than its column by more stands on a line of its own."""


def unpainted(line: str, _colour: str) -> str:
    """The line as it is: for files, pipes, and those who want no colours."""
    return line


def hanging(head: str, text: str, indent: int = 0, tail: str = "") -> Iterator[str]:
    """`head`, then `text` from column `indent` on, over as many lines as it needs; `tail` ends the first.

    Nothing in them can steer a terminal. Nothing is left out: a word that is wider than the column is broken.
    """
    head, text, tail = printable(head), printable(text), printable(tail)
    if len(head) >= indent + _OVERHANG:
        yield from wrap(head, WIDTH, subsequent_indent="    ", break_on_hyphens=False)
        head = ""
    indent = max(indent, len(head) + 1 if head else 0)
    room = WIDTH - indent - (len(tail) + 2 if tail else 0)
    room = max(room, 20)
    fits = len(text) <= room and text == text.rstrip()
    rows = [text] if fits else wrap(text, room, break_long_words=True, break_on_hyphens=False) or [""]
    for number, row in enumerate(rows):
        line = f"{head if not number else '':{indent}}{row}"
        yield (f"{line:{WIDTH - len(tail)}}{tail}" if tail and not number else line).rstrip()
