"""Text that may come from a tenant or a file, made harmless for a terminal, for Markdown and for a page.

Every renderer passes what it did not write itself through one of these: names, ids, values, commits, messages.
"""

import unicodedata
from typing import Final

_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_JOINER: Final = "\u2060"
"""An invisible character that keeps GitHub from taking `@name` for a mention, and `#1` for an issue."""
_IN_MARKDOWN: Final = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_{}[]()+-.!|~$:"}
    | {char: f"\\{char}{_JOINER}" for char in "@#"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)


def printable(text: str) -> str:
    """`text` on one line, with every control, formatting (such as right-to-left) and line character spelt out."""
    if text.isprintable():
        return text
    return "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) in _HARMFUL else char for char in text)


def brief(name: str, longest: int = 60) -> str:
    """`name` as it is; of one that is too long for a heading, its start, its end and its length."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 32]}…{name[-8:]} ({len(name):,} characters)"


def markdown(text: str) -> str:
    """`text` as it is, in Markdown: nothing in it formats, links, mentions or is HTML."""
    return printable(text).translate(_IN_MARKDOWN)


def code(text: str) -> str:
    """`text` between backticks, in a paragraph or a table: nothing in it formats, links, mentions or ends it."""
    shown = printable(text).replace("|", "\\u007c")
    if not shown.strip():
        return "` `"
    longest, run = 0, 0
    for char in shown:
        run = run + 1 if char == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def fenced(text: str) -> str:
    """`text` for a line within a fenced block: it cannot close the fence."""
    shown = printable(text)
    return shown.replace("``", "`\u200b`") if "```" in shown else shown
