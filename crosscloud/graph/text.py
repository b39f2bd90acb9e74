"""Text from a service is shown to people, so it is made harmless first: one line, printable, of bounded length."""

import unicodedata
from typing import Final

_ELLIPSIS: Final = "…"


def clean(text: str, limit: int = 300) -> str:
    """`text` on one line, without control characters, at most `limit` characters long.

    Control and format characters (terminal escapes, direction overrides), surrogates and line separators
    become spaces; runs of space become one; a text that is too long ends in an ellipsis.
    """
    # A text is cut before it is examined: a service may answer with megabytes.
    printable = "".join(" " if _is_unprintable(character) else character for character in text[: limit * 4])
    line = " ".join(printable.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + _ELLIPSIS


def _is_unprintable(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in {"Zl", "Zp"}
