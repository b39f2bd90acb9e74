"""YAML as a tree that knows its lines, so that every mistake in an environment file can be pointed at.

Read with PyYAML's SafeLoader up to its nodes, never into Python objects. Limits keep a hostile file from
taking the process with it: size, depth, and how far aliases may expand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from crosscloud.environment.errors import Problems

if TYPE_CHECKING:
    import datetime as dt

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_VALUES: Final = 200_000
MAX_DEPTH: Final = 20

Plain: TypeAlias = "str | bool | int | float | dt.date | None"

_CORE: Final = "tag:yaml.org,2002:"
_SCALARS: Final = frozenset(f"{_CORE}{name}" for name in ("str", "bool", "int", "float", "null", "timestamp"))


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in the file, with the line in which it starts, counted from 1."""

    line: int


@dataclass(frozen=True, slots=True)
class Scalar(Node):
    """One value: `value` as YAML reads it, `text` as it is written."""

    value: Plain
    text: str


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """Names, what stands under them and in which line. Names are text, whatever YAML might take them for."""

    entries: Mapping[str, Node]
    lines: Mapping[str, int]


def read_tree(raw: bytes, problems: Problems) -> Node | None:
    """The tree of a YAML document, or None where it is empty or cannot be read (then `problems` says why).

    Args:
        raw: the file's bytes, in UTF-8.
        problems: takes syntax errors, duplicate keys, tags and exceeded limits.
    """
    if len(raw) > MAX_BYTES:
        problems.add(1, f"the file is too long: an environment file has at most {MAX_BYTES} bytes")
        return None
    try:
        root = yaml.compose(raw, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problems.add(line, f"this is not YAML: {error.problem or error.context or 'it cannot be read'}")
        return None
    except yaml.reader.ReaderError as error:
        line = raw[: error.position].count(b"\n") + 1
        problems.add(line, "this is not text in UTF-8, or it has control characters: save the file as UTF-8")
        return None
    except RecursionError:
        problems.add(1, f"this is nested too deeply; an environment file needs at most {MAX_DEPTH} levels")
        return None
    except (ValueError, OverflowError):  # PyYAML's answer to an escape such as "\UFFFFFFFF"
        problems.add(1, "this is not YAML: it has an escape that stands for no character")
        return None
    try:
        return None if root is None else _Converter(problems).convert(root)
    except _LimitError as error:
        problems.add(error.line, str(error))
        return None


class _LimitError(Exception):
    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


class _Converter:
    """Turns PyYAML's nodes into a tree, counting what it makes."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._scalars: Any = yaml.SafeLoader("")  # typed in part only
        self._count = 0

    def convert(self, node: yaml.Node, depth: int = 0) -> Node | None:
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MAX_VALUES:
            raise _LimitError(line, f"this expands to more than {MAX_VALUES} values: write it without aliases")
        if depth > MAX_DEPTH:
            raise _LimitError(line, f"this is nested more than {MAX_DEPTH} levels deep, or an alias is in itself")
        if not self._is_plain(node):
            self._problems.add(line, f"the tag {_shown_tag(node.tag)} is not taken here: write a plain value")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._table(node, line, depth)
        if isinstance(node, yaml.SequenceNode):
            items = [self.convert(item, depth + 1) for item in node.value]
            return Items(line, tuple(item for item in items if item is not None))
        return self._scalar(node, line)

    def _is_plain(self, node: yaml.Node) -> bool:
        """Whether the node has the tag that YAML would give it anyway, or says that it is text."""
        match node:
            case yaml.MappingNode():
                return bool(node.tag == f"{_CORE}map")
            case yaml.SequenceNode():
                return bool(node.tag == f"{_CORE}seq")
            case _:
                plain = self._scalars.resolve(yaml.ScalarNode, node.value, (True, False))
                return node.tag == f"{_CORE}str" or (node.tag == plain and node.tag in _SCALARS)

    def _table(self, node: yaml.MappingNode, line: int, depth: int) -> Table:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._problems.add(at, "a name must be plain text, not a list or a mapping")
                continue
            name = str(key.value)
            if key.tag == f"{_CORE}merge":
                self._problems.add(at, "merging with << is not taken here: write the entries out")
            elif name in lines:
                self._problems.add(at, f"{name} is written twice, first in line {lines[name]}: keep one")
            else:
                lines[name] = at
                converted = self.convert(value, depth + 1)
                if converted is not None:
                    entries[name] = converted
        return Table(line, entries, lines)

    def _scalar(self, node: yaml.Node, line: int) -> Scalar | None:
        try:
            value: Plain = self._scalars.construct_object(node)
        except ValueError:
            self._problems.add(line, "this looks like a date or a number, but is none: put it in quotes")
            return None
        return Scalar(line, value, str(node.value))


def _shown_tag(tag: str) -> str:
    return tag.replace(_CORE, "!!")
