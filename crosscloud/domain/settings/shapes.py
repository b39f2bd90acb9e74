"""What the values of the sections look like: members, names in Graph, and the words that may stand in them.

Facts: the property tables of the Microsoft Graph reference, one type of crossTenantAccessPolicy each, and the
schemas (CSDL) that Microsoft publishes. `table` says which section has which shape.
"""

from typing import Final

from crosscloud.domain.settings.types import Bool, Collection, Member, Object, Text, Type

ALL_USERS: Final = "AllUsers"
ALL_APPLICATIONS: Final = "AllApplications"
OFFICE_365: Final = "Office365"
KEYWORDS: Final = (ALL_USERS, ALL_APPLICATIONS, OFFICE_365)
"""What a target may be other than an id."""

# Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner: create. Its example sends one half of a
# section. Nothing like it is documented for the default, and what the missing half means is documented nowhere.
_OPTIONAL_FOR_A_PARTNER: Final = ("partner_settings",)
_ALWAYS_OPTIONAL: Final = ("default_settings", "partner_settings")

_ACCESS_TYPE: Final = Text(choices=("allowed", "blocked"))


def _target_configuration(what: str, keywords: tuple[str, ...], kinds: tuple[str, ...]) -> Object:
    target = Object(
        (
            Member(
                "target",
                "target",
                Text(is_id=True, keywords=keywords),
                f"The id of the {what}, or {' or '.join(keywords)}.",
            ),
            Member("target_type", "targetType", Text(choices=kinds), "What the id stands for."),
        )
    )
    return Object(
        (
            Member(
                "access_type",
                "accessType",
                _ACCESS_TYPE,
                "Whether the targets alone are allowed, or the targets alone are blocked.",
            ),
            Member("targets", "targets", Collection(target), f"The {what}s meant. Replaced as a whole."),
        )
    )


USERS_AND_GROUPS: Final = _target_configuration("user or group", (ALL_USERS,), ("user", "group"))
USERS: Final = _target_configuration("user", (ALL_USERS,), ("user",))
APPLICATIONS: Final = _target_configuration("application", (ALL_APPLICATIONS, OFFICE_365), ("application",))


def is_target_configuration(type_: Type) -> bool:
    """Whether it is one of the objects that name whom or what a section is about."""
    return type_ is USERS_AND_GROUPS or type_ is USERS or type_ is APPLICATIONS


_HALVES: Final = (
    Member("users_and_groups", "usersAndGroups", USERS_AND_GROUPS, "Who.", optional_in=_OPTIONAL_FOR_A_PARTNER),
    Member(
        "applications",
        "applications",
        APPLICATIONS,
        "To which applications.",
        optional_in=_OPTIONAL_FOR_A_PARTNER,
    ),
)
B2B_SETTING: Final = Object(_HALVES)
"""crossTenantAccessPolicyB2BSetting."""

TENANT_RESTRICTIONS: Final = Object(
    (
        *_HALVES,
        Member(
            "devices",
            "devices",
            Object(
                (
                    Member(
                        "mode",
                        "mode",
                        _ACCESS_TYPE,
                        "Whether devices that satisfy the rule are allowed or blocked.",
                    ),
                    Member(
                        "rule",
                        "rule",
                        Text(),
                        "The rule, as device filters are written, e.g. `device.deviceOwnership -eq 'Company'`.",
                    ),
                )
            ),
            "On which devices. Microsoft's reference says that the service does not honour it yet.",
            optional_in=_ALWAYS_OPTIONAL,
        ),
    )
)
"""crossTenantAccessPolicyTenantRestrictions."""

INBOUND_TRUST: Final = Object(
    (
        Member("is_mfa_accepted", "isMfaAccepted", Bool(), "Accept MFA done in the home tenant.", default=False),
        Member(
            "is_compliant_device_accepted",
            "isCompliantDeviceAccepted",
            Bool(),
            "Accept the home tenant's word that a device is compliant.",
            default=False,
        ),
        Member(
            "is_hybrid_azure_ad_joined_device_accepted",
            "isHybridAzureADJoinedDeviceAccepted",
            Bool(),
            "Accept the home tenant's word that a device is hybrid joined.",
            default=False,
        ),
    )
)
"""crossTenantAccessPolicyInboundTrust."""

AUTOMATIC_USER_CONSENT: Final = Object(
    (
        Member(
            "inbound_allowed",
            "inboundAllowed",
            Bool(),
            "This tenant's half for users who come in: suppress the consent prompt.",
            default=False,
        ),
        Member(
            "outbound_allowed",
            "outboundAllowed",
            Bool(),
            "This tenant's half for its own users who go out: suppress the consent prompt.",
            default=False,
        ),
    )
)
"""inboundOutboundPolicyConfiguration."""

PRIMARY_PROVIDERS: Final = ("azureActiveDirectory", "externalFederation", "socialIdentityProviders")
FALLBACK_PROVIDERS: Final = ("emailOneTimePasscode", "microsoftAccount", "defaultConfiguredIdp")

INVITATION_REDEMPTION: Final = Object(
    (
        Member(
            "primary_identity_provider_precedence_order",
            "primaryIdentityProviderPrecedenceOrder",
            Collection(Text(choices=PRIMARY_PROVIDERS), ordered=True),
            "The identity providers that a guest may redeem an invitation with, the first one that applies.",
        ),
        Member(
            "fallback_identity_provider",
            "fallbackIdentityProvider",
            Text(choices=FALLBACK_PROVIDERS),
            "What a guest redeems with where none of those applies; there must be one.",
        ),
    )
)
"""defaultInvitationRedemptionIdentityProviderConfiguration."""

M365_INBOUND: Final = Object((Member("users", "users", USERS, "Who."),))
"""crossTenantAccessPolicyM365CollaborationInboundSetting."""

M365_OUTBOUND: Final = Object((Member("users_and_groups", "usersAndGroups", USERS_AND_GROUPS, "Who."),))
"""crossTenantAccessPolicyM365CollaborationOutboundSetting."""

APP_SERVICE_CONNECT: Final = Object((Member("applications", "applications", APPLICATIONS, "Which applications."),))
"""crossTenantAccessPolicyAppServiceConnectSetting."""
