"""Text that may come from a tenant or a file, made harmless for a terminal, for Markdown and for a page.

Every renderer passes what it did not write itself through one of these: names, ids, values, commits, messages.
"""

import unicodedata
from typing import Final

_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_MARKED: Final = frozenset("\\`*_{}[]()#+-.!|~$@:")
_JOINER: Final = "\u2060"
"""An invisible character that keeps GitHub from taking `@name` for a mention, and `#1` for an issue."""


def printable(text: str) -> str:
    """`text` on one line, with every control, formatting (such as right-to-left) and line character spelt out."""
    return "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) in _HARMFUL else char for char in text)


def brief(name: str, longest: int = 60) -> str:
    """`name` as it is; of one that is too long for a heading, its start, its end and its length."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 32]}…{name[-8:]} ({len(name):,} characters)"


def markdown(text: str) -> str:
    """`text` as it is, in Markdown: nothing in it formats, links, mentions or is HTML."""
    escaped = "".join(
        f"\\{char}{_JOINER if char in '@#' else ''}" if char in _MARKED else char for char in printable(text)
    )
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
