"""What stops a joint plan or apply. What keeps any run from going on is in `crosscloud.runtime.errors`.

ReviewError                 one sentence of what is wrong and where, one of what to do
  SynthesisError            the intent (main.py) did not yield stacks
  TerraformError            Terraform failed in one tenant's stack
  BridgeError               a tenant's provider process did not start, or ended
  BundleError               a saved plan is incomplete, changed, or not of this project
  StaleError                plans or live settings are no longer those that were reviewed
  HeldError                 a hold stands that the plan would undo
  NoBaseError               the base version that was asked for is not there
"""

from typing import TYPE_CHECKING

from crosscloud.errors import CrosscloudError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosscloud.domain.findings import Finding


class ReviewError(CrosscloudError):
    """Base of everything that stops a joint run; its text is for the user.

    Attributes:
        findings: what was found, where it has an id in the catalogue; the text names it too.
    """

    def __init__(self, what: str, findings: "Sequence[Finding]" = (), *, where: str = "", to_do: str = "") -> None:
        super().__init__(what, where=where, to_do=to_do)
        self.findings = tuple(findings)


class SynthesisError(ReviewError):
    """The project's application failed or wrote no stacks."""


class TerraformError(ReviewError):
    """Terraform failed; the text holds its own words."""


class BridgeError(ReviewError):
    """A warm provider process did not start, or ended before it was asked to."""


class BundleError(ReviewError):
    """A bundle cannot be used: a file is missing, or is not the one that was reviewed."""


class StaleError(ReviewError):
    """What was reviewed is no longer what is there."""


class HeldError(ReviewError):
    """The plan opens something between tenants that are held apart; nothing was applied."""


class NoBaseError(ReviewError):
    """The base version that was asked for is not in the project's repository."""
