"""Constructs for CDK for Terraform that say who may sign in to what between Microsoft tenants.

Values (`Access`, `InboundTrust`, `DefaultSettings` ...) say what; `Direction` and `Partnership` say between
whom, once, for both tenants; the classes named `...Resource` are Terraform's own types, for what is not said
by a partnership. Imports `crosscloud.domain` and `crosscloud.wording` only.
"""

from crosscloud_constructs.arguments import Expression
from crosscloud_constructs.bindings import (
    CrosscloudProvider,
    DefaultSettingsResource,
    PartnerIdentitySynchronizationResource,
    PartnerSettingsResource,
    SettingsResource,
    StateBackend,
)
from crosscloud_constructs.cdk import App
from crosscloud_constructs.direction import Direction
from crosscloud_constructs.errors import (
    IntentError,
    IntentProblem,
    PartnershipError,
    SettingsError,
    StackError,
)
from crosscloud_constructs.partnership import Partnership
from crosscloud_constructs.settings import (
    ALL_APPLICATIONS,
    ALL_USERS,
    APP_ACCESS_PANEL,
    GUEST_ESSENTIALS,
    MY_APPS,
    MY_PROFILE,
    MY_SIGN_INS,
    OFFICE_365,
    RIGHTS_MANAGEMENT,
    TERMS_OF_USE,
    Access,
    AppServiceConnectInbound,
    AutomaticUserConsent,
    CrossCloudSettings,
    DefaultSettings,
    DeviceFilter,
    FallbackIdentityProvider,
    IdentityProvider,
    InboundTrust,
    InvitationRedemption,
    M365CollaborationInbound,
    M365CollaborationOutbound,
    PartnerSettings,
    TenantRestrictions,
)
from crosscloud_constructs.source import Source

__all__ = [
    "ALL_APPLICATIONS",
    "ALL_USERS",
    "APP_ACCESS_PANEL",
    "GUEST_ESSENTIALS",
    "MY_APPS",
    "MY_PROFILE",
    "MY_SIGN_INS",
    "OFFICE_365",
    "RIGHTS_MANAGEMENT",
    "TERMS_OF_USE",
    "Access",
    "App",
    "AppServiceConnectInbound",
    "AutomaticUserConsent",
    "CrossCloudSettings",
    "CrosscloudProvider",
    "DefaultSettings",
    "DefaultSettingsResource",
    "DeviceFilter",
    "Direction",
    "Expression",
    "FallbackIdentityProvider",
    "IdentityProvider",
    "InboundTrust",
    "IntentError",
    "IntentProblem",
    "InvitationRedemption",
    "M365CollaborationInbound",
    "M365CollaborationOutbound",
    "PartnerIdentitySynchronizationResource",
    "PartnerSettings",
    "PartnerSettingsResource",
    "Partnership",
    "PartnershipError",
    "SettingsError",
    "SettingsResource",
    "Source",
    "StackError",
    "StateBackend",
    "TenantRestrictions",
]
