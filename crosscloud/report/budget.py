"""Fits a report into a limited space: what must stand there stands, the rest fills what room is left, and says so.

A part is handed the room that is left to it, the most important part first, wherever it stands. Where even what
must stand does not fit, nobody gets a report that looks whole and is not: the caller says that instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

_Item = TypeVar("_Item")
_NOTICE: Final = 160
"""The room that is kept for each part to say what it left out."""


class DoesNotFitError(Exception):
    """What may not be left out is longer than the limit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report.

    Attributes:
        needed: text that may not be left out, or empty.
        filled: from the room that is left, in characters, to the text that fills it; what it left out is said in
            it, in no more than 160 characters beyond the room.
        rank: in which order parts are filled; the lowest first.
        share: how much of the room that is left it takes at first, so that those after it have some too; what
            they leave is its own again.
    """

    needed: str = ""
    filled: Callable[[int], str] | None = None
    rank: int = 0
    share: float = 1.0


def length(text: str) -> int:
    """The length as GitHub and browsers count it, in UTF-16 units; never less than the number of characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(parts: Sequence[Part], limit: int) -> str:
    """The parts, each ending with a line break, in `limit` characters.

    Raises:
        DoesNotFitError: where the needed parts alone are longer.
    """
    filled = {number: part.filled for number, part in enumerate(parts) if part.filled is not None}
    room = limit - sum(length(part.needed) for part in parts) - len(filled) * _NOTICE
    if room < 0:
        raise DoesNotFitError
    texts = dict.fromkeys(filled, "")
    order = sorted(filled, key=lambda number: parts[number].rank)
    for number in order:
        texts[number] = filled[number](int(room * parts[number].share))
        room = max(room - length(texts[number]), 0)
    for number in order:
        had = length(texts[number])
        if room > _NOTICE and parts[number].share < 1:
            texts[number] = filled[number](had + room - _NOTICE)
            room = max(room + had - length(texts[number]), 0)
    return "".join(part.needed + texts.get(number, "") for number, part in enumerate(parts))


def rows_within(
    room: int,
    head: str,
    items: Sequence[_Item],
    tail: str,
    left_out: Callable[[int], str],
    show: Callable[[_Item], str] = str,
) -> str:
    """`head`, as many of `items` as fit, `tail`, and what `left_out` says of the number that do not.

    `show` makes a row of an item, and of no more items than it takes to fill the room. Nothing where there are no
    items; where none fits, what was left out is said alone.
    """
    if not items:
        return ""
    used = length(head) + length(tail)
    shown = []
    for item in items:
        row = show(item)
        used += length(row)
        if used > room:
            break
        shown.append(row)
    missing = len(items) - len(shown)
    body = f"{head}{''.join(shown)}{tail}" if shown else ""
    return body + (left_out(missing) if missing else "")
