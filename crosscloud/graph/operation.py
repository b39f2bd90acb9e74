"""What is being done, in words for errors, and the least permission for it.

Source: Microsoft Graph reference, the permissions tables of crossTenantAccessPolicy, its default and its
partners (application permissions).
"""

from dataclasses import dataclass
from typing import Final

READ_PERMISSION: Final = "Policy.Read.All"
WRITE_PERMISSION: Final = "Policy.ReadWrite.CrossTenantAccess"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on a tenant.

    Attributes:
        what: a verb phrase that "of tenant …" can follow, e.g. `read the partners`.
        permission: the least Graph permission that suffices.
    """

    what: str
    permission: str


def reading(what: str) -> Operation:
    """Reading `what`."""
    return Operation(f"read {what}", READ_PERMISSION)


def writing(verb: str, what: str) -> Operation:
    """Doing `verb` to `what`."""
    return Operation(f"{verb} {what}", WRITE_PERMISSION)
