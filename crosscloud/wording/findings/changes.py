"""What is told of an unsafe change (3xx)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.access.ways import WayName
from crosscloud.domain.applications import NAMES, RIGHTS_MANAGEMENT, TERMS_OF_USE
from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.openness import DIRECT_CONNECT, is_outbound
from crosscloud.domain.findings.rules.cut_off import (
    CloudSwitchedOff,
    DefaultCloses,
    ManyRemoved,
    ServiceProviderRemoved,
)
from crosscloud.domain.findings.rules.departed import StateLeftBehind
from crosscloud.domain.findings.rules.existing import AlreadyListed
from crosscloud.domain.findings.rules.holds import Grant, Granted, HoldUndone, OpenedAccess, OtherSection
from crosscloud.domain.findings.rules.needed_applications import GuestEssentials, ProtectedMail
from crosscloud.domain.findings.rules.open_default import DefaultIsOpen
from crosscloud.domain.findings.rules.other_ways import OtherWayWidens
from crosscloud.domain.findings.rules.stale import SettingsMoved
from crosscloud.domain.findings.rules.standing_holds import OpenUnderHold, OpenWay
from crosscloud.domain.findings.rules.trust import TrustChanges
from crosscloud.domain.findings.rules.widening import NoSafeOrder, Way, Widening
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import PARTNER
from crosscloud.domain.truth import Truth
from crosscloud.wording.access import pairs_in_words, width_in_words
from crosscloud.wording.claims import trusted_in_a_sentence
from crosscloud.wording.differences import moved_in_words
from crosscloud.wording.findings.causes import cause_in_words, party
from crosscloud.wording.findings.places import section_in_words
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names, all_others
from crosscloud.wording.ways import WAY_NAMES, permitted_on_way

_MEANINGS: Final[Mapping[WayName, str]] = MappingProxyType(
    {
        "direct_connect": "Users of {home} use applications of {resource} without a guest account.",
        "m365_collaboration": "Users of {home} collaborate with {resource} in Microsoft 365 applications.",
        "app_service_connect": "Applications connect from {home} across the boundary into {resource}.",
        "tenant_restrictions": "Accounts of {resource} may be used on the networks and devices of {home}.",
        "automatic_redemption": "Users of {home} become guests in {resource} without being asked for consent.",
        "user_synchronisation": "{home} may write its users into {resource}.",
        "group_synchronisation": "{home} may write its groups into {resource}.",
    }
)
"""What each way is, for who has not met it."""
_FEW: Final = 5
"""So many partners are named, and the others counted."""


def default_closes(facts: DefaultCloses, _: Finding, names: Names) -> Said:
    """XC301."""
    tenant, others = names.tenant(facts.tenant), all_others(facts.cloud)
    detail = []
    for section, change in facts.lost:
        # What B2B collaboration loses, every review shows among the directions.
        lost = f": {pairs_in_words(change.table, change.lost, names)}" if section in DIRECT_CONNECT else ""
        detail.append(f"{_arrow(tenant, others, section)} loses ({section}){lost}.")
    if facts.doubtful:
        detail.append(f"Not known before or after: {', '.join(facts.doubtful)}.")
    detail.append(f"Who uses the default of {tenant} today cannot be known from the settings.")
    return Said(
        f"The default {'closes' if facts.lost else 'may close'} to organisations that nobody listed.",
        " ".join(detail),
        "Look at the sign-in logs first (AuditLog.Read.All), and give each organisation that must keep access an "
        "entry of its own.",
    )


def service_provider_removed(facts: ServiceProviderRemoved, _: Finding, names: Names) -> Said:
    """XC302."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    if facts.is_sure:
        summary, doubt = f"{tenant} would lose the entry of its service provider {partner}.", ""
    else:
        summary = f"{tenant} would lose the entry of {partner}, which may be a service provider."
        doubt = "What Graph answers in isServiceProvider is not understood. If it is one, then: "
    return Said(
        summary,
        f"{doubt}Delegated administration by that organisation runs through this entry. Microsoft makes such "
        "entries itself, also when a support request is opened.",
        "Keep the entry, or stop managing it, which leaves it as it is: `keeping=[...]` of the TenantStack, or in "
        "plain Terraform, in place of the resource, "
        "`removed { from = crosscloud_partner_settings.NAME  lifecycle { destroy = false } }`.",
    )


