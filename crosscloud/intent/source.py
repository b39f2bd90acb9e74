"""What a line of the intent says of a direction, and what it said in the base version: pure functions over text.

A direction is known by the line of its `Direction(...)`. In the base version that line is another one, so the
call is found by what it gives as `home` and `resource`; where it is not the only such call, nothing is said of the
base.
"""

import ast
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePath
from typing import Final

TextOf = Callable[[str], str | None]
"""From a file's name, relative to the project, to its text; None where there is none that can be read."""

LONGEST: Final = 400
"""So many characters of a text are kept, around what differs."""

_CLASS: Final = "Direction"
_ENDS: Final = ("home", "resource")
_FIELDS: Final = (*_ENDS, "access", "inbound_trust", "automatic_user_consent")
_SHARED: Final = 60
"""So many characters that do not differ are kept before those that do, where not all fits."""
_NOT_THE_INTENT: Final = frozenset({"..", "site-packages", ".venv"})


@dataclass(frozen=True, slots=True)
class IntentText:
    """What the intent says of a direction: of its arguments those that differ, or else who may reach what.

    Attributes:
        place: the line where that begins, `main.py:27`.
        arguments: the names of these arguments; empty where it is the whole call.
        before: what stood in the base version, on one line; empty where that is not known.
        after: what stands there now, on one line; the same where nothing differs.
    """

    place: str
    arguments: tuple[str, ...]
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the base version is known to say something else."""
        return bool(self.before) and self.before != self.after


def intent_texts(sources: Iterable[str], now: TextOf, base: TextOf | None = None) -> dict[str, IntentText]:
    """What stands at each of `sources`, lines such as `main.py:23`; one where no call is found is left out.

    Args:
        sources: the lines at which directions were made.
        now: the files as they are.
        base: the files of the base version, where there is one.
    """

    @cache
    def read(file: str) -> "_File | None":
        return _parsed(now(file))

    @cache
    def read_base(file: str) -> "_File | None":
        return None if base is None else _parsed(base(file))

    found: dict[str, IntentText] = {}
    for source in dict.fromkeys(sources):
        name, _, line = source.rpartition(":")
        file = read(name) if line.isdecimal() and _is_intent(name) else None
        if file is not None:
            try:
                text = _text_at(name, int(line), file, read_base(name))
            except RecursionError:  # an expression that is nested too deeply for Python's own functions
                text = None
            if text is not None:
                found[source] = text
    return found


def _is_intent(file: str) -> bool:
    """Whether a file is the project's own: named from its folder, and not of a package that is installed there."""
    path = PurePath(file)
    return not path.is_absolute() and not _NOT_THE_INTENT & set(path.parts)


