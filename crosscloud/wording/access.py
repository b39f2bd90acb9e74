"""Who may reach what, in words: `group engineers -> design-vault`, `everyone else -> nothing`."""

from collections.abc import Iterable
from dataclasses import dataclass

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.comparison import Pairs, Width
from crosscloud.domain.access.formula import Term
from crosscloud.domain.access.permission import Table
from crosscloud.domain.access.reduced import Condition, reduce_terms
from crosscloud.domain.access.statements import Statement, statements
from crosscloud.domain.access.targets import Targets
from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES
from crosscloud.domain.settings import OFFICE_365
from crosscloud.wording.essentials import COUNTED, has_essentials
from crosscloud.wording.names import Names


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in words.

    Attributes:
        who: `all users`, `group engineers (of contoso)`, `everyone else`.
        what: `all applications`, `design-vault (of fabrikam), guest essentials (5 Microsoft apps)`, `nothing`.
        statement: what it says, as data.
    """

    who: str
    what: str
    statement: Statement


class AccessWording:
    """Says sets of pairs of one table in words; each list, and each set, once, and without what says nothing."""

    def __init__(self, table: Table, names: Names) -> None:
        self.table = table
        self._names = names
        self._terms: dict[bool, dict[tuple[Term, ...], str]] = {True: {}, False: {}}
        self._lines: dict[Pairs, tuple[Line, ...]] = {}

    def lines(self, pairs: Iterable[tuple[Cell, Cell]]) -> tuple[Line, ...]:
        """The set of `pairs` as lines, one for all who reach the same; the last may be about everyone else."""
        key = tuple(pairs)
        if key not in self._lines:
            self._lines[key] = tuple(self.line(statement) for statement in statements(self.table, key))
        return self._lines[key]

    def line(self, statement: Statement) -> Line:
        """One statement in words."""
        who = "all users" if statement.is_everyone else self._in_words(statement.users, are_users=True)
        what = (
            "all applications"
            if statement.is_everything
            else self._in_words(statement.applications, are_users=False)
        )
        return Line("everyone else" if statement.is_rest else who, what, statement)

    def on_one_line(self, pairs: Iterable[tuple[Cell, Cell]]) -> str:
        """A set of pairs: `group engineers -> design-vault; everyone else -> My Apps`; or `nothing`."""
        found = [f"{line.who} -> {line.what}" for line in self.lines(pairs) if not line.statement.is_nothing]
        return "; ".join(found) or "nothing"

    def _in_words(self, terms: tuple[Term, ...], *, are_users: bool) -> str:
        if not terms:
            return "nobody" if are_users else "nothing"
        said, lists = self._terms[are_users], self.table.user_lists if are_users else self.table.application_lists
        if terms not in said:
            said[terms] = conditions_in_words(reduce_terms(terms, lists), self._names, are_users=are_users)
        return said[terms]


def wording_of(table: Table, names: Names) -> AccessWording:
    """The wording of `table` for a reader; the same where it was asked for before."""
    found: AccessWording | None = names.memo.get(id(table))
    if found is None or found.table is not table:
        found = names.memo[id(table)] = AccessWording(table, names)
    return found


def pairs_in_words(table: Table, pairs: Iterable[tuple[Cell, Cell]], names: Names) -> str:
    """A set of pairs on one line; see `AccessWording.on_one_line`."""
    return wording_of(table, names).on_one_line(pairs)


def width_in_words(width: Width) -> str:
    """How wide a gain is: `all users and all applications`."""
    parts = ["all users"] * width.all_users
    if width.all_applications:
        parts.append("all applications")
    elif width.office_365:
        parts.append("Office 365")
    return " and ".join(parts)


def targets_in_words(targets: Targets, names: Names, *, are_users: bool) -> str:
    """A list of targets: `group engineers (of contoso) or user Ada`, `design-vault, guest essentials (…)`."""
    if targets.everything:
        return "all users" if are_users else "all applications"
    if are_users:
        groups = sorted(f"group {names.of_id(id_) or id_}" for id_ in targets.classes)
        return " or ".join([*groups, *sorted(f"user {names.of_id(id_) or id_}" for id_ in targets.ids)])
    are_all = has_essentials(targets.ids)
    others = targets.ids.difference(GUEST_ESSENTIALS) if are_all else targets.ids
    named = [names.of_id(id_) or NAMES.get(id_) or id_ for id_ in sorted(others)]
    if are_all:
        named.append(COUNTED)
    return ", ".join([*(["Office 365"] if OFFICE_365 in targets.classes else []), *named])


def conditions_in_words(conditions: Iterable[Condition], names: Names, *, are_users: bool) -> str:
    """Who meets any of `conditions`: `group engineers, but not group contractors; or user Ada`."""
    return "; or ".join(_condition(each, names, are_users=are_users) for each in conditions)


def _once(targets: Targets, names: Names, *, are_users: bool) -> str:
    key = targets, are_users
    found: str | None = names.memo.get(key)
    if found is None:
        found = names.memo[key] = targets_in_words(targets, names, are_users=are_users)
    return found


def _condition(condition: Condition, names: Names, *, are_users: bool) -> str:
    outside = None if condition.outside.is_empty else _once(condition.outside, names, are_users=are_users)
    if not condition.inside:
        everybody = f"all {'users' if are_users else 'applications'}"
        return everybody if outside is None else f"{everybody} but {outside}"
    both = " that are also in " if are_users else " that are also among "
    text = both.join(_once(targets, names, are_users=are_users) for targets in condition.inside)
    return text if outside is None else f"{text}, but not {outside}"
