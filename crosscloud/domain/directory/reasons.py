"""Why a part of what a tenant's directory says was not read: a value with a kind, no words."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Why(Enum):
    """The kinds of reasons."""

    PERMISSION = "permission"
    """It needs a permission, which `Reason.text` names."""
    ANOTHERS = "anothers"
    """It is another organisation's."""
    NOT_ASKED = "not asked"
    """This run does not ask that tenant."""
    NOT_WANTED = "not wanted"
    """Nobody asked for it."""
    UNSAID = "unsaid"
    """Graph's answer does not say it."""
    OTHER = "other"
    """What `Reason.text` says, such as the error that came up."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was not read.

    Attributes:
        why: of which kind it is.
        text: the permission that is needed, or in words what no kind is for.
        tenant: in which tenant (its id) the permission is needed; empty where that is the tenant that was asked.
    """

    why: Why
    text: str = ""
    tenant: str = ""


ANOTHERS: Final = Reason(Why.ANOTHERS)
NOT_ASKED: Final = Reason(Why.NOT_ASKED)
NOT_WANTED: Final = Reason(Why.NOT_WANTED)
UNSAID: Final = Reason(Why.UNSAID)


def needs(permission: str, tenant: str = "") -> Reason:
    """It needs `permission`, such as `User.Read.All`; in `tenant` where that is not the one that was asked."""
    return Reason(Why.PERMISSION, permission, tenant)


def because(text: str) -> Reason:
    """What `text` says, without a full stop."""
    return Reason(Why.OTHER, text)
