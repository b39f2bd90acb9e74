"""What one tenant's half alone says of a change: whether it newly opens to all users, or to all applications.

For where the other tenant is not at hand, such as a provider that plans one stack. What both permit together is
`compare`'s to say.
"""

from typing import Final

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.permission import Permission, Table, table_of
from crosscloud.domain.access.section import Rule, rule_of
from crosscloud.domain.access.targets import Targets
from crosscloud.domain.access.truth import Truth
from crosscloud.domain.settings import Value

_EVERYTHING: Final = Rule(Targets(everything=True), False, Targets(everything=True), False)


def opens_to(before: Value, after: Value) -> str:
    """`all users`, `all applications` or both, as far as `after` newly permits them; empty where it does not.

    Args:
        before: the section as it was; null where it permitted nothing.
        after: the section as it will be.
    """
    old, new = rule_of(before), rule_of(after)
    if new is None or (old is None and before is not None):
        return ""  # a half is missing: what it means is not documented
    nothing = Permission(Truth.NO, None, None)
    was = nothing if old is None else Permission(Truth.YES, old, _EVERYTHING)
    will = Permission(Truth.YES, new, _EVERYTHING)
    table = table_of((was, will))
    rows = {permission: _rows(table, permission) for permission in (was, will)}
    gains = [not old_row >= new_row for old_row, new_row in zip(rows[was], rows[will], strict=True)]
    found = []
    if all(rows[will]) and (all(gains) or (any(gains) and not all(rows[was]))):
        found.append("all users")
    everything = len(table.applications)
    if any(
        len(new_row) == everything > len(old_row) for old_row, new_row in zip(rows[was], rows[will], strict=True)
    ):
        found.append("all applications")
    return " and ".join(found)


def _rows(table: Table, permission: Permission) -> list[frozenset[Cell]]:
    """For each kind of user, the kinds of applications that `permission` lets them reach."""
    answers = table.answers(permission)
    return [
        frozenset(cell for cell in table.applications if answers[user, cell] is Truth.YES) for user in table.users
    ]
