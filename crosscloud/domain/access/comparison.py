"""What a change adds to, and takes from, a permission: the one comparison of two of them.

It knows of unknown: from unknown to no something can only be lost, from no to unknown only be gained. Reports,
findings and the order in which tenants are applied all rest on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

from crosscloud.domain.access.cells import Cell, witness
from crosscloud.domain.access.permission import Answers, Permission, Shape, Table, answers_of, table_of
from crosscloud.domain.access.targets import Targets
from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.settings import OFFICE_365
from crosscloud.domain.truth import Truth

Pairs = tuple[tuple[Cell, Cell], ...]
"""Kinds of users with kinds of applications, of one table."""

MAIL_ONLY: Final = Targets(ids=frozenset({RIGHTS_MANAGEMENT}))
"""Microsoft Rights Management and nothing else: it lets users open protected mail."""


@dataclass(frozen=True, slots=True)
class Width:
    """To whom and to what a gain reaches beyond those that are named.

    Attributes:
        all_users: whether users gain whom no list names.
        all_applications: whether applications are gained that no list names.
        office_365: whether applications of Office 365 are gained that no list names by id.
    """

    all_users: bool
    all_applications: bool
    office_365: bool

    @property
    def degree(self) -> int:
        """0 where only named users gain named applications."""
        return 2 * self.all_users + 2 * self.all_applications + (self.office_365 and not self.all_applications)


_NOT_WIDE: Final = Width(all_users=False, all_applications=False, office_365=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two permissions, before and after, over the kinds of users and applications that they tell apart.

    Attributes:
        table: the kinds of users and applications.
        was: what is permitted before, for each pair of kinds.
        will: what is permitted after.
        gained: the pairs that surely gain.
        lost: the pairs that surely lose.
        maybe_gained: the pairs of which it is not known that they do not gain.
        maybe_lost: the pairs of which it is not known that they do not lose.
        unknown: the pairs that are not known either before or after.
        width: how wide `gained` is.
        maybe_width: how wide `maybe_gained` is.
    """

    table: Table
    was: Answers
    will: Answers
    gained: Pairs
    lost: Pairs
    maybe_gained: Pairs
    maybe_lost: Pairs
    unknown: Pairs
    width: Width
    maybe_width: Width

    @property
    def may_widen(self) -> bool:
        """Whether some pair gains, or may."""
        return bool(self.gained or self.maybe_gained)


@lru_cache(maxsize=16384)
def compare(before: Permission, after: Permission) -> Comparison:
    """What becomes of each pair of kinds from `before` to `after`."""
    table = table_of((before, after))
    shapes = table.shape(before), table.shape(after)
    found = _changes(table.users, table.applications, *shapes)
    return Comparison(
        table=table,
        was=answers_of(table.users, table.applications, shapes[0]),
        will=answers_of(table.users, table.applications, shapes[1]),
        gained=found.gained,
        lost=found.lost,
        maybe_gained=found.maybe_gained,
        maybe_lost=found.maybe_lost,
        unknown=found.unknown,
        width=_width(table, found.gained),
        maybe_width=_width(table, found.maybe_gained),
    )


@dataclass(frozen=True, slots=True)
class _Changes:
    """What becomes of each pair; see `Comparison`."""

    gained: Pairs
    lost: Pairs
    maybe_gained: Pairs
    maybe_lost: Pairs
    unknown: Pairs


@lru_cache(maxsize=4096)
def _changes(users: tuple[Cell, ...], applications: tuple[Cell, ...], before: Shape, after: Shape) -> _Changes:
    """By the kinds alone: whatever the lists hold, there are few ways in which they divide anybody."""
    will = answers_of(users, applications, after)
    found: dict[str, list[tuple[Cell, Cell]]] = {member.name: [] for member in fields(_Changes)}
    for pair, old in answers_of(users, applications, before).items():
        new = will[pair]
        if old is new:
            if old is Truth.UNKNOWN:
                found["unknown"].append(pair)
        elif Truth.UNKNOWN not in (old, new):
            found["gained" if new is Truth.YES else "lost"].append(pair)
        else:
            if old is not Truth.YES and new is not Truth.NO:
                found["maybe_gained"].append(pair)
            if old is not Truth.NO and new is not Truth.YES:
                found["maybe_lost"].append(pair)
    return _Changes(**{name: tuple(pairs) for name, pairs in found.items()})


def unnamed(lists: Iterable[Targets]) -> Cell:
    """The kind of users (or applications) that no list names; lists of everything hold them too."""
    return tuple(targets.everything for targets in lists)


def _width(table: Table, pairs: Pairs) -> Width:
    """How wide a set of pairs is; Rights Management, which only serves to open protected mail, is not wide."""
    if not pairs:
        return _NOT_WIDE
    users, applications = unnamed(table.user_lists), unnamed(table.application_lists)
    mail = [place for place, targets in enumerate(table.application_lists) if targets == MAIL_ONLY]
    is_suite_listed = any(OFFICE_365 in targets.classes for targets in table.application_lists)
    return Width(
        all_users=any(user == users and not any(application[i] for i in mail) for user, application in pairs),
        all_applications=any(application == applications for _, application in pairs),
        office_365=is_suite_listed and any(_is_office(table, application) for _, application in pairs),
    )


def _is_office(table: Table, application: Cell) -> bool:
    """Whether applications of Office 365 that no list names by id are among these."""
    somebody = witness(table.application_lists, application)
    return somebody is not None and not somebody.id and OFFICE_365 in somebody.classes