def cloud_switched_off(facts: CloudSwitchedOff, _: Finding, names: Names) -> Said:
    """XC303."""
    title = endpoint_title(facts.endpoint)
    switches = "switches" if facts.is_sure else "may switch"
    listed = _some(facts.partners or facts.unplaced, names)
    if facts.partners:
        stay = "partners of it stay listed"
    elif facts.unplaced:
        stay = "partners whose cloud is not known stay listed"
    else:
        stay = "it is not known which partners stay listed"
    return Said(
        f"{names.tenant(facts.tenant)} {switches} {title} off while {stay}.",
        f"{f'{listed}: those' if listed else 'Those'} in {title} are cut off in both directions. What Microsoft "
        "does with their entries is not documented.",
        "Take those partners out in the same plan, or keep the cloud enabled.",
    )


def many_removed(facts: ManyRemoved, _: Finding, names: Names) -> Said:
    """XC304."""
    return Said(
        f"{names.tenant(facts.tenant)} would lose {len(facts.removed):,} of its {facts.whole:,} partners.",
        f"{_some(facts.removed, names)}.",
        "See whether the plan was made from the wrong branch or environment. If it is meant, remove them in "
        "several plans.",
    )


def protected_mail(facts: ProtectedMail, finding: Finding, names: Names) -> Said:
    """XC305."""
    section = section_in_words(finding.place, names)
    return Said(
        f"{names.tenant(facts.tenant)}: {section} leaves out Microsoft Rights Management.",
        "Users could no longer open mail that the other organisation protects.",
        f"Add the application {RIGHTS_MANAGEMENT} to those allowed (RIGHTS_MANAGEMENT in the code).",
    )


def guest_essentials(facts: GuestEssentials, finding: Finding, names: Names) -> Said:
    """XC306."""
    missing = ", ".join(NAMES[id_] for id_ in facts.missing)
    why: list[str] = []
    add: list[str] = []
    if set(facts.missing) - {TERMS_OF_USE}:
        why.append(
            "Guests need these to find their applications, to manage their account and to register for MFA."
        )
        add.append("GUEST_ESSENTIALS")
    if facts.terms_of:
        asks = "asks" if facts.asks_terms is Truth.YES else "may ask"
        why.append(f"Conditional Access of {names.tenant(facts.terms_of)} {asks} guests to accept terms of use.")
        add.append("TERMS_OF_USE")
    return Said(
        f"{names.tenant(facts.tenant)}: {section_in_words(finding.place, names)} leaves out {missing}.",
        f"{' '.join(why)} Their ids are not confirmed for US Government and China.",
        f"Add {' and '.join(add)} to the applications of the direction: both ends must permit them.",
    )


def widening(facts: Widening, _: Finding, names: Names) -> Said:
    """XC307 and XC311."""
    way, gain, change = facts.way, facts.gain, facts.gain.change
    cause = facts.cause
    why, instead = ("", "") if cause is None else cause_in_words(cause, names)
    detail = [why] if why else []
    if not why or not way.is_shown:
        gained = "Gained" if facts.is_sure else "May be gained"
        detail.append(f"{gained}: {pairs_in_words(change.table, gain.pairs, names)}.")
        if change.lost:
            detail.append(f"Lost: {pairs_in_words(change.table, change.lost, names)}.")
    if cause is None or not cause.is_takeover:
        detail += [
            f"In {names.tenant(end.tenant)}, {end.section} of its own is gone: the default takes over."
            for end in way.ends
            if end.is_taken_over
        ]
    detail += _notes(way, names)
    to = f" to {width_in_words(gain.width)}" if facts.is_wide else ""
    fix = instead or "Name the groups and the applications that are meant."
    return Said(
        f"{_way(way, names)}: access {'widens' if facts.is_sure else 'may widen'}{to}.",
        " ".join(detail),
        fix if facts.is_wide else "See that whoever owns the applications wants this.",
    )


