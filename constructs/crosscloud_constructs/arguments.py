"""Arguments of a block as cdktf takes them: plain for JSON, annotated for HCL, and text kept text in both.

Terraform would otherwise run `${...}` and `%{...}` in a user's text as its own language, and cdktf does not escape
what it is given. Its own tokens (references to attributes, results of functions) look like `${TfToken[...]}` and
are let through; everything around them is escaped. Who means to write Terraform's language says so with
`Expression`.
"""

import json
import re
from collections.abc import Callable, Mapping
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


class Arguments:
    """The arguments of one resource, provider or backend, converted once and handed over as one dict.

    Every call between Python and cdktf's JavaScript takes a tenth of a millisecond or more: one dict a block
    keeps synthesis quick.

    Args:
        given: the arguments by their Terraform names; None stands for an argument left out.
        blocks: the names of arguments that are blocks in HCL.
    """

    def __init__(self, given: Mapping[str, Any], blocks: frozenset[str] = frozenset()) -> None:
        self._given = dict(given)
        self._blocks = blocks
        self.for_json: dict[str, Any] = escape_for_json(self._given)

    def for_hcl(self) -> dict[str, Any]:
        """The arguments as cdktf's HCL renderer wants them: each with its kind."""
        return {name: self._annotate(name, value) for name, value in escape_for_hcl(self._given).items()}

    def _annotate(self, name: str, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            return {"value": value, "isBlock": False, "type": "simple", "storageClassType": "string"}
        if name in self._blocks:
            inner = {key: self._annotate(key, item) for key, item in value.items()}
            return {"value": inner, "isBlock": True, "type": "map", "storageClassType": "stringMap"}
        return {"value": value, "isBlock": False, "type": "any"}


def escape_for_json(value: Any) -> Any:
    """`value` for Terraform's JSON: strings escaped at every depth, None dropped, all else as it is."""
    return _walk(value, _escape_text_for_json)


def escape_for_hcl(value: Any) -> Any:
    """`value` for cdktf's HCL renderer, which writes the inside of strings as it gets it.

    It also takes a string that begins like a list, an object or a string for code; such a first character is
    written as its Unicode escape.
    """
    return _walk(value, _escape_text_for_hcl)


def find_foreign(value: object) -> object | None:
    """The first thing within `value` that is neither data nor cdktf's own, so that no file can hold it.

    cdktf would end on it with an error of its own that names neither the argument nor the line.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return None
    if isinstance(value, Mapping):
        return next((found for each in value.values() if (found := find_foreign(each)) is not None), None)
    if isinstance(value, list | tuple):
        return next((found for each in value if (found := find_foreign(each)) is not None), None)
    return None if hasattr(type(value), "__jsii_type__") else value


def is_plain(value: object) -> bool:
    """Whether nothing in `value`, escaped for Terraform's JSON, is left for Terraform to compute."""
    # Looking at it as text takes a tenth of the time, and is enough unless something opens an interpolation.
    return "${" not in repr(value) or _is_plain(value)


def _is_plain(value: object) -> bool:
    match value:
        case str():
            return "${" not in value.replace("$${", "")
        case Mapping():
            return all(_is_plain(each) for each in value.values())
        case list():
            return all(_is_plain(each) for each in value)
        case _:
            return True


def _walk(value: Any, escape_text: Callable[[str], str]) -> Any:
    # Asked in the order of how often each occurs: thousands of partners have forty values each.
    if isinstance(value, str):
        return str(value) if isinstance(value, Expression) else escape_text(value)
    if isinstance(value, dict):
        return {name: _walk(item, escape_text) for name, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_walk(item, escape_text) for item in value if item is not None]
    return value


def _escape_text_for_json(text: str) -> str:
    return _escape_between_tokens(text, _double) if "{" in text else text


def _escape_text_for_hcl(text: str) -> str:
    return _escape_between_tokens(text, _write_inside_of_string)


def _escape_between_tokens(text: str, escape: Callable[[str], str]) -> str:
    parts = _TOKEN.split(text)
    return "".join(part if _TOKEN.fullmatch(part) else escape(part) for part in parts)


def _double(text: str) -> str:
    return _OPENING.sub(r"\1\1{", text)


def _write_inside_of_string(text: str) -> str:
    inside = _double(json.dumps(text, ensure_ascii=False)[1:-1])
    return f"\\u{ord(inside[0]):04x}{inside[1:]}" if inside[:1] in ("[", "{") else inside
