"""The options that say where settings come from, and the names that a user gives for ids."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from crosscloud.cli.progress import Progress
from crosscloud.cli.session import managed_tenants, signed_in
from crosscloud.domain.applications import NAMES
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.named import Kind, NamedId
from crosscloud.domain.settings import OFFICE_365
from crosscloud.domain.tenant import Part, TenantSettings
from crosscloud.environment import Environment, load
from crosscloud.environment.errors import hint
from crosscloud.graph import SignInConfigurationError, check_endpoints
from crosscloud.operations.bundle import open_bundle
from crosscloud.operations.settings_source import (
    SettingsSource,
    find_tenant,
    make_outsider,
    open_snapshot,
    read_live,
    read_planned,
)
from crosscloud.report.elsewhere import say_elsewhere
from crosscloud.report.plain import printable
from crosscloud.runtime.environ import find_overrides
from crosscloud.runtime.workspace import Workspace
from crosscloud.wording.names import Names

_NAMED: Final = 12
"""So many names are listed of what there is, and the others counted."""


def open_settings(
    environment_name: str | None,
    snapshot: Path | None,
    bundle: Path | None = None,
    *,
    with_directories: bool = False,
    asked_about: Sequence[str] | None = None,
) -> SettingsSource:
    """The settings of a snapshot, of a saved plan, or else of the live tenants of an environment.

    With live tenants the clouds of those that are `asked_about` are looked for; None for every partner.

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
    managed_tenants(environment, "read")
    workspace = Workspace(environment.project, environment.name).make()
    with signed_in(environment, workspace) as environ:
        tell_elsewhere(environment, environ)
        with Progress() as progress:
            progress("", "reading every tenant")
            return read_live(
                environment,
                environ,
                with_directories=with_directories,
                asked_about=asked_about,
                pause=progress.pause,
            )


def tell_elsewhere(environment: Environment, environ: Mapping[str, str]) -> None:
    """Say on stderr which tenants are not reached at their clouds' own endpoints, and where instead.

    An endpoint that no sign-in takes, such as one with a password in it, is not shown: the reading says why.
    """
    for tenant in environment.managed_tenants:
        prefix = tenant.variable_prefix
        with suppress(SignInConfigurationError):
            check_endpoints(tenant.tenant_id, prefix, environ)
            if line := say_elsewhere(tenant.name, find_overrides(environ, prefix)):
                click.echo(line, err=True)


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


def ends_called(source: SettingsSource, home: str, resource: str) -> tuple[TenantSettings, TenantSettings]:
    """Two tenants by name or id; one of them may be another organisation's that `source` does not hold.

    Raises:
        click.UsageError: where there is none of a name, or neither is held; says which there are.
    """
    one, other = (find_tenant(source, name) for name in (home, resource))
    if one is None and other is not None and is_guid(home):
        one = make_outsider(source, home, other)
    elif other is None and one is not None and is_guid(resource):
        other = make_outsider(source, resource, one)
    if one is not None and other is not None:
        return one, other
    known = [tenant.name for tenant in source.tenants.values()]
    name = home if one is None and not is_guid(home) else resource if other is None else home
    close = hint(name, known)
    msg = f"there is no tenant {name!r}{close}; there {_are(known)}"
    if is_guid(name):
        msg = f"one of --from and --to must be a tenant whose settings were read; there {_are(known)}"
    raise click.UsageError(printable(msg))


def id_called(source: SettingsSource, tenant: TenantSettings, kind: Kind, name: str) -> str:
    """The id of a group, user or application of `tenant`, given by id or by name; `Office365` is itself.

    Raises:
        click.UsageError: where it is neither.
    """
    if is_guid(name):
        return fold(name)
    named = {each.name: each.id for each in _named_in(source, tenant) if each.kind == kind}
    if kind == "application":
        named = {OFFICE_365: OFFICE_365, **{title: id_ for id_, title in NAMES.items()}, **named}
    if name in named:
        return named[name]
    known = [each.name for each in _named_in(source, tenant) if each.kind == kind]
    msg = (
        f"{name!r} is no id (a GUID) and no {kind} that the environment names in {tenant.name}{hint(name, named)}"
        f"{f'; it names {_listed(known)}' if known else ''}"
    )
    raise click.UsageError(printable(msg))


def _are(names: Sequence[str]) -> str:
    return f"are {_listed(names)}" if names else "is none"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _named_in(source: SettingsSource, tenant: TenantSettings) -> Iterable[NamedId]:
    facts = source.situation.tenants.get(tenant.tenant_id)
    return () if facts is None else facts.names
