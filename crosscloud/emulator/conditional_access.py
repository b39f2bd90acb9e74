"""Conditional Access policies, property by property: the server's own description of them.

Sources: Microsoft Graph reference, conditionalAccessPolicy and the resources whose type names stand below, and the
published schema of v1.0, which has three properties more than the page (`deletedDateTime`, `description`,
`templateId`). The reference says that all clouds have them alike. Session controls are held as they are given:
crosscloud reads none of them.
"""

from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.guid import is_guid
from crosscloud.emulator.errors import invalid_property, invalid_value
from crosscloud.emulator.records import Property, Record, Writer
from crosscloud.emulator.surfaces import Surface
from crosscloud.emulator.values import Choice, Flags, Kind, ListOf, Plain, Text

_TEXTS: Final = ListOf(Text())
_RISKS: Final = ListOf(Choice(("low", "medium", "high", "hidden", "none")))


@dataclass(frozen=True)
class ExternalTenants(Plain):
    """Whose external users a policy is about: those of all tenants, or of some, by tenant id."""

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, with the type that its kind of membership has."""
        if not isinstance(sent, dict) or sent.get("membershipKind") not in ("all", "enumerated"):
            raise invalid_value(at, "it must be an object whose membershipKind is all or enumerated.")
        is_all = sent["membershipKind"] == "all"
        for name in sent:
            if name not in ("@odata.type", "membershipKind", *(() if is_all else ("members",))):
                raise invalid_property(name)
        members = sent.get("members", [])
        if not isinstance(members, list) or not all(isinstance(one, str) and is_guid(one) for one in members):
            raise invalid_value(f"{at}/members", "it must be a list of tenant ids.")
        of_type = "conditionalAccessAllExternalTenants" if is_all else "conditionalAccessEnumeratedExternalTenants"
        taken: dict[str, Any] = {"@odata.type": f"#microsoft.graph.{of_type}"}
        taken["membershipKind"] = sent["membershipKind"]
        return taken if is_all else {**taken, "members": list(members)}


@dataclass(frozen=True)
class Anything(Plain):
    """An object that is held as it is given."""

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it is an object."""
        if not isinstance(sent, dict):
            raise invalid_value(at, "it must be an object.")
        return sent


def _record(type_name: str, **kinds: Kind) -> Record:
    """A type of which the portal sets every property; lists are empty until it does, all else is null."""
    properties = tuple(
        Property(name, kind, writer=Writer.PORTAL, blank=[] if isinstance(kind, ListOf) else None)
        for name, kind in kinds.items()
    )
    return Record(type_name, properties, all_null_allowed=True)


_FILTER: Final = _record("conditionalAccessFilter", mode=Choice(("include", "exclude")), rule=Text())

_GUESTS: Final = _record(
    "conditionalAccessGuestsOrExternalUsers",
    guestOrExternalUserTypes=Flags(
        (
            "none",
            "internalGuest",
            "b2bCollaborationGuest",
            "b2bCollaborationMember",
            "b2bDirectConnectUser",
            "otherExternalUser",
            "serviceProvider",
        )
    ),
    externalTenants=ExternalTenants(),
)

USERS: Final = _record(
    "conditionalAccessUsers",
    includeUsers=_TEXTS,
    excludeUsers=_TEXTS,
    includeGroups=_TEXTS,
    excludeGroups=_TEXTS,
    includeRoles=_TEXTS,
    excludeRoles=_TEXTS,
    includeGuestsOrExternalUsers=_GUESTS,
    excludeGuestsOrExternalUsers=_GUESTS,
)

_APPLICATIONS: Final = _record(
    "conditionalAccessApplications",
    includeApplications=_TEXTS,
    excludeApplications=_TEXTS,
    includeUserActions=_TEXTS,
    includeAuthenticationContextClassReferences=_TEXTS,
    applicationFilter=_FILTER,
)

CONDITIONS: Final = _record(
    "conditionalAccessConditionSet",
    userRiskLevels=_RISKS,
    signInRiskLevels=_RISKS,
    servicePrincipalRiskLevels=_RISKS,
    insiderRiskLevels=Flags(("minor", "moderate", "elevated")),
    clientAppTypes=ListOf(
        Choice(("all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other"))
    ),
    platforms=_record("conditionalAccessPlatforms", includePlatforms=_TEXTS, excludePlatforms=_TEXTS),
    locations=_record("conditionalAccessLocations", includeLocations=_TEXTS, excludeLocations=_TEXTS),
    devices=_record("conditionalAccessDevices", deviceFilter=_FILTER),
    clientApplications=_record(
        "conditionalAccessClientApplications",
        includeServicePrincipals=_TEXTS,
        excludeServicePrincipals=_TEXTS,
        servicePrincipalFilter=_FILTER,
    ),
    authenticationFlows=_record(
        "conditionalAccessAuthenticationFlows",
        transferMethods=Flags(("none", "deviceCodeFlow", "authenticationTransfer")),
    ),
    applications=_APPLICATIONS,
    users=USERS,
)

STRENGTH: Final = _record(
    "authenticationStrengthPolicy",
    id=Text(),
    createdDateTime=Text(),
    modifiedDateTime=Text(),
    displayName=Text(),
    description=Text(),
    policyType=Choice(("builtIn", "custom")),
    requirementsSatisfied=Choice(("none", "mfa")),
    allowedCombinations=_TEXTS,
)

GRANT_CONTROLS: Final = _record(
    "conditionalAccessGrantControls",
    operator=Choice(("AND", "OR")),
    builtInControls=ListOf(
        Choice(
            (
                "block",
                "mfa",
                "compliantDevice",
                "domainJoinedDevice",
                "approvedApplication",
                "compliantApplication",
                "passwordChange",
                "riskRemediation",
            )
        )
    ),
    customAuthenticationFactors=_TEXTS,
    termsOfUse=_TEXTS,
    authenticationStrength=STRENGTH,
)

CONDITIONAL_ACCESS_POLICY: Final = Record(
    "conditionalAccessPolicy",
    (
        Property("id", Text(), writer=Writer.NOBODY),
        *_record(
            "conditionalAccessPolicy",
            deletedDateTime=Text(),
            templateId=Text(),
            displayName=Text(),
            description=Text(),
            createdDateTime=Text(),
            modifiedDateTime=Text(),
            state=Choice(("enabled", "disabled", "enabledForReportingButNotEnforced")),
            conditions=CONDITIONS,
            grantControls=GRANT_CONTROLS,
            sessionControls=Anything(),
        ).properties,
    ),
    required=("state", "conditions"),
)
