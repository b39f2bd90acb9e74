"""What a change of permission adds: who gains what, how wide that is, and whether it is sure.

A gain is wide where it takes in users whom no list names, applications that no list names, or Office 365.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from crosscloud.domain.access import Permission, Truth
from crosscloud.domain.access.cells import Cell, witness
from crosscloud.domain.access.permission import Table, table_of
from crosscloud.domain.findings.reach import MAIL_ONLY, in_words, unnamed
from crosscloud.domain.settings import OFFICE_365

Pairs = tuple[tuple[Cell, Cell], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Two permissions, compared.

    Attributes:
        table: the kinds of users and applications.
        gained: the pairs that surely gain.
        lost: the pairs that surely lose.
        maybe_gained: the pairs of which it is not known that they do not gain.
        maybe_lost: the pairs of which it is not known that they do not lose.
        width: how wide `gained` is.
        maybe_width: how wide `maybe_gained` is.
    """

    table: Table
    gained: Pairs
    lost: Pairs
    maybe_gained: Pairs
    maybe_lost: Pairs
    width: "Width"
    maybe_width: "Width"

    def words(self, pairs: Pairs, name_of: Callable[[str], str | None]) -> str:
        """A set of pairs in words."""
        return in_words(self.table, pairs, name_of)


@dataclass(frozen=True, slots=True)
class Width:
    """To whom and to what a gain reaches beyond those that are named."""

    all_users: bool
    all_applications: bool
    office_365: bool

    @property
    def degree(self) -> int:
        """0 where only named users gain named applications."""
        return 2 * self.all_users + 2 * self.all_applications + (self.office_365 and not self.all_applications)

    def __str__(self) -> str:
        """For a reader: `all users and all applications`."""
        parts = ["all users"] * self.all_users
        if self.all_applications:
            parts.append("all applications")
        elif self.office_365:
            parts.append("Office 365")
        return " and ".join(parts)


@lru_cache(maxsize=8192)
def change_of(before: Permission, after: Permission) -> Change:
    """What becomes of each pair of kinds from `before` to `after`."""
    table = table_of([before, after])
    sure: dict[Truth, list[tuple[Cell, Cell]]] = {Truth.YES: [], Truth.NO: []}
    maybe: dict[Truth, list[tuple[Cell, Cell]]] = {Truth.YES: [], Truth.NO: []}
    answers = table.answers(before), table.answers(after)
    for pair, was in answers[0].items():
        will = answers[1][pair]
        if was is will:
            continue
        if Truth.UNKNOWN not in (was, will):
            sure[will].append(pair)
            continue
        if was is not Truth.YES and will is not Truth.NO:
            maybe[Truth.YES].append(pair)
        if was is not Truth.NO and will is not Truth.YES:
            maybe[Truth.NO].append(pair)
    gained, maybe_gained = tuple(sure[Truth.YES]), tuple(maybe[Truth.YES])
    return Change(
        table=table,
        gained=gained,
        lost=tuple(sure[Truth.NO]),
        maybe_gained=maybe_gained,
        maybe_lost=tuple(maybe[Truth.NO]),
        width=_width(table, gained),
        maybe_width=_width(table, maybe_gained),
    )


def _width(table: Table, pairs: Pairs) -> Width:
    """How wide a set of pairs is; Rights Management, which only serves to open protected mail, is not wide."""
    users, applications = unnamed(table.user_lists), unnamed(table.application_lists)
    return Width(
        all_users=any(user == users and not _is_mail(table, application) for user, application in pairs),
        all_applications=any(application == applications for _, application in pairs),
        office_365=any(_is_office(table, application) for _, application in pairs),
    )


def _is_mail(table: Table, application: Cell) -> bool:
    lists = zip(table.application_lists, application, strict=True)
    return any(inside and targets == MAIL_ONLY for targets, inside in lists)


def _is_office(table: Table, application: Cell) -> bool:
    """Whether applications of Office 365 that no list names by id are among these."""
    somebody = witness(table.application_lists, application)
    return somebody is not None and not somebody.id and OFFICE_365 in somebody.classes
