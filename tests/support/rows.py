"""Rows of a review or of the matrix as data, read back: about whom of everybody they are."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from tests.support.environments import APPLICATIONS, GROUPS, USER
from tests.support.truth_table import Somebody, everybody

Row = Mapping[str, Any]
_NOBODY_NAMED: Final = "99999999-9999-4999-8999-999999999999"
EVERYBODY: Final = everybody(
    (USER, _NOBODY_NAMED),
    GROUPS,
    (*APPLICATIONS, GUEST_ESSENTIALS[0], RIGHTS_MANAGEMENT, _NOBODY_NAMED),
)
"""Every user and application that made-up environments can tell apart."""


def is_told(statements: Iterable[Row], who: Somebody) -> bool:
    """Whether some statement is about this user and this application."""
    return any(
        any(_fits(term, who) for term in each["users"]) and any(_fits(term, who) for term in each["applications"])
        for each in statements
    )


def _fits(term: Row, who: Somebody) -> bool:
    return all(_holds(targets, who) for targets in term["in"]) and not any(
        _holds(targets, who) for targets in term["not_in"]
    )


def _holds(targets: Iterable[Row], who: Somebody) -> bool:
    kinds: dict[str, Callable[[str], bool]] = {
        "all_users": lambda _: True,
        "all_applications": lambda _: True,
        "office_365": lambda _: who.is_office,
        "user": who.user.__eq__,
        "group": who.groups.__contains__,
        "application": who.application.__eq__,
    }
    return any(kinds[each["kind"]](each["id"]) for each in targets)
