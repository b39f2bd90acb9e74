"""One section whose users and applications do not go together, or say something else than they seem to.

Sources: Microsoft's page on cross-tenant access settings for B2B collaboration (all users are blocked only with
all applications; an inbound default cannot choose users), and the interpretation table of Graph's overview.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.own_sections import OwnSection, TargetList
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS, DEFAULT, PARTNER, doubts

_SAYS: Final = MappingProxyType(
    {
        "XC207": (
            "has users and applications of different access types: legal, often misread",
            "Say it with one access type for both halves, or keep it if that is what is meant.",
        ),
        "XC208": (
            "blocks users and applications: only the combination is blocked",
            "If only some are meant to get in, allow those users and applications instead of blocking others.",
        ),
        "XC211": (
            "has one half only: what it permits is unknown",
            "Give the section both users_and_groups and applications.",
        ),
    }
)


def doubtful(situation: Situation) -> Iterator[Finding]:
    """XC207, XC208 and XC211: a section that is legal, and may not mean what the reader thinks."""
    for place in situation.own_sections:
        section = (DEFAULT if place.partner is None else PARTNER).section(place.section)
        for id_, text in doubts(section, place.value):
            if id_ == "XC207" and _blocks_users_alone(place):
                continue  # XC201 says more
            summary, fix = _SAYS[id_]
            yield finding(
                id_,
                (place.tenant,),
                place.subject,
                summary=f"{place.tenant}: {place.words} {summary}.",
                detail=f"It {text}.",
                fix=fix,
            )


def all_users_blocked(situation: Situation) -> Iterator[Finding]:
    """XC201: all users are blocked, but not all applications."""
    for place in situation.own_sections:
        if _blocks_users_alone(place):
            yield finding(
                "XC201",
                (place.tenant,),
                place.subject,
                summary=f"{place.tenant}: {place.words} blocks all users, but not all applications.",
                detail="All users may be blocked only together with all applications; the admin center refuses "
                "anything else.",
                fix="Block AllApplications as well, or allow the users and applications that are meant.",
            )


def inbound_default_chooses(situation: Situation) -> Iterator[Finding]:
    """XC202: an inbound default names chosen users or groups."""
    for place in situation.own_sections:
        if place.partner is not None or not place.section.endswith("_inbound"):
            continue
        for listed in place.targets:
            if listed.is_users and any(target.get("target") != ALL_USERS for target in listed.targets):
                yield finding(
                    "XC202",
                    (place.tenant,),
                    place.subject,
                    summary=f"{place.tenant}: {place.words} names chosen users or groups.",
                    detail="The default governs organisations that nobody named, so the ids of their users and "
                    "groups "
                    "cannot be known.",
                    fix=f"Use {ALL_USERS} in the default, and name users or groups in a partner's entry.",
                )


def _blocks_users_alone(place: OwnSection) -> bool:
    """Whether all users are blocked and not all applications."""
    lists = tuple(place.targets)
    if len(lists) != 2:
        return False
    users, applications = lists
    return _blocks(users, ALL_USERS) and not _blocks(applications, ALL_APPLICATIONS)


def _blocks(listed: TargetList, keyword: str) -> bool:
    return listed.access_type == "blocked" and listed.has(keyword)
