"""What is told where two halves do not fit (1xx)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.section import Rule
from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.findings import Finding, WhyUnread
from crosscloud.domain.findings.openness import closes, half, permitted
from crosscloud.domain.findings.rules.clouds import (
    CloudNotEnabled,
    EnabledAtOneEnd,
    EnabledWithoutPartner,
    FoundElsewhere,
    UnsupportedPair,
)
from crosscloud.domain.findings.rules.directions import (
    DirectConnectOpened,
    EverybodyEverything,
    EverybodyLetOut,
    OpenAtOneEnd,
    OpenDefault,
    RedeemedAtOneEnd,
)
from crosscloud.domain.findings.rules.pair_listing import (
    ListedAtOneEnd,
    NotReadInFull,
    OneSideDecided,
    PartnersOutside,
)
from crosscloud.domain.findings.rules.synchronisation import SynchronisedAcrossClouds, SynchronisedUsersBlocked
from crosscloud.domain.truth import Truth
from crosscloud.wording.access import pairs_in_words
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names

_CONSENT: Final = "automatic_user_consent_settings"
_UNPLACED: Final = (
    " That is the most that may be: {} not known, and nobody comes in from a cloud that is not enabled."
)


def unsupported_pair(facts: UnsupportedPair, _: Finding, names: Names) -> Said:
    """XC101."""
    one, other = names.tenant(facts.one), names.tenant(facts.other)
    clouds = (
        f"{facts.undocumented}, a cloud for which no value to enable is documented"
        if facts.clouds is None
        else f"{facts.clouds[0]} and {facts.clouds[1]}"
    )
    return Said(
        f"{one} and {other} are in clouds that cannot collaborate.",
        f"The pair is {clouds}. Microsoft supports Global with US Government and Global with China.",
        "Take the partner out at both ends; guests need accounts of the cloud that they work in.",
    )


def cloud_not_enabled(facts: CloudNotEnabled, finding: Finding, names: Names) -> Said:
    """XC102."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    enabled = (
        "but which clouds it has enabled is not known."
        if finding.severity == "unknown"
        else "but has not enabled that cloud."
    )
    return Said(
        f"{tenant} lists {partner} of {facts.cloud}, {enabled}",
        "Without the cloud enabled, nobody gets in or out, whatever the partner's entry says.",
        f"Enable {facts.cloud.endpoint} in the cross-cloud settings of {tenant} (allowed_cloud_endpoints), "
        "or take the partner out.",
    )


def enabled_at_one_end(facts: EnabledAtOneEnd, _: Finding, names: Names) -> Said:
    """XC103."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    return Said(
        f"{tenant} has enabled {facts.partner_cloud}, {partner} has not enabled {facts.tenant_cloud}.",
        "Both tenants must enable the other's cloud; until then nobody gets in, in either direction.",
        f"Enable {facts.tenant_cloud.endpoint} in the cross-cloud settings of {partner} "
        "(allowed_cloud_endpoints).",
    )


def listed_at_one_end(facts: ListedAtOneEnd, _: Finding, names: Names) -> Said:
    """XC104."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    return Said(
        f"{tenant} lists {partner} as a partner, {partner} does not list it.",
        f"Across clouds a tenant that is not listed stays blocked, so {partner} admits nobody of {tenant} and "
        "lets nobody out to it.",
        f"Add {tenant} ({facts.tenant}) as a partner in {partner}, or take the entry for {partner} out of "
        f"{tenant}.",
    )


def open_at_one_end(facts: OpenAtOneEnd, _: Finding, names: Names) -> Said:
    """XC105."""
    home, resource = names.tenant(facts.home), names.tenant(facts.resource)
    if closes(facts.outbound):
        what = f"{resource} admits them, {home} does not let them out"
    elif closes(facts.inbound):
        what = f"{home} lets them out, {resource} does not admit them"
    else:
        what = "the two ends have no user and application in common"
    return Said(
        f"{home} -> {resource}: {what}.",
        f"Outbound in {home}: {_rule(facts.outbound, names)}. Inbound in {resource}: "
        f"{_rule(facts.inbound, names)}. Only what both ends permit is permitted.",
        "Declare the direction once (a Partnership sets both ends alike), or block it at both ends.",
    )


