"""Runs the project's application (`app` in cdktf.json) as `cdktf synth` would, without needing the npm CLI."""

import json
import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crosscloud.intent.errors import SynthesisError
from crosscloud.intent.traceback import last_words
from crosscloud.runtime.programs import Programs
from crosscloud.runtime.workspace import Workspace, private_folder

_REMOTE_STATE: Final = "terraform_remote_state"


@dataclass(frozen=True, slots=True)
class Stack:
    """One synthesised stack.

    Attributes:
        name: the stack's id, such as `pilot-usgov-fabrikam`.
        folder: the folder to run Terraform in; it holds `cdk.tf.json`.
        tenant: the name of the tenant that it configures; None for a stack that is not a tenant's.
        sources: for a resource's address, the line of the intent that it follows from (`main.py:27`).
        backend: the kind of backend that its state is kept in (`local`, `azurerm`, `cloud`); empty without one.
        directions: the directions that the intent declares with this tenant: home id, resource id, line.
        warnings: what the intent was warned of when it was synthesised, as data.
        signs_in: whether Terraform signs in to anything with credentials of its own there, as far as is known.
    """

    name: str
    folder: Path
    tenant: str | None
    sources: Mapping[str, str]
    backend: str = ""
    directions: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[Mapping[str, Any], ...] = ()
    signs_in: bool = True


def synthesise(workspace: Workspace, environ: Mapping[str, str], programs: Programs | None = None) -> list[Stack]:
    """Synthesise the environment's stacks into `workspace.output` and list them.

    Args:
        workspace: the project and environment.
        environ: all that the application sees of the environment variables.
        programs: where it is run, so that an interrupt reaches it.

    Raises:
        SynthesisError: with what the application wanted to say, where it failed or wrote nothing.
        WorkspaceError: where the output folder cannot be made.
    """
    app = _app(workspace.project)
    private_folder(workspace.output)
    manifest = workspace.output / "manifest.json"
    manifest.unlink(missing_ok=True)
    path = os.pathsep.join((str(Path(sys.executable).parent), environ.get("PATH", os.defpath)))
    variables = {
        **environ,
        "PATH": path,
        "CROSSCLOUD_ENVIRONMENT": workspace.environment,
        "CDKTF_OUTDIR": str(workspace.output),
        **_package_cache(environ),
    }
    try:
        run = (programs or Programs()).run(_command(app), variables, folder=workspace.project)
    except OSError as error:
        msg = f"cdktf.json: the app {app!r} cannot be started: {error.strerror}"
        raise SynthesisError(msg) from error
    if run.returncode < 0:
        msg = f"{app} was ended from outside by signal {-run.returncode}; run it again"
        raise SynthesisError(msg)
    if run.returncode != 0:
        said = last_words(run.stderr or run.stdout, workspace.project)
        raise SynthesisError(said or f"{app} failed with code {run.returncode} and without a word")
    if not manifest.exists():
        msg = f"{app} wrote no stacks; it must end with app.synth()"
        raise SynthesisError(msg)
    try:
        return _stacks(workspace.output, manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{app} wrote stacks that cannot be read ({type(error).__name__}); remove {workspace.output}"
        raise SynthesisError(msg) from error


def _package_cache(environ: Mapping[str, str]) -> dict[str, str]:
    """Turns off the package cache of jsii, cdktf's runtime, where its folder cannot be made: it would fail.

    Source: jsii, "Environment Variables", JSII_RUNTIME_PACKAGE_CACHE.
    """
    names = ("JSII_RUNTIME_PACKAGE_CACHE", "JSII_RUNTIME_PACKAGE_CACHE_ROOT")
    if sys.platform != "linux" or any(name in environ for name in names):
        return {}
    folder = Path(environ.get("HOME") or "/", ".cache", "aws", "jsii", "package-cache")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return {names[0]: "disabled"}
    return {} if os.access(folder, os.W_OK) else {names[0]: "disabled"}


def _command(app: str) -> list[str]:
    try:
        return shlex.split(app)
    except ValueError as error:
        msg = f"cdktf.json: the app {app!r} is no command: {error}"
        raise SynthesisError(msg) from error


def _app(project: Path) -> str:
    try:
        app = json.loads((project / "cdktf.json").read_text(encoding="utf-8")).get("app")
    except FileNotFoundError:
        msg = f"{project} has no cdktf.json; run crosscloud in the folder of the project"
        raise SynthesisError(msg) from None
    except (ValueError, AttributeError) as error:
        msg = f"{project / 'cdktf.json'} is not valid JSON: {error}"
        raise SynthesisError(msg) from error
    if not isinstance(app, str) or not app.strip():
        msg = f'{project / "cdktf.json"} names no app; write "app": "python main.py"'
        raise SynthesisError(msg)
    return app


def _stacks(output: Path, manifest: Path) -> list[Stack]:
    entries = json.loads(manifest.read_text(encoding="utf-8"))["stacks"].values()
    return [_stack(entry["name"], output / entry["workingDirectory"]) for entry in entries]


def _stack(name: str, folder: Path) -> Stack:
    document: dict[str, Any] = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
    ours = document.get("//", {}).get("crosscloud", {})
    terraform = document.get("terraform", {})
    kinds = ["cloud"] if "cloud" in terraform else sorted(terraform.get("backend", {}))
    return Stack(
        name,
        folder,
        ours.get("tenant"),
        ours.get("sources", {}),
        " and ".join(kinds),
        tuple((d["home"], d["resource"], d["source"]) for d in ours.get("directions", ())),
        tuple(ours.get("warnings", ())),
        signs_in(document),
    )


def signs_in(stack: Any) -> bool:
    """Whether Terraform may need credentials of its own in a stack: for its backend, or for what others wrote.

    It may, where the stack is of another shape than ours are.
    """
    try:
        terraform = stack.get("terraform", {})
        others = {*terraform.get("required_providers", {}), *stack.get("provider", {})} - {"crosscloud"}
        elsewhere = "cloud" in terraform or set(terraform.get("backend", {})) - {"local"}
        return bool(others or elsewhere or "module" in stack or _REMOTE_STATE in stack.get("data", {}))
    except (AttributeError, TypeError):
        return True
