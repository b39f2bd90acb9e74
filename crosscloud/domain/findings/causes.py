"""Why access widens to all, and what to do instead: the traps in which a change reads like less and permits more.

Sources: the interpretation table of Microsoft Graph's overview of the cross-tenant access policy API (blocked with
blocked), crossTenantAccessPolicyConfigurationPartner (a section that is null takes the default's whole value), and
crossTenantAccessPolicyTarget (the keywords).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access import Targets, compare
from crosscloud.domain.access.section import Rule
from crosscloud.domain.findings.reach import half, in_words, is_outbound, permitted
from crosscloud.domain.settings import OFFICE_365
from crosscloud.wording.access import targets_in_words

NameOf = Callable[[str], str | None]

_SUITE: Final = "Office365 stands for the whole suite: which applications belong to it, Microsoft decides."


@dataclass(frozen=True, slots=True)
class End:
    """The section of one tenant that decides a direction, before and after.

    Attributes:
        tenant: the tenant's name.
        other: the name of the other tenant, or `any other … organisation`.
        section: the section's name.
        was: what it permitted; None where unknown.
        will: what it will permit; None where unknown.
        was_inherited: whether that came from the default.
        is_inherited: whether it will.
        is_default: whether this is the default itself.
        is_listed: whether the tenant will list the other one.
    """

    tenant: str
    other: str
    section: str
    was: Rule | None
    will: Rule | None
    was_inherited: bool = False
    is_inherited: bool = False
    is_default: bool = False
    is_listed: bool = True

    @property
    def home(self) -> str:
        """Whose users it is about."""
        return self.tenant if is_outbound(self.section) else self.other

    @property
    def resource(self) -> str:
        """Whose applications it is about."""
        return self.other if is_outbound(self.section) else self.tenant

    @property
    def widens(self) -> bool:
        """Whether the section surely permits more than before; one that was not known does not."""
        return bool(self.was and self.will and compare(half(self.was), half(self.will)).gained)

    def short(self, targets: Targets, name_of: NameOf, *, are_users: bool) -> str:
        """A list in words, without saying of each whose it is: the sentence does."""
        words = targets_in_words(targets, name_of, are_users=are_users)
        return words.replace(f" (of {self.home if are_users else self.resource})", "")


def cause(ends: Sequence[End], name_of: NameOf, *, is_one_line: bool) -> tuple[str, str] | None:
    """Why a direction widens to all, and what to do instead, in sentences; None where no trap is known.

    Args:
        ends: the sections that decide it.
        name_of: the names of ids.
        is_one_line: whether both follow from one declaration in the intent.
    """
    widened = [end for end in ends if end.widens]
    # Where no section widens, what stood before them fell: a cloud is enabled, a partner listed.
    causing = widened or [end for end in ends if end.will is not None]
    told = [(end, *found) for end in causing if (found := _trap(end, name_of)) is not None]
    if not told:
        return None
    why = list(dict.fromkeys(text for _, text, _ in told))
    if not widened:
        why.append("Nothing of it counted until each tenant had listed the other and enabled its cloud.")
    rules = {(end.was, end.will) for end in causing}
    if is_one_line and len(causing) > 1 and len(rules) == 1:
        why.append("One line feeds both halves, so neither tenant stops it.")
    return " ".join(why), " ".join(dict.fromkeys(text for _, _, text in told))


def _trap(end: End, name_of: NameOf) -> tuple[str, str] | None:
    """Why one section permits so much, and what to do instead."""
    if end.will is None:
        return None
    if end.is_inherited:
        return _inherits(end, end.will, name_of)
    found = _blocks(end, end.will, name_of) or _keywords(end, end.will)
    if found is None or not end.is_default:
        return found
    return (
        f"The default governs every organisation that nobody listed. {found[0]}",
        "Leave the default closed, and give the organisation that is meant an entry of its own.",
    )


def _inherits(end: End, will: Rule, name_of: NameOf) -> tuple[str, str]:
    permits = in_words(*permitted(half(will)), name_of)
    if not end.was_inherited and not end.is_listed:
        return (
            f"The entry for {end.other} in {end.tenant} is gone: the default takes over, and it permits more "
            f"({end.section}: {permits}).",
            f"Keep the entry for {end.other} in {end.tenant}, closed if need be, or close the default first.",
        )
    if not end.was_inherited:
        return (
            f"In {end.tenant}, {end.section} of the entry for {end.other} is gone: the default takes over, and it "
            f"permits more ({permits}). To leave a section out is not to close it.",
            f"Keep {end.section} of the entry for {end.other} in {end.tenant}, blocked if nobody is meant.",
        )
    if not end.is_listed:
        return (
            f"{end.tenant} has no entry for {end.other}: its default decides ({end.section}), and permits "
            f"{permits}.",
            f"Give {end.other} an entry in {end.tenant} whose {end.section} names who is meant.",
        )
    return (
        f"In {end.tenant}, the entry for {end.other} leaves {end.section} to the default, which permits "
        f"{permits}.",
        f"Give the entry for {end.other} in {end.tenant} a {end.section} of its own that names who is meant.",
    )


def _blocks(end: End, will: Rule, name_of: NameOf) -> tuple[str, str] | None:
    """The trap of a list that blocks: whatever it does not name is allowed."""
    if not (will.users_blocked or will.applications_blocked):
        return None
    users = end.short(will.users, name_of, are_users=True)
    applications = end.short(will.applications, name_of, are_users=False)
    only = ""
    if end.was is not None and not end.was.users_blocked and not end.was.users.everything:
        only = f", and what allowed only {end.short(end.was.users, name_of, are_users=True)} is gone"
    if will.users_blocked and will.applications_blocked:
        why = (
            "It reads like a restriction. With users blocked and applications blocked, only the pair is blocked: "
            f"{users} at {applications}. Everything else is allowed{only}."
        )
    elif will.users_blocked:
        why = f"It reads like a restriction. To block {users} is to allow every other user of {end.home}{only}."
    else:
        why = (
            f"It reads like a restriction. To block {applications} is to allow every other application of "
            f"{end.resource}."
        )
    return why, _instead_of_blocking(end, will, name_of)


def _instead_of_blocking(end: End, will: Rule, name_of: NameOf) -> str:
    was = end.was
    allowed = was is not None and not was.users_blocked and bool(was.users.classes)
    if was is None or not allowed or not will.users_blocked or will.users.everything:
        return "Allow the users and the applications that are meant; what an allow list does not name is blocked."
    members = end.short(was.users, name_of, are_users=True)
    users = end.short(will.users, name_of, are_users=True)
    applications = end.short(will.applications, name_of, are_users=False)
    return (
        f'"{members}, but not {users}" cannot be said in these settings: allow {members}, and take {users} out of '
        f"{members} in {end.home}, or exclude them from {applications} with Conditional Access or application "
        f"assignment in {end.resource}."
    )


def _keywords(end: End, will: Rule) -> tuple[str, str] | None:
    """A keyword that stands for all, and did not stand there before."""
    was = end.was
    why, instead = [], []
    if will.users.everything and not (was and was.users.everything and not was.users_blocked):
        why.append(f"AllUsers stands for every user of {end.home}, those who come later included.")
        instead.append("the groups")
    before = was.applications if was and not was.applications_blocked else Targets()
    if will.applications.everything and not before.everything:
        why.append(
            f"AllApplications stands for every application of {end.resource}: the Azure portal, the Entra admin "
            "center, and what is added later."
        )
        instead.append("the applications")
    elif OFFICE_365 in will.applications.classes - before.classes:
        why.append(_SUITE)
        instead.append("the applications")
    if not why:
        return None
    return " ".join(why), f"Name {' and '.join(instead)} that are meant."
