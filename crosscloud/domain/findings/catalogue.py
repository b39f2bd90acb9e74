"""Every finding that crosscloud reports: its id, its severity, when it is reported, on which source it rests.

An id keeps its meaning for good. The pages in docs/findings are checked against this list, and so are the entries
of `accept` in environment files. 1xx: two halves do not fit; 2xx: one tenant's settings are wrong in themselves;
3xx: a change is unsafe; 4xx: what these settings do not decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "info", "unknown"]

_CROSS_CLOUD: Final = "Microsoft Entra: Configure Microsoft cloud settings for B2B collaboration"
_B2B: Final = "Microsoft Entra: Manage cross-tenant access settings for B2B collaboration"
_OVERVIEW: Final = "Microsoft Entra: Cross-tenant access overview"
_GRAPH: Final = "Microsoft Graph reference: crossTenantAccessPolicy API overview"
_TARGET: Final = "Microsoft Graph reference: crossTenantAccessPolicyTarget"
_PARTNER: Final = "Microsoft Graph reference: crossTenantAccessPolicyConfigurationPartner"
_POLICY: Final = "Microsoft Graph reference: crossTenantAccessPolicy"
_SYNC: Final = "Microsoft Entra: Configure cross-tenant synchronization"
_OURS: Final = "crosscloud's own rule"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one id means.

    Attributes:
        id: e.g. `XC102`.
        severity: the usual one; `when` says where it differs.
        title: a few words.
        when: under which condition it is reported.
        source: the document on which it rests, or that it is our own rule.
    """

    id: str
    severity: Severity
    title: str
    when: str
    source: str


def _entry(number: int, severity: Severity, title: str, when: str, source: str) -> Entry:
    return Entry(f"XC{number}", severity, title, when, source)


