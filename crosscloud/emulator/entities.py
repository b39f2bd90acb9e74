"""The entities of cross-tenant access, property by property: the server's own description of them.

Written from Microsoft's published schema and reference alone, and on purpose not shared with crosscloud's
client: if the client misspells, misplaces or misjudges a property, this table does not agree with it.
Sources: microsoftgraph/msgraph-metadata (`schemas/*.csdl`); Microsoft Graph reference, the resources whose type
names stand below. Three properties are in no document and were published from real answers: of beta
`isCompliantNetworkAccepted`, and `UNDECLARED` of the default and of partners, in both versions (examples of
policyDeletableItem: list, and of Microsoft Entra, "Configure cross-tenant synchronization using Microsoft Graph").
They are shown, and only the portal may set them.
"""

from typing import Final

from crosscloud.emulator.records import Property, Record, Writer
from crosscloud.emulator.surfaces import (
    CLOUD_ENDPOINTS,
    EVERYWHERE,
    GLOBAL_BETA,
    GLOBAL_ONLY,
    GROUP_SYNC,
    M365_CAPABILITIES,
    USER_CONSENT,
    Where,
)
from crosscloud.emulator.targets import ALL_USERS_ONLY, APPLICATIONS, USERS, USERS_AND_GROUPS, Targets
from crosscloud.emulator.values import Boolean, Choice, Choices, Kind, ListOf, Text

_ACCESS: Final = Choice(("allowed", "blocked"))
_PRIMARY: Final = Choices(("azureActiveDirectory", "externalFederation", "socialIdentityProviders"))
_FALLBACK: Final = Choice(("emailOneTimePasscode", "microsoftAccount", "defaultConfiguredIdp"))


def _target_configuration(targets: Targets) -> Record:
    return Record(
        "crossTenantAccessPolicyTargetConfiguration",
        (Property("accessType", _ACCESS, nullable=False), Property("targets", targets, nullable=False)),
        required=("accessType", "targets"),
    )


def _members(inherits: bool, **kinds: Kind) -> tuple[Property, ...]:
    """Members of a section; a partner's may be null, the default has nothing to inherit from."""
    return tuple(Property(name, kind, nullable=inherits) for name, kind in kinds.items())


def _b2b(inherits: bool, *, users: Targets = USERS_AND_GROUPS) -> Record:
    halves = _members(
        inherits,
        usersAndGroups=_target_configuration(users),
        applications=_target_configuration(APPLICATIONS),
    )
    return Record("crossTenantAccessPolicyB2BSetting", halves)


def _tenant_restrictions(inherits: bool) -> Record:
    devices = Record("devicesFilter", (Property("mode", _ACCESS), Property("rule", Text())))
    return Record(
        "crossTenantAccessPolicyTenantRestrictions",
        (*_b2b(inherits).properties, Property("devices", devices)),
    )


def _inbound_trust(inherits: bool) -> Record:
    names = ("isMfaAccepted", "isCompliantDeviceAccepted", "isHybridAzureADJoinedDeviceAccepted")
    return Record(
        "crossTenantAccessPolicyInboundTrust",
        (
            *(Property(name, Boolean(), nullable=inherits) for name in names),
            Property("isCompliantNetworkAccepted", Boolean(), where=GLOBAL_BETA, writer=Writer.PORTAL),
        ),
    )


def _in_and_out(inherits: bool) -> Record:
    return Record(
        "inboundOutboundPolicyConfiguration",
        _members(inherits, inboundAllowed=Boolean(), outboundAllowed=Boolean()),
        all_null_allowed=True,
    )


