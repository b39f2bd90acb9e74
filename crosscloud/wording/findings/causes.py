"""Why access widens to all, in words, and what to write instead: a sentence or two for each trap."""

from collections.abc import Iterable
from typing import Final

from crosscloud.domain.access import Targets
from crosscloud.domain.access.section import Rule
from crosscloud.domain.applications import GUEST_ESSENTIALS
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.causes import (
    Blocked,
    Blocks,
    Cause,
    End,
    Inheriting,
    Inherits,
    Keywords,
    Trap,
)
from crosscloud.domain.findings.openness import half, permitted
from crosscloud.domain.guid import is_guid
from crosscloud.domain.settings import OFFICE_365
from crosscloud.wording.access import pairs_in_words, targets_in_words
from crosscloud.wording.names import Names, all_others

_SUITE: Final = "Office365 stands for the whole suite: which applications belong to it, Microsoft decides."
_ALLOW: Final = "Allow the users and the applications that are meant; what an allow list does not name is blocked."


def cause_in_words(cause: Cause, names: Names) -> tuple[str, str]:
    """Why a direction widens to all, and what to do instead; what is so at both ends is said once."""
    told = [_trap(trap, names, with_code=cause.is_declared) for trap in cause.traps]
    why = list(dict.fromkeys(text for text, _ in told))
    if cause.only_counts_now:
        why.append("Nothing of it counted until each tenant had listed the other and enabled its cloud.")
    if cause.is_one_line:
        why.append("One line feeds both halves, so neither tenant stops it.")
    return " ".join(why), " ".join(dict.fromkeys(instead for _, instead in told))


def party(tenant: str | None, cloud: Cloud, names: Names) -> str:
    """One end of a direction: a tenant, or the organisations of one cloud that nobody listed."""
    return all_others(cloud) if tenant is None else names.tenant(tenant)


def _trap(trap: Trap, names: Names, *, with_code: bool) -> tuple[str, str]:
    """Why one section permits so much, and what to do instead: with what to write where the intent is Python."""
    if isinstance(trap, Inherits):
        return _inherits(trap, names)
    if isinstance(trap, Blocks):
        why, instead = (
            f"It reads like a restriction. {_blocked(trap, names)}",
            _meant(trap, names, with_code=with_code),
        )
    else:
        why, instead = _keywords(trap, names)
    if not trap.end.is_default:
        return why, instead
    return (
        f"The default governs every organisation that nobody listed. {why}",
        "Leave the default closed, and give the organisation that is meant an entry of its own.",
    )


def _inherits(trap: Inherits, names: Names) -> tuple[str, str]:
    end = trap.end
    tenant, other = names.tenant(end.tenant), party(end.other, end.cloud, names)
    section, permits = end.section, pairs_in_words(*permitted(half(end.will)), names)
    match trap.how:
        case Inheriting.ENTRY_GONE:
            return (
                f"The entry for {other} in {tenant} is gone: the default takes over, and it permits more "
                f"({section}: {permits}).",
                f"Keep the entry for {other} in {tenant}, closed if need be, or close the default first.",
            )
        case Inheriting.SECTION_GONE:
            return (
                f"In {tenant}, {section} of the entry for {other} is gone: the default takes over, and it permits "
                f"more ({permits}). To leave a section out is not to close it.",
                f"Keep {section} of the entry for {other} in {tenant}, blocked if nobody is meant.",
            )
        case Inheriting.NOT_LISTED:
            return (
                f"{tenant} has no entry for {other}: its default decides ({section}), and permits {permits}.",
                f"Give {other} an entry in {tenant} whose {section} names who is meant.",
            )
        case Inheriting.LEFT_OUT:
            return (
                f"In {tenant}, the entry for {other} leaves {section} to the default, which permits {permits}.",
                f"Give the entry for {other} in {tenant} a {section} of its own that names who is meant.",
            )


def _blocked(trap: Blocks, names: Names) -> str:
    end, will = trap.end, _known(trap.end)
    users, applications = _users(will.users, end, names), _applications(will.applications, end, names)
    only = "" if trap.gone is None else f", and what allowed only {_users(trap.gone, end, names)} is gone"
    match trap.what:
        case Blocked.PAIR:
            return (
                "With users blocked and applications blocked, only the pair is blocked: "
                f"{users} at {applications}. Everything else is allowed{only}."
            )
        case Blocked.USERS:
            home = party(end.home, end.cloud, names)
            return f"To block {users} is to allow every other user of {home}{only}."
        case Blocked.APPLICATIONS:
            resource = party(end.resource, end.cloud, names)
            return f"To block {applications} is to allow every other application of {resource}."


