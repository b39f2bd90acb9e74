"""Microsoft's own applications that guests need wherever applications are limited, and their names.

Ids: Microsoft's page on cross-tenant access settings for B2B collaboration; of Terms of Use, its overview of
cross-tenant access. For US Government and China no page confirms them.
"""

from types import MappingProxyType
from typing import Final

RIGHTS_MANAGEMENT: Final = "00000012-0000-0000-c000-000000000000"
"""Microsoft Rights Management Services: without it, protected mail of other organisations cannot be read."""

MY_APPS: Final = "2793995e-0a7d-40d7-bd35-6968ba142197"
APP_ACCESS_PANEL: Final = "0000000c-0000-0000-c000-000000000000"
"""Microsoft App Access Panel; it cannot be chosen in the portal."""
MY_PROFILE: Final = "8c59ead7-d703-4a27-9e55-c96a0054c8d2"
MY_SIGN_INS: Final = "19db86c3-b2b9-44cc-b339-36da233a3be2"
"""Where a guest registers for MFA in the resource tenant; it cannot be chosen in the portal either."""
TERMS_OF_USE: Final = "d52792f4-ba38-424d-8140-ada5b883f293"
"""Where a guest accepts terms of use. Needed at both ends where Conditional Access of the resource tenant asks for
them; at the inbound end it cannot be entered in the portal."""

GUEST_ESSENTIALS: Final = (MY_APPS, APP_ACCESS_PANEL, MY_PROFILE, MY_SIGN_INS, RIGHTS_MANAGEMENT)
"""What guests need beside the applications that they come for."""

NAMES: Final = MappingProxyType(
    {
        RIGHTS_MANAGEMENT: "Rights Management",
        MY_APPS: "My Apps",
        APP_ACCESS_PANEL: "App Access Panel",
        MY_PROFILE: "My Profile",
        MY_SIGN_INS: "My Sign-ins",
        TERMS_OF_USE: "Terms of Use",
    }
)
"""What reports call them."""