def _way(way: Way, names: Names) -> str:
    """`contoso -> fabrikam`, `any other Global organisation -> contoso (contoso's half, direct connect)`."""
    cloud = way.ends[0].cloud
    arrow = f"{party(way.home, cloud, names)} -> {party(way.resource, cloud, names)}"
    if way.half_of is not None:
        return f"{arrow} {_half(way.half_of, way.ends[0].section, names)}"
    return f"{arrow} (direct connect)" if way.is_direct_connect else arrow


def other_way_widens(facts: OtherWayWidens, _: Finding, names: Names) -> Said:
    """XC315 and XC316."""
    gain, cloud = facts.gain, facts.cloud
    home, resource = (party(end, cloud, names) for end in (facts.home, facts.resource))
    verb = "widens" if facts.is_sure else "may widen"
    to = f" to {width_in_words(gain.width)}" if facts.is_wide else ""
    whose = "" if facts.half_of is None else f" ({names.tenant(facts.half_of)}'s half)"
    detail = [_MEANINGS[facts.way.name].format(home=home, resource=resource)]
    if facts.way.names_users or facts.way.names_applications:
        gained = "Gained" if facts.is_sure else "May be gained"
        detail.append(f"{gained}: {permitted_on_way(facts.way, gain.change.table, gain.pairs, names)}.")
    if not facts.is_cloud_known:
        other = facts.resource if facts.home == facts.half_of else facts.home
        detail.append(f"The cloud of {party(other, cloud, names)} is not known.")
    sections = " and ".join(dict.fromkeys(half.section for _, half in facts.way.halves))
    return Said(
        f"{home} -> {resource}: {WAY_NAMES[facts.way.name]} {verb}{to}{whose}.",
        " ".join(detail),
        f"Name those who are meant in {sections}, or take it back."
        if facts.is_wide
        else f"See that both organisations want it; otherwise take {sections} back.",
    )


def default_is_open(facts: DefaultIsOpen, _: Finding, names: Names) -> Said:
    """XC314."""
    opened: dict[str, list[str]] = {}
    for section in facts.collaboration:
        opened.setdefault("B2B collaboration", []).append("out" if is_outbound(section) else "in")
    for way, side in facts.ways:
        opened.setdefault(WAY_NAMES[way.name], []).append("out" if side == "home" else "in")
    listed = ", ".join(f"{what} ({' and '.join(sides)})" for what, sides in opened.items())
    others = all_others(facts.cloud)
    return Said(
        f"The default is open to organisations that nobody listed: {listed}.",
        f"{names.tenant(facts.tenant)} opens it to {others}, and to listed partners that inherit it. Microsoft "
        "ships the default with collaboration open.",
        "Give each organisation that is meant an entry of its own, then close the default.",
    )


def _notes(way: Way, names: Names) -> Iterator[str]:
    if not way.is_cloud_known:
        yield f"The cloud of {party(way.ends[0].other, way.ends[0].cloud, names)} is not known."
    if way.inheriting:
        yield f"Listed partners that inherit it: {way.inheriting:,}."


def trust_changes(facts: TrustChanges, finding: Finding, names: Names) -> Said:
    """XC308."""
    tenant, other = names.tenant(facts.tenant), party(facts.other, facts.cloud, names)
    added, removed = map(trusted_in_a_sentence, (facts.added, facts.removed))
    if finding.severity == "unknown":
        says = f"Trust in {other} may change: it is not known before or after."
    elif not facts.removed:
        says = f"Trusts {added} of {other}."
    elif not facts.added:
        says = f"No longer trusts {removed} of {other}."
    else:
        says = f"Trusts {added} of {other}, and no longer {removed}."
    detail = []
    if "is_compliant_device_accepted" in facts.added:
        detail.append(f"The device management of {other} decides what is compliant.")
    if "is_mfa_accepted" in facts.added:
        detail.append(f"MFA done in the home tenant satisfies Conditional Access in {tenant}.")
    if facts.removed:
        detail.append(
            f"Users of {other} may have to register for MFA in {tenant}, or be blocked for their device."
        )
    return Said(
        says,
        " ".join(detail) or f"It decides whose word Conditional Access in {tenant} takes.",
        "See that the two organisations agree on it, and that Conditional Access is written for it.",
    )


