"""`crosscloud_partner_settings`: what applies to one other organisation, named by its tenant id.

A section left out, or taken out of the code, is inherited from the default settings. A partner that is
listed already is not taken over silently, and one that is a service provider is never removed.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from crosscloud.bridge.entry import EntryResource
from crosscloud.bridge.resource import (
    Sections,
    TenantContext,
    adopt_existing_attribute,
    identity_attributes,
    section_attributes,
)
from crosscloud.bridge.schema import tenant_id_attribute
from crosscloud.bridge.tenant import ConnectedTenant, Json, UnreadableError
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import PARTNER, Settings
from crosscloud.graph import NotFoundError
from crosscloud.tfplugin import Schema


class PartnerSettings(EntryResource):
    """One entry of the tenant's list of partners."""

    type_name = "crosscloud_partner_settings"
    settings: ClassVar[Settings] = PARTNER
    exists = "is listed"
    gone = "is no longer listed"
    made_anew = (
        "Until it is made anew, its users have what applies to organisations that are not listed: across clouds, "
        "nothing. If the resource was only renamed, write a moved block instead."
    )
    schema = Schema(
        (
            *identity_attributes(),
            tenant_id_attribute("The partner's tenant id.", requires_replace=True),
            *section_attributes(PARTNER),
            adopt_existing_attribute(),
        ),
        description=PARTNER.doc,
    )

    def title(self, partner: str) -> str:
        """See `EntryResource`."""
        return f"Partner {partner}"

    def read_body(self, tenant: ConnectedTenant, partner: str) -> Json:
        """See `EntryResource`."""
        return tenant.api.read_partner(partner)

    def send_create(self, tenant: ConnectedTenant, partner: str, sections: Sections) -> None:
        """See `EntryResource`."""
        tenant.api.create_partner(partner, sections)

    def send_update(self, tenant: ConnectedTenant, partner: str, sections: Sections) -> None:
        """See `EntryResource`; null means inherit."""
        tenant.api.update_partner(partner, sections)

    def send_delete(self, tenant: ConnectedTenant, partner: str) -> None:
        """See `EntryResource`."""
        tenant.api.delete_partner(partner)

    def wanted(self, planned: Mapping[str, Any]) -> Sections:
        """Every section: one that is null is to be inherited."""
        return self.sections(planned)

    def may_be_removed(self, context: TenantContext, tenant: ConnectedTenant, partner: str, body: Json) -> bool:
        """See `EntryResource`: never a service provider, nor before its identity synchronization is gone."""
        if body.get("isServiceProvider"):
            _report_service_provider(context, partner)
            return False
        try:
            tenant.api.read_identity_synchronization(partner)
        except NotFoundError:
            return True
        context.diagnostics.error(
            f"Partner {partner} still has an identity synchronization",
            f"Graph removes a partner only after it. Nothing was removed. {_SYNCHRONIZATION_FIRST}",
        )
        return False

    def may_be_made(self, context: TenantContext, tenant: ConnectedTenant, partner: str) -> bool:
        """See `PlannedEntry`: a tenant cannot list itself."""
        if partner != tenant.tenant_id:
            return True
        context.diagnostics.error(
            "A tenant cannot list itself",
            f"{partner} is the tenant that this provider is configured for.",
            ("tenant_id",),
        )
        return False

    def plan_removal(self, context: TenantContext, prior: Mapping[str, Any]) -> None:
        """See `PlannedEntry`: refuse to remove a service provider, or before its identity synchronization."""
        if context.client is None:
            return
        partner = fold(prior["tenant_id"])
        try:
            if context.client.is_service_provider(partner):
                _report_service_provider(context, partner)
            elif context.client.has_synchronization(partner):
                context.diagnostics.warning(
                    f"Partner {partner} has an identity synchronization, which must be removed before it",
                    _SYNCHRONIZATION_FIRST,
                )
        except UnreadableError as error:
            context.client.report_unreadable(error, context.diagnostics)


_SYNCHRONIZATION_FIRST = (
    "Where crosscloud_partner_identity_synchronization manages it, give that resource "
    "depends_on = [crosscloud_partner_settings.NAME], so that it is removed first; else remove it in the admin "
    "center."
)


def _report_service_provider(context: TenantContext, partner: str) -> None:
    context.diagnostics.error(
        f"Partner {partner} is a service provider and is never removed",
        "Removing it would end a delegated administration relationship. To stop managing it here, use a removed "
        "block: removed { from = crosscloud_partner_settings.NAME  lifecycle { destroy = false } }",
    )
