"""Which findings refuse a plan: those that it brings or makes worse, are errors, and are not accepted.

A finding is accepted in the environment file alone, with a reason, an approver and an expiry, reviewed like code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crosscloud.domain.finding_policy import Acceptance
from crosscloud.domain.findings import Finding, introduced
from crosscloud.environment import Environment

Status = Literal["refuses", "accepted", "introduced", "standing"]


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding, and what it means for the plan.

    Attributes:
        finding: what was found.
        status: `refuses` (an error that the plan brings or makes worse), `accepted` (one that the environment file
            accepts), `introduced` (brought by the plan, but no error), or `standing` (there before).
        acceptance: the entry of the environment file that accepts it; None where none does.
    """

    finding: Finding
    status: Status
    acceptance: Acceptance | None = None

    @property
    def label(self) -> str:
        """`refuses`, `accepted`, or the severity: what a reader must know first."""
        return self.status if self.status in {"refuses", "accepted"} else self.finding.severity


def judge(
    environment: Environment,
    before: Sequence[Finding],
    after: Sequence[Finding],
    of_change: Sequence[Finding],
    today: date,
) -> list[JudgedFinding]:
    """Judge what is found after a change, against what was found before it.

    Args:
        environment: whose `accept` entries count.
        before: findings on the settings as they are.
        after: findings on the settings as they will be.
        of_change: findings on the change itself: always brought by the plan.
        today: the day on which an acceptance must still hold.
    """
    brought = {finding.key for finding in introduced(before, after)}
    judged = [
        *(_judged(environment, finding, today) for finding in of_change),
        *(
            _judged(environment, finding, today) if finding.key in brought else JudgedFinding(finding, "standing")
            for finding in after
        ),
    ]
    order = ("refuses", "accepted", "introduced", "standing")
    severities = ("error", "warning", "info", "unknown")
    return sorted(
        judged,
        key=lambda j: (
            order.index(j.status) if j.status in order[:2] else 2,
            severities.index(j.finding.severity),
            j.finding.id,
            j.finding.tenants,
        ),
    )


def _judged(environment: Environment, finding: Finding, today: date) -> JudgedFinding:
    if finding.severity != "error":
        return JudgedFinding(finding, "introduced")
    entry = environment.finding_policy.acceptance(finding, today)
    return JudgedFinding(finding, "refuses" if entry is None else "accepted", entry)
