"""Where the settings to decide on come from: the live tenants, a snapshot, or a saved plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crosscloud.cli.progress import Progress
from crosscloud.cli.session import signed_in
from crosscloud.domain.directory import DirectoryContext
from crosscloud.domain.directory.reasons import because
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.tenant import TenantSettings, from_snapshot, unread_tenant
from crosscloud.environment import Application, Environment, Principal, load
from crosscloud.graph import read_snapshot
from crosscloud.live.directory import MOST_PARTNERS, Around, find_partners, read_around
from crosscloud.live.settings import read_tenants
from crosscloud.operations.bundle import open_bundle
from crosscloud.review.planned import settings_after
from crosscloud.runtime.workspace import Workspace


@dataclass(frozen=True)
class SettingsSource:
    """Tenants and what is known of their settings.

    Attributes:
        tenants: every tenant, by id; what is not known of one is unknown.
        snapshots: Graph's JSON of each tenant that was read, by id.
        environment: whose names are used; None without one.
        taken_at: when the settings were read.
        of_plan: whether they are those after a saved plan, rather than live ones.
        around: what lies around the settings, where that was asked for.
    """

    tenants: Mapping[str, TenantSettings]
    snapshots: Mapping[str, Mapping[str, Any]]
    environment: Environment | None
    taken_at: datetime
    of_plan: bool = False
    around: Around = field(default_factory=Around)

    @property
    def unread(self) -> list[str]:
        """What could not be read, of which tenant and why, in sentences; another organisation's is not meant."""
        return unread_in_words(self.snapshots.values())

    @property
    def known(self) -> tuple[str, ...]:
        """The ids of the tenants that were read."""
        return tuple(self.snapshots)

    def name_of(self, id_: str) -> str | None:
        """What the environment calls an id."""
        return None if self.environment is None else self.environment.describe_id(id_)

    def name_and_id(self, id_: str) -> str | None:
        """What the environment calls an id, with the id beside it; None where it has no name."""
        name = self.name_of(id_)
        return None if name is None else f"{name} {id_}"

    def tenant(self, name: str) -> TenantSettings:
        """The tenant called `name`, or with that id.

        Raises:
            click.UsageError: where there is none; says which there are.
        """
        found = next((t for t in self.tenants.values() if name == t.name or fold(name) == t.tenant_id), None)
        if found is None:
            known = ", ".join(tenant.name for tenant in self.tenants.values())
            msg = f"there is no tenant {name!r}; there are {known}"
            raise click.UsageError(msg)
        return found

    def user_id(self, tenant: TenantSettings, name: str) -> str:
        """The id of a user of `tenant`, given by id or by name."""
        return self._id(tenant, "users", "user", name)

    def group_id(self, tenant: TenantSettings, name: str) -> str:
        """The id of a group of `tenant`, given by id or by name."""
        return self._id(tenant, "groups", "group", name)

    def application_id(self, tenant: TenantSettings, name: str) -> str:
        """The id of an application of `tenant`, given by id or by name; `Office365` is itself."""
        return name if name == "Office365" else self._id(tenant, "applications", "application", name)

    def _id(self, tenant: TenantSettings, plural: str, kind: str, name: str) -> str:
        if is_guid(name):
            return fold(name)
        named: Mapping[str, Principal | Application] = {}
        if self.environment is not None and tenant.name in self.environment.tenants:
            named = getattr(self.environment.tenants[tenant.name], plural)
        if name not in named:
            known = f"; it names {', '.join(named)}" if named else ""
            msg = f"{name!r} is no id (a GUID) and no {kind} that the environment names in {tenant.name}{known}"
            raise click.UsageError(msg)
        return named[name].id


def unread_in_words(snapshots: Iterable[Mapping[str, Any]]) -> list[str]:
    """What snapshots mark as unreadable, once for each reason: `fabrikam: policy could not be read: …`."""
    said = []
    for snapshot in snapshots:
        reasons: dict[str, list[str]] = {}
        for part, why in (snapshot.get("unreadable") or {}).items():
            reasons.setdefault(why, []).append(part)
        said += [
            f"{snapshot['name']}: {', '.join(parts)} could not be read: {why}" for why, parts in reasons.items()
        ]
    return said


