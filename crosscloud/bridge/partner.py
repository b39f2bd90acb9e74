"""`crosscloud_partner_settings`: what applies to one other organisation, named by its tenant id.

A section left out, or taken out of the code, is inherited from the default settings. A partner that is
listed already is not taken over silently, and one that is a service provider is never removed.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from crosscloud.bridge.resource import (
    Sections,
    SettingsResource,
    TenantContext,
    identity_attributes,
    in_words,
    section_attributes,
)
from crosscloud.bridge.schema import must_be_guid, tenant_id_attribute
from crosscloud.bridge.tenant import ConnectedTenant, UnreadableError, read_back
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import PARTNER, Settings, sections_from_graph
from crosscloud.tfplugin import BOOL, Attribute, Schema, is_wholly_known

if TYPE_CHECKING:
    from crosscloud.graph import CrosscloudGraphError


class PartnerSettings(SettingsResource):
    """One entry of the tenant's list of partners."""

    type_name = "crosscloud_partner_settings"
    settings: ClassVar[Settings] = PARTNER
    schema = Schema(
        (
            *identity_attributes(),
            tenant_id_attribute("The partner's tenant id.", requires_replace=True),
            *section_attributes(PARTNER),
            Attribute(
                "adopt_existing",
                BOOL,
                description="Take over a partner that is listed already, instead of refusing to create it.",
                default=False,
            ),
        ),
        description=PARTNER.doc,
    )

    def plan(
        self, context: TenantContext, prior: Any, config: Any, planned: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        """Fill the ids; warn of a partner that is listed already; refuse to remove a service provider."""
        if planned is None:
            self._plan_destroy(context, prior)
            return None
        self.check_cloud(context, planned)
        partner = planned.get("tenant_id")
        if not is_wholly_known(partner):
            return planned
        if prior is not None and fold(prior["tenant_id"]) == fold(str(partner)):
            self.is_at_home(context, prior)
            return planned
        planned = {**planned, "id": fold(str(partner))}
        if context.client is not None:
            planned["home_tenant_id"] = context.client.tenant_id
            self._plan_create(context, context.client, str(partner), planned)
            if prior is not None:
                self._plan_destroy(context, prior)
        return planned

    def read(self, context: TenantContext, state: dict[str, Any]) -> dict[str, Any] | None:
        """The live sections over the stored ones; null where the partner is known to be gone."""
        if not self.is_at_home(context, state):
            return state
        known, live = self.live_or_report(context, state["tenant_id"])
        if not known:
            return state
        if live is None:
            return None
        return {**state, **self.spelt_as(live, state), "adopt_existing": bool(state.get("adopt_existing"))}

    def create(self, context: TenantContext, planned: dict[str, Any]) -> dict[str, Any] | None:
        """List the partner with all its sections in one request, or take over the one that is there."""
        tenant = self.connected(context)
        with tenant.writing:
            live = self._read_now(tenant, planned["tenant_id"])
            if live is None:
                live = self._post(context, tenant, planned)
                if live is None:
                    return None
                return self._finished(context, tenant, planned, wrote=True)
            return self._take_over(context, tenant, planned, live)

    def update(
        self, context: TenantContext, prior: dict[str, Any], planned: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Write the sections that change; one that is null in the plan goes back to inherit."""
        tenant = self.connected(context)
        if not self.is_at_home(context, prior):
            return None
        with tenant.writing:
            live = self._read_now(tenant, planned["tenant_id"])
            if live is None:
                self._report_gone(context, planned["tenant_id"])
                return None
            if changed := self.differing(prior, live):
                self.refuse_changed(context, prior, live, changed)
                return None
            changes = self._changes(live, planned)
            if changes:
                tenant.api.update_partner(fold(planned["tenant_id"]), changes)
            return self._finished(context, tenant, planned, wrote=bool(changes))

    def delete(self, context: TenantContext, prior: dict[str, Any]) -> None:
        """Remove the partner, if it is still as planned on and is no service provider."""
        from crosscloud.graph import NotFoundError  # noqa: PLC0415  (costly; only where something is written)

        tenant = self.connected(context)
        if not self.is_at_home(context, prior):
            return
        partner = fold(prior["tenant_id"])
        with tenant.writing:
            try:
                body = tenant.api.read_partner(partner)
            except NotFoundError:
                return
            if body.get("isServiceProvider"):
                _report_service_provider(context, partner)
                return
            live = sections_from_graph(PARTNER, body)
            if changed := self.differing(prior, live):
                self.refuse_changed(context, prior, live, changed)
                return
            tenant.api.delete_partner(partner)
            if not read_back(lambda: self._read_now(tenant, partner) is None, context.stop):
                context.diagnostics.warning(
                    f"Partner {partner} was removed, but Graph still lists it",
                    "Graph may take a while; listing it anew before then fails with a conflict.",
                )

    def import_state(self, context: TenantContext, import_id: str) -> dict[str, Any] | None:
        """Adopt by import: the id is the partner's tenant id."""
        tenant = self.connected(context)
        if problem := must_be_guid(import_id):
            context.diagnostics.error("Not a tenant id", f"The import id {problem}; it was {import_id!r}.")
            return None
        partner = fold(import_id)
        return {
            "id": partner,
            "tenant_id": partner,
            "home_tenant_id": tenant.tenant_id,
            "adopt_existing": False,
        }

    def _read_now(self, tenant: ConnectedTenant, partner: str) -> Sections | None:
        from crosscloud.graph import NotFoundError  # noqa: PLC0415

        try:
            return sections_from_graph(PARTNER, tenant.api.read_partner(fold(partner)))
        except NotFoundError:
            return None

    def _changes(self, live: Sections, planned: Mapping[str, Any]) -> Sections:
        """The sections to send so that `live` becomes as planned; null means inherit."""
        return {section.name: planned.get(section.name) for section in self.differing(planned, live)}

    def _post(
        self, context: TenantContext, tenant: ConnectedTenant, planned: Mapping[str, Any]
    ) -> Sections | None:
        """Create the partner; the live sections, or None where nothing was made (reported).

        Where the answer was lost, or says that the partner exists already although it did not a moment ago,
        what Graph lists decides: a partner exactly as planned is the one that was just made.
        """
        from crosscloud.graph import AnswerLostError, ConflictError  # noqa: PLC0415

        partner = fold(planned["tenant_id"])
        given = {name: value for name, value in self.sections(planned).items() if value is not None}
        try:
            tenant.api.create_partner(partner, given)
        except (AnswerLostError, ConflictError) as error:
            return self._after_doubt(context, tenant, planned, error)
        return self.sections(planned)

    def _after_doubt(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        planned: Mapping[str, Any],
        error: "CrosscloudGraphError",
    ) -> Sections | None:
        partner = fold(planned["tenant_id"])
        seen: list[Sections] = []

        def is_listed() -> bool:
            live = self._read_now(tenant, partner)
            if live is not None:
                seen.append(live)
            return live is not None

        if not read_back(is_listed, context.stop):
            context.diagnostics.error(
                f"Whether partner {partner} was created is not known",
                f"{error} Graph does not list it so far. Apply again: a partner that is then found exactly as "
                "planned is taken over.",
            )
            return None
        if self.differing(planned, seen[-1]):
            self._report_exists(context, partner)
            return None
        return seen[-1]

    def _take_over(
        self, context: TenantContext, tenant: ConnectedTenant, planned: dict[str, Any], live: Sections
    ) -> dict[str, Any] | None:
        changes = self._changes(live, planned)
        if not changes:
            context.diagnostics.warning(
                f"Partner {planned['tenant_id']} was listed already, exactly as planned",
                "It is taken over; nothing was written.",
            )
        elif not planned.get("adopt_existing"):
            self._report_exists(context, planned["tenant_id"])
            return None
        else:
            tenant.api.update_partner(fold(planned["tenant_id"]), changes)
        return self._finished(context, tenant, planned, wrote=bool(changes))

    def _finished(
        self, context: TenantContext, tenant: ConnectedTenant, planned: dict[str, Any], *, wrote: bool
    ) -> dict[str, Any]:
        """The new state, once Graph answers it; a warning where Graph still answers something older."""
        partner = fold(planned["tenant_id"])

        def agrees() -> bool:
            live = self._read_now(tenant, partner)
            return live is not None and not self.differing(planned, live)

        if wrote and not read_back(agrees, context.stop):
            context.diagnostics.warning(
                f"Partner {partner} was written, but Graph still answers the old values",
                "Graph may take a while; the next plan shows whether it agrees.",
            )
        return {**planned, "id": partner, "home_tenant_id": tenant.tenant_id}

    def _plan_create(
        self, context: TenantContext, tenant: ConnectedTenant, partner: str, planned: Mapping[str, Any]
    ) -> None:
        if fold(partner) == tenant.tenant_id:
            context.diagnostics.error(
                "A tenant cannot list itself",
                f"{partner} is the tenant that this provider is configured for.",
                ("tenant_id",),
            )
            return
        known, live = self.live_or_report(context, partner)
        if not known or live is None:
            return
        changes = in_words(PARTNER, live, planned)
        words = f"Live settings that change:\n{changes}" if changes else "It is exactly as planned."
        if planned.get("adopt_existing") or not changes:
            context.diagnostics.warning(f"Partner {partner} is listed already and is taken over", words)
        else:
            context.diagnostics.warning(
                f"Partner {partner} is listed already: creating it will be refused",
                f"{_how_to_adopt(partner)}\n{words}",
            )

    def _plan_destroy(self, context: TenantContext, prior: Mapping[str, Any]) -> None:
        if not self.is_at_home(context, prior) or context.client is None:
            return
        try:
            if context.client.is_service_provider(prior["tenant_id"]):
                _report_service_provider(context, prior["tenant_id"])
        except UnreadableError as error:
            context.client.report_unreadable(error, context.diagnostics)

    def _report_exists(self, context: TenantContext, partner: str) -> None:
        context.diagnostics.error(
            f"Partner {partner} is listed already",
            f"Nothing was written. {_how_to_adopt(partner)}",
            ("tenant_id",),
        )

    def _report_gone(self, context: TenantContext, partner: str) -> None:
        context.diagnostics.error(
            f"Partner {partner} is no longer listed",
            "It was removed after the plan. Nothing was written; plan again to see what this would do now.",
        )


def _how_to_adopt(partner: str) -> str:
    return (
        "Import it, or set adopt_existing = true to take it over as it is planned:\n"
        f'  import {{\n    to = crosscloud_partner_settings.NAME\n    id = "{fold(partner)}"\n  }}'
    )


def _report_service_provider(context: TenantContext, partner: str) -> None:
    context.diagnostics.error(
        f"Partner {partner} is a service provider and is never removed",
        "Removing it would end a delegated administration relationship. To stop managing it here, use a removed "
        "block: removed { from = crosscloud_partner_settings.NAME  lifecycle { destroy = false } }",
    )