def redeemed_at_one_end(facts: RedeemedAtOneEnd, _: Finding, names: Names) -> Said:
    """XC106."""
    home, resource = names.tenant(facts.home), names.tenant(facts.resource)
    ends = {home: (facts.out, "outbound_allowed"), resource: (facts.into, "inbound_allowed")}
    has = [tenant for tenant, (answer, _) in ends.items() if answer is Truth.YES]
    lacks = [tenant for tenant, (answer, _) in ends.items() if answer is Truth.NO]
    what = f"only {has[0]} has automatic redemption" if has else f"no automatic redemption in {' or '.join(lacks)}"
    missing = " and ".join(f"{ends[tenant][1]} of {_CONSENT} in {tenant}" for tenant in lacks)
    instead = f"take it back in {has[0]}" if has else "end the synchronisation"
    needs = {
        Truth.YES: " Identity synchronisation needs both.",
        Truth.UNKNOWN: " Identity synchronisation needs both; whether it is on is not known.",
    }
    return Said(
        f"{home} -> {resource}: {what}; the consent prompt stays.",
        "The prompt is suppressed only where the home tenant's outbound_allowed and the resource tenant's "
        "inbound_allowed are both true." + needs.get(facts.synchronizes, ""),
        f"Set {missing}, or {instead}.",
    )


def direct_connect(facts: DirectConnectOpened, _: Finding, names: Names) -> Said:
    """XC107."""
    partner = names.tenant(facts.partner)
    return Said(
        f"{names.tenant(facts.tenant)} opens {facts.section} towards {partner}, which is in another cloud.",
        "Microsoft does not support B2B direct connect (Teams shared channels) between clouds.",
        f"Take {facts.section} out of the entry for {partner}; B2B collaboration works between clouds.",
    )


def synchronised_across_clouds(facts: SynchronisedAcrossClouds, finding: Finding, names: Names) -> Said:
    """XC108."""
    partner = names.tenant(facts.partner)
    what = "groups" if facts.are_groups else "users"
    lets, says = "lets", "that is not supported"
    if not facts.is_sure:
        lets, says = "may let", "that is not documented to work"
    elif finding.severity == "unknown":
        says = "no document says whether that works"
    return Said(
        f"{names.tenant(facts.tenant)} ({facts.target}) {lets} {partner} ({facts.source}) synchronise {what}: "
        f"{says}.",
        "Documented between clouds: users from Global to US Government, from US Government to Global, and from "
        "Global to China.",
        f"Switch off the synchronisation of {what} for {partner}, and invite the guests instead.",
    )


def synchronised_users_blocked(facts: SynchronisedUsersBlocked, _: Finding, names: Names) -> Said:
    """XC109."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    return Said(
        f"{tenant} may be synchronised from {partner}, but blocks all its users."
        if facts.is_sure
        else f"{tenant} blocks all users of {partner}; whether it may be synchronised from there is not known.",
        "Synchronised users would exist as guests and could not sign in.",
        f"Allow the users who are synchronised ({INBOUND}; in {partner}, {OUTBOUND}), or end the synchronisation.",
    )


def enabled_without_partner(facts: EnabledWithoutPartner, _: Finding, names: Names) -> Said:
    """XC110."""
    doubt = f"The cloud of {facts.unplaced:,} of its partners is not known. " if facts.unplaced else ""
    lists = "whether it lists a partner of it is not known" if facts.unplaced else "it lists no partner of it"
    return Said(
        f"{names.tenant(facts.tenant)} has enabled {endpoint_title(facts.endpoint)}; {lists}.",
        f"{doubt}An enabled cloud admits nobody by itself. A partner that is added on the defaults would be "
        "admitted (cross-cloud meetings in Teams add such); the default is "
        f"{_OPEN_OR_CLOSED[facts.has_open_default]}.",
        f"Take {facts.endpoint} out of allowed_cloud_endpoints until a partnership needs it.",
    )


_OPEN_OR_CLOSED: Final = MappingProxyType(
    {Truth.YES: "open", Truth.NO: "closed", Truth.UNKNOWN: "not known to be closed"}
)


_TO_READ_IT: Final[Mapping[WhyUnread, str]] = MappingProxyType(
    {
        WhyUnread.NOT_ANSWERED: "Mend what the reason names, then check again.",
        WhyUnread.PLAN_FAILED: "Mend what made its plan fail, which its messages tell, then plan again.",
        WhyUnread.LEFT_OUT: "Plan all tenants of the environment together: leave out --tenant.",
        WhyUnread.NOT_HELD: "Take a snapshot of all tenants, or check the live ones with --env.",
    }
)
"""What helps where a tenant was not read."""


def not_read_in_full(facts: NotReadInFull, _: Finding, names: Names) -> Said:
    """XC111 of one tenant."""
    reasons = "; ".join(f"{part}: {reason}" for part, reason in facts.unreadable)
    return Said(
        f"{names.tenant(facts.tenant)} was not read in full: {', '.join(part for part, _ in facts.unreadable)}.",
        f"What depends on it was not decided. {reasons}".strip(),
        _TO_READ_IT[facts.why],
    )


def one_side_decided(facts: OneSideDecided, _: Finding, names: Names) -> Said:
    """XC111 of a pair."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    why = "was not read in full" if facts.is_managed else "belongs to another organisation"
    return Said(
        f"{partner} {why}: only {tenant}'s side was decided.",
        f"{_not_known(facts, tenant, partner)} unknown. Access needs both ends.",
        f"Read {partner} as well"
        + (" (Policy.Read.All)." if facts.is_managed else ", or ask its admin what is set."),
    )


