"""Runs the project's application (`app` in cdktf.json) as `cdktf synth` would, without needing the npm CLI."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscloud.review.errors import SynthesisError
from crosscloud.review.workspace import Workspace, private_folder


@dataclass(frozen=True, slots=True)
class Stack:
    """One synthesised stack.

    Attributes:
        name: the stack's id, such as `pilot-usgov-fabrikam`.
        folder: the folder to run Terraform in; it holds `cdk.tf.json`.
        tenant: the name of the tenant that it configures; None for a stack that is not a tenant's.
        sources: for a resource's address, the line of the intent that it follows from (`main.py:27`).
    """

    name: str
    folder: Path
    tenant: str | None
    sources: Mapping[str, str]


def synthesise(workspace: Workspace, environ: Mapping[str, str]) -> list[Stack]:
    """Synthesise the environment's stacks into `workspace.output` and list them.

    Raises:
        SynthesisError: with what the application printed, where it failed or wrote nothing.
    """
    app = _app(workspace.project)
    private_folder(workspace.output)
    manifest = workspace.output / "manifest.json"
    manifest.unlink(missing_ok=True)
    command = shlex.split(app)
    path = os.pathsep.join((str(Path(sys.executable).parent), environ.get("PATH", os.defpath)))
    try:
        run = subprocess.run(
            command,
            cwd=workspace.project,
            env={
                **environ,
                "PATH": path,
                "CROSSCLOUD_ENVIRONMENT": workspace.environment,
                "CDKTF_OUTDIR": str(workspace.output),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        msg = f"cdktf.json: the app {app!r} cannot be started: {error.strerror}"
        raise SynthesisError(msg) from error
    if run.returncode != 0:
        raise SynthesisError(_last_words(run.stderr or run.stdout) or f"{app} failed without a word")
    if not manifest.exists():
        msg = f"{app} wrote no stacks; it must end with app.synth()"
        raise SynthesisError(msg)
    return _stacks(workspace.output, manifest)


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
    return Stack(name=name, folder=folder, tenant=ours.get("tenant"), sources=ours.get("sources", {}))


def _last_words(text: str) -> str:
    """What the application wanted to say: the message of its last exception, or its last lines."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    for index in range(len(lines) - 1, -1, -1):
        head, colon, rest = lines[index].partition(": ")
        if colon and not lines[index].startswith(" ") and head.rpartition(".")[2].endswith("Error"):
            return "\n".join([rest, *lines[index + 1 :]])
    return "\n".join(lines[-5:])
