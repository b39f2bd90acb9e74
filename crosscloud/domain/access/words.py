"""A set of pairs in words: `group engineers -> design-vault, guest essentials`, `everyone else -> nothing`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.formula import shortest
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


def lines(table: Table, pairs: Iterable[tuple[Cell, Cell]], name_of: NameOf) -> list[Line]:
    """The set of `pairs` as lines, one for all who reach the same; the last may be about everyone else."""
    wanted = set(pairs)
    reach: dict[frozenset[Cell], list[Cell]] = {}
    for user in table.users:
        reached = frozenset(cell for cell in table.applications if (user, cell) in wanted)
        reach.setdefault(reached, []).append(user)
    ordered = sorted(reach.items(), key=lambda item: (not item[0], _is_default(item[1], table), len(item[0])))
    found = [_line(users, reached, table, name_of) for reached, users in ordered]
    if len(found) > 1:
        last = found[-1]
        found[-1] = Line("everyone else", last.what, False, last.is_everything, last.is_nothing)
    return found


def targets_in_words(targets: Targets, name_of: NameOf, *, are_users: bool) -> str:
    """A list of targets: `group engineers (of contoso) or user Ada`, `design-vault, guest essentials (…)`."""
    if targets.everything:
        return "all users" if are_users else "all applications"
    if are_users:
        groups = sorted(f"group {name_of(id_) or id_}" for id_ in targets.classes)
        return " or ".join([*groups, *sorted(f"user {name_of(id_) or id_}" for id_ in targets.ids)])
    named = [name_of(id_) or NAMES.get(id_) or id_ for id_ in sorted(targets.ids)]
    if targets.ids.issuperset(GUEST_ESSENTIALS):
        others = targets.ids - set(GUEST_ESSENTIALS)
        named = [name_of(id_) or NAMES.get(id_) or id_ for id_ in sorted(others)]
        named.append(f"guest essentials ({len(GUEST_ESSENTIALS)} Microsoft apps)")
    return ", ".join([*(["Office 365"] if OFFICE_365 in targets.classes else []), *named])


def _is_default(users: Sequence[Cell], table: Table) -> bool:
    """Whether these are the users whom no list names: they come last, as "everyone else"."""
    nobody = tuple(targets.everything for targets in table.user_lists)
    return nobody in users


def _line(users: Sequence[Cell], reached: frozenset[Cell], table: Table, name_of: NameOf) -> Line:
    who = _in_words(users, table.users, table.user_lists, name_of, are_users=True)
    what = _in_words(reached, table.applications, table.application_lists, name_of, are_users=False)
    return Line(who, what, len(users) == len(table.users), len(reached) == len(table.applications), not reached)


def _in_words(
    wanted: Iterable[Cell],
    possible: Sequence[Cell],
    lists: Sequence[Targets],
    name_of: NameOf,
    *,
    are_users: bool,
) -> str:
    chosen = list(wanted)
    if not chosen:
        return "nobody" if are_users else "nothing"
    if len(chosen) == len(possible):
        return "all users" if are_users else "all applications"
    names = [targets_in_words(targets, name_of, are_users=are_users) for targets in lists]
    terms = shortest(chosen, possible, len(lists))
    return "; or ".join(_term(term, names, are_users=are_users) for term in terms)


def _term(term: Sequence[bool | None], names: Sequence[str], *, are_users: bool) -> str:
    inside = [name for name, part in zip(names, term, strict=True) if part is True]
    outside = [name for name, part in zip(names, term, strict=True) if part is False]
    both = " that are also in " if are_users else " that are also among "
    if inside:
        text = both.join(inside)
        return f"{text}, but not {' or '.join(outside)}" if outside else text
    return f"all {'users' if are_users else 'applications'} but {' or '.join(outside)}"
