"""What most commands begin with: the environment, its folders, and the variables that its tenants sign in with.

For an embedded environment the embedded Graph is started for as long as the command runs, unless one that runs
already is named by the variables.
"""

import datetime as dt
import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from crosscloud.cli.progress import Progress
from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.named import NamedId
from crosscloud.environment import Environment, Tenant, environment_names, load
from crosscloud.operations.run import Run
from crosscloud.report.sheet import WIDTH
from crosscloud.runtime.capacity import allow_files
from crosscloud.runtime.environ import Phase
from crosscloud.runtime.workspace import Workspace
from crosscloud.toolchain import find_node, find_terraform

if TYPE_CHECKING:
    from crosscloud.emulator import EmulatedTenant, Emulator

environment_option = click.option(
    "--env",
    "environment_name",
    metavar="NAME",
    help="The environment, environments/NAME.yaml. Default: the variable CROSSCLOUD_ENVIRONMENT, or demo.",
    shell_complete=lambda _context, _parameter, start: [n for n in environment_names() if n.startswith(start)],
)

SEVERITY_COLOURS: Final = {"error": "red", "warning": "yellow", "unknown": "yellow", "info": ""}
"""The colour for `paint` in which a finding of each severity is shown."""


@contextmanager
def open_run(
    name: str | None, phase: Phase, *, project: Path | None = None, own_graph: bool = False
) -> Iterator[Run]:
    """Everything that a joint run needs, for the environment called `name`, in the folder `project`.

    With `own_graph`, an embedded environment is served by this run, whatever the variables name.

    Raises:
        BusyError: where another run is at work in the same environment.
        RunError: where this process may not have enough files open.
    """
    allow_files()
    environment = load(name, folder=project)
    workspace = Workspace(environment.project, environment.name).make()
    terraform = find_terraform()
    with (
        workspace.locked(),
        signed_in(environment, workspace, own_graph=own_graph) as environ,
        Progress() as progress,
    ):
        run = Run(environment, workspace, terraform, environ, phase, progress, progress.pause)
        try:
            yield run
        finally:
            run.programs.kill()  # none is left, unless something went wrong


@contextmanager
def signed_in(
    environment: Environment, workspace: Workspace, *, own_graph: bool = False
) -> Iterator[dict[str, str]]:
    """The environment variables, with those of the embedded Graph where the environment is embedded.

    Where it is started here, the other ways to sign in that the variables hold for tenants of the same names are
    left out: two ways at once are refused. With `own_graph` it is started even where they name one that runs.
    """
    environ = dict(os.environ)
    node = find_node(environ)
    if node is not None:
        environ.setdefault("JSII_NODE", str(node))
    runs_already = any(
        environ.get(f"{tenant.variable_prefix}_GRAPH_ENDPOINT") for tenant in environment.tenants.values()
    )
    if not environment.embedded or (runs_already and not own_graph):
        yield environ
        return
    ways = tuple(
        f"{tenant.variable_prefix}_{way}"
        for tenant in environment.tenants.values()
        for way in ("CLIENT_CERTIFICATE_", "GITHUB_OIDC")
    )
    others = {name: value for name, value in environ.items() if not name.startswith(ways)}
    with start_emulator(environment, workspace.emulator) as emulator:
        yield {**others, **exports(environment, emulator)}


@contextmanager
def start_emulator(
    environment: Environment, folder: Path, roles: frozenset[str] | None = None
) -> "Iterator[Emulator]":
    """The embedded Graph with every tenant of `environment`; its state stays in `folder`.

    Every application holds the permissions `roles`, or else those that its part needs.

    Raises:
        EmulatorError: where it cannot start, such as because another one serves the environment.
    """
    from crosscloud.emulator import Emulator  # noqa: PLC0415  (a server: only where it is wanted)
    from crosscloud.emulator.errors import EmulatorError, EmulatorInUseError  # noqa: PLC0415 - the emulator: only where one is run

    with ExitStack() as running:
        emulator = Emulator([emulated(tenant, roles) for tenant in environment.tenants.values()], folder)
        try:
            running.enter_context(emulator)
        except EmulatorInUseError as error:
            name = environment.name
            msg = (
                f"another emulator serves the environment {name}: use it, with the lines that crosscloud emulator "
                f"--env {name} --shell prints, or stop it"
            )
            raise EmulatorError(msg) from error
        yield emulator