def _sections(inherits: bool) -> tuple[Property, ...]:
    """The sections that a default and a partner have in common."""
    inbound_users = USERS_AND_GROUPS if inherits else ALL_USERS_ONLY
    m365_users = USERS if inherits else ALL_USERS_ONLY

    def section(name: str, record: Record, where: Where = EVERYWHERE) -> Property:
        return Property(name, record, where=where, nullable=inherits)

    def single(type_name: str, member: str, targets: Targets) -> Record:
        return Record(type_name, (Property(member, _target_configuration(targets), nullable=False),))

    return (
        section("b2bCollaborationInbound", _b2b(inherits, users=inbound_users)),
        section("b2bCollaborationOutbound", _b2b(inherits)),
        section("b2bDirectConnectInbound", _b2b(inherits, users=inbound_users)),
        section("b2bDirectConnectOutbound", _b2b(inherits)),
        section("inboundTrust", _inbound_trust(inherits)),
        section("tenantRestrictions", _tenant_restrictions(inherits), GLOBAL_ONLY),
        section(
            "m365CollaborationInbound",
            single("crossTenantAccessPolicyM365CollaborationInboundSetting", "users", m365_users),
            GLOBAL_ONLY,
        ),
        section(
            "m365CollaborationOutbound",
            single("crossTenantAccessPolicyM365CollaborationOutboundSetting", "usersAndGroups", USERS_AND_GROUPS),
            GLOBAL_ONLY,
        ),
        section(
            "appServiceConnectInbound",
            single("crossTenantAccessPolicyAppServiceConnectSetting", "applications", APPLICATIONS),
            GLOBAL_ONLY,
        ),
        Property("blockServiceProviderOutboundAccess", Boolean(), where=GLOBAL_BETA, nullable=inherits),
    )


UNDECLARED: Final = ("crossCloudMeetingConfiguration", "protectedContentSharing")
"""Members that no document declares and that Graph answers all the same."""


def _undeclared(*, inherits: bool) -> tuple[Property, ...]:
    return tuple(
        Property(
            name,
            _in_and_out(inherits),
            where=GLOBAL_ONLY,
            writer=Writer.PORTAL,
            blank={"inboundAllowed": None, "outboundAllowed": None} if inherits else None,
        )
        for name in UNDECLARED
    )


def policy(enableable: tuple[str, ...]) -> Record:
    """The policy root of a tenant whose cloud may enable the clouds behind `enableable`."""
    return Record(
        "crossTenantAccessPolicy",
        (
            Property("id", Text(), writer=Writer.NOBODY),
            Property("deletedDateTime", Text(), writer=Writer.NOBODY),
            Property("description", Text(), writer=Writer.PORTAL),
            Property("displayName", Text()),
            Property(
                "allowedCloudEndpoints",
                Choices(enableable, can_be_empty=True),
                where=CLOUD_ENDPOINTS,
                nullable=False,
                blank=[],
            ),
        ),
        type_allowed=True,
    )


DEFAULT: Final = Record(
    "crossTenantAccessPolicyConfigurationDefault",
    (
        Property("id", Text(), writer=Writer.NOBODY),
        Property("isServiceDefault", Boolean(), writer=Writer.NOBODY),
        *_sections(inherits=False),
        Property(
            "automaticUserConsentSettings",
            _in_and_out(inherits=False),
            where=USER_CONSENT,
            writer=Writer.NOBODY,
        ),
        Property(
            "invitationRedemptionIdentityProviderConfiguration",
            Record(
                "defaultInvitationRedemptionIdentityProviderConfiguration",
                _members(
                    inherits=False,
                    primaryIdentityProviderPrecedenceOrder=_PRIMARY,
                    fallbackIdentityProvider=_FALLBACK,
                ),
            ),
            nullable=False,
        ),
        *_undeclared(inherits=False),
    ),
    type_allowed=True,
)

PARTNER: Final = Record(
    "crossTenantAccessPolicyConfigurationPartner",
    (
        Property("tenantId", Text(), writer=Writer.NOBODY),
        *_sections(inherits=True),
        Property(
            "automaticUserConsentSettings",
            _in_and_out(inherits=True),
            where=USER_CONSENT,
            blank={"inboundAllowed": None, "outboundAllowed": None},
        ),
        Property("isServiceProvider", Boolean(), writer=Writer.PORTAL),
        Property(
            "isInMultiTenantOrganization",
            Boolean(),
            where=GLOBAL_ONLY,
            writer=Writer.PORTAL,
            nullable=False,
            blank=False,
        ),
        Property("deletedDateTime", Text(), where=GLOBAL_BETA, writer=Writer.NOBODY),
        *_undeclared(inherits=True),
    ),
    type_allowed=True,
)


