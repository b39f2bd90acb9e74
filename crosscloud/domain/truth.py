"""Yes, no and unknown (Kleene's logic): what cannot be read, or is not documented, never counts as either."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """A three-valued answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refused: an unknown answer is neither true nor false.

        Raises:
            TypeError: always; compare with `is`.
        """
        raise TypeError("a three-valued answer has no truth value; compare it with `is`")

    def __invert__(self) -> "Truth":
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)

    def __and__(self, other: "Truth") -> "Truth":
        if Truth.NO in (self, other):
            return Truth.NO
        return Truth.YES if self is other is Truth.YES else Truth.UNKNOWN

    def __or__(self, other: "Truth") -> "Truth":
        return ~(~self & ~other)


def truth(value: bool | None) -> Truth:
    """The answer for a value that may not be known: None is unknown."""
    return Truth.UNKNOWN if value is None else Truth.YES if value else Truth.NO


def all_of(answers: Iterable[Truth]) -> Truth:
    """Yes if all are, no if any is no, otherwise unknown."""
    result = Truth.YES
    for answer in answers:
        result &= answer
    return result
