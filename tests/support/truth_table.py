"""Who may reach what, decided anew from Graph's JSON, one user and one application at a time.

It shares nothing with the code under test but the names of Graph: what is documented is written down here a second
time. None stands for what is not known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

Answer = bool | None

_GUID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ENDPOINTS: Final = {
    "global": "microsoftonline.com",
    "usgov": "microsoftonline.us",
    "usgov_dod": "microsoftonline.us",
    "china": "partner.microsoftonline.cn",
}
_SUPPORTED: Final = (
    {"microsoftonline.com", "microsoftonline.us"},
    {"microsoftonline.com", "partner.microsoftonline.cn"},
)
_KEYWORDS: Final = ("AllUsers", "AllApplications", "Office365", "AllMicrosoftApps")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A user and an application: ids, the user's groups, and whether the application belongs to Office 365."""

    user: str
    groups: frozenset[str]
    application: str
    is_office: bool


def everybody(users: Sequence[str], groups: Sequence[str], applications: Sequence[str]) -> list[Somebody]:
    """Every user, in every set of groups, with every application; in and out of Office 365."""
    sets = [
        frozenset(group for group, has in zip(groups, some, strict=True) if has)
        for some in product((False, True), repeat=len(groups))
    ]
    return [Somebody(*each) for each in product(users, sets, applications, (False, True))]


def both(*answers: Answer) -> Answer:
    """Whether all hold."""
    return False if False in answers else None if None in answers else True


def may_reach(home: Mapping[str, Any], resource: Mapping[str, Any], who: Somebody) -> Answer:
    """Whether the settings of two tenants (of a snapshot) permit it; what was not read is null in them."""
    return both(
        _gate(home, resource["tenant_id"], resource["cloud"]),
        _gate(resource, home["tenant_id"], home["cloud"]),
        _section(home, resource["tenant_id"], "b2bCollaborationOutbound", who),
        _section(resource, home["tenant_id"], "b2bCollaborationInbound", who),
    )


def half_permits(
    tenant: Mapping[str, Any], partner: str | None, cloud: str, section: str, who: Somebody
) -> Answer:
    """Whether one tenant permits it towards a partner; None of the partner is anybody who is not listed."""
    if partner is None:
        return _permits((tenant["default"] or {}).get(section), who)
    return both(_gate(tenant, partner, cloud), _section(tenant, partner, section, who))


def halves_permit(
    before: Mapping[str, Any], after: Mapping[str, Any], partner: str, section: str, who: Somebody
) -> tuple[Answer, Answer]:
    """The same before and after, of a partner whose cloud is not known: the most that may be, as in the own cloud.

    Where something is done or undone for another cloud that it may be in, it is so only if it is so in each.
    """
    gates = [
        (_gate(before, partner, cloud), _gate(after, partner, cloud)) for cloud in ("global", "usgov", "china")
    ]
    possible = [each for each in gates if each != (False, False)]  # else nobody comes from there, before and after
    differs = any(was is not will for was, will in possible)
    found = []
    for place, tenant in enumerate((before, after)):
        gate = True if not differs or all(each[place] is True for each in possible) else None
        found.append(both(gate, _section(tenant, partner, section, who)))
    return found[0], found[1]


def named_partners(tenant: Mapping[str, Any]) -> set[str]:
    """The partners that a tenant lists by a sound id."""
    ids = (entry["tenantId"] for entry in tenant["partners"] or ())
    return {id_ for id_ in ids if isinstance(id_, str) and _GUID.fullmatch(id_)}


def may_list_more(tenant: Mapping[str, Any]) -> bool:
    """Whether an entry has no sound id, so that it may be anybody's."""
    return len(named_partners(tenant)) < len(tenant["partners"])


def _gate(tenant: Mapping[str, Any], partner: str, cloud: str) -> Answer:
    """What a tenant must have done for a partner: nothing within one cloud."""
    own, other = _ENDPOINTS[tenant["cloud"]], _ENDPOINTS[cloud]
    if own == other:
        return True
    endpoints = None if tenant["policy"] is None else tenant["policy"].get("allowedCloudEndpoints")
    listed = None if tenant["partners"] is None else partner in named_partners(tenant)
    if listed is False and may_list_more(tenant):
        listed = None
    return both({own, other} in _SUPPORTED, None if endpoints is None else other in endpoints, listed)


def _section(tenant: Mapping[str, Any], partner: str, section: str, who: Somebody) -> Answer:
    """What applies to a partner: its own section, or else the default's whole one."""
    if tenant["partners"] is None:
        return None
    if partner not in named_partners(tenant) and may_list_more(tenant):
        return None
    own = next((p.get(section) for p in tenant["partners"] if p["tenantId"] == partner), None)
    return _permits((tenant["default"] or {}).get(section) if own is None else own, who)


def _permits(section: Any, who: Somebody) -> Answer:
    """The interpretation table of Microsoft Graph's overview of the policy."""
    halves = [
        section.get(name) if isinstance(section, dict) else None for name in ("usersAndGroups", "applications")
    ]
    users, applications = (_half(half, who) for half in halves)
    if users is None or applications is None:
        return None
    (is_user_blocked, is_user_listed), (is_application_blocked, is_application_listed) = users, applications
    if is_user_blocked and is_application_blocked:
        return not (is_user_listed and is_application_listed)
    return (is_user_listed is not is_user_blocked) and (is_application_listed is not is_application_blocked)


def _half(half: Any, who: Somebody) -> tuple[bool, bool] | None:
    """Whether one half of a section blocks, and whether its list holds somebody; None where it means nothing."""
    if not isinstance(half, dict) or half.get("accessType") not in ("allowed", "blocked"):
        return None
    names = {target["target"] for target in half["targets"]}
    listed = (
        bool(names & {"AllUsers", "AllApplications"})
        or bool(names & {who.user, who.application, *who.groups} - {*_KEYWORDS})
        or ("Office365" in names and who.is_office)
    )
    return half["accessType"] == "blocked", listed
