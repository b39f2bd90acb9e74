"""What is made and removed, each for one partner: read before every write, refused if changed, read back after.

A partner and its identity synchronization go the same way; what differs is which requests are sent.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from crosscloud.bridge.entry_plan import PlannedEntry
from crosscloud.bridge.resource import Sections, TenantContext
from crosscloud.bridge.reviewed import take_reviewed
from crosscloud.bridge.schema import must_be_guid
from crosscloud.bridge.tenant import ConnectedTenant, Json, read_back
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import sections_from_graph
from crosscloud.graph import AnswerLostError, ConflictError, CrosscloudGraphError, NotFoundError


class EntryResource(PlannedEntry):
    """An object below the policy, named by a partner's tenant id."""

    gone: ClassVar[str]
    """How its texts say that it is there no more: `is no longer listed`."""

    @abstractmethod
    def read_body(self, tenant: ConnectedTenant, partner: str) -> Json:
        """The object as Graph has it now.

        Raises:
            NotFoundError: where it does not exist.
        """

    @abstractmethod
    def send_create(self, tenant: ConnectedTenant, partner: str, sections: Sections) -> None:
        """Create the object with the sections that are not null."""

    @abstractmethod
    def send_update(self, tenant: ConnectedTenant, partner: str, sections: Sections) -> None:
        """Change these sections and leave the others."""

    @abstractmethod
    def send_delete(self, tenant: ConnectedTenant, partner: str) -> None:
        """Remove the object."""

    def may_be_removed(self, context: TenantContext, tenant: ConnectedTenant, partner: str, body: Json) -> bool:
        """Whether the object, which Graph has as `body`, may be removed; reported if not."""
        return True

    def read(self, context: TenantContext, state: dict[str, Any]) -> dict[str, Any] | None:
        """The live sections over the stored ones; null where the object is known to be gone."""
        if not self.is_at_home(context, state):
            return state
        known, live = self.live_or_report(context, state["tenant_id"])
        if not known:
            return state
        if live is None:
            return None
        if context.client is not None:
            context.client.claims.remember(self.key(state["tenant_id"]), state)
        return {**state, **self.spelt_as(live, state), "adopt_existing": bool(state.get("adopt_existing"))}

    def create(self, context: TenantContext, planned: dict[str, Any]) -> dict[str, Any] | None:
        """Make the object with all its sections in one request, or take over the one that is there."""
        tenant = self.connected(context)
        partner = fold(planned["tenant_id"])
        context.private = b""
        with tenant.writing:
            if tenant.claims.is_made(self.key(partner)):
                self.report_twice(context, self.title(partner), self.key(partner), "Nothing was written. ")
                return None
            live = self._read_now(tenant, partner)
            if live is None:
                done = self._make(context, tenant, partner, planned)
            else:
                done = self._take_over(context, tenant, partner, planned, live)
            if not done:
                return None
            tenant.claims.make(self.key(partner))
            return self._finished(context, tenant, planned)

    def update(
        self, context: TenantContext, prior: dict[str, Any], planned: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Write the sections that change, if the live ones are still those that the plan was made on."""
        tenant = self.connected(context)
        context.private = b""
        if not self.is_at_home(context, prior):
            return None
        partner = fold(planned["tenant_id"])
        with tenant.writing:
            live = self._read_now(tenant, partner)
            if live is None:
                context.diagnostics.error(
                    f"{self.title(partner)} {self.gone}",
                    "It was removed after the plan. Nothing was written; plan again to see what this would do.",
                )
                return None
            if changed := self.differing(prior, live):
                self.refuse_changed(context, prior, live, changed)
                return None
            changes = self.changes(live, planned)
            if changes:
                self.send_update(tenant, partner, changes)
            return self._finished(context, tenant, planned)

    def delete(self, context: TenantContext, prior: dict[str, Any]) -> None:
        """Remove the object, if it is still as planned on and nothing forbids it."""
        tenant = self.connected(context)
        if not self.is_at_home(context, prior):
            return
        partner = fold(prior["tenant_id"])
        planned_on = take_reviewed(context, partner) or prior
        with tenant.writing:
            tenant.claims.destroy(self.key(partner))
            if tenant.claims.is_made(self.key(partner)):
                context.diagnostics.warning(
                    f"{self.title(partner)} was not removed",
                    "Another resource of this apply has just taken it over, and manages it from now on.",
                )
                return
            try:
                body = self.read_body(tenant, partner)
            except NotFoundError:
                return
            if not self.may_be_removed(context, tenant, partner, body):
                return
            live = sections_from_graph(self.settings, body)
            if changed := self.differing(planned_on, live):
                self.refuse_changed(context, planned_on, live, changed)
                return
            self._remove(context, tenant, partner)

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

    def changes(self, live: Mapping[str, Any], planned: Mapping[str, Any]) -> Sections:
        """The sections to send so that `live` becomes as planned."""
        wanted = self.wanted(planned)
        return {section.name: wanted[section.name] for section in self.differing({**live, **wanted}, live)}

    def _read_now(self, tenant: ConnectedTenant, partner: str) -> Sections | None:
        try:
            return sections_from_graph(self.settings, self.read_body(tenant, partner))
        except NotFoundError:
            return None

    def _remove(self, context: TenantContext, tenant: ConnectedTenant, partner: str) -> None:
        """Remove the object, which was there a moment ago.

        Where the answer was lost, or says that it is not there or cannot be removed, what Graph has decides.
        """
        doubt: CrosscloudGraphError | None = None
        try:
            self.send_delete(tenant, partner)
        except (AnswerLostError, ConflictError, NotFoundError) as error:
            doubt = error
        if read_back(lambda: self._read_now(tenant, partner) is None, context.stop):
            return
        if doubt is None:
            context.diagnostics.warning(
                f"{self.title(partner)} was removed, but Graph still answers it",
                "Graph may take a while; making it anew before then fails with a conflict.",
            )
        else:
            context.diagnostics.error(
                f"{self.title(partner)} was not removed",
                f"{doubt} But Graph still answers it, so it stays in the state. Plan again to see what is there.",
            )

    def _make(
        self, context: TenantContext, tenant: ConnectedTenant, partner: str, planned: Mapping[str, Any]
    ) -> bool:
        """Create the object; whether it exists now (reported if not).

        Where the answer was lost, or says that the object exists already although it did not a moment ago,
        what Graph has decides: an object exactly as planned is the one that was just made. After any other
        error too it may exist, without the sections that a further request was to write.
        """
        given: Sections = {name: value for name, value in self.wanted(planned).items() if value is not None}
        try:
            self.send_create(tenant, partner, given)
        except (AnswerLostError, ConflictError) as error:
            return self._after_doubt(context, tenant, partner, planned, error)
        except CrosscloudGraphError as error:
            if self._read_now(tenant, partner) is None:
                raise
            context.diagnostics.error(f"{self.title(partner)} was not written in full", str(error))
        return True

    def _after_doubt(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        partner: str,
        planned: Mapping[str, Any],
        error: CrosscloudGraphError,
    ) -> bool:
        seen: list[Sections] = []

        def is_there() -> bool:
            live = self._read_now(tenant, partner)
            if live is not None:
                seen.append(live)
            return live is not None

        if not read_back(is_there, context.stop):
            context.diagnostics.error(
                f"Whether {self.title(partner)[0].lower()}{self.title(partner)[1:]} was created is not known",
                f"{error} Graph does not answer it so far. Apply again: one that is then found exactly as planned "
                "is taken over.",
            )
            return False
        if self.changes(seen[-1], planned):
            self._report_exists(context, partner)
            return False
        return True

    def _take_over(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        partner: str,
        planned: Mapping[str, Any],
        live: Sections,
    ) -> bool:
        changes = self.changes(live, planned)
        if changes and not planned.get("adopt_existing"):
            self._report_exists(context, partner)
            return False
        if changes:
            self.send_update(tenant, partner, changes)
        else:
            context.diagnostics.warning(
                f"{self.title(partner)} {self.exists} already, exactly as planned",
                "It is taken over; nothing was written.",
            )
        return True

    def _report_exists(self, context: TenantContext, partner: str) -> None:
        context.diagnostics.error(
            f"{self.title(partner)} {self.exists} already",
            f"Nothing was written. {self.how_to_adopt(partner)}",
            ("tenant_id",),
        )

    def _finished(
        self, context: TenantContext, tenant: ConnectedTenant, planned: dict[str, Any]
    ) -> dict[str, Any]:
        """The new state, once Graph answers it; a warning where Graph still answers something older."""
        partner = fold(planned["tenant_id"])
        seen: Sections = {}

        def agrees() -> bool:
            nonlocal seen
            live = self._read_now(tenant, partner)
            seen = live or {}
            return live is not None and not self.changes(live, planned)

        if not context.diagnostics.has_errors and not read_back(agrees, context.stop):
            context.diagnostics.warning(
                f"{self.title(partner)} was written, but Graph still answers the old values",
                "Graph may take a while; the next plan shows whether it agrees.",
            )
        after = {**seen, **self.wanted(planned)}
        return {
            **planned,
            **self.spelt_as(after, planned),
            "id": partner,
            "home_tenant_id": tenant.tenant_id,
        }
