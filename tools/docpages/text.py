"""What generated pages have in common: the note at their head, and tables."""

from collections.abc import Iterable, Sequence
from typing import Final

GENERATED: Final = "<!-- Written by tools/docs.py. Change what it is made from, then run it. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table; a bar or a line break in a cell does not end it."""
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def fill(page: str, region: str, lines: Sequence[str]) -> str:
    """A hand-written page with the lines put into one of its regions.

    A region lies between the comments `<!-- begin NAME -->` and `<!-- end NAME -->`.

    Raises:
        ValueError: where the page has no such region.
    """
    begin, end = f"<!-- begin {region} -->", f"<!-- end {region} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        msg = f"the page has no region {region!r}: add {begin} and {end}"
        raise ValueError(msg)
    return "\n".join((f"{before}{begin}", "", *lines, "", f"{end}{after}"))