_ENTRIES: Final = (
    _entry(101, "error", "Clouds that cannot collaborate",
           "The pair of clouds is not supported: US Government with China, or a cloud without a documented value.",
           _GRAPH),
    _entry(102, "error", "Partner listed, its cloud not enabled",
           "A partner in another cloud is listed, but this tenant has not enabled that cloud.", _CROSS_CLOUD),
    _entry(103, "error", "Cloud enabled at one end only",
           "This tenant has enabled the partner's cloud; the partner has not enabled this one's.", _CROSS_CLOUD),
    _entry(104, "error", "Listed at one end only",
           "Across clouds, one tenant lists the other as a partner, and the other does not.", _CROSS_CLOUD),
    _entry(105, "info", "Open at one end, closed at the other",
           "One end of a direction permits something and the other end nothing. A warning where the intent "
           "declares the direction.", _OVERVIEW),
    _entry(106, "info", "Automatic redemption at one end only",
           "One tenant suppresses the consent prompt and the other does not, so that it stays. A warning where "
           "identities are synchronised, also where neither does.",
           "Microsoft Entra: Automatic redemption setting"),
    _entry(107, "error", "Direct connect across clouds",
           "B2B direct connect is opened explicitly towards a partner in another cloud.", _GRAPH),
    _entry(108, "error", "Identity synchronisation that is not supported",
           "Users are synchronised between clouds, or groups across clouds, in a way that is documented as "
           "unsupported. Unknown from China to Global, which no document mentions, and where it is not known "
           "whether they are.", _SYNC),
    _entry(109, "warning", "Synchronised users are blocked",
           "Inbound collaboration blocks all users of a partner whose identities may be synchronised. Unknown "
           "where it is not known whether they may.", _SYNC),
    _entry(110, "info", "Cloud enabled, no partner of it listed",
           "It admits nobody today; a partner that is added on the defaults would be admitted. A warning while "
           "the "
           "default is open.", _CROSS_CLOUD),
    _entry(111, "unknown", "The other tenant is not known",
           "A tenant is unreadable, unmanaged or outside the environment: only one side was decided (in place of "
           "XC103 and XC104).", _OURS),
    _entry(112, "error", "Tenant id in another cloud",
           "A tenant id is found in another cloud than the environment says, or in two clouds at once.",
           "OpenID Connect discovery of each cloud's login service (cloud_instance_name)"),
    _entry(113, "warning", "Everybody may reach everything",
           "All users of a partner may reach all applications. Unknown where that is only the most that may be.",
           _B2B),
    _entry(114, "warning", "Names not confirmed by the directory",
           "A name in the environment file does not match the directory. Unknown where it was not "
           "compared.", _OURS),
    _entry(201, "error", "All users blocked, not all applications",
           "A section blocks all users without blocking all applications. A warning where it blocks them from "
           "Office 365 alone.", _B2B),
    _entry(202, "error", "Inbound default names users or groups",
           "An inbound section of the default settings names chosen users or groups.", _B2B),
    _entry(203, "error", "Targets that cannot stand in a list",
           "A wildcard mixed with ids, a wildcard in the wrong list or with the wrong target type, an empty list, "
           "or a duplicate.", _TARGET),
    _entry(204, "error", "Partner that cannot be listed",
           "A tenant lists itself, or lists the same partner twice.", _PARTNER),
    _entry(205, "info", "Entra ID P1 is needed",
           "Chosen users, groups or applications, or trust, need Entra ID P1 in this tenant.", _OVERVIEW),
    _entry(206, "info", "The policy is large",
           "The policy's JSON is above 80 % of the 25 KB that older documents name.", _POLICY),
    _entry(207, "warning", "Users and applications of different access types",
           "One section allows the one and blocks the other: legal, and often misread.", _GRAPH),
    _entry(208, "warning", "Only the combination is blocked",
           "A section blocks chosen users and chosen applications: only these users at these "
           "applications.", _GRAPH),
    _entry(209, "error", "No identity provider to fall back on",
           "Redemption has no fallback identity provider, or one that this cloud does not have.",
           "Microsoft Entra: B2B collaboration in government and national clouds"),
    _entry(210, "error", "Not an id",
           "Something that must be a GUID is not, a domain name stands for a tenant id, or a cloud is unknown.",
           _PARTNER),
    _entry(211, "unknown", "Half a section",
           "A section has users or applications only, or lacks an access type or targets, or has a value that is "
           "not documented: what it means is not known.", _PARTNER),
    _entry(212, "error", "Cloud that this tenant cannot enable",
           "The own cloud is among the allowed clouds, or one that this cloud cannot list.", _CROSS_CLOUD),
    _entry(213, "error", "Property that this cloud does not declare",
           "A section is set that the Graph of the tenant's cloud does not declare.",
           "Microsoft Graph metadata: the schema (CSDL) of each cloud"),
    _entry(301, "error", "A default closes",
           "Default settings permit less than before; an allow-list of Rights Management alone counts as closed.",
           _B2B),
    _entry(302, "error", "A service provider is removed",
           "A partner entry that is a service provider's would be removed. Unknown where Graph's answer is not "
           "understood.", _PARTNER),
    _entry(303, "error", "A cloud is switched off under its partners",
           "A cloud is switched off while partners of it stay listed. Unknown where it cannot be ruled "
           "out.", _CROSS_CLOUD),
    _entry(304, "error", "Many partners are removed",
           "More than 30 % of a tenant's partners, and more than 2, would be removed in one plan.", _OURS),
    _entry(305, "warning", "Protected mail breaks",
           "Outbound applications are, or become, limited and leave out Microsoft Rights Management.", _B2B),
    _entry(306, "warning", "Applications that guests need are left out",
           "Applications become limited, inbound or outbound, and leave out those that guests need.", _B2B),
    _entry(307, "error", "Access widens to all",
           "Access widens to all users, to all applications or to Office 365: in a partner, in a default, or "
           "because "
           "a wider default takes over. Unknown where it cannot be ruled out.", _OURS),
    _entry(308, "warning", "Trust changes",
           "Trust in a partner's MFA or devices is added or removed.", _OVERVIEW),
    _entry(309, "error", "The plan is stale",
           "The live settings changed since the plan was reviewed.", _OURS),
    _entry(310, "warning", "The plan ends the access of who runs it",
           "Not reported today: crosscloud signs in as an application only. It is kept for plans that a guest or "
           "a delegated administrator runs.", _OVERVIEW),
    _entry(311, "warning", "Access widens",
           "Any other widening. Unknown where it cannot be ruled out.", _OURS),
    _entry(312, "error", "A hold would be undone",
           "The plan opens something between tenants that a hold keeps apart; a revoke leaves one.", _OURS),
    _entry(313, "error", "No order is safe",
           "Whatever the order of applying, some moment would permit what neither before nor after "
           "permits.", _OURS),
    _entry(314, "info", "A default is open to everybody",
           "A default permits organisations that nobody listed something beyond Rights Management, in or out. "
           "One for each tenant.", _OVERVIEW),
    _entry(315, "error", "Another way widens to all",
           "A way beside collaboration widens to all users, all applications or Office 365: collaboration in "
           "Microsoft 365, app service connect or tenant restrictions. Unknown where it cannot be ruled out.",
           _OURS),
    _entry(316, "warning", "Another way widens",
           "Any other widening of such a way, automatic redemption and the synchronisation of users or groups "
           "among them. Unknown where it cannot be ruled out.", _OURS),
    _entry(321, "warning", "A hold stands, and access is open",
           "Tenants are held apart, and something is still open between them. Unknown where it cannot be ruled "
           "out.", _OURS),
    _entry(322, "warning", "A tenant left, and its state stays",
           "A tenant has no stack any more, and the state of its stack still holds settings: what they opened "
           "stays live, and nothing plans it.", _OURS),
    _entry(323, "error", "An entry is there already",
           "A plan creates an entry that is live, says otherwise and is in no state: the provider refuses that. "
           "Unknown where it is not known whether it says otherwise.", _OURS),
    _entry(401, "info", "Who may invite guests",
           "The tenant's authorization policy decides who may invite guests, not these settings. A warning where "
           "nobody may.",
           "Microsoft Graph reference: authorizationPolicy (allowInvitesFrom)"),
    _entry(402, "warning", "The invitation domain list contradicts a partner",
           "The list of allowed or denied domains keeps out a partner that is let in here. Unknown where unread.",
           _B2B),
    _entry(403, "info", "Guests and their state",
           "Guests are missing or pending, or are already there and newly let in. Unknown where unread.",
           "Microsoft Graph reference: user (externalUserState)"),
    _entry(404, "error", "The cross-cloud worker is disabled",
           "The home tenant's service principal \"Microsoft B2B Cross Cloud Worker\" is disabled. Unknown where "
           "unread.", _CROSS_CLOUD),
    _entry(405, "warning", "Conditional Access demands what is not trusted",
           "A Conditional Access policy demands MFA or a device claim that trust does not accept. Unknown where "
           "unread.", "Microsoft Entra: Authentication and Conditional Access for External ID"),
    _entry(406, "info", "Microsoft 365 data is shown",
           "Capabilities (m365Capabilities) show users of a partner data of Microsoft 365. Unknown where unread.",
           "Microsoft Graph: Microsoft 365 cross-tenant access policy API overview"),
)  # fmt: skip

CATALOGUE: Final[Mapping[str, Entry]] = MappingProxyType({entry.id: entry for entry in _ENTRIES})
"""Every finding by its id, in the order of the ids."""