def open_settings(
    environment_name: str | None, snapshot: Path | None, bundle: Path | None = None, *, look_around: bool = False
) -> SettingsSource:
    """The settings of a snapshot, of a saved plan, or else of the live tenants of an environment.

    With `look_around`, also what lies around them; a snapshot does not hold it, so that there it stays unread_tenant.

    Raises:
        click.UsageError: where more than one source is named.
    """
    if snapshot is not None and bundle is not None:
        msg = "--snapshot and --plan exclude one another"
        raise click.UsageError(msg)
    if snapshot is not None:
        source = _of_snapshot(environment_name, snapshot)
        return replace(source, around=_not_in_a_snapshot(source)) if look_around else source
    if bundle is not None:
        return _of_bundle(bundle)
    return _live(environment_name, look_around=look_around)


def _not_in_a_snapshot(source: SettingsSource) -> Around:
    reason = because("a snapshot does not hold them, crosscloud check --env reads them")
    return Around(dict.fromkeys(source.snapshots, DirectoryContext.none_read(reason)))


def _of_snapshot(environment_name: str | None, path: Path) -> SettingsSource:
    found = read_snapshot(path)
    environment = None if environment_name is None else load(environment_name)
    snapshots = {fold(tenant["tenant_id"]): tenant for tenant in found.tenants}
    tenants = {tenant_id: from_snapshot(tenant) for tenant_id, tenant in snapshots.items()}
    return SettingsSource(_with_unread(tenants, environment), snapshots, environment, found.taken_at)


def _of_bundle(path: Path) -> SettingsSource:
    bundle = open_bundle(path)
    environment = load(bundle.plan.environment)
    snapshots = {plan.tenant_id: plan.snapshot for plan in bundle.plan.tenants if plan.snapshot is not None}
    tenants = {
        plan.tenant_id: settings_after(from_snapshot(plan.snapshot), plan.document)
        for plan in bundle.plan.tenants
        if plan.snapshot is not None
    }
    taken_at = max(
        (datetime.fromisoformat(plan.taken_at) for plan in bundle.plan.tenants if plan.taken_at),
        default=datetime.now(UTC),
    )
    return SettingsSource(_with_unread(tenants, environment), snapshots, environment, taken_at, of_plan=True)


def _live(environment_name: str | None, *, look_around: bool) -> SettingsSource:
    environment = load(environment_name)
    workspace = Workspace(environment.project, environment.name).make()
    managed = environment.managed_tenants
    with signed_in(environment, workspace) as environ, Progress() as progress:
        progress("", "reading every tenant")
        readings = read_tenants(managed, environ, "plan")
        snapshots = {t.tenant_id: r.to_snapshot(t.name) for t, r in zip(managed, readings, strict=True)}
        tenants = {tenant_id: from_snapshot(snapshot) for tenant_id, snapshot in snapshots.items()}
        around = _look_around(environment, tenants, environ) if look_around else Around()
    return SettingsSource(
        _with_unread(tenants, environment), snapshots, environment, datetime.now(UTC), around=around
    )


def _look_around(
    environment: Environment, tenants: Mapping[str, TenantSettings], environ: Mapping[str, str]
) -> Around:
    """What lies around the settings; guests are counted of the tenants of the environment that are listed."""
    managed = environment.managed_tenants
    listed = {
        tenant_id: set(settings.partners) if isinstance(settings.partners, Mapping) else set()
        for tenant_id, settings in tenants.items()
    }
    own = [tenant.tenant_id for tenant in environment.tenants.values()]
    homes = {id_: [home for home in own if home in partners] for id_, partners in listed.items()}
    around = read_around(environment, managed, environ, "plan", homes)
    strangers = set().union(*listed.values()) - set(own)
    if len(strangers) > MOST_PARTNERS:
        return around  # which of them are in another cloud is then unknown for all alike
    return replace(
        around, clouds_of={**find_partners(managed, environ, "plan", sorted(strangers)), **around.clouds_of}
    )


def _with_unread(
    tenants: Mapping[str, TenantSettings], environment: Environment | None
) -> dict[str, TenantSettings]:
    """Every tenant of the environment, in its order; of those that were not read nothing is known."""
    if environment is None:
        return dict(tenants)
    named = {t.tenant_id: unread_tenant(t.name, t.tenant_id, t.cloud) for t in environment.tenants.values()}
    return {**named, **tenants}
