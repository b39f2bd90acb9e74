"""`crosscloud synth`: writes the stacks, as `cdktf synth` does."""

import json
import os
from collections.abc import Sequence
from typing import Any

import click

from crosscloud.cli.progress import Progress
from crosscloud.cli.session import SEVERITY_COLOURS, environment_option, paint, say_expired
from crosscloud.environment import load
from crosscloud.intent.synthesis import Stack, synthesise
from crosscloud.report.plain import printable
from crosscloud.runtime.environ import without_credentials
from crosscloud.runtime.workspace import Workspace
from crosscloud.toolchain import find_node


@click.command("synth")
@environment_option
@click.option("--json", "as_json", is_flag=True, help="Print the stacks as JSON.")
def command(environment_name: str | None, as_json: bool) -> int:
    """Synthesise the stacks of an environment, without needing the npm CLI.

    What the intent alone shows to be doubtful is told on stderr, or with --json beside each stack. `crosscloud
    plan` looks for the same findings in what both tenants' settings will be, live ones included.
    """
    environment = load(environment_name)
    say_expired(environment)
    workspace = Workspace(environment.project, environment.name).make()
    environ = without_credentials(os.environ)
    node = find_node(environ)
    if node is not None:
        environ.setdefault("JSII_NODE", str(node))
    with workspace.locked(), Progress() as progress:
        progress("", "synthesising the stacks")
        stacks = synthesise(workspace, environ)
    if as_json:
        click.echo(json.dumps([_to_json(stack) for stack in stacks]))
    else:
        for stack in stacks:
            click.echo(f"{stack.name}   {stack.folder}")
        _warn(stacks)
    return 0


def _to_json(stack: Stack) -> dict[str, Any]:
    folder, warnings = str(stack.folder), [dict(warning) for warning in stack.warnings]
    return {"stack": stack.name, "tenant": stack.tenant, "folder": folder, "warnings": warnings}


def _warn(stacks: Sequence[Stack]) -> None:
    """Tell each warning once: one about two stacks stands in both.

    Not done when planning: the joint review looks for each of them (tests/stacks/test_stacks_reviewed.py) on both
    ends as they will be, live settings included. Telling both would tell most of them twice, and the rest against
    better knowledge.
    """
    found = {json.dumps(warning, sort_keys=True): warning for stack in stacks for warning in stack.warnings}
    for warning in found.values():
        id_ = f"{warning['finding']}  " if warning["finding"] else ""
        head = f"{warning['severity']:8} {id_}{warning['where']}: {warning['what']}"
        click.echo(paint(printable(head), SEVERITY_COLOURS[warning["severity"]]), err=True)
        click.echo(f"         fix: {printable(warning['to_do'])}", err=True)
