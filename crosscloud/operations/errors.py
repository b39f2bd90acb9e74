"""What stops a reviewed plan before anything is written.

CrosscloudError
└── RefusedError        the plan is not applied
    ├── BundleError     a saved plan is incomplete, changed, or not of this project
    ├── StaleError      plans or live settings are no longer those that were reviewed
    └── HeldError       a hold stands that the plan would undo
"""

from collections.abc import Sequence

from crosscloud.domain.findings import Finding
from crosscloud.errors import CrosscloudError


class RefusedError(CrosscloudError):
    """Base of what stops a reviewed plan.

    Attributes:
        findings: what was found, where it has an id in the catalogue; the text names it too.
    """

    def __init__(self, what: str, findings: Sequence[Finding] = (), *, where: str = "", to_do: str = "") -> None:
        super().__init__(what, where=where, to_do=to_do)
        self.findings = tuple(findings)


class BundleError(RefusedError):
    """A bundle cannot be used: a file is missing, or is not the one that was reviewed."""


class StaleError(RefusedError):
    """What was reviewed is no longer what is there."""


class HeldError(RefusedError):
    """The plan opens something between tenants that are held apart; nothing was applied."""
