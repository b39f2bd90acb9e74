"""Every way in or out beside B2B collaboration, as data: on what it rests, between which clouds it exists.

A way leads from a home tenant, whose users or applications it is about, to a resource tenant. Like collaboration
it permits what both ends permit, so that its permission is a set of the same kind, compared by the same `compare`.
What is true or false (a consent prompt, a synchronisation) permits all or nothing. Trust is no way of its own: it
permits nobody anything, it decides whose word Conditional Access takes.

Sources: Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner and
crossTenantIdentitySyncPolicyPartner, with the types of their properties; Microsoft Graph's overview of the policy
(no direct connect between clouds); Microsoft Entra, "Configure cross-tenant synchronization" (which clouds) and
"Set up tenant restrictions v2" (not enforced for requests between clouds). Whether collaboration in Microsoft 365
and app service connect work between clouds is documented nowhere: there they are unknown where settings permit
them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from crosscloud.domain.access.decision import consents, consents_by_default
from crosscloud.domain.access.permission import Permission
from crosscloud.domain.access.section import EVERYTHING, NOTHING, Rule, rule_for, rule_of
from crosscloud.domain.access.targets import APPLICATIONS, USERS, Targets, targets_of
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud, is_same_cloud, is_supported_pair
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, Unread, Value
from crosscloud.domain.settings.identity_synchronization import GROUP_SYNC_INBOUND, USER_SYNC_INBOUND
from crosscloud.domain.settings.types import Member, Object
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth, truth

WayName: TypeAlias = Literal[
    "direct_connect",
    "m365_collaboration",
    "app_service_connect",
    "tenant_restrictions",
    "automatic_redemption",
    "user_synchronisation",
    "group_synchronisation",
]
Side: TypeAlias = Literal["home", "resource"]


class Across(Enum):
    """Whether a way exists between two clouds."""

    NEVER = "never"
    UNDOCUMENTED = "undocumented"
    LIKE_COLLABORATION = "like collaboration"
    WHERE_LISTED = "where listed"


@dataclass(frozen=True, slots=True)
class Half:
    """On what a way rests at one end.

    Attributes:
        section: the section; of a partner and of the default, unless it is one of identity synchronisation.
        member: the member of it that is true or false; empty where lists decide.
    """

    section: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a home tenant to a resource tenant.

    Attributes:
        name: what it is called in data.
        home: on what it rests in the home tenant; None where that tenant has no say.
        resource: the same in the resource tenant.
        across: whether it exists between two clouds.
        pairs: where documents list them, between which clouds (as in `allowedCloudEndpoints`): home, resource.
        undocumented: those of which no document says whether it exists.
        names_users: whether its lists say who.
        names_applications: whether its lists say what.
    """

    name: WayName
    home: Half | None
    resource: Half | None
    across: Across
    pairs: frozenset[tuple[str, str]] = frozenset()
    undocumented: frozenset[tuple[str, str]] = frozenset()
    names_users: bool = False
    names_applications: bool = False

    @property
    def halves(self) -> Iterator[tuple[Side, Half]]:
        """Its ends that have a say."""
        if self.home is not None:
            yield "home", self.home
        if self.resource is not None:
            yield "resource", self.resource


SYNCHRONISED: Final = frozenset(
    {
        (GLOBAL.endpoint, USGOV.endpoint),
        (USGOV.endpoint, GLOBAL.endpoint),
        (GLOBAL.endpoint, CHINA.endpoint),
    }
)
"""Between which clouds Microsoft documents that users are synchronised: from, to."""
UNDOCUMENTED_SYNCHRONISATION: Final = frozenset({(CHINA.endpoint, GLOBAL.endpoint)})
"""Between which no document says so or otherwise."""

