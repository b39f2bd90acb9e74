"""What most commands begin with: the environment, its folders, and the variables that its tenants sign in with.

For an embedded environment the embedded Graph is started for as long as the command runs, unless one that runs
already is named by the variables.
"""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from crosscloud.environment import Environment, environment_names, load
from crosscloud.review.joint_plan import Run
from crosscloud.review.variables import Phase
from crosscloud.review.workspace import Workspace
from crosscloud.toolchain import find_node, find_terraform

if TYPE_CHECKING:
    from crosscloud.emulator import Emulator

environment_option = click.option(
    "--env",
    "environment_name",
    metavar="NAME",
    help="The environment, environments/NAME.yaml. Default: the variable CROSSCLOUD_ENVIRONMENT, or demo.",
    shell_complete=lambda _context, _parameter, start: [n for n in environment_names() if n.startswith(start)],
)


@contextmanager
def open_run(name: str | None, phase: Phase, *, project: Path | None = None) -> Iterator[Run]:
    """Everything that a joint run needs, for the environment called `name`, in the folder `project`."""
    environment = load(name, folder=project)
    workspace = Workspace(environment.project, environment.name).make()
    terraform = find_terraform()
    with signed_in(environment, workspace) as environ, Progress() as progress:
        yield Run(environment, workspace, terraform, environ, phase, progress)


@contextmanager
def signed_in(environment: Environment, workspace: Workspace) -> Iterator[dict[str, str]]:
    """The environment variables, with those of the embedded Graph where the environment is embedded."""
    environ = dict(os.environ)
    node = find_node(environ)
    if node is not None:
        environ.setdefault("JSII_NODE", str(node))
    runs_already = any(
        environ.get(f"{tenant.variable_prefix}_GRAPH_ENDPOINT") for tenant in environment.tenants.values()
    )
    if not environment.embedded or runs_already:
        yield environ
        return
    with start_emulator(environment, workspace.emulator) as emulator:
        yield {**environ, **exports(environment, emulator)}


@contextmanager
def start_emulator(environment: Environment, folder: Path) -> "Iterator[Emulator]":
    """The embedded Graph with every tenant of `environment`; its state stays in `folder`."""
    from crosscloud.emulator import EmulatedTenant, Emulator  # noqa: PLC0415  (a server: only where it is wanted)

    tenants = [
        EmulatedTenant(
            tenant.name,
            tenant.tenant_id,
            tenant.cloud,
            client_id="" if tenant.sign_in is None else tenant.sign_in.plan.client_id,
        )
        for tenant in environment.tenants.values()
    ]
    with Emulator(tenants, folder) as emulator:
        yield emulator


def exports(environment: Environment, emulator: "Emulator") -> dict[str, str]:
    """The variables under which every tenant of `environment` is found in the embedded Graph."""
    described = {tenant["name"]: tenant for tenant in emulator.describe()["tenants"]}
    found: dict[str, str] = {}
    for tenant in environment.tenants.values():
        here, prefix = described[tenant.name], tenant.variable_prefix
        found |= {
            f"{prefix}_CLIENT_ID": here["client_id"],
            f"{prefix}_CLIENT_SECRET": here["client_secret"],
            f"{prefix}_LOGIN_ENDPOINT": here["login"],
            f"{prefix}_GRAPH_ENDPOINT": here["graph"],
            f"{prefix}_CA_BUNDLE": str(emulator.ca_file),
        }
    return found


class Progress:
    """One line on stderr that says what is going on; nothing at all where stderr is no terminal."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self._doing: dict[str, str] = {}
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        """The line, empty so far."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the line."""
        self.clear()

    def __call__(self, tenant: str, doing: str) -> None:
        """Show that `tenant` (empty: the whole run) is doing something."""
        if not self._shown:
            return
        if not tenant:
            self._doing.clear()
        self._doing[tenant] = doing
        parts = [f"{name}: {what}" if name else what for name, what in self._doing.items()]
        sys.stderr.write(f"\r\x1b[K{'   '.join(parts)[:110]}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line, before something else is printed."""
        if self._shown and self._doing:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._doing.clear()


def paint(line: str, colour: str) -> str:
    """`line` in a colour; click takes the colour away again where the output is no terminal."""
    if colour == "bold":
        return click.style(line, bold=True)
    return click.style(line, fg=colour) if colour else line


def shell_quoted(variables: Mapping[str, str]) -> str:
    """The variables as `export` lines for a POSIX shell."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
