"""Text laid out in lines of a given width, in columns, and painted.

A word is never cut where it fits a line of its own: ids, addresses and lines of code are there to be copied.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from crosscloud.report.plain import printable

Paint = Callable[[str, str], str]
"""From a line and the name of a colour (`red`, `green`, `yellow`, `bold`, or empty) to the line as it is shown."""

WIDTH: Final = 120
"""The width of files and pipes, and for which columns are given."""

NARROWEST: Final = 40
"""Lines are never laid out for less; a terminal that is narrower breaks them."""

_OVERHANG: Final = 16
"""What is longer than its column by more stands on a line of its own."""

_LONGEST_WORD: Final = WIDTH
"""A longer word is broken wherever the line ends."""

_LEAST: Final = 20
"""Less room than this beside a column is none."""


def unpainted(line: str, _colour: str) -> str:
    """The line as it is: for files, pipes, and those who want no colours."""
    return line


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written on.

    Attributes:
        width: how many characters a line has.
        paint: gives a line its colour.
    """

    width: int = WIDTH
    paint: Paint = unpainted

    def column(self, wanted: int) -> int:
        """Where a column begins that begins at `wanted` on a line of full width."""
        if self.width >= WIDTH:
            return wanted
        return max(min(wanted, self.width // 5), wanted * self.width // WIDTH)

    def hanging(self, head: str, text: str, indent: int = 0, tail: str = "") -> Iterator[str]:
        """`head`, then `text` from column `indent` on, over as many lines as it needs; `tail` ends the first.

        Nothing in them can steer a terminal. Nothing is left out. `indent` is for a line of full width.
        """
        indent = self.column(indent)
        if (
            head.isprintable()
            and text.isprintable()
            and not tail
            and len(head) < indent
            and 0 < len(text) <= self.width - indent
        ):
            yield f"{head:{indent}}{text}".rstrip()  # most are as short as this
            return
        head, text, tail = printable(head), printable(text), printable(tail)
        ends = len(tail) + 2 if tail else 0
        longest = self._longest_word(text)
        if len(head) >= indent + self.column(_OVERHANG) or (head and len(head) + 1 + longest + ends > self.width):
            *above, head = _broken(head, self.width - ends, "    ") or [""]
            yield from above
            yield self._ended(head, tail)
            head, tail, ends = "", "", 0
            if not text:
                return
        indent = max(indent, len(head) + 1 if head else 0)
        if indent + max(longest, _LEAST) + ends > self.width:
            indent = max(min(indent, self.width - ends - max(longest, _LEAST)), len(head) + 1 if head else 0)
        for number, row in enumerate(_broken(text, max(self.width - indent - ends, 1))):
            line = f"{head if not number else '':{indent}}{row}"
            yield self._ended(line, tail if not number else "")

    def _ended(self, line: str, tail: str) -> str:
        return (f"{line:{self.width - len(tail)}}{tail}" if tail else line).rstrip()

    def _longest_word(self, text: str) -> int:
        """How long the longest word of `text` is that can stand whole on a line."""
        if len(text) <= _LEAST:
            return len(text)
        return max((size for word in text.split(" ") if (size := len(word)) <= self.width), default=0)


def _broken(text: str, room: int, margin: str = "") -> list[str]:
    """`text` in rows of `room` characters, broken at spaces; a very long word within it.

    Rows after the first begin with `margin`.
    """
    if len(text) <= room and text == text.rstrip():
        return [text]
    rows: list[str] = []
    rest = text
    if not margin and "  " not in text and not text.endswith(" "):
        while len(rest) > room:
            cut = rest.rfind(" ", 0, room + 1)
            if cut <= 0:
                break
            rows.append(rest[:cut])
            rest = rest[cut + 1 :]
        else:
            return [*rows, rest]
    is_long = any(len(word) > max(_LONGEST_WORD, room) for word in text.split())
    return wrap(text, room, subsequent_indent=margin, break_long_words=is_long, break_on_hyphens=False) or [""]
