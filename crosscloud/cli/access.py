"""`crosscloud access`: what the settings permit, for one user and one application, or for everybody at once."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from crosscloud.cli.session import environment_option, paint
from crosscloud.cli.settings_source import id_called, open_settings, say_unread, tenant_called
from crosscloud.domain.access import application, decide, user
from crosscloud.report import matrix as report
from crosscloud.report.plain import printable
from crosscloud.review.directions import review_directions
from crosscloud.wording.decision import decision_to_json

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
@click.option("--from", "home", required=True, metavar="TENANT", help="The tenant that the user comes from.")
@click.option("--to", "resource", required=True, metavar="TENANT", help="The tenant that the application is in.")
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

    The user is taken to be in the groups given and in no other. Exit codes: 0 decided (also where it is a
    block, or unknown since a tenant could not be read: that is said), 1 an error.
    """
    source = open_settings(environment_name, snapshot, bundle)
    origin, target = tenant_called(source, home), tenant_called(source, resource)
    if origin.tenant_id == target.tenant_id:
        both = printable(origin.name)
        msg = f"--from and --to are both {both}: what applies within one tenant is no cross-tenant access"
        raise click.UsageError(msg)
    member_of = {id_called(source, origin, "group", group) for group in groups}
    who, what = id_called(source, origin, "user", user_id), id_called(source, target, "application", app)
    decision = decide(origin, target, user(who, member_of), application(what))
    ends = (origin.tenant_id, target.tenant_id)
    say_unread({id_: parts for id_, parts in source.unread.items() if id_ in ends}, source.names)
    if as_json:
        click.echo(json.dumps(decision_to_json(decision, source.names), indent=1))
        return 0
    in_groups = " and ".join(report.name_id(group, source.names) for group in sorted(member_of))
    question = (
        f"from  {origin.name} {origin.tenant_id}: user {report.name_id(who, source.names)}, in "
        f"{f'group {in_groups}' if in_groups else 'no group'}",
        f"to    {target.name} {target.tenant_id}: {report.name_id(what, source.names)}",
    )
    click.echo(report.render_decision(decision, question, source.names, paint), nl=False)
    return 0


@command.command("matrix")
@environment_option
@_snapshot
@_bundle
@_json
def matrix(environment_name: str | None, snapshot: Path | None, bundle: Path | None, as_json: bool) -> int:
    """Show who may reach what, in both directions of every pair of tenants and with every partner beyond them.

    Exit codes: 0 shown, 1 an error: where a tenant, or a part of one, could not be read, what is known is shown
    all the same.
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
