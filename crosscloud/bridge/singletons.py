"""`crosscloud_settings` and `crosscloud_default_settings`: what every tenant has exactly one of.

They always exist, so they are adopted on create, and what happens on destroy is said by `on_destroy`:
`keep` (nothing is written), `restore` (back to what stood there when it was adopted) or `reset` (the
service's own default).
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from crosscloud.bridge.claims import Key
from crosscloud.bridge.rails import judge_destroyed, judge_written
from crosscloud.bridge.resource import (
    Sections,
    SettingsResource,
    TenantContext,
    identity_attributes,
    in_words,
    section_attributes,
)
from crosscloud.bridge.reviewed import keep_reviewed, take_reviewed
from crosscloud.bridge.schema import one_of
from crosscloud.bridge.tenant import ConnectedTenant, read_back
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, ROOT, Settings, sections_from_graph
from crosscloud.tfplugin import STRING, Attribute, Schema, is_wholly_known


def _singleton_schema(settings: Settings, *, required: bool = False) -> Schema:
    return Schema(
        (
            *identity_attributes(),
            *section_attributes(settings, required=required),
            Attribute(
                "on_destroy",
                STRING,
                description=(
                    "What destroying the resource writes: `keep` nothing, `restore` what stood there when it was "
                    "adopted, `reset` the service's own default."
                ),
                default="keep",
                validators=(one_of("keep", "restore", "reset"),),
            ),
            Attribute(
                "restore_to",
                STRING,
                description="What stood there when the resource was adopted, as JSON; null after an import.",
                computed=True,
                keep_prior=True,
            ),
        ),
        description=settings.doc,
    )


_REPLACED = {
    "restore": "First on_destroy puts back what stood there before, for a moment.\n",
    "reset": "First on_destroy puts the service's own default there, for a moment.\n",
}


class SingletonResource(SettingsResource):
    """A settings object that cannot be made or removed, only written."""

    def read_now(self, tenant: ConnectedTenant) -> Sections:
        """The live sections, read from Graph now."""
        raise NotImplementedError

    def write(self, tenant: ConnectedTenant, sections: Sections) -> None:
        """Write `sections`; what is not among them stays as it is."""
        raise NotImplementedError

    def reset(self, tenant: ConnectedTenant) -> None:
        """Put the service's own default back."""
        raise NotImplementedError

    def plan(
        self, context: TenantContext, prior: Any, config: Any, planned: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        """Fill what is known before the apply, and say what adopting changes: Terraform shows only "create"."""
        if prior is not None:
            context.private = b""  # of an earlier apply, if any; without a prior state, of this replacement
        if planned is None:
            if self.is_at_home(context, prior):
                if prior.get("on_destroy") not in (None, "keep"):
                    keep_reviewed(context, prior["home_tenant_id"], self.live_if_known(context))
                self._check_destroy(context, prior)
                judge_destroyed(context, self.settings, prior)
            return None
        self.check_given(context, config)
        client = context.client
        if client is not None:
            self.claim(context, self._title(client), self._key(client), prior, config)
        is_new = prior is None and (client is None or not client.claims.is_destroyed(self._key(client)))
        if is_new or (prior is not None and self.is_at_home(context, prior)):
            judge_written(context, self.settings, prior, self._given(config))
        if prior is not None or client is None:
            return planned
        return self._plan_create(context, client, config, planned)

    def read(self, context: TenantContext, state: dict[str, Any]) -> dict[str, Any] | None:
        """The live sections over the stored ones, in the stored spelling; unreadable ones are kept."""
        if not self.is_at_home(context, state):
            return state
        if context.client is not None:
            context.client.claims.remember(self._key(context.client), state)
        known, live = self.live_or_report(context)
        if not known or live is None:
            return state
        absent = [name for name, value in live.items() if value is None and state.get(name) is not None]
        if absent:
            context.diagnostics.warning(
                f"Graph did not answer {', '.join(absent)}",
                "The live value is unknown; the stored one is kept. This Graph may not offer the property.",
            )
        live = {name: state.get(name) if name in absent else value for name, value in live.items()}
        return {**state, **self.spelt_as(live, state), "on_destroy": state.get("on_destroy") or "keep"}

    def create(self, context: TenantContext, planned: dict[str, Any]) -> dict[str, Any] | None:
        """Adopt: remember what stands there, then write the sections that the code gives and that differ.

        A resource that is replaced keeps what stood there when it was first adopted, if the one that it replaces
        is destroyed before it: that one knows.
        """
        tenant = self.connected(context)
        context.private = b""
        key = self._key(tenant)
        with tenant.writing:
            if tenant.claims.is_made(key):
                self.report_twice(context, self._title(tenant), key, "Nothing was written. ")
                return None
            live = self.read_now(tenant)
            stored = tenant.claims.stored(key)
            restore_to = _to_json(live) if stored is None else stored.get("restore_to")
            tenant.claims.make(key)
            return self._written(context, tenant, live, planned, restore_to=restore_to)

    def update(
        self, context: TenantContext, prior: dict[str, Any], planned: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Write the sections that change, if the live ones are still those that the plan was made on."""
        tenant = self.connected(context)
        context.private = b""
        if not self.is_at_home(context, prior):
            return None
        with tenant.writing:
            live = self.read_now(tenant)
            if changed := self.differing(prior, live):
                self.refuse_changed(context, prior, live, changed)
                return None
            return self._written(context, tenant, live, planned, restore_to=prior.get("restore_to"))

    def delete(self, context: TenantContext, prior: dict[str, Any]) -> None:
        """Do what `on_destroy` says; `keep` asks and writes nothing."""
        tenant = self.connected(context)
        on_destroy = prior.get("on_destroy") or "keep"
        if not self.is_at_home(context, prior):
            return
        planned_on = take_reviewed(context, tenant.tenant_id) or prior
        with tenant.writing:
            tenant.claims.remember(self._key(tenant), prior)
            tenant.claims.destroy(self._key(tenant))
            if tenant.claims.is_made(self._key(tenant)):
                self._report_taken_over(context, tenant, prior)
                return
            if on_destroy == "keep":
                return
            live = self.read_now(tenant)
            if changed := self.differing(planned_on, live):
                self.refuse_changed(context, planned_on, live, changed)
            elif on_destroy == "reset":
                self.reset(tenant)
            else:
                self._restore(context, tenant, prior, live)

    def import_state(self, context: TenantContext, import_id: str) -> dict[str, Any] | None:
        """Adopt by import: the id is the tenant's own."""
        tenant = self.connected(context)
        if fold(import_id) != tenant.tenant_id:
            context.diagnostics.error(
                "Not this tenant's id",
                f"{self.type_name} is imported by the tenant's own id, {tenant.tenant_id}, not {import_id}.",
            )
            return None
        return {"id": tenant.tenant_id, "home_tenant_id": tenant.tenant_id, "on_destroy": "keep"}

    def _key(self, tenant: ConnectedTenant) -> Key:
        """Under which this run knows the settings."""
        return self.type_name, tenant.tenant_id

    def _title(self, tenant: ConnectedTenant) -> str:
        """What texts call the settings, at the start of a sentence."""
        return f"The {self.settings.title} of tenant {tenant.tenant_id}"

    def _plan_create(
        self, context: TenantContext, client: ConnectedTenant, config: Mapping[str, Any], planned: dict[str, Any]
    ) -> dict[str, Any]:
        """Plan an adoption, or a replacement.

        `restore_to` stays unknown: Terraform plans once more at the apply, where the state was not read.
        """
        planned = {**planned, "id": client.tenant_id, "home_tenant_id": client.tenant_id}
        stored = client.claims.stored(self._key(client))
        known, live = self.live_or_report(context)
        if known and live is not None:
            if stored is not None:
                keep_reviewed(context, client.tenant_id, live)
            changes = in_words(self.settings, live, {**live, **self._given(config)})
            happens = "exist and are taken over" if stored is None else "are replaced"
            first = "" if stored is None else _REPLACED.get(str(stored.get("on_destroy")), "")
            context.diagnostics.warning(
                f"{self._title(client)} {happens}",
                first + (f"Live settings that change:\n{changes}" if changes else "No live setting changes."),
            )
        return planned

    def _given(self, config: Mapping[str, Any]) -> Sections:
        """The sections that the code gives, the only ones that are written."""
        return {
            name: value
            for name, value in self.sections(config).items()
            if value is not None and is_wholly_known(value)
        }

    def _written(
        self,
        context: TenantContext,
        tenant: ConnectedTenant,
        live: Sections,
        planned: Mapping[str, Any],
        restore_to: str | None,
    ) -> dict[str, Any]:
        wanted = self._given(planned)
        changes: Sections = {
            section.name: wanted[section.name] for section in self.differing({**live, **wanted}, live)
        }
        if changes:
            self.write(tenant, changes)
        after = {**live, **wanted}

        def agrees() -> bool:
            nonlocal after
            now = self.read_now(tenant)
            if self.differing({**now, **wanted}, now):
                return False
            after = now
            return True

        if changes and not read_back(agrees, context.stop):
            context.diagnostics.warning(
                f"The {self.settings.title} were written, but Graph still answers the old values",
                "Graph may take a while; the next plan shows whether it agrees.",
            )
        return {
            **planned,
            **self.spelt_as(after, planned),
            "id": tenant.tenant_id,
            "home_tenant_id": tenant.tenant_id,
            "restore_to": restore_to,
        }

    def _check_destroy(self, context: TenantContext, prior: Mapping[str, Any]) -> None:
        if prior.get("on_destroy") == "restore" and prior.get("restore_to") is None:
            context.diagnostics.error(
                "Nothing to restore",
                "on_destroy is restore, but the resource was imported, so what stood there before is not known. "
                "Set on_destroy to keep or reset and apply that first.",
            )

    def _report_taken_over(
        self, context: TenantContext, tenant: ConnectedTenant, prior: Mapping[str, Any]
    ) -> None:
        """Say what is lost where the replacement was made first, as create_before_destroy has it."""
        before = prior.get("restore_to")
        lost = f"\nIt does not know what stood there at first, which was: {before}" if before else ""
        context.diagnostics.warning(
            f"{self._title(tenant)} stay as they are, whatever on_destroy says",
            f"Another resource of this apply has just taken them over, and manages them from now on.{lost}",
        )

    def _restore(
        self, context: TenantContext, tenant: ConnectedTenant, prior: Mapping[str, Any], live: Sections
    ) -> None:
        if prior.get("restore_to") is None:
            self._check_destroy(context, prior)
            return
        before: Sections = {n: v for n, v in json.loads(prior["restore_to"]).items() if v is not None}
        changes = {s.name: before[s.name] for s in self.differing({**live, **before}, live)}
        if changes:
            self.write(tenant, changes)


class CrossCloudSettings(SingletonResource):
    """The policy root: which other clouds the tenant may collaborate with."""

    type_name = "crosscloud_settings"
    settings: ClassVar[Settings] = ROOT
    schema = _singleton_schema(ROOT, required=True)

    def read_now(self, tenant: ConnectedTenant) -> Sections:
        """The live sections, read from Graph now."""
        return sections_from_graph(ROOT, tenant.api.read_policy())

    def write(self, tenant: ConnectedTenant, sections: Sections) -> None:
        """Write the whole list of clouds."""
        tenant.api.update_policy(sections)

    def reset(self, tenant: ConnectedTenant) -> None:
        """Turn every cloud off, as the service has it before anything is set."""
        tenant.api.update_policy({"allowed_cloud_endpoints": []})


class DefaultSettings(SingletonResource):
    """What applies to organisations that are not listed, and to sections that a partner inherits."""

    type_name = "crosscloud_default_settings"
    settings: ClassVar[Settings] = DEFAULT
    schema = _singleton_schema(DEFAULT)

    def read_now(self, tenant: ConnectedTenant) -> Sections:
        """The live sections, read from Graph now."""
        return sections_from_graph(DEFAULT, tenant.api.read_default())

    def write(self, tenant: ConnectedTenant, sections: Sections) -> None:
        """Write whole sections, both halves of each."""
        tenant.api.update_default(sections)

    def reset(self, tenant: ConnectedTenant) -> None:
        """Ask the service for its own default."""
        tenant.api.reset_default()


def _to_json(live: Sections) -> str:
    return json.dumps({name: value for name, value in live.items() if value is not None}, sort_keys=True)
