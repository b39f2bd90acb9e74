"""The whole set of (user, application) pairs that two tenants' settings permit, as a small exact table.

The table has a row for each kind of user and a column for each kind of application that the lists of the two
deciding sections tell apart (`cells`). Each field is three-valued.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from crosscloud.domain.access.cells import Cell, cells
from crosscloud.domain.access.decision import INBOUND, OUTBOUND, preconditions_hold
from crosscloud.domain.access.section import Rule, permits_listed, rule_for
from crosscloud.domain.access.targets import Subject, Targets
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth, all_of

Answers = Mapping[tuple[Cell, Cell], Truth]
"""What is so for each kind of user with each kind of application."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may reach what, from `home` to `resource`.

    Attributes:
        gate: the preconditions (clouds, partner entries), which hold for everybody alike.
        outbound: what the home tenant's outbound section says; None where unknown or undocumented.
        inbound: what the resource tenant's inbound section says; None where unknown or undocumented.
    """

    gate: Truth
    outbound: Rule | None
    inbound: Rule | None

    @property
    def user_lists(self) -> tuple[Targets, ...]:
        """The lists of users and groups that decide."""
        return tuple(rule.users for rule in (self.outbound, self.inbound) if rule is not None)

    @property
    def application_lists(self) -> tuple[Targets, ...]:
        """The lists of applications that decide."""
        return tuple(rule.applications for rule in (self.outbound, self.inbound) if rule is not None)

    def answer(
        self, is_user_in: Callable[[Targets], Truth], is_application_in: Callable[[Targets], Truth]
    ) -> Truth:
        """Whether a user and an application are permitted, from the lists that they are in."""
        if self.gate is Truth.NO:
            return Truth.NO
        answers = (
            Truth.UNKNOWN
            if rule is None
            else rule.combine(is_user_in(rule.users), is_application_in(rule.applications))
            for rule in (self.outbound, self.inbound)
        )
        return self.gate & all_of(answers)

    def permits(self, user: Subject, application: Subject) -> Truth:
        """Whether `user` may reach `application`: the same as `decide` answers."""
        return self.answer(lambda targets: targets.holds(user), lambda targets: targets.holds(application))


@dataclass(frozen=True, slots=True)
class Table:
    """Several permissions over the kinds of users and applications that all their lists tell apart.

    Attributes:
        user_lists: the lists of users, each once.
        application_lists: the lists of applications, each once.
        users: the kinds of users.
        applications: the kinds of applications.
    """

    user_lists: tuple[Targets, ...]
    application_lists: tuple[Targets, ...]
    users: tuple[Cell, ...]
    applications: tuple[Cell, ...]

    def answers(self, permission: Permission) -> Answers:
        """What `permission` says of every kind of user with every kind of application."""
        return answers_of(self.users, self.applications, self.shape(permission))

    def shape(self, permission: Permission) -> "Shape":
        """How `permission` divides the kinds, whatever the lists hold."""
        if permission.gate is Truth.NO:
            return (), Truth.NO
        rules = [rule for rule in (permission.outbound, permission.inbound) if rule is not None]
        most = Truth.YES if permission.gate is Truth.YES and len(rules) == 2 else Truth.UNKNOWN
        ways = tuple(
            (
                self.user_lists.index(rule.users),
                rule.users_blocked,
                self.application_lists.index(rule.applications),
                rule.applications_blocked,
            )
            for rule in rules
        )
        return ways, most


Shape: TypeAlias = tuple[tuple[tuple[int, bool, int, bool], ...], Truth]
"""For each rule of a permission the place of its lists in a kind, and whether these are blocked; and what is
answered where each of the rules permits."""


@lru_cache(maxsize=4096)
def answers_of(users: tuple[Cell, ...], applications: tuple[Cell, ...], shape: Shape) -> Answers:
    """The answers by the kinds alone: whatever the lists hold, there are few ways in which they divide anybody."""
    ways, most = shape
    return {
        (user, application): most
        if all(
            permits_listed(user[u], users_blocked, application[a], applications_blocked)
            for u, users_blocked, a, applications_blocked in ways
        )
        else Truth.NO
        for user, application in product(users, applications)
    }


def permission(home: TenantSettings, resource: TenantSettings) -> Permission:
    """What the settings of the two permit users of `home` at applications of `resource`."""
    return Permission(
        gate=preconditions_hold(home, resource),
        outbound=rule_for(home, OUTBOUND, resource.tenant_id),
        inbound=rule_for(resource, INBOUND, home.tenant_id),
    )


def table_of(permissions: Sequence[Permission]) -> Table:
    """The table in which all of `permissions` can be compared, field by field."""
    users = tuple(dict.fromkeys(x for each in permissions for x in each.user_lists))
    applications = tuple(dict.fromkeys(x for each in permissions for x in each.application_lists))
    return Table(users, applications, _shared(tuple(cells(users))), _shared(tuple(cells(applications))))


@lru_cache(maxsize=1024)
def _shared(kinds: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The kinds themselves, once for all tables that have the same: there are few, and very many tables."""
    return kinds
