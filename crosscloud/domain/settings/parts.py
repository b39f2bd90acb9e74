"""The parts of a section's value that a reader compares one by one."""

from collections.abc import Iterator

from crosscloud.domain.settings.shapes import is_target_configuration
from crosscloud.domain.settings.types import Object, Type, Value


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
