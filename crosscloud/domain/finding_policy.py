"""How an organisation weighs findings: what it accepts until a day, and what a finding counts as for it.

Said in the environment file, or by users of plain Terraform in the provider's block: reviewed like code, never a
flag or a variable. Stands apart from the rules, so that reading it loads none of them.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crosscloud.domain.findings import Finding, Severity

_FINDING: Final = re.compile(r"XC[0-9]{3}")
_SERIES: Final = (range(101, 115), range(201, 214), range(301, 317), range(321, 324), range(401, 407))
"""The findings that there are, by their numbers: those of the catalogue, which a test holds it to.

An environment file is read without the catalogue and all the rules beside it.
"""
NEVER_ACCEPTED: Final = {
    "XC302": "stop managing the entry instead, or remove it in the admin center: nothing here removes one",
    "XC309": "plan again instead",
    "XC312": "take the hold out instead, when the incident is over",
    "XC323": "adopt or import the entry instead",
}
"""The findings that nothing can accept and no severity can weigh, and what to do in its place."""
_WEIGHTS: Final[Mapping[str, "Severity"]] = {"error": "error", "warning": "warning", "info": "info"}
SEVERITIES: Final = tuple(_WEIGHTS)
"""What a finding may be said to count as."""


def looks_like_finding(text: str) -> bool:
    """Whether `text` has the form of a finding's id."""
    return _FINDING.fullmatch(text) is not None


def is_finding(text: str) -> bool:
    """Whether `text` is the id of a finding that there is."""
    return looks_like_finding(text) and any(int(text[2:]) in series for series in _SERIES)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding, accepted for some tenants until a day.

    Attributes:
        finding: its id, e.g. `XC301`.
        tenants: the tenants for which it is accepted: names in an environment, ids in a provider's block.
        reason: why.
        approved_by: who answers for it.
        expires: the last day on which it holds.
        line: where it stands in the environment file; 0 where it stands elsewhere.
    """

    finding: str
    tenants: tuple[str, ...]
    reason: str
    approved_by: str
    expires: dt.date
    line: int = 0

    def holds_on(self, day: dt.date) -> bool:
        """Whether it has not expired on `day`."""
        return day <= self.expires

    def __str__(self) -> str:
        return f"{self.finding} for {', '.join(self.tenants)}, until {self.expires.isoformat()}"


@dataclass(frozen=True)
class FindingPolicy:
    """What is accepted, and what findings count as.

    Attributes:
        accept: the findings that are accepted, expired ones too.
        severities: for a finding's id, `error`, `warning` or `info`.
    """

    accept: tuple[Acceptance, ...] = ()
    severities: Mapping[str, str] = field(default_factory=dict, hash=False)

    def weigh(self, findings: Iterable["Finding"]) -> list["Finding"]:
        """`findings` with the severities that are said; what is undecided stays unknown."""
        return [
            finding
            if finding.severity == "unknown" or finding.id not in self.severities
            else replace(finding, severity=_WEIGHTS[self.severities[finding.id]])
            for finding in findings
        ]

    def acceptance(self, finding: "Finding", day: dt.date) -> Acceptance | None:
        """What accepts `finding`, for all the tenants that it is about, on `day`."""
        return next((entry for entry in self._about(finding) if entry.holds_on(day)), None)

    def expired(self, finding: "Finding", day: dt.date) -> Acceptance | None:
        """What accepted `finding` last, where nothing does on `day`."""
        found = max(self._about(finding), key=lambda entry: entry.expires, default=None)
        return None if found is None or found.holds_on(day) else found

    def _about(self, finding: "Finding") -> list[Acceptance]:
        return [
            entry
            for entry in self.accept
            if entry.finding == finding.id and set(finding.tenants) <= set(entry.tenants)
        ]