DIRECT_CONNECT_WAY: Final = Way(
    "direct_connect",
    Half("b2b_direct_connect_outbound"),
    Half("b2b_direct_connect_inbound"),
    Across.NEVER,
    names_users=True,
    names_applications=True,
)
M365_COLLABORATION: Final = Way(
    "m365_collaboration",
    Half("m365_collaboration_outbound"),
    Half("m365_collaboration_inbound"),
    Across.UNDOCUMENTED,
    names_users=True,
)
APP_SERVICE_CONNECT: Final = Way(
    "app_service_connect",
    None,
    Half("app_service_connect_inbound"),
    Across.UNDOCUMENTED,
    names_applications=True,
)
TENANT_RESTRICTIONS_WAY: Final = Way(
    # Out of the home tenant's networks and devices, with accounts of the other tenant, to applications there.
    "tenant_restrictions",
    Half("tenant_restrictions"),
    None,
    Across.NEVER,
    names_users=True,
    names_applications=True,
)
AUTOMATIC_REDEMPTION: Final = Way(
    "automatic_redemption",
    Half("automatic_user_consent_settings", "outbound_allowed"),
    Half("automatic_user_consent_settings", "inbound_allowed"),
    Across.LIKE_COLLABORATION,
)
USER_SYNCHRONISATION: Final = Way(
    "user_synchronisation",
    None,
    Half(USER_SYNC_INBOUND.name, "is_sync_allowed"),
    Across.WHERE_LISTED,
    pairs=SYNCHRONISED,
    undocumented=UNDOCUMENTED_SYNCHRONISATION,
)
GROUP_SYNCHRONISATION: Final = Way(
    "group_synchronisation",
    None,
    Half(GROUP_SYNC_INBOUND.name, "is_sync_allowed"),
    Across.WHERE_LISTED,
)
WAYS: Final = (
    DIRECT_CONNECT_WAY,
    M365_COLLABORATION,
    APP_SERVICE_CONNECT,
    TENANT_RESTRICTIONS_WAY,
    AUTOMATIC_REDEMPTION,
    USER_SYNCHRONISATION,
    GROUP_SYNCHRONISATION,
)
"""Every way beside B2B collaboration, in the order in which they are told."""


def _members(section: str) -> tuple[Member, ...]:
    type_ = _SECTIONS[section].type
    return type_.members if isinstance(type_, Object) else ()


_SYNCHRONISING: Final = (USER_SYNC_INBOUND.name, GROUP_SYNC_INBOUND.name)
_SECTIONS: Final = {section.name: section for section in (*DEFAULT.sections, *PARTNER.sections)}
SECTIONS_OF_WAYS: Final = tuple(
    dict.fromkeys(half.section for way in WAYS for _, half in way.halves if half.section in _SECTIONS)
)
"""The sections of a partner on which ways rest."""
_HALVES: Final = tuple(dict.fromkeys(half for way in WAYS for _, half in way.halves))
_B2B: Final = frozenset(
    name for name in SECTIONS_OF_WAYS if {m.name for m in _members(name)} >= {"users_and_groups", "applications"}
)
"""Those of them that name users and applications both."""
_ALL: Final = Targets(everything=True)


def way_permission(way: Way, home: TenantSettings, resource: TenantSettings) -> Permission:
    """What the settings of the two permit on one way, from `home` to `resource`."""
    outbound: Rule | None = EVERYTHING
    inbound: Rule | None = EVERYTHING
    if way.home is not None and _has_say(way, way.home, home.cloud, resource.cloud):
        outbound = half_rule(home, way.home, resource.tenant_id)
    if way.resource is not None:
        inbound = half_rule(resource, way.resource, home.tenant_id)
    return Permission(_exists(way, home.cloud, resource.cloud), outbound, inbound)


def half_permission(way: Way, side: Side, tenant: TenantSettings, other: str, cloud: Cloud) -> Permission:
    """What one end alone permits on a way, towards a tenant `other` of `cloud` that permits everything.

    Raises:
        ValueError: where that end has no say.
    """
    half = way.home if side == "home" else way.resource
    if half is None:
        raise ValueError(f"{way.name} does not rest on the {side} tenant")
    clouds = (tenant.cloud, cloud) if side == "home" else (cloud, tenant.cloud)
    return Permission(_exists(way, *clouds), half_rule(tenant, half, other), EVERYTHING)


def default_permission(way: Way, side: Side, tenant: TenantSettings) -> Permission:
    """What the default of `tenant` permits on a way, towards organisations of its cloud that it does not list.

    Raises:
        ValueError: where that end has no say.
    """
    half = way.home if side == "home" else way.resource
    if half is None:
        raise ValueError(f"{way.name} does not rest on the {side} tenant")
    return Permission(Truth.YES, default_half_rule(tenant, half), EVERYTHING)


def may_be_open(home: TenantSettings, resource: TenantSettings) -> list[Way]:
    """The ways of which neither end surely permits nothing; cheap, as most tenants open few of them."""
    out = open_halves(home, resource.tenant_id)
    into = open_halves(resource, home.tenant_id)
    if not out and not into:
        return []
    return [
        way
        for way in WAYS
        if (way.resource is None or way.resource in into)
        and (way.home is None or way.home in out or not _has_say(way, way.home, home.cloud, resource.cloud))
    ]


