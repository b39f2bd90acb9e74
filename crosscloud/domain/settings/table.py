"""The settings, described once: every other part of crosscloud reads them from here.

From this table follow the Terraform schema, the request bodies, the differences that are shown, the
bindings and the reference pages. A new section is a new entry. Facts: Microsoft Graph reference pages
of the crossTenantAccessPolicy types, and the schemas (CSDL) that Microsoft publishes for each cloud.

Left out on purpose. Read-only: `tenantId`, `isServiceDefault`, `isInMultiTenantOrganization`, the default's
`automaticUserConsentSettings` (read where access depends on it), and `isServiceProvider`, which callers without a
user are refused. The root's `displayName`: the reference calls it writable, but it is a name that the service
gives. Objects of their own, with other permissions: `serviceProviderConstraints`, and the capabilities of
`m365_capabilities`, which are read.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from crosscloud.domain.settings.shapes import (
    APP_SERVICE_CONNECT,
    AUTOMATIC_USER_CONSENT,
    B2B_SETTING,
    INBOUND_TRUST,
    INVITATION_REDEMPTION,
    M365_INBOUND,
    M365_OUTBOUND,
    TENANT_RESTRICTIONS,
)
from crosscloud.domain.settings.types import Bool, Collection, Section, Settings, Text

_BOTH: Final = ("v1.0", "beta")
_EVERYWHERE: Final = MappingProxyType({"global": _BOTH, "usgov": _BOTH, "usgov_dod": _BOTH, "china": _BOTH})
# The v1.0 schemas of US Government and China lack allowedCloudEndpoints; their beta schemas have it.
_BETA_IN_SOVEREIGN: Final = MappingProxyType(
    {"global": _BOTH, "usgov": ("beta",), "usgov_dod": ("beta",), "china": ("beta",)}
)
# China's beta schema lacks automaticUserConsentSettings.
_NOT_IN_CHINAS_BETA: Final = MappingProxyType({**_EVERYWHERE, "china": ("v1.0",)})
# Neither version of the schemas of US Government and China is known to have these.
_GLOBAL: Final = MappingProxyType({"global": _BOTH})
_GLOBAL_BETA: Final = MappingProxyType({"global": ("beta",)})

_CONFIGURATION_SOURCE: Final = (
    "Microsoft Graph reference, crossTenantAccessPolicyConfigurationDefault and "
    "crossTenantAccessPolicyConfigurationPartner"
)
_CONFIGURATION_AND_SCHEMAS: Final = f"{_CONFIGURATION_SOURCE}; per-cloud schemas"

ALLOWED_CLOUD_ENDPOINTS: Final = Section(
    name="allowed_cloud_endpoints",
    graph="allowedCloudEndpoints",
    type=Collection(Text(), can_be_empty=True),
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
    versions=_EVERYWHERE,
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
    versions=_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
)
B2B_DIRECT_CONNECT_INBOUND: Final = Section(
    name="b2b_direct_connect_inbound",
    graph="b2bDirectConnectInbound",
    type=B2B_SETTING,
    doc=(
        "Which users and groups of the other tenant may use applications here without a guest account (Teams "
        "shared channels), and which applications. Between clouds, Microsoft supports no direct connect."
    ),
    versions=_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
)
B2B_DIRECT_CONNECT_OUTBOUND: Final = Section(
    name="b2b_direct_connect_outbound",
    graph="b2bDirectConnectOutbound",
    type=B2B_SETTING,
    doc=(
        "Which of this tenant's own users and groups may use applications of the other tenant without a guest "
        "account there, and which applications. Between clouds, Microsoft supports no direct connect."
    ),
    versions=_EVERYWHERE,
    source=_CONFIGURATION_SOURCE,
)
INBOUND_TRUST_SECTION: Final = Section(
    name="inbound_trust",
    graph="inboundTrust",
    type=INBOUND_TRUST,
    doc=(
        "Which claims of the home tenant this tenant's Conditional Access accepts. Trust alone permits no access."
    ),
    versions=_EVERYWHERE,
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
    versions=_NOT_IN_CHINAS_BETA,
    source=_CONFIGURATION_SOURCE,
    # Graph always answers an object here; both members null is its way to say "inherit".
    inherit=MappingProxyType({"inboundAllowed": None, "outboundAllowed": None}),
)
INVITATION_REDEMPTION_SECTION: Final = Section(
    name="invitation_redemption_identity_provider_configuration",
    graph="invitationRedemptionIdentityProviderConfiguration",
    type=INVITATION_REDEMPTION,
    doc="With which identity providers guests redeem invitations to this tenant, and in which order.",
    versions=_EVERYWHERE,
    source=(
        "Microsoft Graph reference, defaultInvitationRedemptionIdentityProviderConfiguration; Microsoft's page on "
        "B2B in government and national clouds"
    ),
)
TENANT_RESTRICTIONS_SECTION: Final = Section(
    name="tenant_restrictions",
    graph="tenantRestrictions",
    type=TENANT_RESTRICTIONS,
    doc=(
        "Which accounts that another tenant gave out may be used on this tenant's networks and devices, and for "
        "which applications. User and group ids are the other tenant's."
    ),
    versions=_GLOBAL,
    source=_CONFIGURATION_AND_SCHEMAS,
    disputed=("usgov", "usgov_dod", "china"),
    dispute=(
        "Microsoft Entra's page on tenant restrictions says that they are supported on all clouds, and the "
        "schemas of Graph that Microsoft publishes lack them there"
    ),
)
M365_COLLABORATION_INBOUND: Final = Section(
    name="m365_collaboration_inbound",
    graph="m365CollaborationInbound",
    type=M365_INBOUND,
    doc="Which users of the other tenant may collaborate with this one in Microsoft 365 applications.",
    versions=_GLOBAL,
    source=_CONFIGURATION_AND_SCHEMAS,
)
M365_COLLABORATION_OUTBOUND: Final = Section(
    name="m365_collaboration_outbound",
    graph="m365CollaborationOutbound",
    type=M365_OUTBOUND,
    doc="Which of this tenant's own users and groups may collaborate with the other one in Microsoft 365.",
    versions=_GLOBAL,
    source=_CONFIGURATION_AND_SCHEMAS,
)
APP_SERVICE_CONNECT_INBOUND: Final = Section(
    name="app_service_connect_inbound",
    graph="appServiceConnectInbound",
    type=APP_SERVICE_CONNECT,
    doc="Which applications may connect across the boundary between the other tenant and this one.",
    versions=_GLOBAL,
    source=_CONFIGURATION_AND_SCHEMAS,
)
BLOCK_SERVICE_PROVIDER_OUTBOUND_ACCESS: Final = Section(
    name="block_service_provider_outbound_access",
    graph="blockServiceProviderOutboundAccess",
    type=Bool(),
    doc=(
        "Whether this tenant's own users are kept from signing in to other organisations with delegated "
        "administration (GDAP)."
    ),
    versions=_GLOBAL_BETA,
    source=_CONFIGURATION_AND_SCHEMAS,
    blocks_when=True,
)

ROOT: Final = Settings(
    name="settings",
    title="cross-cloud settings",
    doc="Which other Microsoft clouds the tenant may collaborate with: the policy root, one per tenant.",
    sections=(ALLOWED_CLOUD_ENDPOINTS,),
    # Microsoft Graph reference (beta), Get crossTenantAccessPolicy: `{}` where nobody has changed the settings;
    # crossTenantAccessPolicy, allowedCloudEndpoints: "By default, this value is empty".
    untouched=MappingProxyType({"allowedCloudEndpoints": []}),
)
DEFAULT: Final = Settings(
    name="default_settings",
    title="default settings",
    doc=(
        "What applies to every organisation of the same cloud that is not listed as a partner, and to "
        "each section that a partner inherits. One per tenant."
    ),
    sections=(
        B2B_COLLABORATION_INBOUND,
        B2B_COLLABORATION_OUTBOUND,
        B2B_DIRECT_CONNECT_INBOUND,
        B2B_DIRECT_CONNECT_OUTBOUND,
        INBOUND_TRUST_SECTION,
        INVITATION_REDEMPTION_SECTION,
        TENANT_RESTRICTIONS_SECTION,
        M365_COLLABORATION_INBOUND,
        M365_COLLABORATION_OUTBOUND,
        APP_SERVICE_CONNECT_INBOUND,
        BLOCK_SERVICE_PROVIDER_OUTBOUND_ACCESS,
    ),
    # Declared by v1.0 in every cloud's schema, and set by resetToSystemDefault: the default inherits from nothing.
    always=(
        B2B_COLLABORATION_INBOUND,
        B2B_COLLABORATION_OUTBOUND,
        B2B_DIRECT_CONNECT_INBOUND,
        B2B_DIRECT_CONNECT_OUTBOUND,
        INBOUND_TRUST_SECTION,
    ),
    # Nobody sets it, and access depends on it: a partner without its own has what Graph answers here.
    read_only=(AUTOMATIC_USER_CONSENT_SETTINGS,),
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
        B2B_DIRECT_CONNECT_INBOUND,
        B2B_DIRECT_CONNECT_OUTBOUND,
        INBOUND_TRUST_SECTION,
        AUTOMATIC_USER_CONSENT_SETTINGS,
        TENANT_RESTRICTIONS_SECTION,
        M365_COLLABORATION_INBOUND,
        M365_COLLABORATION_OUTBOUND,
        APP_SERVICE_CONNECT_INBOUND,
        BLOCK_SERVICE_PROVIDER_OUTBOUND_ACCESS,
    ),
)
ALL: Final = (ROOT, DEFAULT, PARTNER)

Part: TypeAlias = Literal["policy", "default", "partners"]
PARTS: Final[tuple[Part, ...]] = ("policy", "default", "partners")
"""What is read of a tenant, each with one request (and pages); also the keys in a snapshot."""
PART_OF_SNAPSHOT: Final[Mapping[str, Part]] = MappingProxyType(
    {ROOT.name: "policy", DEFAULT.name: "default", PARTNER.name: "partners"}
)
"""Under which key a tenant's reading and a snapshot hold each kind of settings."""
