"""Keeps text text: Terraform would otherwise run `${...}` and `%{...}` in it as its own language.

cdktf does not escape what the user gives it. Its own tokens (references to attributes, results of functions)
look like `${TfToken[...]}` and are let through; everything around them is escaped. Who means to write Terraform's
language says so with `Expression`.
"""

import json
import re
from typing import Any, Final, Self

_TOKEN: Final = re.compile(r"(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})")
_OPENING: Final = re.compile(r"([$%])\{")


class Expression(str):
    """Terraform's own language, on purpose: `Expression("var.tenant")` is written as `${var.tenant}`.

    Never made from text that somebody else may choose.
    """

    __slots__ = ()

    def __new__(cls, code: str) -> Self:
        """The expression `code`, without the braces around it."""
        return super().__new__(cls, f"${{{code}}}")


def escaped(value: Any) -> Any:
    """`value` for Terraform's JSON: strings escaped at every depth, None dropped, all else as it is."""
    return _walk(value, _text_for_json)


def escaped_for_hcl(value: Any) -> Any:
    """`value` for cdktf's HCL renderer, which writes the inside of strings as it gets it.

    It also takes a string that begins like a list, an object or a string for code; such a first character is
    written as its Unicode escape.
    """
    return _walk(value, _text_for_hcl)


def _walk(value: Any, text: Any) -> Any:
    match value:
        case Expression():
            return str(value)
        case str():
            parts = _TOKEN.split(value)
            return "".join(part if _TOKEN.fullmatch(part) else text(part) for part in parts)
        case dict():
            return {name: _walk(item, text) for name, item in value.items() if item is not None}
        case list() | tuple():
            return [_walk(item, text) for item in value if item is not None]
        case _:
            return value


def _text_for_json(text: str) -> str:
    return _OPENING.sub(r"\1\1{", text)


def _text_for_hcl(text: str) -> str:
    inside = _text_for_json(json.dumps(text, ensure_ascii=False)[1:-1])
    return f"\\u{ord(inside[0]):04x}{inside[1:]}" if inside[:1] in ("[", "{") else inside
