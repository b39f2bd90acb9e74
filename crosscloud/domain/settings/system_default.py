"""The settings of a tenant that nobody has changed: what a reset puts back.

Source: Microsoft Graph reference, crossTenantAccessPolicyConfigurationDefault: resetToSystemDefault. Sections
that are not here have no documented default.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from crosscloud.domain.settings.shapes import ALL_APPLICATIONS, ALL_USERS
from crosscloud.domain.settings.types import Value


def _everything(access_type: str) -> Value:
    return {
        "users_and_groups": {
            "access_type": access_type,
            "targets": [{"target": ALL_USERS, "target_type": "user"}],
        },
        "applications": {
            "access_type": access_type,
            "targets": [{"target": ALL_APPLICATIONS, "target_type": "application"}],
        },
    }


SYSTEM_DEFAULT: Final[Mapping[str, Value]] = MappingProxyType(
    {
        "b2b_collaboration_inbound": _everything("allowed"),
        "b2b_collaboration_outbound": _everything("allowed"),
        "b2b_direct_connect_inbound": _everything("blocked"),
        "b2b_direct_connect_outbound": _everything("blocked"),
        "inbound_trust": {
            "is_mfa_accepted": False,
            "is_compliant_device_accepted": False,
            "is_hybrid_azure_ad_joined_device_accepted": False,
        },
    }
)
"""The default settings, as `resetToSystemDefault` puts them back."""

SYSTEM_ROOT: Final[Mapping[str, Value]] = MappingProxyType({"allowed_cloud_endpoints": []})
"""The policy root, with all other clouds off. Graph has no reset for it: this is written."""
