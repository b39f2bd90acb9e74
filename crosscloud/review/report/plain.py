"""Text that may come from a tenant or a file, made harmless for a terminal and for Markdown."""

import unicodedata

_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def printable(text: str) -> str:
    """`text` on one line, with every control, formatting (such as right-to-left) and line character spelt out."""
    return "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) in _HARMFUL else char for char in text)


def markdown(text: str) -> str:
    """`text` as it is, in Markdown: nothing in it formats, links or is HTML."""
    escaped = "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|~$@" else char for char in printable(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fenced(text: str) -> str:
    """`text` for a line within a fenced block: it cannot close the fence."""
    return printable(text).replace("```", "``\u200b`")