def open_halves(tenant: TenantSettings, other: str) -> frozenset[Half]:
    """The halves of ways that `tenant` does not surely close towards `other`."""
    other = fold(other)
    entry = tenant.partners.get(other)
    if entry is None and tenant.lists_all:
        return open_halves_of_default(tenant)
    if entry is not None and entry.synchronization is None:
        sections = entry.sections
        if all(sections.get(name) is None for name in SECTIONS_OF_WAYS):
            return open_halves_of_default(tenant)
    place = "open halves", other
    found: frozenset[Half] | None = tenant.memo.get(place)
    if found is None:
        found = frozenset(half for half in _HALVES if _may_permit(half_rule(tenant, half, other)))
        tenant.memo[place] = found
    return found


def open_halves_of_default(tenant: TenantSettings) -> frozenset[Half]:
    """The halves of ways that the default of `tenant` does not surely close to those that it does not list."""
    found: frozenset[Half] | None = tenant.memo.get("open halves")
    if found is None:
        found = frozenset(half for half in _HALVES if _may_permit(default_half_rule(tenant, half)))
        tenant.memo["open halves"] = found
    return found


def half_rule(tenant: TenantSettings, half: Half, other: str) -> Rule | None:
    """What one end says towards `other`; None where unknown or undocumented."""
    if half.section in _SYNCHRONISING:
        return _flag(tenant.synchronizes(half.section, other))
    if half.member:
        return _flag(consents(tenant, other, half.member))
    value, origin = tenant.effective(half.section, other)
    if half.section in _B2B and value is not None:
        return rule_for(tenant, half.section, other)
    place = half, other if origin == "partner" else ""
    rules: dict[tuple[Half, str], Rule | None] = tenant.memo
    if place not in rules:  # each is asked for many times
        rules[place] = default_half_rule(tenant, half) if value is None else _one_list(half.section, value)
    return rules[place]


def default_half_rule(tenant: TenantSettings, half: Half) -> Rule | None:
    """What the default says to organisations that are not listed; None where unknown or undocumented."""
    if half.section in _SYNCHRONISING:
        return NOTHING
    if half.member:
        return _flag(consents_by_default(tenant, half.member))
    value = tenant.default_section(half.section)
    if value is None and not _is_declared(half, tenant.cloud):
        return NOTHING  # no such property there, and Graph answered none
    return rule_of(value) if half.section in _B2B else _one_list(half.section, value)


def _one_list(section: str, value: Value | Unread) -> Rule | None:
    """The rule of a section that names users alone, or applications alone."""
    if not isinstance(value, dict):
        return None
    name = next((name for name in ("users", "users_and_groups") if name in value), "applications")
    part, are_users = value.get(name), name != "applications"
    listed = targets_of(part, USERS if are_users else APPLICATIONS)
    access_type = part.get("access_type") if isinstance(part, dict) else None
    if listed is None or access_type not in ("allowed", "blocked"):
        return None
    is_blocked = access_type == "blocked"
    return Rule(listed, is_blocked, _ALL, False) if are_users else Rule(_ALL, False, listed, is_blocked)


def _flag(answer: Truth) -> Rule | None:
    return {Truth.YES: EVERYTHING, Truth.NO: NOTHING}.get(answer)


def _may_permit(rule: Rule | None) -> bool:
    return rule is None or not rule.permits_nothing


def _has_say(way: Way, half: Half, own: Cloud, other: Cloud) -> bool:
    """Whether the home tenant has a say: not between clouds, where its own does not know the property.

    No document says what is asked of it then: it is not taken to close.
    """
    return way.across is not Across.UNDOCUMENTED or is_same_cloud(own, other) or _is_declared(half, own)


def _is_declared(half: Half, cloud: Cloud) -> bool:
    return _SECTIONS[half.section].version_in(cloud.name) is not None


def _exists(way: Way, home: Cloud, resource: Cloud) -> Truth:
    """Whether there is such a way from one cloud to another, whatever the settings say."""
    if is_same_cloud(home, resource):
        return Truth.YES
    match way.across:
        case Across.NEVER:
            return Truth.NO
        case Across.LIKE_COLLABORATION:
            return truth(is_supported_pair(home, resource))
        case Across.UNDOCUMENTED:
            return truth(None if is_supported_pair(home, resource) else False)
        case Across.WHERE_LISTED:
            pair = home.endpoint, resource.endpoint
            return Truth.UNKNOWN if pair in way.undocumented else truth(pair in way.pairs)