def emulated(tenant: Tenant, roles: frozenset[str] | None = None) -> "EmulatedTenant":
    """`tenant` as the embedded Graph plays it.

    Where one application plans and another applies, only the latter may write; unless `roles` says what all hold.
    """
    from crosscloud.emulator import EmulatedTenant  # noqa: PLC0415  (as above)
    from crosscloud.emulator.tenants import READ_ROLE, WRITE_ROLE  # noqa: PLC0415 - the emulator: only where one is run

    emulated_as = partial(
        EmulatedTenant,
        tenant.name,
        tenant.tenant_id,
        tenant.cloud,
        groups=_in_directory(tenant.groups.values()),
        applications=_in_directory(tenant.applications.values()),
        users=_in_directory(tenant.users.values()),
    )
    all_ = frozenset({READ_ROLE, WRITE_ROLE}) if roles is None else roles
    if tenant.sign_in is None or tenant.client_id is not None:
        return emulated_as(client_id=tenant.client_id or "", roles=all_)
    return emulated_as(
        client_id=tenant.sign_in.plan.client_id,
        roles=frozenset({READ_ROLE}) if roles is None else roles,
        more_clients={tenant.sign_in.apply.client_id: all_},
    )


def _in_directory(named: Iterable[NamedId]) -> dict[str, str]:
    """What the embedded directory calls each id: as the environment file says, or its name there."""
    return {one.id: one.display_name or one.name for one in named}


def exports(environment: Environment, emulator: "Emulator") -> dict[str, str]:
    """The variables under which every tenant of `environment` is found in the embedded Graph.

    Where one application plans and another applies, none is named: the run takes the one of its phase.
    """
    described = {tenant["name"]: tenant for tenant in emulator.describe()["tenants"]}
    found: dict[str, str] = {}
    for tenant in environment.tenants.values():
        here, prefix = described[tenant.name], tenant.variable_prefix
        if tenant.sign_in is None or tenant.client_id is not None:
            found[f"{prefix}_CLIENT_ID"] = here["client_id"]
        found |= {
            f"{prefix}_CLIENT_SECRET": here["client_secret"],
            f"{prefix}_LOGIN_ENDPOINT": here["login"],
            f"{prefix}_GRAPH_ENDPOINT": here["graph"],
            f"{prefix}_CA_BUNDLE": str(emulator.ca_file),
        }
        found |= {  # where a tenant that may be in any cloud is looked for
            f"{prefix}_LOGIN_ENDPOINT_{cloud.name.upper()}": emulator.cloud_endpoints(cloud).login
            for cloud in CLOUDS.values()
            if cloud.login != tenant.cloud.login
        }
    return found


def paint(line: str, colour: str) -> str:
    """`line` in a colour; click takes the colour away again where the output is no terminal."""
    if colour == "bold":
        return click.style(line, bold=True)
    return click.style(line, fg=colour) if colour else line


def find_width(environ: Mapping[str, str], terminal: int | None) -> int:
    """How wide text is laid out: as `COLUMNS` says, or the terminal; where there is none, always the same.

    Args:
        environ: the environment variables.
        terminal: how wide the terminal is; None where the output is none.
    """
    said = environ.get("COLUMNS", "")
    columns = int(said) if said.isascii() and said.isdigit() else terminal
    return min(columns, WIDTH) if columns else WIDTH


def output_width() -> int:
    """How wide the text that goes to standard output is laid out."""
    try:
        terminal = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # no terminal, or no file at all
        terminal = None
    return find_width(os.environ, terminal)


def shell_quoted(variables: Mapping[str, str]) -> str:
    """The variables as `export` lines for a POSIX shell."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())


def managed_tenants(environment: Environment, doing: str) -> tuple[Tenant, ...]:
    """The tenants that a command is about; `doing` is what it does with them, such as `plan`.

    Raises:
        click.UsageError: where there is none: nothing done is not the same as nothing found.
    """
    if not environment.managed_tenants:
        file = environment.path.name
        msg = f"{file} has no tenant with sign_in, so there is nothing to {doing}; give one its sign_in"
        raise click.UsageError(msg)
    return environment.managed_tenants


def say_expired(environment: Environment) -> None:
    """Say on stderr which acceptances have expired: what they accepted counts again, whatever else is shown."""
    for acceptance in environment.expired(dt.datetime.now(dt.UTC).date()):
        where = f"{environment.path.name}:{acceptance.line}"
        click.echo(f"{where} accepted {acceptance}, which has passed: renew it or remove it", err=True)
