"""The kinds of users (or applications) that some lists of targets can tell apart.

A *cell* says of each list whether it holds the user. With n lists there are at most 2**n cells; those that
nobody can be in are left out: a list of everything holds everyone, an id is one user, a list that lies within
another cannot hold whom the other does not. Two settings have at most two lists on each side, and a change at
most four, so that there are at most 16 cells: exact sets of any size stay small.
"""

from collections.abc import Sequence
from itertools import product

from crosscloud.domain.access.targets import Subject, Targets

Cell = tuple[bool, ...]

_NONE: frozenset[str] = frozenset()


def cells(lists: Sequence[Targets]) -> list[Cell]:
    """The cells that somebody may be in, in a fixed order."""
    choices = [(True,) if targets.everything else (False, True) for targets in lists]
    return [cell for cell in product(*choices) if witness(lists, cell) is not None]


def witness(lists: Sequence[Targets], cell: Cell) -> Subject | None:
    """A user (or application) in `cell`; None where there can be none."""
    excluded_ids = excluded = classes = _NONE
    for targets, inside in zip(lists, cell, strict=True):
        if not inside:
            if targets.everything:
                return None
            excluded_ids, excluded = excluded_ids | targets.ids, excluded | targets.classes
    common: frozenset[str] | None = None
    for targets, inside in zip(lists, cell, strict=True):
        if inside and not targets.everything:
            own = targets.classes - excluded
            if own:
                classes |= own
            else:  # whoever is in this list is in it by id, and has only one
                left = targets.ids - excluded_ids
                common = left if common is None else common & left
                if not common:
                    return None
    return Subject(next(iter(common)) if common else "", classes)
