"""Brings a value into the shape of its schema: every attribute present, no other, each of its type.

Everything that enters (from Terraform) or leaves (from a provider's handler) goes through here once, so that
the other modules may rely on it: sets are lists, members are complete, numbers are numbers. Only `shape`
looks at Python types.
"""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from crosscloud.tfplugin.cty import Collection, Primitive, Type
from crosscloud.tfplugin.diagnostics import Key, Path, PathStep, SetElement, format_path
from crosscloud.tfplugin.schema import Attribute, NestedObject, Nesting
from crosscloud.tfplugin.values import Unknown

Problems: TypeAlias = list[tuple[Path, str]]
"""Where a value does not fit, and what was expected there."""


class ShapeError(TypeError):
    """A value does not fit its schema."""


def conform(attributes: Sequence[Attribute], value: Any) -> Any:
    """The value in the shape of the attributes: absent members are null, those that the schema lacks are dropped.

    Args:
        attributes: The members of the object.
        value: A mapping, None or `Unknown`.

    Raises:
        ShapeError: A member has another type than its attribute. The message names each place, never a value.
    """
    problems: Problems = []
    shaped = conform_leniently(attributes, value, problems)
    _raise(problems)
    return shaped


def conform_default(attribute: Attribute) -> Any:
    """The attribute's default, as a new value in its shape.

    Raises:
        ShapeError: The default has another type than the attribute.
    """
    problems: Problems = []
    shaped = _attribute(attribute, attribute.default, problems, (attribute.name,))
    _raise(problems)
    return shaped


def conform_leniently(attributes: Sequence[Attribute], value: Any, problems: Problems, at: Path = ()) -> Any:
    """As `conform`, but what does not fit becomes `Unknown` and is appended to `problems`."""
    if value is None or value is Unknown:
        return value
    if not isinstance(value, Mapping):
        return _misfit("an object", value, problems, at)
    return {a.name: _attribute(a, value.get(a.name), problems, (*at, a.name)) for a in attributes}


def conform_type(expected: Type, value: Any, problems: Problems, at: Path = ()) -> Any:
    """As `conform_leniently`, for a value without members."""
    if value is None or value is Unknown:
        return value
    if isinstance(expected, Primitive):
        return _primitive(expected, value, problems, at)
    return _collection(expected, value, problems, at)


def steps_of(nesting: Nesting, value: Any) -> list[tuple[Path, Any]]:
    """The objects inside a known, non-null value of a nested attribute, each with the steps that lead to it."""
    if nesting == "single":
        return [((), value)]
    if nesting == "map":
        return [((Key(key),), element) for key, element in value.items()]
    return [((_step(nesting, index),), element) for index, element in enumerate(value)]


def _raise(problems: Problems) -> None:
    if problems:
        raise ShapeError("; ".join(f"{format_path(path) or 'the object'} {text}" for path, text in problems))


def _attribute(attribute: Attribute, value: Any, problems: Problems, at: Path) -> Any:
    if value is None or value is Unknown:
        return value
    content = attribute.content
    if not isinstance(content, NestedObject):
        return conform_type(content, value, problems, at)
    members, nesting = content.attributes, content.nesting
    if nesting == "single":
        return conform_leniently(members, value, problems, at)
    if nesting == "map":
        if not isinstance(value, Mapping):
            return _misfit("a map", value, problems, at)
        return {k: conform_leniently(members, v, problems, (*at, Key(k))) for k, v in value.items()}
    if not _is_sequence(value):
        return _misfit(f"a {nesting}", value, problems, at)
    return [
        conform_leniently(members, element, problems, (*at, _step(nesting, index)))
        for index, element in enumerate(value)
    ]


def _collection(expected: Collection, value: Any, problems: Problems, at: Path) -> Any:
    if expected.kind == "map":
        if not isinstance(value, Mapping):
            return _misfit(f"a {expected}", value, problems, at)
        return {k: conform_type(expected.element, v, problems, (*at, Key(k))) for k, v in value.items()}
    if not _is_sequence(value):
        return _misfit(f"a {expected}", value, problems, at)
    return [
        conform_type(expected.element, element, problems, (*at, _step(expected.kind, index)))
        for index, element in enumerate(value)
    ]


def _primitive(expected: Primitive, value: Any, problems: Problems, at: Path) -> Any:
    if expected.name == "number":
        number = _number(value)
        return _misfit("a number", value, problems, at) if number is None else number
    fits = isinstance(value, str if expected.name == "string" else bool)
    return value if fits else _misfit(f"a {expected}", value, problems, at)


def _number(value: Any) -> int | float | Decimal | None:
    """The number, or None. A number beyond 64 bits travels as decimal text (cty's msgpack encoding)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            return None
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return None


def _is_sequence(value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset)


def _step(nesting: Nesting, index: int) -> PathStep:
    return SetElement() if nesting == "set" else index


def _misfit(expected: str, value: Any, problems: Problems, at: Path) -> Any:
    problems.append((at, f"must be {expected}, not {type(value).__name__}"))
    return Unknown
