"""Settings as values: small, frozen, checked when they are made."""

from crosscloud.domain.applications import (
    APP_ACCESS_PANEL,
    GUEST_ESSENTIALS,
    MY_APPS,
    MY_PROFILE,
    MY_SIGN_INS,
    RIGHTS_MANAGEMENT,
    TERMS_OF_USE,
)
from crosscloud_constructs.settings.access import Access
from crosscloud_constructs.settings.objects import CrossCloudSettings, DefaultSettings, PartnerSettings
from crosscloud_constructs.settings.redemption import (
    FallbackIdentityProvider,
    IdentityProvider,
    InvitationRedemption,
)
from crosscloud_constructs.settings.restrictions import DeviceFilter, TenantRestrictions
from crosscloud_constructs.settings.target_configurations import (
    AppServiceConnectInbound,
    M365CollaborationInbound,
    M365CollaborationOutbound,
)
from crosscloud_constructs.settings.targets import ALL_APPLICATIONS, ALL_USERS, OFFICE_365
from crosscloud_constructs.settings.trust import AutomaticUserConsent, InboundTrust

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
    "AppServiceConnectInbound",
    "AutomaticUserConsent",
    "CrossCloudSettings",
    "DefaultSettings",
    "DeviceFilter",
    "FallbackIdentityProvider",
    "IdentityProvider",
    "InboundTrust",
    "InvitationRedemption",
    "M365CollaborationInbound",
    "M365CollaborationOutbound",
    "PartnerSettings",
    "TenantRestrictions",
]
