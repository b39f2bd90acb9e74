"""What one section (inbound or outbound) permits, from its users and its applications.

The four combinations of access types are those of the interpretation table in Microsoft Graph's overview of the
cross-tenant access policy API. Users blocked *and* applications blocked blocks only the combination.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crosscloud.domain.access.targets import APPLICATIONS, USERS, Subject, Targets, targets_of
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import Unread, Value
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Rule:
    """A section that is understood.

    Attributes:
        users: the users and groups listed.
        users_blocked: whether those are blocked, rather than allowed.
        applications: the applications listed.
        applications_blocked: whether those are blocked, rather than allowed.
    """

    users: Targets
    users_blocked: bool
    applications: Targets
    applications_blocked: bool

    def permits(self, user: Subject, application: Subject) -> Truth:
        """Whether this section permits `user` to reach `application`."""
        return self.combine(self.users.holds(user), self.applications.holds(application))

    def permits_listed(self, user_listed: bool, application_listed: bool) -> bool:
        """Whether it permits a user and an application of which it is known whether its lists hold them."""
        return permits_listed(user_listed, self.users_blocked, application_listed, self.applications_blocked)

    @property
    def permits_nothing(self) -> bool:
        """Whether it permits nobody anything."""
        return _permits_nothing(
            self.users.may_hold, self.users_blocked, self.applications.may_hold, self.applications_blocked
        )

    def combine(self, user_listed: Truth, application_listed: Truth) -> Truth:
        """Whether it permits a user and an application that are, or are not, in its lists, or may be."""
        match self.users_blocked, self.applications_blocked:
            case False, False:
                return user_listed & application_listed
            case False, True:
                return user_listed & ~application_listed
            case True, False:
                return ~user_listed & application_listed
            case _:
                return ~(user_listed & application_listed)


EVERYTHING: Final = Rule(Targets(everything=True), False, Targets(everything=True), False)
"""The rule that permits everybody everything."""
NOTHING: Final = Rule(Targets(everything=True), True, Targets(everything=True), True)
"""The rule that permits nobody anything."""


@lru_cache(maxsize=64)
def _permits_nothing(
    users: tuple[bool, ...], users_blocked: bool, applications: tuple[bool, ...], applications_blocked: bool
) -> bool:
    return not any(
        permits_listed(user, users_blocked, application, applications_blocked)
        for user in users
        for application in applications
    )


def permits_listed(
    user_listed: bool, users_blocked: bool, application_listed: bool, applications_blocked: bool
) -> bool:
    """Whether a section permits a user and an application, from whether its lists hold them and are blocked."""
    if users_blocked and applications_blocked:
        return not (user_listed and application_listed)
    return user_listed is not users_blocked and application_listed is not applications_blocked


def rule_for(tenant: TenantSettings, section: str, partner: str) -> Rule | None:
    """What applies to `partner` in `tenant`, as `rule_of` understands it; None where unknown or undocumented."""
    value, origin = tenant.effective(section, partner)
    place = section, fold(partner) if origin == "partner" else ""
    rules: dict[tuple[str, str], Rule | None] = tenant.memo
    if place not in rules:  # each is asked for many times
        rules[place] = rule_of(value)
    return rules[place]


def rule_of(section: Value | Unread) -> Rule | None:
    """The rule in a section's value; None where it is unread, or a half is missing or not understood."""
    if not isinstance(section, dict):
        return None
    users, applications = section.get("users_and_groups"), section.get("applications")
    listed, reached = targets_of(users, USERS), targets_of(applications, APPLICATIONS)
    if listed is None or reached is None or not isinstance(users, dict) or not isinstance(applications, dict):
        return None
    types = (users.get("access_type"), applications.get("access_type"))
    if not {*types} <= {"allowed", "blocked"}:
        return None
    return Rule(listed, types[0] == "blocked", reached, types[1] == "blocked")
