"""`crosscloud synth`: writes the stacks, as `cdktf synth` does."""

import json
import os

import click

from crosscloud.cli.progress import Progress
from crosscloud.cli.session import environment_option
from crosscloud.environment import load
from crosscloud.review.synthesis import synthesise
from crosscloud.review.variables import without_credentials
from crosscloud.review.workspace import Workspace
from crosscloud.toolchain import find_node


@click.command("synth")
@environment_option
@click.option("--json", "as_json", is_flag=True, help="Print the stacks as JSON.")
def command(environment_name: str | None, as_json: bool) -> int:
    """Synthesise the stacks of an environment, without needing the npm CLI."""
    environment = load(environment_name)
    workspace = Workspace(environment.project, environment.name).make()
    environ = without_credentials(os.environ, (t.variable_prefix for t in environment.tenants.values()))
    node = find_node(environ)
    if node is not None:
        environ.setdefault("JSII_NODE", str(node))
    with workspace.locked(), Progress() as progress:
        progress("", "synthesising the stacks")
        stacks = synthesise(workspace, environ)
    if as_json:
        click.echo(json.dumps([{"stack": s.name, "tenant": s.tenant, "folder": str(s.folder)} for s in stacks]))
    else:
        for stack in stacks:
            click.echo(f"{stack.name}   {stack.folder}")
    return 0