def hold_undone(facts: HoldUndone, _: Finding, names: Names) -> Said:
    """XC312."""
    held = _held(facts.holds)
    one, other = map(names.tenant, facts.pair)
    return Said(
        f"The plan opens something between {one} and {other}, which a hold keeps apart.",
        f"{held} {' '.join(_opened(each, names) for each in facts.opened)}",
        "Take it out of the code. When the incident is over, take the hold out instead, reviewed like code: "
        f"{', '.join(hold.where for hold in facts.holds)}.",
    )


def _held(holds: Sequence[Hold]) -> str:
    return " ".join(
        f"Held since {hold.since} by {hold.held_by} ({hold.where}): {hold.reason.rstrip('.')}." for hold in holds
    )


def open_under_hold(facts: OpenUnderHold, finding: Finding, names: Names) -> Said:
    """XC321."""
    one, other = map(names.tenant, facts.pair)
    is_open = "may be open" if finding.severity == "unknown" else "is open"
    fix = [
        f"Give both directions between {one} and {other} Access.block_all() in main.py, plan and apply: a hold "
        "never refuses what closes."
    ]
    halves = [half for each in facts.open if each.way is not None for _, half in each.way.halves]
    if sections := sorted({half.section for half in halves if not half.member}):
        fix.append(f"Block {', '.join(sections)} in the entries, too.")
    if any(half.member for half in halves):  # automatic redemption lets nobody in, and is not among them
        fix.append("Take the identity synchronization of the entry out, or set is_sync_allowed to false.")
    if facts.across:
        fix.append("Between clouds, taking the entries out closes all of it.")
    return Said(
        f"A hold stands between {one} and {other}, and access {is_open}.",
        f"{_held(facts.holds)} {' '.join(_open_way(each, names) for each in facts.open)}",
        " ".join(fix),
    )


def _open_way(opened: OpenWay, names: Names) -> str:
    arrow = f"{names.tenant(opened.home)} -> {names.tenant(opened.resource)}"
    half = f" ({names.tenant(opened.half_of)}'s half)" if opened.half_of else ""
    state = "is open" if opened.is_sure else "is not known to be closed"
    way = "collaboration" if opened.way is None else WAY_NAMES[opened.way.name]
    return f"{arrow}: {way} {state}{half}."


def state_left_behind(facts: StateLeftBehind, _: Finding, names: Names) -> Said:
    """XC322."""
    departed = facts.departed
    tenant = names.tenant(departed.tenant)
    entries = f"entries for {_some(departed.partners, names)}" if departed.partners else "settings"
    detail = [f"As far as the state tells, {tenant} still has {entries}, and nothing plans them any more."]
    if facts.listed_by:
        verb = "lists" if len(facts.listed_by) == 1 else "list"
        detail.append(f"{_some(facts.listed_by, names)} still {verb} it.")
    return Said(
        f"Tenant {tenant} has no stack any more, and its state stays: {departed.state}.",
        " ".join(detail),
        "Put it back into the environment file with its sign_in, and take its partnerships out of main.py; plan "
        f"and apply. Then take it out again, and move {departed.state} away. Where it is no longer yours to set, "
        "have its owner remove the entries, and move the state away.",
    )


def already_listed(facts: AlreadyListed, finding: Finding, names: Names) -> Said:
    """XC323."""
    entry = facts.entry
    tenant, partner, name = (
        names.tenant(entry.tenant),
        names.tenant(entry.partner),
        entry.address.rpartition(".")[2],
    )
    is_listed = entry.kind == PARTNER.name
    what = "lists" if is_listed else "has an identity synchronization for"
    differs = "may say" if finding.severity == "unknown" else "says"
    adopting = (
        f"adopt_existing=[{tenant}] in the Partnership" if is_listed else "adopt_existing=True in the resource"
    )
    importing = f'stack.partners["{name}"].import_from("{entry.partner}")' if is_listed else "import_from"
    blocks = [
        f'import {{ to = {each.address}, id = "{each.partner}" }}'
        for each in (entry, facts.below)
        if each is not None
    ]
    return Said(
        f"{tenant} {what} {partner} already: to create it is refused when the plan is applied.",
        f"The live entry {differs} otherwise than is planned, and is in no state.",
        f"Adopt it as it is planned: {adopting} (in HCL adopt_existing = true). Or import it: {importing} (in HCL "
        f"{'; '.join(blocks)}). Either way, the next plan shows what changes. Where a tenant was renamed, have it "
        "keep the place of its state.",
    )