def _parsed(text: str | None) -> "_File | None":
    """The file with this text; None where there is none, or it is not Python."""
    if text is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # who runs the program was told
            return _File(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@dataclass(frozen=True)
class _File:
    """A file of Python."""

    tree: ast.Module

    @cached_property
    def calls(self) -> Mapping[int, list[ast.Call]]:
        """Every call, by the line on which it begins; of one line, the outer before the inner."""
        found: dict[int, list[ast.Call]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                found.setdefault(node.lineno, []).append(node)
        return found

    @cached_property
    def _by_ends(self) -> Mapping[tuple[str, ...], list[ast.Call]]:
        found: dict[tuple[str, ...], list[ast.Call]] = {}
        for call in (call for calls in self.calls.values() for call in calls if self.makes(call)):
            found.setdefault(_ends(call), []).append(call)
        return found

    def makes(self, call: ast.Call) -> bool:
        """Whether a call makes a direction: by its name, by an alias of it, or by both ends being given."""
        arguments = _arguments(call)
        if not all(end in arguments for end in _ENDS):
            return False
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        return name in self._names or all(any(k.arg == end for k in call.keywords) for end in _ENDS)

    def with_ends(self, ends: tuple[str, ...]) -> ast.Call | None:
        """The direction with these ends, if there is one alone."""
        found = self._by_ends.get(ends, [])
        return found[0] if len(found) == 1 else None

    def resolved(self, node: ast.expr) -> ast.expr:
        """The value of a name that the file binds once, at its top; anything else as it is."""
        if isinstance(node, ast.Name) and self._bound[node.id] == 1:
            return self._constants.get(node.id, node)
        return node

    @cached_property
    def _names(self) -> frozenset[str]:
        imports = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        aliases = (alias for node in imports for alias in node.names)
        return frozenset({_CLASS, *(alias.asname or _CLASS for alias in aliases if alias.name == _CLASS)})

    @cached_property
    def _constants(self) -> dict[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            for target in targets:
                value = getattr(node, "value", None)
                if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                    found[target.id] = value
        return found

    @cached_property
    def _bound(self) -> Counter[str]:
        return Counter(name for node in ast.walk(self.tree) for name in _bindings(node))


def _bindings(node: ast.AST) -> Iterator[str]:
    """The names that a node binds, in whatever scope."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _text_at(name: str, line: int, file: _File, base: _File | None) -> IntentText | None:
    """What stands at a line: the direction that is made there, or else the outermost call."""
    calls = file.calls.get(line, [])
    directions = [call for call in calls if file.makes(call)]
    if len(directions) != 1:  # made by something else, or several on one line: which one it is, cannot be told
        return IntentText(f"{name}:{line}", (), "", _cut(_shown(calls[0]), "")[0]) if calls else None
    (call,) = directions
    ends = _ends(call)
    other = base.with_ends(ends) if base is not None and file.with_ends(ends) is call else None
    now = {field: file.resolved(value) for field, value in _arguments(call).items()}
    was = {} if base is None or other is None else {f: base.resolved(v) for f, v in _arguments(other).items()}
    differing = [field for field in _FIELDS if was and _said(was.get(field)) != _said(now.get(field))]
    fields = differing or [field for field in ("access",) if field in now]
    place = next((now[field].lineno for field in fields if field in now), line)
    before, after = (_told(fields, values) for values in (was, now))
    if not fields:
        before, after = _shown(other) if other is not None else "", _shown(call)
    after, before = _cut(after, before)
    return IntentText(f"{name}:{place}", tuple(fields), before, after)


def _told(fields: list[str], values: Mapping[str, ast.expr]) -> str:
    """The arguments of these names; the access, which stands alone most often, without its name."""
    if not values:
        return ""
    if fields == ["access"] and "access" in values:
        return _shown(values["access"])
    return ", ".join(f"{f}={_shown(values[f])}" if f in values else f"no {f}" for f in fields)


def _arguments(call: ast.Call) -> dict[str, ast.expr]:
    """What a call gives to a direction, by name; nothing that stands behind a star."""
    found: dict[str, ast.expr] = {}
    for field, value in zip(_FIELDS, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        found[field] = value
    return found | {
        keyword.arg: keyword.value for keyword in call.keywords if keyword.arg in _FIELDS and keyword.arg
    }


def _ends(call: ast.Call) -> tuple[str, ...]:
    arguments = _arguments(call)
    return tuple(_said(arguments.get(end)) for end in _ENDS)


def _said(node: ast.expr | None) -> str:
    """What a node says, whatever its spaces, quotes and comments."""
    return "" if node is None else ast.dump(node)


def _shown(node: ast.expr) -> str:
    """A node on one line, with the quotes of formatters where these say the same."""
    text = ast.unparse(node)
    quoted = text.replace("'", '"')
    try:
        return quoted if ast.dump(ast.parse(quoted, mode="eval").body) == ast.dump(node) else text
    except SyntaxError:
        return text


def _cut(after: str, before: str) -> tuple[str, str]:
    """Both texts, each in no more than `LONGEST` characters: from a little before where they begin to differ."""
    if max(len(after), len(before)) <= LONGEST:
        return after, before
    differing = (n for n, (one, other) in enumerate(zip(after, before, strict=False)) if one != other)
    shared = next(differing, min(len(after), len(before))) if before != after else 0
    start = max(shared - _SHARED, 0)

    def cut(text: str) -> str:
        part = text[start : start + LONGEST - 2]
        return f"{'…' if start else ''}{part}{'…' if start + len(part) < len(text) else ''}" if text else ""

    return cut(after), cut(before)
