"""The applications that every guest needs: one name for all of them together, and what that name stands for."""

from collections.abc import Collection
from typing import Final

from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES

ESSENTIALS: Final = "guest essentials"
"""What they are called together."""
COUNTED: Final = f"{ESSENTIALS} ({len(GUEST_ESSENTIALS)} Microsoft apps)"
"""What stands for them in a list of applications."""
SPELT_OUT: Final = ", ".join(f"{NAMES[id_]} {id_}" for id_ in GUEST_ESSENTIALS)
"""Their names and ids."""


def has_essentials(applications: Collection[str]) -> bool:
    """Whether all of them are among `applications` (ids in lower case), and so are told as one."""
    return set(GUEST_ESSENTIALS) <= set(applications)
