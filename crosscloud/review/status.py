"""What becomes of who may reach what: one word for a comparison, whichever way in or out it is of."""

from typing import Final, Literal, TypeAlias

from crosscloud.domain.access import Comparison, Permission
from crosscloud.domain.truth import Truth

Status: TypeAlias = Literal["opened", "widened", "changed", "narrowed", "closed", "unchanged", "unknown"]
"""What becomes of who may reach what. `changed`: some gain and some lose; `unknown`: what changes cannot be
decided (some lose and others may gain), or what stays is not known."""


def find_status(access: Comparison) -> Status:
    """What becomes of who may reach what."""
    before, after = access.was.values(), access.will.values()
    if access.was == access.will:
        return "unknown" if access.unknown else "unchanged"
    if access.gained and access.lost:
        return "changed"
    if access.gained:
        return "widened" if Truth.YES in before or Truth.UNKNOWN in before else "opened"
    if access.lost and not access.may_widen:
        return "narrowed" if Truth.YES in after or Truth.UNKNOWN in after else "closed"
    return "unknown"


def as_shown(found: Permission) -> Permission:
    """A permission of which a precondition does not hold, without its rules: nobody reaches anything anyway."""
    return _CLOSED if found.gate is Truth.NO else found


_CLOSED: Final = Permission(Truth.NO, None, None)
