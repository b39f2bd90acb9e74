"""Whether a partner's users may be synchronised into the tenant: the object that hangs below a partner.

It is described as the other settings are, but stands apart from them: it is no section that a partner inherits,
Graph creates and deletes it by itself, and it must be gone before its partner can be removed. Facts: Microsoft
Graph reference, crossTenantIdentitySyncPolicyPartner, and the schemas (CSDL) that Microsoft publishes for each
cloud.

`groupSyncInbound` is declared by beta alone, in the Global and the US Government cloud. It is offered in Global
only: there the one reading of a plan asks beta anyhow; in US Government it asks v1.0, which does not answer the
property, so it could be written but its change by others never be seen. Left out for want of documents on who may
write them: the other members that beta alone declares.
"""

from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings.types import Bool, Member, Object, Section, Settings, Text

SYNCHRONIZATION: Final = "identitySynchronization"
"""Where Graph puts a partner's identity synchronisation, when asked to expand it."""

_SOURCE: Final = "Microsoft Graph reference, crossTenantIdentitySyncPolicyPartner; per-cloud schemas"
_EVERYWHERE: Final = MappingProxyType(dict.fromkeys(CLOUDS, ("v1.0", "beta")))

DISPLAY_NAME: Final = Section(
    name="display_name",
    graph="displayName",
    type=Text(),
    doc="What the admin center calls it; usually the partner's name. Left out of the code, it is left as it is.",
    versions=_EVERYWHERE,
    source=_SOURCE,
)


def _sync(doc: str) -> Object:
    return Object((Member("is_sync_allowed", "isSyncAllowed", Bool(), doc, default=False),))


USER_SYNC_INBOUND: Final = Section(
    name="user_sync_inbound",
    graph="userSyncInbound",
    type=_sync("Let the partner write its users into this tenant."),
    doc=(
        "Whether the partner may synchronise its users into this tenant. Taking the permission back stops the "
        "synchronisation; accounts that it made stay."
    ),
    versions=_EVERYWHERE,
    source=_SOURCE,
)
GROUP_SYNC_INBOUND: Final = Section(
    name="group_sync_inbound",
    graph="groupSyncInbound",
    type=_sync("Let the partner write its groups into this tenant."),
    doc=(
        "Whether the partner may synchronise its groups into this tenant. Left out of the code, it stays as it is."
    ),
    versions=MappingProxyType({"global": ("beta",)}),
    source=_SOURCE,
)
IDENTITY_SYNCHRONIZATION: Final = Settings(
    name="partner_identity_synchronization",
    title="identity synchronization",
    doc=(
        "Whether one partner may synchronise its users into this tenant. The partner must be listed before, and "
        "can be removed only after it: write `depends_on = [crosscloud_partner_settings.NAME]`."
    ),
    sections=(DISPLAY_NAME, USER_SYNC_INBOUND, GROUP_SYNC_INBOUND),
)
