"""What is told of one finding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader is told.

    Attributes:
        summary: what is so, in one line.
        detail: what was found, and what follows from it; may be empty.
        fix: what to do.
    """

    summary: str
    detail: str
    fix: str
