"""Lists of targets that cannot stand as they are: wildcards, duplicates, things that are no ids.

Source: Microsoft Graph reference, crossTenantAccessPolicyTarget; that a wildcard cannot stand beside ids is how
the admin center offers them. What is not documented (an empty list, a duplicate) is taken strictly.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.own_sections import OwnSection, TargetList
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS, OFFICE_365

_WILDCARDS: Final = (ALL_USERS, ALL_APPLICATIONS)
_KEYWORDS: Final = (*_WILDCARDS, OFFICE_365)
_ALL_MICROSOFT_APPS: Final = "AllMicrosoftApps"
"""One revision of a document calls it a reserved value; the reference does not know it."""


def impossible_targets(situation: Situation) -> Iterator[Finding]:
    """XC203: wildcards mixed, in the wrong list or of the wrong type; an empty list; a duplicate."""
    for place in situation.own_sections:
        for listed in place.targets:
            mistakes = list(dict.fromkeys(_mistakes(listed)))
            if mistakes:
                yield finding(
                    "XC203",
                    (place.tenant,),
                    (*place.subject, listed.name),
                    summary=f"{place.tenant}: {listed.name} in {place.words} {mistakes[0]}.",
                    detail=f"The list {'; it '.join(mistakes)}. What Graph makes of it is not documented.",
                    fix="Name either the wildcard alone or chosen ids, each once and with its own target type.",
                    degree=len(mistakes),
                )


def _mistakes(listed: TargetList) -> Iterator[str]:
    names = [str(target.get("target")) for target in listed.targets]
    if not names:
        yield "is empty"
    for name in _WILDCARDS:
        if name in names and len({fold(each) for each in names}) > 1:
            yield f"mixes {name} with other targets"
    for name, count in Counter(map(fold, names)).items():
        if count > 1:
            yield f"names {name} {count} times"
    for target in listed.targets:
        name, kind = str(target.get("target")), target.get("target_type")
        if name in _KEYWORDS and (name == ALL_USERS) is not listed.is_users:
            yield f"holds {name}, which belongs to {'applications' if listed.is_users else 'users'}"
        elif name == ALL_USERS and kind != "user":
            yield f"gives {name} the target type {kind}, which must be user"
        elif listed.is_users and kind not in ("user", "group"):
            yield f"gives {name} the target type {kind}, which must be user or group"
        elif not listed.is_users and kind != "application":
            yield f"gives {name} the target type {kind}, which must be application"


def not_an_id(situation: Situation) -> Iterator[Finding]:
    """XC210: a target or a partner whose id is not a GUID."""
    for tenant_id, partner in situation.links:
        if not is_guid(partner):
            name = situation.name(tenant_id)
            what = "a domain name" if "." in partner else "not a GUID"
            yield finding(
                "XC210",
                (name,),
                (tenant_id, partner),
                summary=f"{name} lists the partner {partner!r}, which is {what}.",
                detail="Partners are listed by tenant id alone; between clouds, no domain name is ever looked up.",
                fix="Ask the partner for its tenant id, and list it under that.",
            )
    for place in situation.own_sections:
        for listed in place.targets:
            for target in listed.targets:
                name = str(target.get("target"))
                if not is_guid(name) and name not in _KEYWORDS:
                    yield _bad_target(place, listed, name)


def _bad_target(place: OwnSection, listed: TargetList, name: str) -> Finding:
    is_doubtful = name == _ALL_MICROSOFT_APPS and not listed.is_users
    return finding(
        "XC210",
        (place.tenant,),
        (*place.subject, listed.name, name),
        severity="unknown" if is_doubtful else None,
        summary=f"{place.tenant}: {listed.name} in {place.words} names {name!r}, which is not a GUID.",
        detail="Whether Graph takes it is not documented consistently."
        if is_doubtful
        else f"A target is an id or one of the keywords {', '.join(_KEYWORDS)}, written exactly so.",
        fix="Name the object id of the user or group, or the application (client) id.",
    )
