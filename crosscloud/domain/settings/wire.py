"""Between values and Graph's JSON: names, null for "inherit", and nothing that is not described.

Read: unknown properties are passed over (snapshots keep the JSON itself). Written: only what the table
describes, with Graph's exact names, and never an `@odata.type`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from crosscloud.domain.settings.answers import is_blank
from crosscloud.domain.settings.types import (
    Bool,
    Collection,
    Object,
    Section,
    Settings,
    Text,
    Type,
    Unread,
    Value,
)


class UnexpectedAnswerError(ValueError):
    """Graph answered a property in a shape that the table does not know; the text names the property."""


def to_graph(section: Section, value: Value) -> Any:
    """The JSON of `value` for a request body; null becomes the section's way to say "inherit".

    A member left out of an object that is given has its default; one that is given as null is sent as null.
    """
    if is_null(section.type, value):
        return dict(section.inherit) if section.inherit is not None else None
    return _encode(section.type, value)


def from_graph(section: Section, body: Mapping[str, Any]) -> Value:
    """The value of `section` in `body`, an answer of Graph; None where it is null, absent or "inherit".

    An object that says nothing is none of these, unless it is the section's own way to say "inherit".

    Raises:
        UnexpectedAnswerError: where the property has another shape than documented.
    """
    data = body.get(section.graph)
    value = _decode(section.type, data, section.graph)
    if data is None:
        return value
    if section.inherit is not None:
        lacking = [name for name in section.inherit if name not in data]
        if lacking:
            raise UnexpectedAnswerError(f"Graph answered {section.graph} without {' and '.join(lacking)}")
    elif value is None:
        raise UnexpectedAnswerError(f"Graph answered {section.graph} without anything that is documented in it")
    return value


def sections_from_graph(settings: Settings, body: Mapping[str, Any]) -> dict[str, Value]:
    """Every section of `settings` in `body`, by name; see `from_graph`.

    Raises:
        UnexpectedAnswerError: where a section has another shape, or another name, than documented.
    """
    found: dict[str, Value] = {}
    for name, value in read_sections(settings, body).items():
        if isinstance(value, Unread):
            raise UnexpectedAnswerError(value.reason)
        found[name] = value
    return found


def read_sections(settings: Settings, body: Mapping[str, Any]) -> "dict[str, Value | Unread]":
    """Every section of `settings` in `body`, by name; one in an undocumented shape is `Unread` by itself."""
    return _read(settings.sections, settings.graph_names, _meant_by(settings, body))


def read_only_sections(settings: Settings, body: Mapping[str, Any]) -> "dict[str, Value | Unread]":
    """What Graph answers of an object of `settings` that nobody can set; see `read_sections`."""
    return _read(settings.read_only, frozenset(section.graph for section in settings.read_only), body)


def _read(
    sections: tuple[Section, ...], names: frozenset[str], body: Mapping[str, Any]
) -> "dict[str, Value | Unread]":
    found: dict[str, Value | Unread] = {}
    for section in sections:
        try:
            found[section.name] = from_graph(section, body)
        except UnexpectedAnswerError as error:
            found[section.name] = Unread(str(error))
    for section, name in _misspelt(sections, names, body):
        found[section.name] = Unread(
            f"Graph answered {name} in place of {section.graph}: names are case-sensitive"
        )
    return found


def _misspelt(
    sections: tuple[Section, ...], names: frozenset[str], body: Mapping[str, Any]
) -> Iterator[tuple[Section, str]]:
    """Sections that `body` has in another case alone; not read as they stand, nor taken for absent."""
    others = {name.lower(): name for name in body.keys() - names}
    for section in sections if others else ():
        name = others.get(section.graph.lower())
        if name is not None and section.graph not in body:
            yield section, name


def _meant_by(settings: Settings, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What `body` stands for: one without any property, where that is documented, for an untouched object."""
    return settings.untouched if settings.untouched is not None and is_blank(body) else body


def is_null(type_: Type, value: Value) -> bool:
    """Whether `value` says nothing: null, or an object whose members are all null, at any depth."""
    if value is None:
        return True
    if isinstance(type_, Object) and isinstance(value, dict):
        return all(is_null(member.type, value.get(member.name)) for member in type_.members)
    return False


def _encode(type_: Type, value: Value) -> Any:
    match type_:
        case Object(members=members) if isinstance(value, dict):
            return {m.graph: _encode(m.type, value.get(m.name, m.default)) for m in members}
        case Collection(element=element) if isinstance(value, list):
            return [_encode(element, item) for item in value]
        case _:
            return value


def _decode(type_: Type, data: Any, where: str) -> Value:
    if data is None:
        return None
    if isinstance(data, str) and isinstance(type_, Text):  # before the others, as most values are
        return data
    match type_:
        case Bool() if isinstance(data, bool):
            return data
        case Collection(element=element) if isinstance(data, list):
            return [_decode(element, item, f"{where}[{i}]") for i, item in enumerate(data)]
        case Object(members=members) if isinstance(data, dict):
            value: dict[str, Value] = {
                m.name: _decode(m.type, data.get(m.graph), f"{where}.{m.graph}") for m in members
            }
            return None if all(member is None for member in value.values()) else value
    msg = f"Graph answered {where} as {type(data).__name__}, which is not its documented type"
    raise UnexpectedAnswerError(msg)
