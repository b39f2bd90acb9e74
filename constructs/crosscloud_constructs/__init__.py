"""Constructs for CDK for Terraform that say who may sign in to what between Microsoft tenants.

Values (`Access`, `InboundTrust`, `DefaultSettings` ...) say what; `Direction` and `Partnership` say between
whom, once, for both tenants; the classes named `...Resource` are Terraform's own types, for what is not said
by a partnership. Imports `crosscloud.domain` only.
"""

from crosscloud_constructs.bindings import (
    CrosscloudProvider,
    DefaultSettingsResource,
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
from crosscloud_constructs.escape import Expression
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
    Access,
    AutomaticUserConsent,
    CrossCloudSettings,
    DefaultSettings,
    InboundTrust,
    PartnerSettings,
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
    "Access",
    "App",
    "AutomaticUserConsent",
    "CrossCloudSettings",
    "CrosscloudProvider",
    "DefaultSettings",
    "DefaultSettingsResource",
    "Direction",
    "Expression",
    "InboundTrust",
    "IntentError",
    "IntentProblem",
    "PartnerSettings",
    "PartnerSettingsResource",
    "Partnership",
    "PartnershipError",
    "SettingsError",
    "SettingsResource",
    "Source",
    "StackError",
    "StateBackend",
]
