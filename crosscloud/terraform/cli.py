"""Terraform in one stack's folder: init, plan, show and apply, with its diagnostics as data."""

import json
import shutil
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from crosscloud.runtime.programs import Ended, Programs
from crosscloud.terraform.errors import PlanShapeError, TerraformError
from crosscloud.terraform.events import Diagnostic, TerraformEvent, event_in
from crosscloud.terraform.messages import TerraformMessage, explained, list_messages_in, unwrapped
from crosscloud.terraform.state_version import StateVersion

__all__ = ["CANCELLED", "Terraform", "TerraformMessage", "drop_data_of_a_neighbour"]

CANCELLED: Final = "Operation cancelled"
"""Terraform's own word, as the summary of a message, for: it was interrupted."""


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
        return [explained(message, self.folder) for message in list_messages_in(run.stderr or run.stdout)]

    def plan(self, out: Path) -> Iterator[TerraformEvent]:
        """Save a plan to `out`, for its owner alone; what is told on the way, as it is told.

        An error among the diagnostics: nothing was saved.

        Raises:
            TerraformError: where Terraform cannot be started.
            InterruptedRunError: where the run was interrupted before.
        """
        return self._told("plan", "-input=false", "-json", f"-out={out.resolve()}", umask=0o077)

    def show(self, plan: Path) -> dict[str, Any]:
        """The saved plan as Terraform's JSON.

        Raises:
            TerraformError: where the file cannot be read.
            PlanShapeError: where it is not printed as JSON.
            InterruptedRunError: where the run was interrupted before.
        """
        run = self._run("show", "-json", "-no-color", str(plan.resolve()))
        if run.returncode != 0:
            said = list_messages_in(run.stderr or run.stdout)
            raise TerraformError("; ".join(f"{message.summary}. {message.detail}" for message in said))
        try:
            document = json.loads(run.stdout)
        except (ValueError, RecursionError) as error:
            raise PlanShapeError.of(f"{type(error).__name__}: {error}") from error
        if not isinstance(document, dict):
            raise PlanShapeError.of("it is no JSON object")
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
            said = "; ".join(
                f"{each.summary}. {each.detail}" for each in list_messages_in(run.stderr or run.stdout)
            )
        except ValueError as error:
            said = str(error)
        raise TerraformError(f"the state cannot be read: {said}")

    def apply(self, plan: Path) -> Iterator[TerraformEvent]:
        """Apply the saved plan; what is told on the way, as it is told.

        Raises:
            TerraformError: where Terraform cannot be started.
            InterruptedRunError: where the run was interrupted before.
        """
        return self._told("apply", "-input=false", "-json", str(plan.resolve()), patient=True)

    def _run(self, command: str, *arguments: str) -> Ended:
        try:
            return self.programs.run(self._command(command, *arguments), self._variables)
        except OSError as error:
            raise self._not_started(error) from error

    def _told(
        self, command: str, *arguments: str, umask: int = -1, patient: bool = False
    ) -> Iterator[TerraformEvent]:
        """The events of a command with JSON output; a failure without a diagnostic is one of its own."""
        has_failed = False
        program = self._command(command, *arguments)
        try:
            for said in self.programs.stream(program, self._variables, umask=umask, patient=patient):
                if isinstance(said, Ended):
                    yield from _ending(said, has_failed=has_failed, was_interrupted=self.programs.interrupted)
                    continue
                event = event_in(said)
                if isinstance(event, Diagnostic):
                    event = Diagnostic(explained(event.message, self.folder))
                    has_failed = has_failed or event.message.severity == "error"
                if event is not None:
                    yield event
        except OSError as error:
            raise self._not_started(error) from error

    def _command(self, command: str, *arguments: str) -> list[str]:
        return [str(self.binary), f"-chdir={self.folder}", command, *arguments]

    @property
    def _variables(self) -> dict[str, str]:
        return {**self.environ, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}

    def _not_started(self, error: OSError) -> TerraformError:
        return TerraformError(f"{self.binary} cannot be started: {error.strerror}")


def _ending(ended: Ended, *, has_failed: bool, was_interrupted: bool) -> Iterator[Diagnostic]:
    """What is to say of how Terraform ended, beyond what it said itself."""
    if was_interrupted and ended.returncode == -signal.SIGINT:  # it hears interrupts from when it begins anything
        yield Diagnostic(TerraformMessage("error", CANCELLED, "It was interrupted before it began anything.", ""))
    elif ended.returncode < 0:
        end = f"Terraform was ended from outside by signal {-ended.returncode}; what it had begun is unknown"
        yield Diagnostic(TerraformMessage("error", "Terraform was killed", f"{end}. Plan again", ""))
    elif ended.returncode != 0 and not has_failed:
        words = unwrapped(ended.stderr) or f"it ended with code {ended.returncode}"
        yield Diagnostic(TerraformMessage("error", "Terraform failed", words, ""))


def drop_data_of_a_neighbour(folder: Path, state: Path) -> None:
    """Remove Terraform's own folder in `folder` where it is for another state in the folder of `state`.

    The states there are given to tenants by their ids, folders by their names: a tenant that has the name of
    another one by now finds what Terraform keeps of that one, and which it takes for a state that is to be moved.
    Any other change of a backend is left to Terraform, and to whoever made it.
    """
    data = folder / ".terraform"
    try:
        kept = json.loads((data / "terraform.tfstate").read_bytes())["backend"]
        before = Path(kept["config"]["path"]) if kept["type"] == "local" else state
    except (OSError, ValueError, KeyError, TypeError):
        return  # there is none, or it is damaged
    if before != state and before.parent == state.parent:
        shutil.rmtree(data)


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
