"""The options that say where settings come from, and the names that a user gives for ids."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from crosscloud.cli.progress import Progress
from crosscloud.cli.session import signed_in
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.named import Kind, NamedId
from crosscloud.domain.tenant import Part, TenantSettings
from crosscloud.environment import load
from crosscloud.operations.bundle import open_bundle
from crosscloud.operations.settings_source import (
    SettingsSource,
    find_tenant,
    open_snapshot,
    read_live,
    read_planned,
)
from crosscloud.report.plain import printable
from crosscloud.runtime.workspace import Workspace
from crosscloud.wording.names import Names


def open_settings(
    environment_name: str | None,
    snapshot: Path | None,
    bundle: Path | None = None,
    *,
    with_directories: bool = False,
) -> SettingsSource:
    """The settings of a snapshot, of a saved plan, or else of the live tenants of an environment.

    Raises:
        click.UsageError: where more than one source is named.
    """
    if snapshot is not None and bundle is not None:
        msg = "--snapshot and --plan exclude one another"
        raise click.UsageError(msg)
    if snapshot is not None:
        environment = None if environment_name is None else load(environment_name)
        return open_snapshot(environment, snapshot, with_directories=with_directories)
    if bundle is not None:
        opened = open_bundle(bundle)
        return read_planned(load(opened.plan.environment), opened)
    environment = load(environment_name)
    workspace = Workspace(environment.project, environment.name).make()
    with signed_in(environment, workspace) as environ, Progress() as progress:
        progress("", "reading every tenant")
        return read_live(environment, environ, with_directories=with_directories)


def say_unread(unread: Mapping[str, Mapping[Part, str]], names: Names) -> bool:
    """Say on stderr what could not be read, of which tenant and why; whether there was anything."""
    for tenant_id, parts in unread.items():
        reasons: dict[str, list[str]] = {}
        for part, why in parts.items():
            reasons.setdefault(why, []).append(part)
        for why, some in reasons.items():
            line = f"{names.tenant(tenant_id)}: {', '.join(some)} could not be read: {why}"
            click.echo(printable(line), err=True)
    return bool(unread)


def tenant_called(source: SettingsSource, name: str) -> TenantSettings:
    """The tenant called `name`, or with that id.

    Raises:
        click.UsageError: where there is none; says which there are.
    """
    found = find_tenant(source, name)
    if found is None:
        known = ", ".join(printable(tenant.name) for tenant in source.tenants.values())
        msg = f"there is no tenant {name!r}; there {f'are {known}' if known else 'is none'}"
        raise click.UsageError(msg)
    return found


def id_called(source: SettingsSource, tenant: TenantSettings, kind: Kind, name: str) -> str:
    """The id of a group, user or application of `tenant`, given by id or by name; `Office365` is itself.

    Raises:
        click.UsageError: where it is neither.
    """
    if is_guid(name):
        return fold(name)
    if kind == "application" and name == "Office365":
        return name
    named = [each for each in _named_in(source, tenant) if each.kind == kind]
    for each in named:
        if each.name == name:
            return each.id
    known = f"; it names {', '.join(printable(each.name) for each in named)}" if named else ""
    where = printable(tenant.name)
    msg = f"{name!r} is no id (a GUID) and no {kind} that the environment names in {where}{known}"
    raise click.UsageError(msg)


def _named_in(source: SettingsSource, tenant: TenantSettings) -> Iterable[NamedId]:
    return source.situation.tenants[tenant.tenant_id].names
