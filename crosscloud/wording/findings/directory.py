"""What is told of what these settings do not decide (4xx), and of names in the directory (XC114)."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.directory import Part, Why
from crosscloud.domain.directory.conditional_access import MFA
from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.finding import Facts
from crosscloud.domain.findings.rules.capabilities import MicrosoftShown
from crosscloud.domain.findings.rules.conditional_access import UntrustedDemand
from crosscloud.domain.findings.rules.guests import (
    DomainsKeptOut,
    DomainsUnknown,
    GuestsCounted,
    GuestsLetIn,
    Inviters,
    WorkerUnavailable,
)
from crosscloud.domain.findings.rules.names import NamesMismatch, NamesNotCompared
from crosscloud.domain.findings.unread import NotRead
from crosscloud.domain.named import NamedId
from crosscloud.wording.access import pairs_in_words
from crosscloud.wording.claims import asked_in_words
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names
from crosscloud.wording.quoting import listed, quoted
from crosscloud.wording.reasons import reason_in_words, reasons_in_words

_WORKER: Final = 'service principal "Microsoft B2B Cross Cloud Worker"'
_PARTS: Final[Mapping[Part, str]] = {
    "authorization": "Rules on who may invite guests",
    "conditional_access": "Conditional Access policies",
    "invitation_domains": "Invitation domain lists",
    "worker": 'Service principals "Microsoft B2B Cross Cloud Worker"',
    "guests": "Guest accounts",
    "m365_capabilities": "Microsoft 365 capabilities",
}
"""The parts that findings are about, in the plural."""
_UNREAD: Final[Mapping[Part, str]] = {
    "authorization": "who may invite guests",
    "conditional_access": "Conditional Access policies",
    "invitation_domains": "invitation domain lists",
    "worker": 'the service principal "Microsoft B2B Cross Cloud Worker"',
    "guests": "guest accounts",
    "m365_capabilities": "Microsoft 365 capabilities",
}
"""The same parts in a list of what was not read."""
_MAIL: Final = "its mail domains"
_INVITERS: Final[Mapping[str, tuple[str, str]]] = {
    "none": (
        "Nobody may invite guests, not even an administrator.",
        "Let at least administrators and Guest Inviters invite (External collaboration settings), or expect no "
        "new guests.",
    ),
    "adminsAndGuestInviters": (
        "Only administrators and Guest Inviters may invite guests.",
        "Give the role Guest Inviter to those who should invite.",
    ),
    "adminsGuestInvitersAndAllMembers": (
        "Administrators, Guest Inviters and all members may invite guests.",
        "If that is not meant, limit it in the External collaboration settings.",
    ),
    "everyone": (
        "Everybody may invite guests, guests among them.",
        "If that is not meant, limit it in the External collaboration settings.",
    ),
}
_OTHER_INVITERS: Final = (
    "Who may invite guests is set to a value that no document names.",
    "If that is not meant, limit it in the External collaboration settings.",
)


def names_mismatch(facts: NamesMismatch, _: Finding, names: Names) -> Said:
    """XC114 of names that do not match."""
    count = len(facts.wrong)
    return Said(
        f"{count} name{'s' if count > 1 else ''} of {names.tenant(facts.tenant)} {'do' if count > 1 else 'does'} "
        "not match its directory.",
        "; ".join(_mismatch(named, found) for named, found in facts.wrong) + ".",
        "Correct the id, or the display_name in the environment file. A wrong id lets in somebody else.",
    )


def names_not_compared(facts: NamesNotCompared, _: Finding, names: Names) -> Said:
    """XC114 of names that were not compared."""
    count = len(facts.names)
    why = f" ({reasons_in_words(facts.reasons, names)})" if facts.reasons else ""
    return Said(
        f"{count} name{'s' if count > 1 else ''} of {names.tenant(facts.tenant)} "
        f"{'were' if count > 1 else 'was'} not compared with its directory{why}.",
        f"The ids of {', '.join(sorted(named.name for named in facts.names))} come from the environment file "
        "alone.",
        "Compare the ids with the directory (GroupMember.Read.All, Application.Read.All) when they change.",
    )


def not_read(facts: NotRead, _: Finding, names: Names) -> Said:
    """XC401 to XC406 of what was not read."""
    is_permission = facts.reason.why is Why.PERMISSION
    return Said(
        f"{_PARTS[facts.part]} were not read: {reason_in_words(facts.reason, names)}.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        "Grant the planning application that permission, or look in the admin center."
        if is_permission
        else "Look in the admin center.",
    )


def permissions_missing(permissions: Iterable[str], findings: Iterable[Finding]) -> Said:
    """What one tenant does not say for want of permissions, said once, with the id of each finding.

    Args:
        permissions: their names, such as `User.Read.All`.
        findings: all that they would answer, each of which `find_missing_permissions` names some.
    """
    parts: dict[str, dict[str, None]] = {}
    for finding in findings:
        parts.setdefault(_name_unread(finding.facts), {})[finding.id] = None
    told = ", ".join(f"{part} ({', '.join(sorted(ids))})" for part, ids in parts.items())
    by_hand = "; its mail domains can be written as `domains:` in the environment file" * (_MAIL in parts)
    return Said(
        f"Not read: {told}; needs {', '.join(sorted(permissions))}.",
        "No plan needs it; it is said so that nobody takes silence for an answer.",
        f"Grant the planning application these permissions, or look in the admin center{by_hand}.",
    )


def _name_unread(facts: Facts) -> str:
    """What was not read for want of a permission, in a list."""
    match facts:
        case NotRead(part=part, reason=reason):
            return _MAIL if reason.tenant else _UNREAD[part]
        case NamesNotCompared(names=named):
            return f"{len(named)} name{'s' if len(named) > 1 else ''} of the environment file"
    return _MAIL


def inviters(facts: Inviters, _: Finding, __: Names) -> Said:
    """XC401."""
    summary, fix = _INVITERS.get(facts.value, _OTHER_INVITERS)
    return Said(
        summary,
        f"authorizationPolicy, allowInvitesFrom: {quoted(facts.value)}. Guests that exist already are not touched "
        f"by it.{_unless_open(facts.is_open)}",
        fix,
    )


def domains_unknown(facts: DomainsUnknown, _: Finding, names: Names) -> Said:
    """XC402 where the domains are not known."""
    home = names.tenant(facts.home)
    return Said(
        f"Whether {_domain_list(facts, names)} keeps out {home} is not known.",
        f"The domains of {home} were not read: {reason_in_words(facts.reason, names)}.",
        f"Write them as `domains:` of {home} in the environment file.",
    )


def domains_kept_out(facts: DomainsKeptOut, _: Finding, names: Names) -> Said:
    """XC402."""
    some = "all" if facts.are_all else "some"
    return Said(
        f"{_domain_list(facts, names)} keeps out {some} users of {names.tenant(facts.home)}.",
        f"Nobody of {listed(facts.domains)} can be invited. The list is checked beside these settings, and a "
        f"denial wins.{_unless_open(facts.is_open)}",
        f"{'Add them to' if facts.is_allow_list else 'Take them off'} the list (External collaboration settings "
        f"of {names.tenant(facts.tenant)}), or close the direction.",
    )


def guests_counted(facts: GuestsCounted, _: Finding, names: Names) -> Said:
    """XC403."""
    home, resource = names.tenant(facts.home), names.tenant(facts.resource)
    guests = facts.guests
    if not guests.total:
        found = f"no guest of {home} exists in {resource} yet"
    else:
        pending = f", {guests.pending:,} of which did not redeem the invitation" if guests.pending else ""
        found = f"{_people(guests.total)}{pending}"
    return Said(
        f"{home} -> {resource}: {found}.",
        "Guests are counted by the domains of their mail. Nobody signs in without a guest account."
        f"{_unless_open(facts.is_open)}",
        "Invite who is missing, by user principal name; each user once per tenant.",
    )


def guests_let_in(facts: GuestsLetIn, _: Finding, names: Names) -> Said:
    """XC403 of a change."""
    way = f"{names.tenant(facts.home)} -> {names.tenant(facts.resource)}"
    opens, gained = ("opens", "Gained") if facts.is_sure else ("may open", "May be gained")
    pairs = pairs_in_words(facts.table, facts.gained, names)
    return Said(
        f"{way}: {_people(facts.count)} already and can use at once what this {opens}.",
        f"{gained}: {pairs}. Which of the guests are among those was not read.",
        "Look through the guests that exist before this is applied.",
    )


def worker_unavailable(facts: WorkerUnavailable, _: Finding, names: Names) -> Said:
    """XC404."""
    tenant = names.tenant(facts.tenant)
    if facts.is_disabled:
        return Said(
            f"{tenant} has disabled its {_WORKER}.",
            f"Users of {tenant} cannot redeem invitations to tenants of another cloud."
            f"{_unless_open(facts.is_open)}",
            f"Enable it in {tenant}: Enterprise applications, Properties, Enabled for users to sign in.",
        )
    return Said(
        f"{tenant} has no {_WORKER}.",
        f"Whether the service makes it at the first redemption is not documented.{_unless_open(facts.is_open)}",
        "Redeem one invitation, then check again.",
    )


def untrusted_demand(facts: UntrustedDemand, _: Finding, names: Names) -> Said:
    """XC405."""
    home, name = names.tenant(facts.home), names.tenant(facts.resource)
    asked = " and ".join(asked_in_words(facts.claims))
    who = "users who come by direct connect" if facts.by_direct_connect else "guests"
    arrow = f"{home} -> {name}{' (direct connect)' if facts.by_direct_connect else ''}"
    mfa = (
        f"Their sign-in fails with AADSTS90071: by direct connect, {name} can only accept MFA done in {home}."
        if facts.by_direct_connect
        else f"Guests must register for MFA in {name}."
    )
    texts = (
        f"{_quoted_all(facts.sure)}." if facts.sure else "",
        f"{who.capitalize()} are blocked for their device." if facts.blocks else "",
        mfa if MFA in facts.claims else "",
        f"{_quoted_all(facts.doubtful)} may ask {who} too: who is in its users, groups and roles, or when it "
        "applies, was not evaluated."
        if facts.doubtful
        else "",
        f"Whether {name} accepts what {_quoted_all(facts.untold)} asks for is not known." if facts.untold else "",
    )
    return Said(
        f"{arrow}: Conditional Access of {name} asks for {asked}, which it does not accept from {home}."
        if facts.sure
        else f"{arrow}: Conditional Access of {name} may ask {who} for what it does not accept from them.",
        " ".join(text for text in texts if text) + _unless_open(facts.is_open),
        f"Accept the claim in inbound_trust of {name}, or leave these "
        f"{'users' if facts.by_direct_connect else 'guests'} out of the policy.",
    )


def microsoft_shown(facts: MicrosoftShown, _: Finding, names: Names) -> Said:
    """XC406."""
    home, resource = names.tenant(facts.home), names.tenant(facts.resource)
    verb = "shows" if facts.allowed and facts.is_way_sure else "may show"
    what = f": {_quoted_all(facts.allowed)}" if facts.allowed else ""
    doubtful = (
        f"Not known of {_quoted_all(facts.doubtful)}: an answer is not understood, or no document says whether a "
        "partner's take the place of the default's one by one. "
        if facts.doubtful
        else ""
    )
    return Said(
        f"{resource} {verb} users of {home} some of its Microsoft 365 data{what}.",
        f"{doubtful}Whose data each capability is about (its resourceScopes) was not evaluated.",
        f"Take capabilities that are not meant away from m365Capabilities of {resource}, or close "
        f"m365_collaboration_inbound (app_service_connect_inbound for migration) to {home}.",
    )


def _unless_open(is_open: bool) -> str:
    """A sentence more where it is not known whether these settings let anybody in."""
    return "" if is_open else " Whether these settings let anybody in there is not known."


def _mismatch(named: NamedId, found: str | None) -> str:
    calls = "the directory has none with this id" if found is None else f"the directory calls it {quoted(found)}"
    file = f", the file {quoted(named.display_name)}" if named.display_name else ""
    return f"{named.kind} {named.name} ({named.id}): {calls}{file}"


def _domain_list(facts: DomainsUnknown | DomainsKeptOut, names: Names) -> str:
    return f"{names.tenant(facts.tenant)}'s list of {'allowed' if facts.is_allow_list else 'denied'} domains"


def _people(count: int) -> str:
    return "1 guest exists" if count == 1 else f"{count:,} guests exist"


def _quoted_all(names: Iterable[str]) -> str:
    return listed(map(quoted, names))


WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType(
    {
        NamesMismatch: names_mismatch,
        NamesNotCompared: names_not_compared,
        NotRead: not_read,
        Inviters: inviters,
        DomainsUnknown: domains_unknown,
        DomainsKeptOut: domains_kept_out,
        GuestsCounted: guests_counted,
        GuestsLetIn: guests_let_in,
        WorkerUnavailable: worker_unavailable,
        UntrustedDemand: untrusted_demand,
        MicrosoftShown: microsoft_shown,
    }
)
"""The sentences for each kind of facts."""
