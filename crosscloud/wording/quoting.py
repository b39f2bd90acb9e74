"""Texts of a directory in findings: in quotes, and never so long, nor so many, that they hide the rest."""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 80
_MOST: Final = 5


def quoted(text: str) -> str:
    """`text` in quotes; of one that is too long the start. Reports still have to escape it."""
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[: _LONGEST - 1]}…"'


def listed(items: Iterable[str]) -> str:
    """The first few of `items`, in alphabetical order, and how many more there are."""
    found = sorted(items)
    more = f" and {len(found) - _MOST:,} more" if len(found) > _MOST else ""
    return f"{', '.join(found[:_MOST])}{more}"
