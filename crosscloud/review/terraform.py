"""Terraform in one stack's folder: init, plan, show and apply, with its diagnostics as data."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosscloud.review.errors import TerraformError
from crosscloud.review.state_version import StateVersion
from crosscloud.review.terraform_words import TerraformMessage, explained, messages_in, unwrapped
from crosscloud.runtime.programs import Programs

if TYPE_CHECKING:
    import subprocess

__all__ = ["Applied", "Terraform", "TerraformMessage"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What one `terraform apply` did.

    Attributes:
        messages: what was said on the way.
        done: the addresses of the resources that were written, or removed.
        begun: those that were begun and not finished: what became of them is not known.
    """

    messages: tuple[TerraformMessage, ...]
    done: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error among the messages."""
        return any(message.severity == "error" for message in self.messages)


@dataclass(frozen=True, slots=True)
class Terraform:
    """The Terraform that runs in one folder, with one environment.

    Attributes:
        binary: the program.
        folder: the stack's folder.
        environ: all that the program sees of the environment.
        programs: where it is run, so that an interrupt reaches it.
    """

    binary: Path
    folder: Path
    environ: Mapping[str, str]
    programs: Programs = field(default_factory=Programs)

    def init(self) -> list[TerraformMessage]:
        """Prepare the folder: backend, and other providers than a warm one. An error among the messages: failed.

        Raises:
            TerraformError: where Terraform cannot be started.
            InterruptedRunError: where the run was interrupted before.
        """
        _drop_damaged(self.folder / ".terraform")
        run = self._run("init", "-input=false", "-no-color")
        if run.returncode == 0:
            return []
        return [explained(message, self.folder) for message in messages_in(run.stderr or run.stdout)]

    def plan(self, out: Path) -> list[TerraformMessage]:
        """Save a plan to `out`; what was said on the way. An error among the messages: nothing was saved.

        Raises:
            TerraformError: where Terraform cannot be started.
            InterruptedRunError: where the run was interrupted before.
        """
        run = self._run("plan", "-input=false", "-json", f"-out={out.resolve()}")
        return self._messages(run)

    def show(self, plan: Path) -> dict[str, Any]:
        """The saved plan as Terraform's JSON.

        Raises:
            TerraformError: where the file cannot be read.
            InterruptedRunError: where the run was interrupted before.
        """
        run = self._run("show", "-json", "-no-color", str(plan.resolve()))
        if run.returncode != 0:
            said = messages_in(run.stderr or run.stdout)
            raise TerraformError("; ".join(f"{message.summary}. {message.detail}" for message in said))
        document: dict[str, Any] = json.loads(run.stdout)
        return document

    def state_version(self) -> StateVersion:
        """Which version the state in the folder's backend has now.

        Raises:
            TerraformError: where it cannot be read.
            InterruptedRunError: where the run was interrupted before.
        """
        run = self._run("state", "pull")
        try:
            if run.returncode == 0:
                return StateVersion.of_state(run.stdout)
            said = "; ".join(f"{each.summary}. {each.detail}" for each in messages_in(run.stderr or run.stdout))
        except ValueError as error:
            said = str(error)
        raise TerraformError(f"the state cannot be read: {said}")

    def apply(self, plan: Path) -> Applied:
        """Apply the saved plan.

        Raises:
            TerraformError: where Terraform cannot be started.
            InterruptedRunError: where the run was interrupted before.
        """
        run = self._run("apply", "-input=false", "-json", str(plan.resolve()))
        begun: dict[str, None] = {}
        done: dict[str, None] = {}
        for event in _events(run.stdout):
            hook = event.get("hook")
            resource = hook.get("resource") if isinstance(hook, dict) else None
            address = str(resource.get("addr", "")) if isinstance(resource, dict) else ""
            if event.get("type") == "apply_start":
                begun[address] = None
            elif event.get("type") == "apply_complete":
                done[address] = None
        left = tuple(address for address in begun if address not in done)
        return Applied(tuple(self._messages(run)), tuple(done), left)

    def _run(self, command: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        try:
            return self.programs.run(
                [str(self.binary), f"-chdir={self.folder}", command, *arguments],
                {**self.environ, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"},
            )
        except OSError as error:
            msg = f"{self.binary} cannot be started: {error.strerror}"
            raise TerraformError(msg) from error

    def _messages(self, run: "subprocess.CompletedProcess[str]") -> list[TerraformMessage]:
        """The diagnostics in Terraform's stream of JSON lines; a failure without any is one of its own."""
        found = [explained(said, self.folder) for event in _events(run.stdout) if (said := _diagnostic(event))]
        if run.returncode < 0:
            end = f"Terraform was ended from outside by signal {-run.returncode}; what it had begun is unknown"
            found.append(TerraformMessage("error", "Terraform was killed", f"{end}. Plan again", ""))
        elif run.returncode != 0 and not any(message.severity == "error" for message in found):
            words = unwrapped(run.stderr) or f"it ended with code {run.returncode}"
            found.append(TerraformMessage("error", "Terraform failed", words, ""))
        return found


def _drop_damaged(data: Path) -> None:
    """Remove Terraform's own folder where it is damaged: init makes it anew, and the state is kept elsewhere.

    One that is sound stays, since it tells that a stack's backend has changed.
    """
    if data.is_symlink() or data.is_file():
        data.unlink()
    elif data.is_dir():
        try:
            json.loads((data / "terraform.tfstate").read_bytes())
        except FileNotFoundError:
            pass
        except ValueError:
            shutil.rmtree(data)


def _events(stream: str) -> Iterator[dict[str, Any]]:
    """The JSON objects among Terraform's lines."""
    for line in stream.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def _diagnostic(event: Mapping[str, Any]) -> TerraformMessage | None:
    said = event.get("diagnostic")
    if not isinstance(said, dict):
        return None
    return TerraformMessage(
        severity=said.get("severity", "error"),
        summary=said.get("summary", ""),
        detail=said.get("detail", ""),
        address=said.get("address", ""),
    )
