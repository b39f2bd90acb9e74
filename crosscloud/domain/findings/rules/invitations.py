"""A guest must be invited first: who may do that, and to which domains, other settings of the tenant decide.

Sources: Microsoft Graph reference, authorizationPolicy (allowInvitesFrom); Microsoft Entra, "Allow or block
invites to specific organizations": the domain list is checked beside these settings, and a denial wins.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.quoting import listed, quoted
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.findings.unread import not_read, reason_for
from crosscloud.domain.surroundings import ANOTHERS, NOT_ASKED

_NOBODY: Final = "none"
_ADMINISTRATORS: Final = "adminsAndGuestInviters"
_WORDS: Final[Mapping[str, str]] = {
    _NOBODY: "Nobody may invite guests, not even an administrator",
    _ADMINISTRATORS: "Only administrators and Guest Inviters may invite guests",
    "adminsGuestInvitersAndAllMembers": "Administrators, Guest Inviters and all members may invite guests",
    "everyone": "Everybody may invite guests, guests among them",
}


def who_may_invite(situation: Situation) -> Iterator[Finding]:
    """XC401: who may invite guests, in each tenant into which a direction is open."""
    for facts, _ in situation.arrivals:
        if reason := reason_for(facts, "authorization"):
            yield not_read("XC401", facts, "Rules on who may invite guests", reason)
        elif facts.around is not None and facts.around.invites_from is not None:
            yield _inviters(facts, facts.around.invites_from)


def domain_list(situation: Situation) -> Iterator[Finding]:
    """XC402: the list of domains keeps out a tenant that these settings let in."""
    for facts, homes in situation.arrivals:
        around = facts.around
        if around is None:
            continue
        if reason := reason_for(facts, "invitation_domains"):
            yield not_read("XC402", facts, "Invitation domain lists", reason)
        elif around.invitation_domains is not None and around.invitation_domains.domains:
            for home in homes:
                yield from _kept_out(facts, home)


def _inviters(facts: TenantFacts, value: str) -> Finding:
    words = _WORDS.get(value)
    tenant = facts.settings
    return finding(
        "XC401",
        (tenant.name,),
        (tenant.tenant_id,),
        severity="unknown" if words is None else "warning" if value == _NOBODY else None,
        summary=f"{words}." if words else "Who may invite guests is set to a value that no document names.",
        detail=f"authorizationPolicy, allowInvitesFrom: {quoted(value)}. Guests that exist already are not "
        "touched by it.",
        fix="Give the role Guest Inviter to those who should invite."
        if value == _ADMINISTRATORS
        else "If that is not meant, limit it in the External collaboration settings."
        if value != _NOBODY
        else "Let at least administrators and Guest Inviters invite (External collaboration settings), or expect "
        "no new guests.",
        degree=value == _NOBODY,
    )


def _kept_out(facts: TenantFacts, home: TenantFacts) -> Iterator[Finding]:
    tenant, other = facts.settings, home.settings
    kept = None if facts.around is None else facts.around.invitation_domains
    domains = None if home.surroundings is None else home.surroundings.domains
    if kept is None:
        return
    where = f"{tenant.name}'s list of {'allowed' if kept.allows else 'denied'} domains"
    if not domains:
        why = reason_for(home, "organization") or (NOT_ASKED if home.is_managed else ANOTHERS)
        yield finding(
            "XC402",
            (tenant.name, other.name),
            (tenant.tenant_id, other.tenant_id),
            severity="unknown",
            summary=f"Whether {where} keeps out {other.name} is not known.",
            detail=f"The domains of {other.name} were not read: {why}.",
            fix=f"Write them as `domains:` of {other.name} in the environment file.",
        )
        return
    out = [domain for domain in domains if kept.keeps_out(domain)]
    if out:
        yield finding(
            "XC402",
            (tenant.name, other.name),
            (tenant.tenant_id, other.tenant_id),
            summary=f"{where} keeps out {'all' if len(out) == len(domains) else 'some'} users of {other.name}.",
            detail=f"Nobody of {listed(out)} can be invited. The list is checked beside these settings, and a "
            "denial wins.",
            fix=f"{'Add them to' if kept.allows else 'Take them off'} the list (External collaboration settings "
            f"of {tenant.name}), or close the direction.",
            degree=len(out),
        )
