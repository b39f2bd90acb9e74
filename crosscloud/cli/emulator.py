"""`crosscloud emulator`: the embedded Graph in the foreground, for plain cdktf, terraform or any Graph client."""

import json
import signal
import threading
from types import FrameType

import click

from crosscloud.cli.session import environment_option, exports, shell_quoted, start_emulator
from crosscloud.environment import Tenant, load
from crosscloud.runtime.workspace import Workspace


@click.command("emulator")
@environment_option
@click.option("--json", "as_json", is_flag=True, help="When ready, print one line of JSON that describes it.")
@click.option(
    "--roles",
    metavar="PERMISSIONS",
    help="The application permissions that every application holds, with commas between them: instead of what the "
    "settings need. What lacks one is answered with 403. Empty: none.",
)
@click.option("--shell", is_flag=True, help="When ready, print the exports that plain tools need.")
def command(environment_name: str | None, as_json: bool, roles: str | None, shell: bool) -> int:
    """Run the embedded Graph and login service with the tenants of an environment.

    On this machine only (loopback), until Ctrl-C. What is written to it stays in .crosscloud/ENVIRONMENT/graph.
    """
    if as_json and shell:
        msg = "--json and --shell exclude one another"
        raise click.UsageError(msg)
    held = None if roles is None else _roles(roles)
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    environment = load(environment_name)
    workspace = Workspace(environment.project, environment.name).make()
    with start_emulator(environment, workspace.emulator, held) as emulator:
        described = emulator.describe()
        if as_json:
            click.echo(json.dumps(described))
        elif shell:
            click.echo("# For another shell; Ctrl-C here ends the embedded Graph.")
            for tenant in environment.managed_tenants:
                if line := name_applications(tenant):
                    click.echo(f"# {line}")
            click.echo(
                shell_quoted({"CROSSCLOUD_ENVIRONMENT": environment.name, **exports(environment, emulator)})
            )
        else:
            for tenant in described["tenants"]:
                click.echo(f"{tenant['name']}   {tenant['cloud']}   {tenant['tenant_id']}   {tenant['graph']}")
            click.echo(
                f"Certificate authority {described['ca']}; requests are logged in {described['request_log']}"
            )
            click.echo("Ready. Ctrl-C ends it.")
        stop.wait()
    return 0


def name_applications(tenant: Tenant) -> str:
    """Which two applications plain tools may sign in as; empty where one does both, which is exported.

    crosscloud itself takes that of its step.
    """
    if tenant.sign_in is None or tenant.client_id is not None:
        return ""
    plans, applies = tenant.sign_in.plan.client_id, tenant.sign_in.apply.client_id
    return f"Plain tools need {tenant.variable_prefix}_CLIENT_ID, too: {plans} may plan, {applies} apply."


def _roles(given: str) -> frozenset[str]:
    """The permissions named by an option.

    Raises:
        UsageError: for one that opens nothing which is emulated.
    """
    from crosscloud.emulator.routes import ROUTES  # noqa: PLC0415 - the emulator: only where one is run

    known = {role for route in ROUTES for role in (*route.readers, *route.writers)}
    named = frozenset(name for part in given.split(",") if (name := part.strip()))
    if unknown := sorted(named - known):
        msg = f"--roles: {', '.join(unknown)} opens nothing here; there are {', '.join(sorted(known))}"
        raise click.UsageError(msg)
    return named
