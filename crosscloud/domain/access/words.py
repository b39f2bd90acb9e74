"""A set of pairs in words: `group engineers -> design-vault, guest essentials`, `everyone else -> nothing`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.formula import Term, shortest
from crosscloud.domain.access.permission import Table
from crosscloud.domain.access.targets import Targets
from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES
from crosscloud.domain.settings import OFFICE_365

NameOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of user, and what they may reach.

    Attributes:
        who: `all users`, `group engineers (of contoso)`, `everyone else`.
        what: `all applications`, `design-vault (of fabrikam), guest essentials (5 Microsoft apps)`, `nothing`.
        is_everyone: whether it is about all users.
        is_everything: whether it is about all applications.
        is_nothing: whether it is about no application.
    """

    who: str
    what: str
    is_everyone: bool
    is_everything: bool
    is_nothing: bool


@dataclass(frozen=True, slots=True)
class _Outline:
    """A line before it is put into words: users and applications as terms over the lists of a table."""

    who: tuple[Term, ...]
    what: tuple[Term, ...]
    is_everyone: bool
    is_everything: bool


class Wording:
    """Says sets of pairs of one table in words; each of its lists is put into words once."""

    def __init__(self, table: Table, name_of: NameOf) -> None:
        self._table = table
        self._users = [targets_in_words(targets, name_of, are_users=True) for targets in table.user_lists]
        self._applications = [
            targets_in_words(targets, name_of, are_users=False) for targets in table.application_lists
        ]
        self._said: dict[bool, dict[tuple[Term, ...], str]] = {True: {}, False: {}}

    def lines(self, pairs: Iterable[tuple[Cell, Cell]]) -> list[Line]:
        """The set of `pairs` as lines, one for all who reach the same; the last may be about everyone else."""
        table = self._table
        nobody = tuple(targets.everything for targets in table.user_lists)
        found = [self._line(each) for each in _outlines(table.users, table.applications, frozenset(pairs), nobody)]
        if len(found) > 1:
            last = found[-1]
            found[-1] = Line("everyone else", last.what, False, last.is_everything, last.is_nothing)
        return found

    def _line(self, outline: _Outline) -> Line:
        who = "all users" if outline.is_everyone else self._in_words(outline.who, are_users=True)
        what = "all applications" if outline.is_everything else self._in_words(outline.what, are_users=False)
        return Line(who, what, outline.is_everyone, outline.is_everything, not outline.what)

    def _in_words(self, terms: tuple[Term, ...], *, are_users: bool) -> str:
        if not terms:
            return "nobody" if are_users else "nothing"
        said, names = self._said[are_users], self._users if are_users else self._applications
        if terms not in said:
            said[terms] = "; or ".join(_term(term, names, are_users=are_users) for term in terms)
        return said[terms]


def lines(table: Table, pairs: Iterable[tuple[Cell, Cell]], name_of: NameOf) -> list[Line]:
    """One set of `pairs` as lines; see `Wording`."""
    return Wording(table, name_of).lines(pairs)


def targets_in_words(targets: Targets, name_of: NameOf, *, are_users: bool) -> str:
    """A list of targets: `group engineers (of contoso) or user Ada`, `design-vault, guest essentials (…)`."""
    if targets.everything:
        return "all users" if are_users else "all applications"
    if are_users:
        groups = sorted(f"group {name_of(id_) or id_}" for id_ in targets.classes)
        return " or ".join([*groups, *sorted(f"user {name_of(id_) or id_}" for id_ in targets.ids)])
    has_essentials = targets.ids.issuperset(GUEST_ESSENTIALS)
    others = targets.ids.difference(GUEST_ESSENTIALS) if has_essentials else targets.ids
    named = [name_of(id_) or NAMES.get(id_) or id_ for id_ in sorted(others)]
    if has_essentials:
        named.append(f"guest essentials ({len(GUEST_ESSENTIALS)} Microsoft apps)")
    return ", ".join([*(["Office 365"] if OFFICE_365 in targets.classes else []), *named])


@lru_cache(maxsize=4096)
def _outlines(
    users: tuple[Cell, ...], applications: tuple[Cell, ...], pairs: frozenset[tuple[Cell, Cell]], nobody: Cell
) -> tuple[_Outline, ...]:
    """The lines about a set of `pairs`, by the kinds alone; `nobody` are the users whom no list names."""
    reach: dict[frozenset[Cell], list[Cell]] = {}
    for user in users:
        reached = frozenset(cell for cell in applications if (user, cell) in pairs)
        reach.setdefault(reached, []).append(user)
    # Those whom no list names come last, as "everyone else"; before them, those who reach nothing.
    ordered = sorted(reach.items(), key=lambda item: (not item[0], nobody in item[1], len(item[0])))
    return tuple(
        _Outline(
            shortest(alike, users, len(users[0])),
            shortest(reached, applications, len(applications[0])),
            len(alike) == len(users),
            len(reached) == len(applications),
        )
        for reached, alike in ordered
    )


def _term(term: Term, names: Sequence[str], *, are_users: bool) -> str:
    inside = [name for name, part in zip(names, term, strict=True) if part is True]
    outside = [name for name, part in zip(names, term, strict=True) if part is False]
    both = " that are also in " if are_users else " that are also among "
    if inside:
        text = both.join(inside)
        return f"{text}, but not {' or '.join(outside)}" if outside else text
    return f"all {'users' if are_users else 'applications'} but {' or '.join(outside)}"
