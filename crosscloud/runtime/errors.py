"""What stops a joint plan or apply.

RunError                 one sentence of what is wrong and where, one of what to do
  SynthesisError            the intent (main.py) did not yield stacks
  TerraformError            Terraform failed in one tenant's stack
  BridgeError               a tenant's provider process did not start, or ended
  BundleError               a saved plan is incomplete, changed, or not of this project
  StaleError                plans or live settings are no longer those that were reviewed
  HeldError                 a hold stands that the plan would undo
  NoBaseError               the base version that was asked for is not there
  BusyError                 another run is at work in the same environment
  WorkspaceError            the folder that a run writes to cannot be used
  InterruptedRunError       the run was interrupted
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscloud.domain.findings import Finding


class RunError(Exception):
    """Base of everything that stops a joint run; its text is for the user.

    Attributes:
        findings: what was found, where it has an id in the catalogue; the text names it too.
    """

    def __init__(self, text: str, findings: "Sequence[Finding]" = ()) -> None:
        super().__init__(text)
        self.findings = tuple(findings)


class SynthesisError(RunError):
    """The project's application failed or wrote no stacks."""


class TerraformError(RunError):
    """Terraform failed; the text holds its own words."""


class BridgeError(RunError):
    """A warm provider process did not start, or ended before it was asked to."""


class BundleError(RunError):
    """A bundle cannot be used: a file is missing, or is not the one that was reviewed."""


class StaleError(RunError):
    """What was reviewed is no longer what is there."""


class HeldError(RunError):
    """The plan opens something between tenants that are held apart; nothing was applied."""


class NoBaseError(RunError):
    """The base version that was asked for is not in the project's repository."""


class BusyError(RunError):
    """Another run is at work in the same environment; nothing was started."""


class WorkspaceError(RunError):
    """A folder or file that a run writes cannot be made or written."""


class InterruptedRunError(RunError):
    """The run was interrupted, by Ctrl-C or a signal; the text says what it leaves behind."""