def _sync(type_name: str) -> Record:
    return Record(type_name, (Property("isSyncAllowed", Boolean()),), all_null_allowed=True)


IDENTITY_SYNCHRONIZATION: Final = Record(
    "crossTenantIdentitySyncPolicyPartner",
    (
        Property("tenantId", Text(), writer=Writer.NOBODY),
        Property("displayName", Text()),
        Property("userSyncInbound", _sync("crossTenantUserSyncInbound")),
        Property("groupSyncInbound", _sync("crossTenantGroupSyncInbound"), where=GROUP_SYNC),
        Property(
            "roleEnabledGroupSyncInbound", _sync("crossTenantRoleEnabledGroupSyncInbound"), where=GLOBAL_BETA
        ),
        Property("externalCloudAuthorizedApplicationId", Text(), where=GROUP_SYNC),
        Property("deletedDateTime", Text(), where=GLOBAL_BETA, writer=Writer.NOBODY),
    ),
    type_allowed=True,
)

_RESOURCE_SCOPE: Final = Record(
    "m365CapabilityResourceScope",
    (
        Property("resourceId", Text(), nullable=False),
        Property("resourceType", Choice(("none", "group", "user")), nullable=False),
    ),
    required=("resourceId", "resourceType"),
)
M365_CAPABILITY: Final = Record(
    "m365CapabilityBase",
    (
        Property("name", Text(), where=M365_CAPABILITIES, writer=Writer.NOBODY),
        Property("lastModifiedDateTime", Text(), where=M365_CAPABILITIES, writer=Writer.NOBODY),
        Property(
            "inboundAccess",
            Record(
                "m365CapabilityInboundAccess",
                (
                    Property("isAllowed", Boolean(), nullable=False),
                    Property(
                        "resourceScopes",
                        Record(
                            "m365CapabilityResourceScopes",
                            (
                                Property("included", ListOf(_RESOURCE_SCOPE), blank=[]),
                                Property("excluded", ListOf(_RESOURCE_SCOPE), blank=[]),
                            ),
                        ),
                    ),
                ),
                required=("isAllowed",),
            ),
            where=M365_CAPABILITIES,
            nullable=False,
        ),
    ),
    required=("inboundAccess",),
)

NOT_HELD: Final = {
    (
        "m365CapabilityBase",
        "id",
    ): "in generated clients, from the base type; `name` is the key"
}
"""Properties, by type and name, that generated clients know and that are not emulated, with the reason."""

_ANONYMOUS: Final = (
    "anonymousCalendarSharingFreeBusyDetail",
    "anonymousCalendarSharingFreeBusyReviewer",
    "anonymousCalendarSharingFreeBusySimple",
)
_OF_BOTH: Final = (
    "crossTenantCalendarAvailabilityBasic",
    "crossTenantCalendarAvailabilityLimitedDetails",
    "crossTenantCalendarSharingFreeBusyDetail",
    "crossTenantCalendarSharingFreeBusyReviewer",
    "crossTenantCalendarSharingFreeBusySimple",
    "crossTenantMailTipsAll",
    "crossTenantMailTipsLimited",
    "crossTenantOpenProfileCard",
    "crossTenantPlacesDeskBooking",
    "crossTenantPlacesRoomBooking",
)
CAPABILITIES_OF_DEFAULT: Final = (*_OF_BOTH, *_ANONYMOUS)
"""The types of capability that the default may have: m365CapabilityBase, derived types."""
CAPABILITIES_OF_PARTNER: Final = (*_OF_BOTH, *_ANONYMOUS, "crossTenantMigration")
"""Those that a partner may have: migration is the partner's alone (Microsoft 365 cross-tenant access overview)."""
