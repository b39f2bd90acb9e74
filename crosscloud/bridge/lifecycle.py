"""How a settings object lives: under one lock it is read, compared, refused if changed, written, and read back.

The same for every kind; what differs between them is data (`crosscloud.bridge.kinds`). The object is always read
anew before it is written: the plan was made on a reading that others may have overtaken since.
"""

import json
from collections.abc import Mapping
from typing import Any

from crosscloud.bridge.checks import (
    check_restorable,
    find_live,
    is_at_home,
    refuse_changed,
    report_adopted,
    report_exists,
    report_not_removed,
    report_perhaps_there,
    report_twice,
    report_unsettled,
    require_connection,
    warn_of_old_values,
)
from crosscloud.bridge.kind import Kind, Sections
from crosscloud.bridge.planning import plan_change, plan_destruction
from crosscloud.bridge.reviewed import take_reviewed
from crosscloud.bridge.schema import must_be_guid
from crosscloud.bridge.tenant import ConnectedTenant, TenantContext, read_back
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import Value, sections_from_graph
from crosscloud.domain.truth import Truth
from crosscloud.graph import AnswerLostError, ConflictError, CrosscloudGraphError, NotFoundError
from crosscloud.tfplugin import Resource

State = dict[str, Any]


class SettingsResource(Resource[ConnectedTenant]):
    """A resource that is one settings object of one tenant.

    It stores the tenant that it was made in (`home_tenant_id`) and refuses, before any request, to be read or
    written through a connection to another one.
    """

    def __init__(self, kind: Kind) -> None:
        """Serve objects of `kind`."""
        self.kind = kind
        self.type_name = kind.type_name
        self.schema = kind.schema
        self.settings = kind.settings
        whose = "the partner's tenant id" if kind.is_of_partner else "the tenant's own"
        self.importing = f"Adopt by import: the id is {whose}."

    def plan(
        self, context: TenantContext, prior: State | None, config: State | None, planned: State | None
    ) -> State | None:
        """See `crosscloud.bridge.planning`."""
        if config is not None and planned is not None:
            return plan_change(self.kind, context, prior, config, planned)
        if prior is not None:
            plan_destruction(self.kind, context, prior)
        return None

    def read(self, context: TenantContext, state: State) -> State | None:
        """The live sections over the stored ones, in the stored spelling; null where it is known to be gone."""
        kind, tenant = self.kind, context.client
        if not is_at_home(kind, context, state):
            return state
        object_id = "" if tenant is None else kind.find_id(state, tenant)
        known, live = find_live(kind, context, object_id)
        if tenant is not None and (live is not None or not kind.is_of_partner):
            tenant.registry.remember_state(kind.make_key(object_id), state)
        if not known:
            return state
        if live is None:
            return state if tenant is not None and self._is_answered_alone(context, tenant, object_id) else None
        if not kind.is_of_partner:
            live = self._keep_unanswered(context, live, state)
        options = {
            a.name: a.default for a in kind.schema.attributes if a.default is not None and not state.get(a.name)
        }
        return {**state, **kind.spell_as(live, state), **options}

    def create(self, context: TenantContext, planned: State) -> State | None:
        """Make the object with all its sections in one request, or adopt the one that is there."""
        kind, tenant = self.kind, require_connection(context)
        object_id = kind.find_id(planned, tenant)
        key = kind.make_key(object_id)
        context.private = b""
        with tenant.writing, tenant.writes.setting_out(key):
            if tenant.registry.is_made(key):
                report_twice(kind, context, object_id, "Nothing was written. ")
                return None
            live = self._read_now(tenant, object_id)
            if live is None:
                done = self._make(context, tenant, object_id, planned)
            else:
                done = self._adopt(context, tenant, object_id, planned, live)
            if not done:
                return None
            # One that is replaced keeps what stood there at first, if what it replaces is destroyed before it.
            stored = tenant.registry.find_state(key)
            stood = json.dumps(_drop_nulls(live or {}), sort_keys=True)
            restore_to = stood if stored is None else stored.get("restore_to")
            tenant.registry.mark_made(key)
            return self._finish(context, tenant, planned, live, restore_to)

    def update(self, context: TenantContext, prior: State, planned: State) -> State | None:
        """Write the sections that change, if the live ones are still those that the plan was made on."""
        kind, tenant = self.kind, require_connection(context)
        context.private = b""
        if not is_at_home(kind, context, prior):
            return None
        object_id = kind.find_id(planned, tenant)
        with tenant.writing, tenant.writes.setting_out(kind.make_key(object_id)):
            live = self._read_now(tenant, object_id)
            if live is None:
                context.diagnostics.error(
                    f"{kind.name(object_id)} {kind.gone}",
                    "It was removed after the plan. Nothing was written; plan again to see what this would do.",
                )
                return None
            if refuse_changed(kind, context, object_id, prior, live):
                return None
            changes = kind.select_changes(live, kind.select_wanted(planned))
            if changes:
                self._update(tenant, object_id, changes)
            return self._finish(context, tenant, planned, live, prior.get("restore_to"))

    def delete(self, context: TenantContext, prior: State) -> None:
        """Remove the object, or leave it as `on_destroy` says, if it is as reviewed and nothing forbids it."""
        kind, tenant = self.kind, require_connection(context)
        if not is_at_home(kind, context, prior):
            return
        object_id, ending = kind.find_id(prior, tenant), kind.find_ending(prior)
        reviewed = take_reviewed(context, object_id)
        key = kind.make_key(object_id)
        with tenant.writing, tenant.writes.setting_out(key):
            tenant.registry.remember_state(key, prior)
            tenant.registry.mark_destroyed(key)
            if tenant.registry.is_made(key):
                report_adopted(kind, context, object_id, prior)
                return
            if ending == "keep" or not check_restorable(context, prior):
                return
            try:
                body = kind.read(tenant.api, object_id)
            except NotFoundError as error:
                self._confirm_gone(context, tenant, object_id, error)
                return
            if not kind.may_be_removed(context, tenant, object_id, body):
                return
            live = sections_from_graph(kind.settings, body)
            if refuse_changed(kind, context, object_id, prior if reviewed is None else reviewed.sections, live):
                return
            if ending == "restore":
                self._restore(context, tenant, object_id, prior, live)
            elif ending == "reset" and kind.reset is not None:
                with tenant.writes.writing(key):
                    kind.reset(tenant.api, object_id)
                self._await(context, tenant, object_id, kind.reset_to)
            else:
                self._remove(context, tenant, object_id)

    def import_state(self, context: TenantContext, import_id: str) -> State | None:
        """See `Resource.importing`."""
        kind, tenant = self.kind, require_connection(context)
        if kind.is_of_partner and (problem := must_be_guid(import_id)):
            context.diagnostics.error("Not a tenant id", f"The import id {problem}; it was {import_id!r}.")
            return None
        object_id = fold(import_id)
        ids = {"id": object_id, "home_tenant_id": tenant.tenant_id}
        if kind.is_of_partner:
            return {**ids, "tenant_id": object_id, "adopt_existing": False}
        if object_id != tenant.tenant_id:
            context.diagnostics.error(
                "Not this tenant's id",
                f"{self.type_name} is imported by the tenant's own id, {tenant.tenant_id}, not {import_id}.",
            )
            return None
        return {**ids, "on_destroy": "keep"}

    def _update(self, tenant: ConnectedTenant, object_id: str, changes: Sections) -> None:
        with tenant.writes.writing(self.kind.make_key(object_id)):
            self.kind.update(tenant.api, object_id, changes)

    def _is_answered_alone(self, context: TenantContext, tenant: ConnectedTenant, object_id: str) -> bool:
        """Whether an object of the state that the reading of all lacks is answered asked for alone; reported.

        A list of many pages may leave out what moved meanwhile; what leaves the state is never looked for again.
        """
        kind = self.kind
        if self._read_now(tenant, object_id) is None:
            return False
        context.diagnostics.error(
            f"{kind.name(object_id)} is in one answer of Graph and not in another",
            "The list of partners does not have it; asked for alone, it is there. So whether it is there is not "
            "known, and it stays in the state as it was. Plan again in a moment.",
            kind="two answers",
        )
        return True

    def _read_now(self, tenant: ConnectedTenant, object_id: str) -> Sections | None:
        """The live sections, asked of Graph now; None where there is no such object."""
        try:
            return sections_from_graph(self.kind.settings, self.kind.read(tenant.api, object_id))
        except NotFoundError:
            return None

    def _keep_unanswered(self, context: TenantContext, live: Sections, state: Mapping[str, Any]) -> Sections:
        """The live sections of what a tenant has one of, with the stored value of what Graph did not answer."""
        absent = [name for name, value in live.items() if value is None and state.get(name) is not None]
        if absent:
            context.diagnostics.warning(
                f"Graph did not answer {', '.join(absent)}",
                "The live value is unknown; the stored one is kept. This Graph may not offer the property.",
                kind=f"not answered {self.settings.name}",
            )
        return {name: state.get(name) if name in absent else value for name, value in live.items()}

    def _make(
        self, context: TenantContext, tenant: ConnectedTenant, object_id: str, planned: Mapping[str, Any]
    ) -> bool:
        """Create the object; whether it exists now (reported if not).

        Where the answer was lost, or says that the object exists already although it did not a moment ago,
        what Graph has decides: an object exactly as planned is the one that was just made. After any other
        error too it may exist, without the sections that a further request was to write.
        """
        kind = self.kind
        if kind.create is None:
            msg = f"{kind.name(object_id)} cannot be created"
            raise TypeError(msg)
        try:
            with tenant.writes.writing(kind.make_key(object_id)):
                kind.create(tenant.api, object_id, _drop_nulls(kind.select_wanted(planned)))
        except (AnswerLostError, ConflictError) as error:
            return self._settle_doubt(context, tenant, object_id, planned, error)
        except CrosscloudGraphError as error:
            if self._read_now(tenant, object_id) is None:
                raise
            context.diagnostics.error(f"{kind.name(object_id)} was not written in full", str(error))
        return True

    def _settle_doubt(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        object_id: str,
        planned: Mapping[str, Any],
        error: CrosscloudGraphError,
    ) -> bool:
        kind = self.kind
        live: Sections | None = None

        def is_there() -> bool:
            nonlocal live
            live = self._read_now(tenant, object_id)
            return live is not None

        if not read_back(is_there, context.stop, tenant.catch_up) or live is None:
            tenant.writes.doubt(kind.make_key(object_id))
            context.diagnostics.error(
                f"Whether {kind.name(object_id, within=True)} was created is not known",
                f"{error} Graph does not answer it so far. Apply again: one that is then found exactly as planned "
                "is adopted.",
            )
            return False
        if not kind.select_changes(live, kind.select_wanted(planned)):
            return True
        if error.changed is Truth.UNKNOWN:
            report_unsettled(kind, context, object_id, str(error))
        else:
            report_exists(kind, context, object_id)
        return False

    def _adopt(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        object_id: str,
        planned: Mapping[str, Any],
        live: Sections,
    ) -> bool:
        """Write what differs of an object that is there; whether that may be (reported if not)."""
        kind = self.kind
        changes = kind.select_changes(live, kind.select_wanted(planned))
        if changes and kind.is_of_partner and not planned.get("adopt_existing"):
            report_exists(kind, context, object_id)
            return False
        if changes:
            self._update(tenant, object_id, changes)
        elif kind.is_of_partner:
            context.diagnostics.warning(
                f"{kind.name(object_id)} {kind.exists}, exactly as planned",
                "It is adopted; nothing was written.",
                kind="adopted as planned",
            )
        return True

    def _finish(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        planned: State,
        before: Sections | None,
        restore_to: str | None,
    ) -> State:
        """The new state, once Graph answers it; a warning where Graph still answers something older."""
        kind = self.kind
        object_id, wanted = kind.find_id(planned, tenant), kind.select_wanted(planned)
        seen = before or {}

        def agrees() -> bool:
            nonlocal seen
            live = self._read_now(tenant, object_id)
            seen = live or {}
            return live is not None and not kind.select_changes(live, wanted)

        is_written = before is None or bool(kind.select_changes(before, wanted))
        if (
            is_written
            and not context.diagnostics.has_errors
            and not read_back(agrees, context.stop, tenant.catch_up)
        ):
            warn_of_old_values(kind, context, object_id)
        more = {} if kind.is_of_partner else {"restore_to": restore_to}
        spelt = kind.spell_as({**seen, **wanted}, planned)
        return {**planned, **spelt, "id": object_id, "home_tenant_id": tenant.tenant_id, **more}

    def _restore(
        self, context: TenantContext, tenant: ConnectedTenant, object_id: str, prior: State, live: Sections
    ) -> None:
        """Put back what stood there when the object was adopted."""
        kind = self.kind
        before = _drop_nulls(json.loads(prior["restore_to"]))
        changes = kind.select_changes(live, before)
        if not changes:
            return
        self._update(tenant, object_id, changes)
        self._await(context, tenant, object_id, before)

    def _await(
        self, context: TenantContext, tenant: ConnectedTenant, object_id: str, written: Mapping[str, Value]
    ) -> None:
        """Read back what was written of an object that stays; a warning where Graph still answers otherwise."""

        def agrees() -> bool:
            now = self._read_now(tenant, object_id)
            return now is not None and not self.kind.select_changes(now, written)

        if not read_back(agrees, context.stop, tenant.catch_up):
            warn_of_old_values(self.kind, context, object_id)

    def _confirm_gone(
        self, context: TenantContext, tenant: ConnectedTenant, object_id: str, error: NotFoundError
    ) -> None:
        """Report it where what is said not to be there is answered, or may be, asked for with all others.

        What leaves the state is never looked for again: so one answer alone is not believed.
        """
        kind = self.kind
        known, live = find_live(kind, context, object_id)
        if not known:
            report_perhaps_there(kind, context, object_id, error)
        elif live is not None:
            report_not_removed(kind, context, object_id, error)

    def _remove(self, context: TenantContext, tenant: ConnectedTenant, object_id: str) -> None:
        """Remove the object, which was there a moment ago.

        Where the answer was lost, or says that it is not there or cannot be removed, what Graph has decides.
        """
        kind = self.kind
        if kind.remove is None:
            msg = f"{kind.name(object_id)} cannot be removed"
            raise TypeError(msg)
        doubt: CrosscloudGraphError | None = None
        try:
            with tenant.writes.writing(kind.make_key(object_id)):
                kind.remove(tenant.api, object_id)
        except (AnswerLostError, ConflictError, NotFoundError) as error:
            doubt = error
        if read_back(lambda: self._read_now(tenant, object_id) is None, context.stop, tenant.catch_up):
            return
        if doubt is None:
            context.diagnostics.warning(
                f"{kind.name(object_id)} was removed, but Graph still answers it",
                "Graph may take a while; making it anew before then fails with a conflict.",
                kind="still there",
            )
        else:
            report_not_removed(kind, context, object_id, doubt)


def _drop_nulls(sections: Mapping[str, Any]) -> Sections:
    return {name: value for name, value in sections.items() if value is not None}
