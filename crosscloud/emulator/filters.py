"""The $filter expressions that the directory collections take: a small grammar, and nothing beside it.

    expression = term *( "or" term )
    term       = factor *( "and" factor )
    factor     = "(" expression ")" | NAME "eq" TEXT | NAME "in" "(" TEXT *( "," TEXT ) ")"
               | ( "endsWith" | "endswith" ) "(" NAME "," TEXT ")"

The words stand between spaces; a text stands in single quotes and doubles those within it. Sources: OData version
4.01, part 2 (5.1.1); Microsoft Graph, "Use the $filter query parameter" (operators), "Use query parameters"
(escaping of quotes), "Known issues" (limits of `in` and `eq`) and "Advanced query capabilities" (what `endsWith`
asks for). Texts are compared without regard to case: no document says so, and a client must not come to rely on
either.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from crosscloud.emulator.errors import GraphError, bad_request

CLAUSES: Final = 15
"""How many expressions `in` and `or` may join in a query that is not an advanced one."""

LONGEST_TEXT: Final = 120
"""How long a text may be that `eq` compares with, in a query that is not an advanced one."""

_TOKEN: Final = re.compile(r"( *)('(?:[^']|'')*'|[A-Za-z][A-Za-z0-9]*|[(),])")
_MARKS: Final = ("(", ")", ",")
_WORDS: Final = ("eq", "in", "and", "or")
_DEEPEST: Final = 20

Test: TypeAlias = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Filterable:
    """What may stand in the filters of one collection.

    Attributes:
        names: the properties that `eq` and `in` compare.
        endings: those that `endsWith` does.
    """

    names: frozenset[str]
    endings: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Filter:
    """One expression that was understood.

    Attributes:
        meets: whether a document is one of those that are asked for.
        is_advanced: whether the directory answers it only as an advanced query.
        clauses: how many expressions `or` and `in` join at most in one place.
        longest: the length of the longest text that `eq` compares with.
    """

    meets: Test
    is_advanced: bool = False
    clauses: int = 1
    longest: int = 0

    def check_plain(self) -> None:
        """Check that the expression can be asked without the means of an advanced query.

        Raises:
            GraphError: 400, if it cannot.
        """
        if self.is_advanced:
            raise unsupported("endsWith needs the header 'ConsistencyLevel: eventual' and $count=true.")
        if self.clauses > CLAUSES:
            raise unsupported(
                "Too many child clauses specified in search filter expression containing 'OR' operators:"
                f" {self.clauses}. Max allowed: {CLAUSES}."
            )
        if self.longest > LONGEST_TEXT:
            raise bad_request(f"A text that eq compares with must not be longer than {LONGEST_TEXT} characters.")


def unsupported(message: str) -> GraphError:
    """400 as the directory answers a query that it does not take in this form."""
    return GraphError(400, "Request_UnsupportedQuery", message)


def parse_filter(text: str, filterable: Filterable) -> Filter:
    """The expression in a $filter option.

    Raises:
        GraphError: 400, for anything that is not in the grammar, or a property that cannot be filtered by.
    """
    return _Parser(text, filterable).whole()


class _Parser:
    """Reads one expression from left to right."""

    def __init__(self, text: str, filterable: Filterable) -> None:
        self._text = text
        self._filterable = filterable
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Filter:
        found = self._expression()
        if self._at != len(self._tokens):
            raise self._wrong()
        return found

    def _expression(self) -> Filter:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong()
        parts = [self._term()]
        while self._takes("or"):
            parts.append(self._term())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else _joined(parts, any, sum(part.clauses for part in parts))

    def _term(self) -> Filter:
        parts = [self._factor()]
        while self._takes("and"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else _joined(parts, all, max(part.clauses for part in parts))

    def _factor(self) -> Filter:
        if self._takes("("):
            inner = self._expression()
            self._need(")")
            return inner
        if self._takes("endsWith") or self._takes("endswith"):
            self._need("(")
            name = self._name(self._filterable.endings)
            self._need(",")
            ending = self._literal().casefold()
            self._need(")")
            return Filter(_compared(name, lambda text: text.endswith(ending)), is_advanced=True)
        name = self._name(self._filterable.names)
        if self._takes("eq"):
            text = self._literal()
            return Filter(_compared(name, text.casefold().__eq__), longest=len(text))
        self._need("in")
        self._need("(")
        texts = [self._literal()]
        while self._takes(","):
            texts.append(self._literal())
        self._need(")")
        return Filter(_compared(name, {text.casefold() for text in texts}.__contains__), clauses=len(texts))

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _takes(self, token: str) -> bool:
        found = self._peek() == token
        self._at += found
        return found

    def _need(self, token: str) -> None:
        if not self._takes(token):
            raise self._wrong()

    def _name(self, allowed: frozenset[str]) -> str:
        name = self._peek()
        if name not in allowed:
            raise bad_request(f"Invalid filter clause: '{name}' cannot be filtered by in this way.")
        self._at += 1
        return name

    def _literal(self) -> str:
        token = self._peek()
        if not token.startswith("'"):
            raise self._wrong()
        self._at += 1
        return token[1:-1].replace("''", "'")

    def _wrong(self) -> GraphError:
        return bad_request(f"Invalid filter clause: unexpected '{self._peek() or 'end'}' in '{self._text}'.")


def _tokens(text: str) -> list[str]:
    """The texts, words and marks, where words stand apart from what is around them."""
    found: list[str] = []
    at, end = 0, len(text.rstrip(" "))
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or (found and not match[1] and _run_together(found[-1], match[2])):
            raise bad_request(f"Invalid filter clause: there is a syntax error at position {at} in '{text}'.")
        found.append(match[2])
        at = match.end()
    return found


def _run_together(left: str, right: str) -> bool:
    return left in _WORDS or right in _WORDS or not (left in _MARKS or right in _MARKS)


def _joined(parts: list[Filter], join: Callable[[list[bool]], bool], clauses: int) -> Filter:
    return Filter(
        lambda document: join([part.meets(document) for part in parts]),
        is_advanced=any(part.is_advanced for part in parts),
        clauses=clauses,
        longest=max(part.longest for part in parts),
    )


def _compared(name: str, fits: Callable[[str], bool]) -> Test:
    """Whether the property has a text, and it fits; of null, the service says neither yes nor no, and omits it."""
    return lambda document: document[name] is not None and fits(document[name].casefold())
