"""What a change adds to, and takes from, the set of pairs that two tenants' settings permit."""

from dataclasses import dataclass
from enum import Enum

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.permission import Answers, Permission, Table, table_of
from crosscloud.domain.access.truth import Truth


class Effect(Enum):
    """What becomes of a pair of user and application."""

    GAINED = "gained"
    LOST = "lost"
    KEPT = "kept"
    NEVER = "never"
    MAY_LOSE = "may lose"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AccessChange:
    """Two permissions, before and after, field by field.

    Attributes:
        before: what was permitted.
        after: what will be.
        table: the kinds of users and applications that the two tell apart.
        was: what `before` says of each pair of kinds.
        will: what `after` says of each.
        effects: what becomes of each pair of kinds.
    """

    before: Permission
    after: Permission
    table: Table
    was: Answers
    will: Answers
    effects: dict[tuple[Cell, Cell], Effect]

    def pairs(self, effect: Effect) -> list[tuple[Cell, Cell]]:
        """The pairs of kinds with `effect`."""
        return [pair for pair, found in self.effects.items() if found is effect]

    @property
    def widens(self) -> bool:
        """Whether any pair gains."""
        return Effect.GAINED in self.effects.values()

    @property
    def narrows(self) -> bool:
        """Whether any pair loses."""
        return Effect.LOST in self.effects.values()

    @property
    def may_widen(self) -> bool:
        """Whether some pair may gain, as far as is known: what is permitted, or will not be, can only lose."""
        return self.widens or Effect.UNKNOWN in self.effects.values()


def compare(before: Permission, after: Permission) -> AccessChange:
    """What changes from `before` to `after`."""
    table = table_of((before, after))
    was, will = table.answers(before), table.answers(after)
    effects = {field: _effect(was[field], will[field]) for field in was}
    return AccessChange(before, after, table, was, will, effects)


def _effect(before: Truth, after: Truth) -> Effect:
    if Truth.UNKNOWN in (before, after):
        return Effect.MAY_LOSE if before is Truth.YES or after is Truth.NO else Effect.UNKNOWN
    if before is after:
        return Effect.KEPT if before is Truth.YES else Effect.NEVER
    return Effect.GAINED if after is Truth.YES else Effect.LOST
