"""`crosscloud snapshot`: what Graph says now, every tenant."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from crosscloud.cli.progress import Progress
from crosscloud.cli.session import environment_option, managed_tenants, signed_in
from crosscloud.cli.settings_source import say_unread, tell_elsewhere
from crosscloud.environment import load
from crosscloud.graph import snapshot_document, write_snapshot
from crosscloud.live.settings import read_tenants
from crosscloud.review.situations import collect_names
from crosscloud.runtime.workspace import Workspace


@click.command("snapshot")
@environment_option
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there; - is stdout."
)
@click.option("--json", "_as_json", is_flag=True, help="As JSON, which it always is.")
def command(environment_name: str | None, out: Path | None, _as_json: bool) -> int:
    """Save what Graph says now of every tenant, untouched, as JSON.

    Exit codes: 0 everything was read, 1 something could not be; what could be read is written all the same, and
    the rest is marked as unreadable.
    """
    environment = load(environment_name)
    tenants = managed_tenants(environment, "read")
    workspace = Workspace(environment.project, environment.name).make()
    taken_at = datetime.now(UTC)
    with signed_in(environment, workspace) as environ:
        tell_elsewhere(environment, environ)
        with Progress() as progress:
            progress("", "reading every tenant")
            readings = read_tenants(tenants, environ, "plan", progress.pause)
    snapshots = [reading.to_snapshot() for reading in readings]
    if out is None or str(out) == "-":
        click.echo(json.dumps(snapshot_document(taken_at, snapshots), indent=1))
    else:
        write_snapshot(out, taken_at, snapshots)
    unread = {reading.tenant_id: reading.unreadable for reading in readings if reading.unreadable}
    return 1 if say_unread(unread, collect_names(environment)) else 0