def _not_known(facts: OneSideDecided, tenant: str, partner: str) -> str:
    """`Whether fabrikam has enabled Global and lists contoso, and what it permits and trusts, is`."""
    whether = {"enabled": f"has enabled {facts.cloud}", "listed": f"lists {tenant}"}
    what = {"permits": "permits", "trusts": "trusts"}
    gates = " and ".join(words for each, words in whether.items() if each in facts.unknown)
    terms = " and ".join(words for each, words in what.items() if each in facts.unknown)
    if gates and terms:
        return f"Whether {partner} {gates}, and what it {terms}, is"
    return f"Whether {partner} {gates} is" if gates else f"What {partner} {terms} is"


def partners_outside(facts: PartnersOutside, _: Finding, names: Names) -> Said:
    """XC111 of partners outside the environment."""
    many = "1 partner is" if facts.count == 1 else f"{facts.count:,} partners are"
    return Said(
        f"{many} outside this environment: only {names.tenant(facts.tenant)}'s side was decided.",
        "They are, or may be, in another cloud, where both tenants must enable the cloud and list the other.",
        "Name them in the environment file (a tenant without sign_in is another organisation's), or ask their "
        "admins what is set.",
    )


def found_elsewhere(facts: FoundElsewhere, _: Finding, names: Names) -> Said:
    """XC112."""
    places = " and ".join(endpoint_title(endpoint) for endpoint in sorted(facts.endpoints))
    says = "" if facts.expected is None else f", the environment says {facts.expected}"
    return Said(
        f"{names.tenant(facts.tenant)} is found in {places}{says}.",
        f"The login service of each cloud was asked for {facts.tenant}. A partner entry under a wrong id, or for "
        "a tenant of another cloud, admits somebody else or nobody.",
        "Compare the tenant id with the partner's admin, then correct the id or the cloud in the environment "
        "file.",
    )


def everybody_everything(facts: EverybodyEverything, _: Finding, names: Names) -> Said:
    """XC113 of one entry."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    return Said(
        f"All users of {partner} may reach all applications of {tenant}.",
        f"The entry for {partner} in {tenant} permits it, the Azure portal and the Entra admin center included."
        f"{'' if facts.is_placed else _UNPLACED.format('its cloud is')}"
        f"{'' if facts.is_read else f' What {partner} itself lets out was not read.'}",
        f"Name the groups and applications that are meant in {INBOUND} of the entry for {partner}.",
    )


def everybody_let_out(facts: EverybodyLetOut, _: Finding, names: Names) -> Said:
    """XC113 of one entry, where the other end is not declared."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    return Said(
        f"All users of {tenant} are let out to all applications of {partner}.",
        f"The entry for {partner} in {tenant} permits it. What {partner} admits is not declared here.",
        f"Name the groups and applications that are meant in {OUTBOUND} of the entry for {partner}.",
    )


def open_default(facts: OpenDefault, _: Finding, names: Names) -> Said:
    """XC113 of a default, and those who inherit it."""
    some = ", ".join(names.tenant(partner) for partner in facts.partners[:3])
    more = f" and {len(facts.partners) - 3:,} more" if len(facts.partners) > 3 else ""
    return Said(
        f"All users of {some}{more} may reach all applications of {names.tenant(facts.tenant)}: an open default.",
        f"Their entries inherit {INBOUND} from the default, which permits all users all applications."
        f"{_UNPLACED.format(f'the clouds of {facts.unplaced:,} are') if facts.unplaced else ''}"
        f"{f' What {facts.unread:,} of them let out themselves was not read.' if facts.unread else ''}",
        "Close the default, or give each of these partners its own inbound section.",
    )


def _rule(rule: Rule, names: Names) -> str:
    return pairs_in_words(*permitted(half(rule)), names)


WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType(
    {
        UnsupportedPair: unsupported_pair,
        CloudNotEnabled: cloud_not_enabled,
        EnabledAtOneEnd: enabled_at_one_end,
        ListedAtOneEnd: listed_at_one_end,
        OpenAtOneEnd: open_at_one_end,
        RedeemedAtOneEnd: redeemed_at_one_end,
        DirectConnectOpened: direct_connect,
        SynchronisedAcrossClouds: synchronised_across_clouds,
        SynchronisedUsersBlocked: synchronised_users_blocked,
        EnabledWithoutPartner: enabled_without_partner,
        NotReadInFull: not_read_in_full,
        OneSideDecided: one_side_decided,
        PartnersOutside: partners_outside,
        FoundElsewhere: found_elsewhere,
        EverybodyEverything: everybody_everything,
        EverybodyLetOut: everybody_let_out,
        OpenDefault: open_default,
    }
)
"""The sentences for each kind of facts."""
