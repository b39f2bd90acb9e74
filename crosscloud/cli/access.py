"""`crosscloud access`: what the settings permit, for one user and one application, or for everybody at once."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from crosscloud.cli.session import environment_option, paint
from crosscloud.cli.settings_source import ends_called, id_called, open_settings, say_unread
from crosscloud.domain.access import application, decide, user
from crosscloud.domain.guid import is_guid
from crosscloud.report import matrix as report
from crosscloud.report.plain import printable
from crosscloud.review.directions import review_directions

_snapshot = click.option(
    "--snapshot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Decide on a snapshot instead of the live tenants.",
)
_bundle = click.option(
    "--plan",
    "bundle",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="BUNDLE",
    help="Decide on the settings as they will be once this saved plan is applied.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group("access")
def command() -> None:
    """What two tenants' settings permit together."""


@command.command("explain")
@environment_option
@_snapshot
@_bundle
@click.option(
    "--from", "home", required=True, metavar="TENANT", help="The tenant that the user comes from: name or id."
)
@click.option(
    "--to", "resource", required=True, metavar="TENANT", help="The tenant that the application is in: name or id."
)
@click.option("--user", "user_id", required=True, metavar="ID", help="The user's object id or name in --from.")
@click.option("--group", "groups", multiple=True, metavar="ID", help="A group of the user; may be repeated.")
@click.option("--app", required=True, metavar="ID", help="The application's id or name in --to, or Office365.")
@_json
def explain(
    environment_name: str | None,
    snapshot: Path | None,
    bundle: Path | None,
    home: str,
    resource: str,
    user_id: str,
    groups: Sequence[str],
    app: str,
    as_json: bool,
) -> int:
    """Decide for one user and one application, gate by gate.

    The user is taken to be in the groups given and in no other. Of a tenant outside of the environment, given by
    its id, nothing is known: what the other end blocks is blocked, the rest unknown. Exit codes: 0 decided (also
    where it is a block, or unknown since a tenant could not be read: that is said), 1 an error.
    """
    given = [name for name in (home, resource) if is_guid(name)]
    source = open_settings(environment_name, snapshot, bundle, asked_about=given)
    origin, target = ends_called(source, home, resource)
    if origin.tenant_id == target.tenant_id:
        both = printable(origin.name)
        msg = f"--from and --to are both {both}: what applies within one tenant is no cross-tenant access"
        raise click.UsageError(msg)
    member_of = {id_called(source, origin, "group", group) for group in groups}
    who, what = id_called(source, origin, "user", user_id), id_called(source, target, "application", app)
    decision = decide(origin, target, user(who, member_of), application(what))
    ends = (origin.tenant_id, target.tenant_id)
    say_unread({id_: parts for id_, parts in source.unread.items() if id_ in ends}, source.names)
    clouds = {tenant.tenant_id: source.situation.cloud_of(tenant.tenant_id) for tenant in (origin, target)}
    asked = report.Question(origin, target, who, tuple(sorted(member_of)), what, clouds)
    if as_json:
        click.echo(json.dumps(report.decision_to_json(decision, asked, source.names), indent=1))
    else:
        click.echo(report.render_decision(decision, asked, source.names, paint), nl=False)
    return 0


@command.command("matrix")
@environment_option
@_snapshot
@_bundle
@_json
def matrix(environment_name: str | None, snapshot: Path | None, bundle: Path | None, as_json: bool) -> int:
    """Show who may reach what, in both directions of every pair of tenants and with every partner beyond them.

    Two tenants that are both another organisation's have no row: nothing of either is known. Exit codes: 0 shown,
    1 an error: where a tenant, or a part of one, could not be read, what is known is shown all the same.
    """
    source = open_settings(environment_name, snapshot, bundle)
    tenants = source.tenants
    found = review_directions(
        tenants, tenants, source.read, cloud_of=source.situation.cloud_of, every_partner=True
    )
    code = 1 if say_unread(source.unread, source.names) else 0
    if as_json:
        click.echo(json.dumps(report.matrix_to_json(found, source.names), indent=1))
    else:
        click.echo(report.render(found, source.names, paint), nl=False)
    return code
