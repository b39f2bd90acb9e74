"""A set of permitted pairs as a few statements: these users reach those applications, everyone else nothing.

Data, over the lists of a `Table`: each side is a disjunction of terms ("in this list and not in that one"),
reduced to the shortest by `formula`. `crosscloud.wording.access` says them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.formula import Term, shortest
from crosscloud.domain.access.permission import Table


@dataclass(frozen=True, slots=True)
class Statement:
    """One kind of users, and what they reach.

    Attributes:
        users: who: any of these terms over the table's lists of users.
        applications: what they reach: any of these terms over its lists of applications; none means nothing.
        is_everyone: whether it is about all users.
        is_everything: whether it is about all applications.
        is_rest: whether it is about everyone of whom no statement before it speaks.
    """

    users: tuple[Term, ...]
    applications: tuple[Term, ...]
    is_everyone: bool
    is_everything: bool
    is_rest: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether it is about no application."""
        return not self.applications


def statements(table: Table, pairs: Iterable[tuple[Cell, Cell]]) -> tuple[Statement, ...]:
    """The set of `pairs` as statements, one for all who reach the same; the last may be about everyone else."""
    return _statements(
        table.users,
        table.applications,
        frozenset(pairs),
        tuple(targets.everything for targets in table.user_lists),
    )


@lru_cache(maxsize=4096)
def _statements(
    users: tuple[Cell, ...], applications: tuple[Cell, ...], pairs: frozenset[tuple[Cell, Cell]], nobody: Cell
) -> tuple[Statement, ...]:
    """By the kinds alone: whatever the lists hold, there are few ways; `nobody` are users whom no list names."""
    reach: dict[frozenset[Cell], list[Cell]] = {}
    for user in users:
        reached = frozenset(cell for cell in applications if (user, cell) in pairs)
        reach.setdefault(reached, []).append(user)
    # Those whom no list names come last, as "everyone else"; before them, those who reach nothing.
    ordered = sorted(reach.items(), key=lambda item: (not item[0], nobody in item[1], len(item[0])))
    return tuple(
        Statement(
            shortest(alike, users, len(users[0])),
            shortest(reached, applications, len(applications[0])),
            len(alike) == len(users),
            len(reached) == len(applications),
            is_rest=len(ordered) > 1 and place == len(ordered) - 1,
        )
        for place, (reached, alike) in enumerate(ordered)
    )
