"""Values that Graph takes, and that may not mean what the reader thinks: reported, never refused.

Source: Microsoft Graph's overview of the cross-tenant access policy API (its table of how users and applications
combine), which says nothing about a half that is missing.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from crosscloud.domain.settings.rules import blocks_the_suite_alone, has_target
from crosscloud.domain.settings.shapes import ALL_APPLICATIONS, ALL_USERS, B2B_SETTING, TENANT_RESTRICTIONS
from crosscloud.domain.settings.types import Section, Value

_HALVES = ("users_and_groups", "applications")


class Doubt(Enum):
    """What may be read otherwise than it is meant; its value is the finding's id and what tells two of one id."""

    HALF = "XC211", ""
    """One half is missing, or both: what that permits is not documented."""
    USERS_ALLOWED_APPLICATIONS_BLOCKED = "XC207", "users allowed"
    """The users named reach every application but those named, and nobody else reaches any."""
    USERS_BLOCKED_APPLICATIONS_ALLOWED = "XC207", "users blocked"
    """Everybody but the users named reaches the applications named, and nothing else."""
    ALL_USERS_BLOCKED_FROM_THE_SUITE = "XC201", "office 365"
    """All users are blocked from Office 365 alone: the documents ask for all applications, and live tenants take
    it (a published acceptance test of another provider for Terraform sends just that)."""
    COMBINATION_BLOCKED = "XC208", ""
    """Only the users named are blocked, from only the applications named."""

    @property
    def finding(self) -> str:
        """The id of the finding that it is."""
        return self.value[0]

    @property
    def severity(self) -> Literal["warning"] | None:
        """How bad it is, where that is not what the finding is usually."""
        return "warning" if self is Doubt.ALL_USERS_BLOCKED_FROM_THE_SUITE else None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A section that keeps the rules and may be misread.

    Attributes:
        doubt: why.
        missing: the halves that it does not have.
    """

    doubt: Doubt
    missing: tuple[str, ...] = ()


def doubtful(section: Section, value: Value) -> Doubtful | None:
    """What to tell about a `value` that keeps the rules; None where it is plain."""
    if section.type not in (B2B_SETTING, TENANT_RESTRICTIONS) or not isinstance(value, dict):
        return None
    halves = [value.get(name) for name in _HALVES]
    missing = tuple(name for name, half in zip(_HALVES, halves, strict=True) if half is None)
    if missing:
        return Doubtful(Doubt.HALF, missing)
    users, applications = (half if isinstance(half, dict) else {} for half in halves)
    match users.get("access_type"), applications.get("access_type"):
        case "allowed", "blocked":
            return Doubtful(Doubt.USERS_ALLOWED_APPLICATIONS_BLOCKED)
        case "blocked", "allowed":
            return Doubtful(Doubt.USERS_BLOCKED_APPLICATIONS_ALLOWED)
        case "blocked", "blocked":
            if has_target(users, ALL_USERS) and blocks_the_suite_alone(applications):
                return Doubtful(Doubt.ALL_USERS_BLOCKED_FROM_THE_SUITE)
            names_all = has_target(users, ALL_USERS) or has_target(applications, ALL_APPLICATIONS)
            return None if names_all else Doubtful(Doubt.COMBINATION_BLOCKED)
    return None
