"""JSON data back into frozen dataclasses, with every type checked: what is read from a file may be anything."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


class WrongShapeError(ValueError):
    """The data is not of the type that is wanted; the text names the place."""


def decode(wanted: Any, data: object, where: str = "it") -> Any:
    """`data`, as `json.loads` gives it, as a value of the type `wanted`.

    Args:
        wanted: `Any`, `str`, `int`, `float`, `bool`, `None`, a union, a tuple, a `Mapping` from `str`, or a
            dataclass of these. A member with a default may be left out of the data; another may not, and one that
            the dataclass lacks is refused.
        data: what was read.
        where: its place, for the text of the error.

    Raises:
        WrongShapeError: where it is anything else.
    """
    if wanted is Any:
        return data
    if is_dataclass(wanted):
        return _record(wanted, data, where)
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(wanted), data, where)
    if origin is tuple:
        return _sequence(get_args(wanted), data, where)
    if origin is not None and issubclass(origin, Mapping):
        inner = get_args(wanted)[1]
        return {key: decode(inner, value, f"{where}.{key}") for key, value in _object(data, where).items()}
    if type(data) is not wanted and not (data is None and wanted is types.NoneType):
        msg = f"{where} is {_name(data)}, not {getattr(wanted, '__name__', wanted)}"
        raise WrongShapeError(msg)
    return data


def _record(wanted: Any, data: object, where: str) -> Any:
    given = _object(data, where)
    known = _fields(wanted)
    for name in given.keys() - known.keys():
        msg = f"{where} has {name}, which is not known"
        raise WrongShapeError(msg)
    for name, (_, is_needed) in known.items():
        if is_needed and name not in given:
            msg = f"{where} lacks {name}"
            raise WrongShapeError(msg)
    return wanted(**{name: decode(known[name][0], value, f"{where}.{name}") for name, value in given.items()})


@cache
def _fields(wanted: Any) -> dict[str, tuple[Any, bool]]:
    """For each member of a dataclass: its type, and whether it must be given."""
    hints = get_type_hints(wanted)
    return {
        field.name: (hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(wanted)
    }


def _one_of(choices: tuple[Any, ...], data: object, where: str) -> Any:
    for choice in choices[:-1]:
        try:
            return decode(choice, data, where)
        except WrongShapeError:
            continue
    return decode(choices[-1], data, where)  # whose error is the one that is told


def _sequence(inner: tuple[Any, ...], data: object, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        msg = f"{where} is {_name(data)}, not a list"
        raise WrongShapeError(msg)
    if inner[1:] == (...,):
        return tuple(decode(inner[0], value, f"{where}[{index}]") for index, value in enumerate(data))
    if len(data) != len(inner):
        msg = f"{where} has {len(data)} parts, not {len(inner)}"
        raise WrongShapeError(msg)
    pairs = zip(inner, data, strict=True)
    return tuple(decode(kind, value, f"{where}[{index}]") for index, (kind, value) in enumerate(pairs))


def _object(data: object, where: str) -> Mapping[str, object]:
    if not isinstance(data, dict):
        msg = f"{where} is {_name(data)}, not an object"
        raise WrongShapeError(msg)
    return data


def _name(data: object) -> str:
    return {dict: "an object", list: "a list", type(None): "null"}.get(type(data), type(data).__name__)