def _opened(opened: OpenedAccess | Granted | OtherSection, names: Names) -> str:
    tenant, other = names.tenant(opened.tenant), names.tenant(opened.other)
    if isinstance(opened, OtherSection):
        return f"{opened.section} of {tenant} changes towards {other}, and may permit more."
    if isinstance(opened, Granted):
        return f"{'' if opened.is_sure else 'Possibly, '}{tenant} newly {_granted(opened.grant, other)}."
    verb = "gains" if opened.is_sure else "may gain"
    pairs = pairs_in_words(opened.change.table, opened.pairs, names)
    half = _half(opened.tenant, opened.section, names)
    return f"{_arrow(tenant, other, opened.section)} {verb} {half}: {pairs}."


def _granted(grant: Grant, other: str) -> str:
    match grant:
        case Grant.ENTRY:
            return f"does not block both ways in its entry for {other}"
        case Grant.CONSENT_INBOUND:
            return f"lets users of {other} in without a consent prompt"
        case Grant.CONSENT_OUTBOUND:
            return f"lets its users into {other} without a consent prompt"
        case Grant.USER_SYNCHRONISATION:
            return f"lets {other} synchronise users"
        case Grant.GROUP_SYNCHRONISATION:
            return f"lets {other} synchronise groups"
        case Grant.MFA | Grant.COMPLIANT_DEVICES | Grant.HYBRID_JOINED_DEVICES:
            return f"trusts {trusted_in_a_sentence({grant.member})} of {other}"


def no_safe_order(facts: NoSafeOrder, _: Finding, names: Names) -> Said:
    """XC313."""
    return Said(
        f"No order of applying {', '.join(map(names.tenant, facts.tenants))} is safe.",
        "The plan widens at one end and narrows at the other. Whichever tenant comes first, for a while the two "
        "would permit what neither before nor after permits.",
        "Narrow in one plan, and widen in the next.",
    )


def _arrow(tenant: str, other: str, section: str) -> str:
    """The direction that a section of `tenant` decides: outbound from it, inbound to it."""
    return f"{tenant} -> {other}" if is_outbound(section) else f"{other} -> {tenant}"


def _half(tenant: str, section: str, names: Names) -> str:
    """By whose half alone it is judged: `(contoso's half, direct connect)`."""
    return f"({names.tenant(tenant)}'s half{', direct connect' if section in DIRECT_CONNECT else ''})"


def _some(partners: Sequence[str], names: Names) -> str:
    """The first few partners, and how many more there are."""
    more = f" and {len(partners) - _FEW:,} more" if len(partners) > _FEW else ""
    return f"{', '.join(map(names.tenant, partners[:_FEW]))}{more}"


def settings_moved(facts: SettingsMoved, _: Finding, names: Names) -> Said:
    """XC309."""
    return Said(
        f"The live settings of {names.tenant(facts.tenant)} are not known to be those that were reviewed.",
        f"{'. '.join(moved_in_words(facts, names))}.",
        "Plan again, and review what is different.",
    )


WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType(
    {
        DefaultCloses: default_closes,
        ServiceProviderRemoved: service_provider_removed,
        CloudSwitchedOff: cloud_switched_off,
        ManyRemoved: many_removed,
        ProtectedMail: protected_mail,
        GuestEssentials: guest_essentials,
        Widening: widening,
        OtherWayWidens: other_way_widens,
        DefaultIsOpen: default_is_open,
        TrustChanges: trust_changes,
        HoldUndone: hold_undone,
        OpenUnderHold: open_under_hold,
        StateLeftBehind: state_left_behind,
        AlreadyListed: already_listed,
        NoSafeOrder: no_safe_order,
        SettingsMoved: settings_moved,
    }
)
"""The sentences for each kind of facts."""
