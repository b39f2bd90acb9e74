"""Why access widens to all, and what to write instead: traps in which a change reads like less and permits more.

Sources: the interpretation table of Microsoft Graph's overview of the cross-tenant access policy API (blocked with
blocked), crossTenantAccessPolicyConfigurationPartner (a section that is null takes the default's whole value), and
crossTenantAccessPolicyTarget (the keywords).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from crosscloud.domain.access import Targets, compare
from crosscloud.domain.access.reduced import as_far_as, without
from crosscloud.domain.access.section import Rule
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.openness import half, is_outbound
from crosscloud.domain.settings import OFFICE_365


@dataclass(frozen=True, slots=True)
class End:
    """The section of one tenant that decides a direction, before and after.

    Attributes:
        tenant: the tenant's id.
        cloud: its cloud.
        other: the id of the other tenant; None where the section is the default's own, which governs every
            organisation of the same cloud that nobody listed.
        section: the section's name.
        was: what it permitted; None where unknown.
        will: what it will permit; None where unknown.
        was_inherited: whether that came from the default.
        is_inherited: whether it will.
        is_listed: whether the tenant will list the other one.
    """

    tenant: str
    cloud: Cloud
    other: str | None
    section: str
    was: Rule | None
    will: Rule | None
    was_inherited: bool = False
    is_inherited: bool = False
    is_listed: bool = True

    @property
    def is_default(self) -> bool:
        """Whether this is the default itself."""
        return self.other is None

    @property
    def home(self) -> str | None:
        """Whose users it is about; None for any other organisation of the cloud."""
        return self.tenant if is_outbound(self.section) else self.other

    @property
    def resource(self) -> str | None:
        """Whose applications it is about; None for any other organisation of the cloud."""
        return self.other if is_outbound(self.section) else self.tenant

    @property
    def widens(self) -> bool:
        """Whether the section surely permits more than before; one that was not known does not."""
        return bool(self.was and self.will and compare(half(self.was), half(self.will)).gained)

    @property
    def is_taken_over(self) -> bool:
        """Whether the default decides from now on, and did not before."""
        return self.is_inherited and not self.was_inherited


class Inheriting(Enum):
    """How the default comes to decide."""

    ENTRY_GONE = "entry gone"
    SECTION_GONE = "section gone"
    NOT_LISTED = "not listed"
    LEFT_OUT = "left out"


class Blocked(Enum):
    """What a section blocks: whatever it does not name is allowed."""

    PAIR = "pair"
    USERS = "users"
    APPLICATIONS = "applications"


@dataclass(frozen=True, slots=True)
class Inherits:
    """The default decides, and permits much: keep the entry or the section, or give it one of its own."""

    end: End
    how: Inheriting


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody meant who blocks some of those whom a list allowed: the same list without these.

    Attributes:
        users: whom the list allowed, without those who are blocked now; empty where that is nobody.
        taken: whom the list allowed by name, and who are blocked now; empty where that is nobody.
        left_out: who is blocked, was not in the list by name, and may be in a group of `users`: no section can say
            that, so that they are taken out of the group, or kept from the application; empty where there is none.
        applications: what the list allowed; None where it blocked applications.
    """

    users: Targets
    taken: Targets
    left_out: Targets
    applications: Targets | None


@dataclass(frozen=True, slots=True)
class Blocks:
    """A list blocks, so that everything else is allowed.

    Attributes:
        end: the section.
        what: what it blocks.
        gone: the users whom alone it allowed before.
        meant: what may have been meant; None where some allow list, and nothing more can be told.
    """

    end: End
    what: Blocked
    gone: Targets | None
    meant: Meant | None


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords that stand for all, and did not stand there before: name what is meant."""

    end: End
    all_users: bool
    all_applications: bool
    office_365: bool


Trap: TypeAlias = Inherits | Blocks | Keywords


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a direction widens to all.

    Attributes:
        traps: the trap at each end that has one.
        only_counts_now: whether no section widens: what stood before them fell (a cloud is enabled, a partner is
            listed).
        is_one_line: whether one declaration of the intent feeds both halves, so that neither tenant stops it.
        is_declared: whether the intent declares the direction.
    """

    traps: tuple[Trap, ...]
    only_counts_now: bool
    is_one_line: bool
    is_declared: bool

    @property
    def is_takeover(self) -> bool:
        """Whether a default takes over where an entry or a section of it stood."""
        takeovers = (Inheriting.ENTRY_GONE, Inheriting.SECTION_GONE)
        return any(isinstance(trap, Inherits) and trap.how in takeovers for trap in self.traps)


def cause(ends: Sequence[End], *, is_declared: bool) -> Cause | None:
    """Why a direction widens to all; None where no trap is known.

    Args:
        ends: the sections that decide it.
        is_declared: whether the intent declares it, so that both follow from one declaration.
    """
    widened = [end for end in ends if end.widens]
    causing = widened or [end for end in ends if end.will is not None]
    traps = tuple(found for end in causing if (found := _trap(end)) is not None)
    if not traps:
        return None
    rules = {(end.was, end.will) for end in causing}
    return Cause(traps, not widened, is_declared and len(causing) > 1 and len(rules) == 1, is_declared)


def _trap(end: End) -> Trap | None:
    if end.will is None:
        return None
    if end.is_inherited:
        return Inherits(end, _how(end))
    return _blocks(end, end.will) or _keywords(end, end.will)


def _how(end: End) -> Inheriting:
    if end.is_taken_over:
        return Inheriting.SECTION_GONE if end.is_listed else Inheriting.ENTRY_GONE
    return Inheriting.LEFT_OUT if end.is_listed else Inheriting.NOT_LISTED


def _blocks(end: End, will: Rule) -> Blocks | None:
    """The trap of a list that blocks: whatever it does not name is allowed."""
    if not (will.users_blocked or will.applications_blocked):
        return None
    if not will.users_blocked:
        return Blocks(end, Blocked.APPLICATIONS, None, None)
    was = end.was
    is_list = was is not None and not was.users_blocked and not was.users.everything
    return Blocks(
        end,
        Blocked.PAIR if will.applications_blocked else Blocked.USERS,
        gone=was.users if was is not None and is_list else None,
        meant=_meant(was, will) if was is not None and is_list and not will.users.everything else None,
    )


def _meant(was: Rule, will: Rule) -> Meant:
    users, blocked = without(was.users, will.users), without(will.users, was.users)
    applications = None if was.applications_blocked else was.applications
    return Meant(users, without(was.users, users), as_far_as(blocked, [users]), applications)


def _keywords(end: End, will: Rule) -> Keywords | None:
    """A keyword that stands for all, and did not stand there before."""
    was = end.was
    before = was.applications if was and not was.applications_blocked else Targets()
    all_applications = will.applications.everything and not before.everything
    found = Keywords(
        end,
        all_users=will.users.everything and not (was and was.users.everything and not was.users_blocked),
        all_applications=all_applications,
        office_365=not all_applications and OFFICE_365 in will.applications.classes - before.classes,
    )
    return found if found.all_users or found.all_applications or found.office_365 else None
