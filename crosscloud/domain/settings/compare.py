"""When two values are the same, and in which parts they differ.

Sets are without order, ids without case, an all-null object is null.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from crosscloud.domain.guid import fold
from crosscloud.domain.settings.shapes import is_target_configuration
from crosscloud.domain.settings.types import Collection, Object, Section, Text, Type, Value


def canonical(type_: Type, value: Value) -> Hashable:
    """A hashable form of `value`, equal for two values exactly where Graph treats them alike."""
    if isinstance(value, str):
        return fold(value) if isinstance(type_, Text) else repr(value)
    if value is None:
        return None
    match type_:
        case Object(members=members) if isinstance(value, dict):
            parts = [
                fold(inner)
                if isinstance(inner := value.get(member.name), str) and isinstance(member.type, Text)
                else canonical(member.type, inner)
                for member in members
            ]
            missing = parts.count(None)
            if missing == len(parts):
                return None
            if missing:
                parts = [p if m.name in value else m.default for m, p in zip(members, parts, strict=True)]
            return tuple(parts)
        case Collection(element=element, ordered=ordered) if isinstance(value, list):
            elements = [canonical(element, item) for item in value]
            return tuple(elements) if ordered else frozenset(elements)
        case _:
            return value if isinstance(value, bool) else repr(value)


def is_same(type_: Type, one: Value, other: Value) -> bool:
    """Whether Graph treats the two values alike."""
    return one == other or canonical(type_, one) == canonical(type_, other)


def find_differing(sections: Iterable[Section], one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Section]:
    """Those of `sections` in which two objects, given by the names of sections, differ for Graph."""
    return [s for s in sections if not is_same(s.type, one.get(s.name), other.get(s.name))]


def respell(type_: Type, live: Value, known: Value) -> Value:
    """`live`, with every part that `known` has too in the spelling (case, order) of `known`.

    What was written in code stays as it was written when Graph answers it in another case or order.
    """
    if is_same(type_, live, known):
        return known
    match type_:
        case Object(members=members) if isinstance(live, dict) and isinstance(known, dict):
            return {m.name: respell(m.type, live.get(m.name), known.get(m.name)) for m in members}
        case Collection(element=element) if isinstance(live, list) and isinstance(known, list):
            spelt = {canonical(element, item): item for item in known}
            return [spelt.get(canonical(element, item), item) for item in live]
        case _:
            return live


def parts_of(type_: Type, value: Value, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Type, Value]]:
    """The parts of `value`: (path, type, value).

    A section has one for its users, one for its applications, and one for each other member.
    """
    if isinstance(type_, Object) and not is_target_configuration(type_):
        for member in type_.members:
            inner = value.get(member.name) if isinstance(value, dict) else None
            yield from parts_of(member.type, inner, (*at, member.name))
        return
    yield at, type_, value


def find_changed_parts(
    type_: Type, before: Value, after: Value
) -> Iterator[tuple[tuple[str, ...], Type, Value, Value]]:
    """The parts in which two values differ, as Graph treats them: (path, type, before, after)."""
    pairs = zip(parts_of(type_, before), parts_of(type_, after), strict=True)
    for (path, part, old), (_, _, new) in pairs:
        if not is_same(part, old, new):
            yield path, part, old, new
