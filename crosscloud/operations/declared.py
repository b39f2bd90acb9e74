"""Which directions the code of a project declares, where that can be asked: for commands that only look.

A direction that is open at one end only is worth knowing where nobody meant it, and a mistake where the code
declares it (XC105). `plan` knows, since it runs the code; `check` asks it where that matters.
"""

from collections.abc import Mapping

from crosscloud.environment import Environment
from crosscloud.errors import CrosscloudError
from crosscloud.intent.synthesis import synthesise
from crosscloud.runtime.environ import without_credentials
from crosscloud.runtime.workspace import Workspace


def read_declared(environment: Environment, environ: Mapping[str, str]) -> frozenset[tuple[str, str]] | None:
    """The directions (home id, resource id) that the code declares.

    Returns:
        None where it cannot be said: there is no code, it fails, or another run has the project.
    """
    workspace = Workspace(environment.project, environment.name)
    try:
        with workspace.make().locked():
            stacks = synthesise(workspace, without_credentials(environ))
    except CrosscloudError:
        return None
    return frozenset((home, resource) for stack in stacks for home, resource, _ in stack.directions)
