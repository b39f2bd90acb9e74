"""The value that is not known yet, and the question whether a value holds one.

Attribute values are plain Python: `str`, `bool`, `int`, `float` (`decimal.Decimal` where a number needs
more), `None` for null, `list` for lists *and* sets, `dict` for maps and objects, and `Unknown` for what
Terraform only learns during apply. Used by every module of this package and by every provider written on it.
"""

from typing import Any, Final, NoReturn


class UnknownType:
    """The type of `Unknown`; there is one instance, and copies of it are itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Unknown"

    def __bool__(self) -> NoReturn:
        msg = "an unknown value is neither true nor false; test it with `is Unknown`"
        raise TypeError(msg)

    def __copy__(self) -> "UnknownType":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "UnknownType":
        return self

    def __reduce__(self) -> str:
        return "Unknown"


Unknown: Final = UnknownType()
"""A value that Terraform does not know yet. Compare with `is`; its truth value raises `TypeError`."""


def is_wholly_known(value: object) -> bool:
    """Whether neither the value nor anything inside it is `Unknown` (null is known)."""
    if isinstance(value, str):  # most of what there is, and asked of every value of every call: so first
        return True
    if value is Unknown:
        return False
    if isinstance(value, dict):
        return all(map(is_wholly_known, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(is_wholly_known, value))
    return True


def copied(value: Any) -> Any:
    """A value of which changing any part changes nothing in the original; quicker than `copy.deepcopy`."""
    if isinstance(value, dict):
        return {key: copied(member) for key, member in value.items()}
    if isinstance(value, list):
        return [copied(element) for element in value]
    return value
