"""The objects of the directory context, property by property, but for Conditional Access.

Sources: Microsoft Graph reference, authorizationPolicy (v1.0 and beta), defaultUserRolePermissions, stsPolicy and
b2bManagementPolicy (beta, Global alone), organization, verifiedDomain, servicePrincipal, group and user. Of
organization and the last three only some properties are here. API callers can set none of this.
"""

from typing import Final

from crosscloud.emulator.records import Property, Record, Writer
from crosscloud.emulator.surfaces import EVERY_BETA, EVERYWHERE, GLOBAL_BETA, Where
from crosscloud.emulator.values import Boolean, Choice, Kind, ListOf, Text

_KEY: Final = Property("id", Text(), writer=Writer.NOBODY)
_V1: Final[Where] = EVERYWHERE - EVERY_BETA


def _set_by_portal(where: Where = EVERYWHERE, **kinds: Kind) -> tuple[Property, ...]:
    return tuple(
        Property(name, kind, where=where, writer=Writer.PORTAL, blank=[] if isinstance(kind, ListOf) else None)
        for name, kind in kinds.items()
    )


def _flag(name: str, *, blank: bool) -> Property:
    return Property(name, Boolean(), writer=Writer.PORTAL, nullable=False, blank=blank)


_DEFAULT_USER_ROLE: Final = Record(
    "defaultUserRolePermissions",
    (
        *_set_by_portal(
            allowedToCreateApps=Boolean(),
            allowedToCreateSecurityGroups=Boolean(),
            allowedToCreateTenants=Boolean(),
            allowedToReadBitlockerKeysForOwnedDevice=Boolean(),
            allowedToReadOtherUsers=Boolean(),
        ),
        *_set_by_portal(where=_V1, permissionGrantPoliciesAssigned=ListOf(Text())),
    ),
)

AUTHORIZATION_POLICY: Final = Record(
    "authorizationPolicy",
    (
        _KEY,
        *_set_by_portal(
            deletedDateTime=Text(),
            displayName=Text(),
            description=Text(),
            allowInvitesFrom=Choice(
                ("none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone")
            ),
            allowedToSignUpEmailBasedSubscriptions=Boolean(),
            allowedToUseSSPR=Boolean(),
            allowEmailVerifiedUsersToJoinOrganization=Boolean(),
            allowUserConsentForRiskyApps=Boolean(),
            blockMsolPowerShell=Boolean(),
            guestUserRoleId=Text(),
            defaultUserRolePermissions=_DEFAULT_USER_ROLE,
        ),
        *_set_by_portal(
            where=EVERY_BETA,
            enabledPreviewFeatures=ListOf(Text()),
            permissionGrantPolicyIdsAssignedToDefaultUserRole=ListOf(Text()),
        ),
    ),
)

B2B_MANAGEMENT_POLICY: Final = Record(
    "b2bManagementPolicy",
    (
        Property("id", Text(), where=GLOBAL_BETA, writer=Writer.NOBODY),
        *_set_by_portal(
            where=GLOBAL_BETA,
            deletedDateTime=Text(),
            description=Text(),
            displayName=Text(),
            definition=ListOf(Text()),
            isOrganizationDefault=Boolean(),
        ),
    ),
    required=("displayName",),
)

VERIFIED_DOMAIN: Final = Record(
    "verifiedDomain",
    (
        Property("name", Text(), writer=Writer.NOBODY),
        _flag("isInitial", blank=False),
        _flag("isDefault", blank=False),
        Property("capabilities", Text(), writer=Writer.PORTAL, blank="Email, OfficeCommunicationsOnline"),
        Property("type", Choice(("Managed", "Federated")), writer=Writer.PORTAL, blank="Managed"),
    ),
)

ORGANIZATION: Final = Record(
    "organization", (_KEY, *_set_by_portal(displayName=Text(), verifiedDomains=ListOf(VERIFIED_DOMAIN)))
)

SERVICE_PRINCIPAL: Final = Record(
    "servicePrincipal",
    (_KEY, *_set_by_portal(appId=Text(), displayName=Text()), _flag("accountEnabled", blank=True)),
    required=("appId", "displayName"),
)

GROUP: Final = Record("group", (_KEY, *_set_by_portal(displayName=Text())), required=("displayName",))

USER: Final = Record(
    "user",
    (
        _KEY,
        *_set_by_portal(
            businessPhones=ListOf(Text()),
            displayName=Text(),
            givenName=Text(),
            jobTitle=Text(),
            mail=Text(),
            mobilePhone=Text(),
            officeLocation=Text(),
            preferredLanguage=Text(),
            surname=Text(),
            userPrincipalName=Text(),
        ),
        Property("userType", Choice(("Member", "Guest")), writer=Writer.PORTAL, nullable=False, blank="Member"),
        Property("externalUserState", Choice(("PendingAcceptance", "Accepted")), writer=Writer.PORTAL),
    ),
)