def _meant(trap: Blocks, names: Names, *, with_code: bool) -> str:
    """What to write instead of a list that blocks."""
    meant, end = trap.meant, trap.end
    if meant is None:
        return _ALLOW
    taken = f"If {_users(meant.taken, end, names)} should lose what the list allowed, "
    if meant.users.is_empty:
        write = "write access=Access.block_all()" if with_code else "block AllUsers and AllApplications"
        return f"{taken}{write}: nobody is left in the list, and to block is not the opposite of to allow."
    users = _users(meant.users, end, names)
    if meant.left_out.is_empty:
        code = _allow(meant.users, meant.applications) if with_code and meant.applications is not None else None
        allow = "Allow" if meant.taken.is_empty else f"{taken}allow"
        write = f": access={code}" if code else ""
        return f"{allow} {users} alone{write}. What an allow list does not name is blocked."
    left_out = _users(meant.left_out, end, names)
    applications = _applications(_known(end).applications, end, names)
    home, resource = party(end.home, end.cloud, names), party(end.resource, end.cloud, names)
    return (
        f'"{users}, but not {left_out}" cannot be said in these settings: allow {users}, and take {left_out} out '
        f"of {users} in {home}, or exclude them from {applications} with Conditional Access or application "
        f"assignment in {resource}."
    )


def _allow(users: Targets, applications: Targets) -> str | None:
    """`Access.allow(groups=["0d6b3c55-…"], applications=["19c5d2e7-…", *GUEST_ESSENTIALS])`, to be pasted.

    None where a tenant has something among its ids that is none: that is no text for code.
    """
    if not all(map(is_guid, (*users.ids, *users.classes, *applications.ids))):
        return None
    has_essentials = applications.ids.issuperset(GUEST_ESSENTIALS)
    others = applications.ids.difference(GUEST_ESSENTIALS) if has_essentials else applications.ids
    reached = [
        *_quoted(others),
        *(["*GUEST_ESSENTIALS"] if has_essentials else []),
        *(["OFFICE_365"] if OFFICE_365 in applications.classes else []),
    ]
    given = {
        "users": f"[{', '.join(_quoted(users.ids))}]" if users.ids else "",
        "groups": f"[{', '.join(_quoted(users.classes))}]" if users.classes else "",
        "applications": "ALL_APPLICATIONS" if applications.everything else f"[{', '.join(reached)}]",
    }
    return f"Access.allow({', '.join(f'{name}={value}' for name, value in given.items() if value)})"


def _quoted(ids: Iterable[str]) -> list[str]:
    return [f'"{id_}"' for id_ in sorted(ids)]


def _keywords(trap: Keywords, names: Names) -> tuple[str, str]:
    end = trap.end
    why, instead = [], []
    if trap.all_users:
        home = party(end.home, end.cloud, names)
        why.append(f"AllUsers stands for every user of {home}, those who come later included.")
        instead.append("the groups")
    if trap.all_applications:
        resource = party(end.resource, end.cloud, names)
        why.append(
            f"AllApplications stands for every application of {resource}: the Azure portal, the Entra admin "
            "center, and what is added later."
        )
    if trap.office_365:
        why.append(_SUITE)
    if trap.all_applications or trap.office_365:
        instead.append("the applications")
    return " ".join(why), f"Name {' and '.join(instead)} that are meant."


def _known(end: End) -> Rule:
    """What a section with a trap will permit: it is known, or there were none."""
    if end.will is None:
        raise AssertionError("a section that is not known has no trap")
    return end.will


def _users(targets: Targets, end: End, names: Names) -> str:
    """A list of users, without saying of each whose it is: the sentence does."""
    words = targets_in_words(targets, names, are_users=True)
    return words.replace(f" (of {party(end.home, end.cloud, names)})", "")


def _applications(targets: Targets, end: End, names: Names) -> str:
    """A list of applications, without saying of each whose it is: the sentence does."""
    words = targets_in_words(targets, names, are_users=False)
    return words.replace(f" (of {party(end.resource, end.cloud, names)})", "")
