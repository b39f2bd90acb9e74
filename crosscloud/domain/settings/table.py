"""The settings, described once: every other part of crosscloud reads them from here.

From this table follow the Terraform schema, the request bodies, the differences that are shown, the
bindings and the reference pages. A new section is a new entry. Facts: Microsoft Graph reference pages
of the crossTenantAccessPolicy types, and the schemas (CSDL) that Microsoft publishes for each cloud.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from crosscloud.domain.settings.types import Bool, Collection, Member, Object, Section, Settings, Text

ALL_USERS: Final = "AllUsers"
ALL_APPLICATIONS: Final = "AllApplications"
OFFICE_365: Final = "Office365"

_V1_EVERYWHERE: Final = MappingProxyType({"global": "v1.0", "usgov": "v1.0", "usgov_dod": "v1.0", "china": "v1.0"})
# The v1.0 schemas of US Government and China lack allowedCloudEndpoints; their beta schemas have it.
_BETA_IN_SOVEREIGN: Final = MappingProxyType(
    {"global": "v1.0", "usgov": "beta", "usgov_dod": "beta", "china": "beta"}
)


def _target_configuration(what: str, keywords: tuple[str, ...], kinds: tuple[str, ...]) -> Object:
    target = Object(
        (
            Member(
                "target",
                "target",
                Text(is_id=True, keywords=keywords),
                f"The id of the {what}, or one of the keywords {', '.join(keywords)}.",
            ),
            Member("target_type", "targetType", Text(choices=kinds), "What the id stands for."),
        )
    )
    return Object(
        (
            Member(
                "access_type",
                "accessType",
                Text(choices=("allowed", "blocked")),
                "Whether the targets are allowed (all others are not) or blocked (all others are not).",
            ),
            Member("targets", "targets", Collection(target), f"The {what}s meant. Replaced as a whole."),
        )
    )


USERS_AND_GROUPS: Final = _target_configuration("user or group", (ALL_USERS,), ("user", "group"))
APPLICATIONS: Final = _target_configuration("application", (ALL_APPLICATIONS, OFFICE_365), ("application",))
B2B_SETTING: Final = Object(
    (
        Member("users_and_groups", "usersAndGroups", USERS_AND_GROUPS, "Who."),
        Member("applications", "applications", APPLICATIONS, "To which applications."),
    )
)
INBOUND_TRUST: Final = Object(
    (
        Member("is_mfa_accepted", "isMfaAccepted", Bool(), "Accept MFA done in the home tenant.", False),
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

_CONFIGURATION_SOURCE: Final = (
    "Microsoft Graph reference, crossTenantAccessPolicyConfigurationDefault and "
    "crossTenantAccessPolicyConfigurationPartner"
)

ALLOWED_CLOUD_ENDPOINTS: Final = Section(
    name="allowed_cloud_endpoints",
    graph="allowedCloudEndpoints",
    type=Collection(Text()),
    doc=(
        "The other clouds that this tenant may collaborate with. Enabling one lets nobody in: each of its "
        "tenants stays blocked until it is listed as a partner."
    ),
    versions=_BETA_IN_SOVEREIGN,
    source="Microsoft Graph reference, crossTenantAccessPolicy; per-cloud schemas",
)
B2B_COLLABORATION_INBOUND: Final = Section(
    name="b2b_collaboration_inbound",
    graph="b2bCollaborationInbound",
    type=B2B_SETTING,
    doc=(
        "Which users and groups of the other tenant may be guests here, and in which applications of "
        "this tenant. User and group ids are the other tenant's."
    ),
    versions=_V1_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
)
B2B_COLLABORATION_OUTBOUND: Final = Section(
    name="b2b_collaboration_outbound",
    graph="b2bCollaborationOutbound",
    type=B2B_SETTING,
    doc=(
        "Which of this tenant's own users and groups may be guests in the other tenant, and in which of "
        "its applications. User and group ids are this tenant's."
    ),
    versions=_V1_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
)
INBOUND_TRUST_SECTION: Final = Section(
    name="inbound_trust",
    graph="inboundTrust",
    type=INBOUND_TRUST,
    doc=(
        "Which claims of the home tenant this tenant's Conditional Access accepts. Trust alone permits no access."
    ),
    versions=_V1_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
)
AUTOMATIC_USER_CONSENT_SETTINGS: Final = Section(
    name="automatic_user_consent_settings",
    graph="automaticUserConsentSettings",
    type=AUTOMATIC_USER_CONSENT,
    doc=(
        "Automatic redemption: the consent prompt is suppressed only where the home tenant's "
        "`outbound_allowed` and the resource tenant's `inbound_allowed` are both true."
    ),
    versions=_V1_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
    # Graph always answers an object here; both members null is its way to say "inherit".
    inherit=MappingProxyType({"inboundAllowed": None, "outboundAllowed": None}),
)

ROOT: Final = Settings(
    name="settings",
    title="cross-cloud settings",
    doc="Which other Microsoft clouds the tenant may collaborate with: the policy root, one per tenant.",
    sections=(ALLOWED_CLOUD_ENDPOINTS,),
)
DEFAULT: Final = Settings(
    name="default_settings",
    title="default settings",
    doc=(
        "What applies to every organisation of the same cloud that is not listed as a partner, and to "
        "each section that a partner inherits. One per tenant."
    ),
    sections=(B2B_COLLABORATION_INBOUND, B2B_COLLABORATION_OUTBOUND, INBOUND_TRUST_SECTION),
)
PARTNER: Final = Settings(
    name="partner_settings",
    title="partner",
    doc=(
        "What applies to one other organisation, named by its tenant id. A section left out is inherited "
        "from the default settings."
    ),
    sections=(
        B2B_COLLABORATION_INBOUND,
        B2B_COLLABORATION_OUTBOUND,
        INBOUND_TRUST_SECTION,
        AUTOMATIC_USER_CONSENT_SETTINGS,
    ),
)
ALL: Final = (ROOT, DEFAULT, PARTNER)

Part: TypeAlias = Literal["policy", "default", "partners"]
PART_OF_SNAPSHOT: Final[Mapping[str, Part]] = MappingProxyType(
    {ROOT.name: "policy", DEFAULT.name: "default", PARTNER.name: "partners"}
)
"""Under which key a tenant's reading and a snapshot hold each kind of settings."""
