"""`crosscloud_partner_identity_synchronization`: whether one partner may write its users into this tenant.

The partner must be listed before, and can be removed only after it. The provider is not told what depends on
what, so `depends_on` says it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from crosscloud.bridge.entry import EntryResource
from crosscloud.bridge.partner import PartnerSettings
from crosscloud.bridge.resource import Sections, TenantContext, adopt_existing_attribute, identity_attributes
from crosscloud.bridge.schema import section_attribute, tenant_id_attribute
from crosscloud.bridge.tenant import ConnectedTenant, Json, UnreadableError
from crosscloud.domain.settings import Settings
from crosscloud.domain.settings.identity_synchronization import (
    DISPLAY_NAME,
    GROUP_SYNC_INBOUND,
    IDENTITY_SYNCHRONIZATION,
    USER_SYNC_INBOUND,
)
from crosscloud.tfplugin import Schema, is_wholly_known


class PartnerIdentitySynchronization(EntryResource):
    """The identity synchronization of one partner."""

    type_name = "crosscloud_partner_identity_synchronization"
    settings: ClassVar[Settings] = IDENTITY_SYNCHRONIZATION
    exists = "exists"
    gone = "no longer exists"
    schema = Schema(
        (
            *identity_attributes(),
            tenant_id_attribute("The partner's tenant id.", requires_replace=True),
            section_attribute(IDENTITY_SYNCHRONIZATION, DISPLAY_NAME),
            section_attribute(IDENTITY_SYNCHRONIZATION, USER_SYNC_INBOUND, required=True),
            section_attribute(IDENTITY_SYNCHRONIZATION, GROUP_SYNC_INBOUND),
            adopt_existing_attribute(),
        ),
        description=IDENTITY_SYNCHRONIZATION.doc,
    )

    def title(self, partner: str) -> str:
        """See `EntryResource`."""
        return f"The identity synchronization of partner {partner}"

    def read_body(self, tenant: ConnectedTenant, partner: str) -> Json:
        """See `EntryResource`."""
        return tenant.api.read_identity_synchronization(partner)

    def send_create(self, tenant: ConnectedTenant, partner: str, sections: Sections) -> None:
        """See `EntryResource`."""
        tenant.api.create_identity_synchronization(partner, sections)

    def send_update(self, tenant: ConnectedTenant, partner: str, sections: Sections) -> None:
        """See `EntryResource`."""
        tenant.api.update_identity_synchronization(partner, sections)

    def send_delete(self, tenant: ConnectedTenant, partner: str) -> None:
        """See `EntryResource`."""
        tenant.api.delete_identity_synchronization(partner)

    def wanted(self, planned: Mapping[str, Any]) -> Sections:
        """What the code gives: there is nothing to inherit, and what null would do is not documented."""
        return {
            name: value
            for name, value in self.sections(planned).items()
            if value is not None and is_wholly_known(value)
        }

    def plan_new(self, context: TenantContext, tenant: ConnectedTenant, partner: str) -> None:
        """Warn where the partner is neither listed nor planned so far; with `depends_on` it is planned before."""
        try:
            listed = tenant.is_listed(partner)
        except UnreadableError:  # reported when the partner's synchronization was looked for
            return
        if not listed and not tenant.claims.is_planned((PartnerSettings.type_name, partner)):
            context.diagnostics.warning(
                f"Partner {partner} is not listed yet",
                "Its identity synchronization can be made only after it. Give this resource depends_on = "
                f"[{PartnerSettings.type_name}.NAME].",
                ("tenant_id",),
            )
