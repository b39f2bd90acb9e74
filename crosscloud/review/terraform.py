"""Terraform in one stack's folder: init, plan, show and apply, with its diagnostics as data."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscloud.review.errors import TerraformError


@dataclass(frozen=True, slots=True)
class TerraformMessage:
    """One diagnostic of Terraform or of the provider.

    Attributes:
        severity: `error` or `warning`.
        summary: one line.
        detail: more lines, or empty.
        address: the resource that it is about, or empty.
    """

    severity: str
    summary: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Terraform:
    """The Terraform that runs in one folder, with one environment.

    Attributes:
        binary: the program.
        folder: the stack's folder.
        environ: all that the program sees of the environment.
    """

    binary: Path
    folder: Path
    environ: Mapping[str, str]

    def init(self) -> None:
        """Prepare the folder: the backend, and providers other than a warm one.

        Raises:
            TerraformError: with Terraform's own words.
        """
        run = self._run("init", "-input=false", "-no-color")
        if run.returncode != 0:
            raise TerraformError((run.stderr or run.stdout).strip())

    def plan(self, out: Path) -> list[TerraformMessage]:
        """Save a plan to `out`; what was said on the way. An error among the messages: nothing was saved."""
        run = self._run("plan", "-input=false", "-json", f"-out={out.resolve()}")
        return self._messages(run)

    def show(self, plan: Path) -> dict[str, Any]:
        """The saved plan as Terraform's JSON.

        Raises:
            TerraformError: where the file cannot be read.
        """
        run = self._run("show", "-json", "-no-color", str(plan.resolve()))
        if run.returncode != 0:
            raise TerraformError((run.stderr or run.stdout).strip())
        document: dict[str, Any] = json.loads(run.stdout)
        return document

    def apply(self, plan: Path) -> list[TerraformMessage]:
        """Apply the saved plan; what was said on the way."""
        return self._messages(self._run("apply", "-input=false", "-json", str(plan.resolve())))

    def _run(self, command: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                [str(self.binary), f"-chdir={self.folder}", command, *arguments],
                env={**self.environ, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as error:
            msg = f"{self.binary} cannot be started: {error.strerror}"
            raise TerraformError(msg) from error

    def _messages(self, run: "subprocess.CompletedProcess[str]") -> list[TerraformMessage]:
        """The diagnostics in Terraform's stream of JSON lines; a failure without any is one of its own."""
        found = [message for line in run.stdout.splitlines() if (message := _message(line)) is not None]
        if run.returncode != 0 and not any(message.severity == "error" for message in found):
            words = run.stderr.strip() or f"it ended with code {run.returncode}"
            found.append(TerraformMessage("error", "Terraform failed", words, ""))
        return found


def _message(line: str) -> TerraformMessage | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    said = event.get("diagnostic") if isinstance(event, dict) else None
    if not isinstance(said, dict):
        return None
    return TerraformMessage(
        severity=said.get("severity", "error"),
        summary=said.get("summary", ""),
        detail=said.get("detail", ""),
        address=said.get("address", ""),
    )
