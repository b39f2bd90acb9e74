"""What Microsoft 365 shows another tenant's users: the objects that hang below the default and below a partner.

They are read and shown, and not written: they need a permission of their own (`Policy.ReadWrite.
CrossTenantCapability`), and Graph creates and deletes each by itself. Facts: Microsoft Graph, Microsoft 365
cross-tenant access policy API overview; Microsoft Graph reference, m365CapabilityBase and
m365CapabilityInboundAccess, crossTenantAccessPolicyConfigurationDefault and -Partner: list m365Capabilities;
What's new (v1.0: August 2026).

The pages disagree on where they are: those of v1.0 tick the Global cloud alone, one of beta every cloud; of the
published schemas beta of US Government has them. So they are asked for everywhere, outside of Global through beta,
and where Graph does not answer they are unknown.
"""

from types import MappingProxyType
from typing import Final

from crosscloud.domain.settings.types import Bool, Collection, Member, Object, Section, Settings, Text

_SCOPES: Final = Collection(
    Object(
        (
            Member("resource_id", "resourceId", Text(is_id=True, keywords=("All",)), "The id, or `All`."),
            Member(
                "resource_type", "resourceType", Text(choices=("none", "group", "user")), "What the id stands for."
            ),
        )
    ),
    can_be_empty=True,
)

INBOUND_ACCESS: Final = Section(
    name="inbound_access",
    graph="inboundAccess",
    type=Object(
        (
            Member("is_allowed", "isAllowed", Bool(), "Whether the other tenant's users may use it here."),
            Member(
                "resource_scopes",
                "resourceScopes",
                Object(
                    (
                        Member("included", "included", _SCOPES, "Whose data it is about: own users and groups."),
                        Member("excluded", "excluded", _SCOPES, "Whose data it is not about."),
                    )
                ),
                "Of which of this tenant's users.",
            ),
        )
    ),
    doc="What of this tenant's Microsoft 365 data the other tenant's users see. There is no outbound half.",
    versions=MappingProxyType(
        {"global": ("v1.0", "beta"), "usgov": ("beta",), "usgov_dod": ("beta",), "china": ("beta",)}
    ),
    source="Microsoft Graph reference, m365CapabilityBase and m365CapabilityInboundAccess",
)
M365_CAPABILITY: Final = Settings(
    name="m365_capability",
    title="Microsoft 365 capability",
    doc="One thing of Microsoft 365 that another tenant's users may see here, such as when somebody is free.",
    sections=(INBOUND_ACCESS,),
)

MIGRATION: Final = "crossTenantMigration"
"""The one capability that rests on app service connect, the others on Microsoft 365 collaboration (overview)."""
ANONYMOUS: Final = "anonymousCalendarSharing"
"""How those capabilities begin that publish a calendar to whoever has its address."""
