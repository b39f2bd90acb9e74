"""`crosscloud provider`: makes the provider known to plain terraform and cdktf."""

import json
import os
from pathlib import Path

import click

from crosscloud.bridge.install import install


@click.group("provider")
def command() -> None:
    """The Terraform provider for plain terraform and cdktf."""


@command.command("install")
@click.option(
    "--mirror",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="A filesystem mirror to install into; by default the user's plugin folder, ~/.terraform.d/plugins.",
)
@click.option("--json", "as_json", is_flag=True, help="Print where it was installed as JSON.")
def install_command(mirror: Path | None, as_json: bool) -> int:
    """Put the provider where plain terraform and cdktf find it."""
    installed = install(os.environ, mirror=mirror)
    if as_json:
        places = {"launcher": str(installed.launcher), "interpreter_file": str(installed.interpreter_file)}
        click.echo(json.dumps(places))
    else:
        click.echo(f"Installed {installed.launcher}")
        click.echo(f"It starts the Python named in {installed.interpreter_file}")
    return 0
