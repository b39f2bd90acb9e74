"""Who may reach what: one access, for one direction of B2B collaboration."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from crosscloud.domain.settings import PARTNER, Value, problems
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import IntentProblem, SettingsError
from crosscloud_constructs.settings.checks import intent_problem
from crosscloud_constructs.settings.targets import (
    ALL_APPLICATIONS,
    ALL_USERS,
    Given,
    Keyword,
    Target,
    targets,
)
from crosscloud_constructs.source import Source, calling_code


@dataclass(frozen=True, slots=True)
class Access:
    """Users and groups together with applications. Made by `allow`, `block` or `block_all`.

    Users and groups are those of the tenant where they are at home; applications are those of the tenant that
    has them. Graph calls this a B2B setting (Microsoft Graph reference, crossTenantAccessPolicyB2BSetting).

    Attributes:
        access_type: whether the targets are allowed, or blocked.
        who: the users and groups.
        to: the applications.
        source: where in the code it was made.
    """

    access_type: Literal["allowed", "blocked"]
    who: tuple[Target, ...]
    to: tuple[Target, ...]
    source: Source = field(compare=False, repr=False)

    @classmethod
    def allow(
        cls,
        *,
        users: Iterable[Given] | Keyword = (),
        groups: Iterable[Given] = (),
        applications: Iterable[Given] | Keyword = (),
    ) -> "Access":
        """Allows the users and groups named to reach the applications named, and nobody anything else.

        Args:
            users: users of an environment or their object ids; everybody is ALL_USERS.
            groups: groups of an environment or their object ids.
            applications: applications of an environment or their application (client) ids, OFFICE_365; every
                one is ALL_APPLICATIONS.

        Raises:
            SettingsError: where nobody or no application is named, or something cannot stand there.
        """
        return cls._make("allowed", users, groups, applications, "Access.allow")

    @classmethod
    def block(
        cls,
        *,
        users: Iterable[Given] | Keyword = (),
        groups: Iterable[Given] = (),
        applications: Iterable[Given] | Keyword = (),
    ) -> "Access":
        """Blocks only the users and groups named, and those only from the applications named.

        Everybody else, and every other application, stays allowed: to keep somebody out altogether, name
        ALL_APPLICATIONS. Arguments and errors are those of `allow`.
        """
        return cls._make("blocked", users, groups, applications, "Access.block")

    @classmethod
    def block_all(cls) -> "Access":
        """Blocks everybody from everything."""
        return cls._make("blocked", ALL_USERS, (), ALL_APPLICATIONS, "Access.block_all")

    @classmethod
    def _make(
        cls,
        access_type: Literal["allowed", "blocked"],
        users: Iterable[Given] | Keyword,
        groups: Iterable[Given],
        applications: Iterable[Given] | Keyword,
        called: str,
    ) -> "Access":
        where = calling_code()
        found: list[IntentProblem] = []
        who = (
            *targets(users, "user", "users", where, found),
            *targets(groups, "group", "groups", where, found),
        )
        access = cls(
            access_type, who, tuple(targets(applications, "application", "applications", where, found)), where
        )
        if not found:
            rules = problems(PARTNER.section("b2b_collaboration_inbound"), access.to_value())
            found = [intent_problem((called, *broken.path), broken, where) for broken in rules]
        if found:
            refuse(SettingsError(found), access)
        return access

    def to_value(self) -> Value:
        """The access as the settings describe a B2B section."""
        return {
            "users_and_groups": {
                "access_type": self.access_type,
                "targets": [target.to_value() for target in self.who],
            },
            "applications": {
                "access_type": self.access_type,
                "targets": [target.to_value() for target in self.to],
            },
        }
