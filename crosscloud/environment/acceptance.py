"""Findings that are meant after all: accepted in the environment file, where they are reviewed like code."""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.fields import Fields
from crosscloud.environment.tree import Node, Scalar

_FINDING: Final = re.compile(r"XC[0-9]{3}")
_SERIES: Final = (range(101, 115), range(201, 214), range(301, 314), range(401, 406))
"""The findings that there are, by their numbers (docs/findings)."""
NEVER_ACCEPTED: Final = {
    "XC309": "plan again instead",
    "XC312": "take the hold out instead, when the incident is over",
}
"""The findings that no entry of `accept` can accept and no `severity` can weigh, and what to do in its place."""


def is_finding(text: str) -> bool:
    """Whether `text` is the id of a finding that there is."""
    known = _FINDING.fullmatch(text) is not None
    return known and any(int(text[2:]) in series for series in _SERIES)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding, accepted for some tenants until a day.

    Attributes:
        finding: its id, e.g. `XC301`.
        tenants: the names of the tenants for which it is accepted.
        reason: why.
        approved_by: who answers for it.
        expires: the last day on which it holds.
        line: where it stands in the environment file.
    """

    finding: str
    tenants: tuple[str, ...]
    reason: str
    approved_by: str
    expires: dt.date
    line: int

    def holds_on(self, day: dt.date) -> bool:
        """Whether it has not expired on `day`."""
        return day <= self.expires

    def __str__(self) -> str:
        return f"{self.finding} for {', '.join(self.tenants)}, until {self.expires.isoformat()}"


def read_accept(nodes: tuple[Node, ...], known: Collection[str], problems: Problems) -> Iterator[Acceptance]:
    """The entries of `accept` that are right; `known` are the names of the file's tenants."""
    for node in nodes:
        fields = Fields(node, "an entry of accept", problems)
        finding = fields.text("finding", "the id of a finding, such as XC301")
        if finding is not None and _FINDING.fullmatch(finding) is None:
            problems.add(fields.line_of("finding"), f"{finding!r} is no finding's id: write one such as XC301")
            finding = None
        elif finding is not None and not any(int(finding[2:]) in series for series in _SERIES):
            problems.add(
                fields.line_of("finding"), f"there is no finding {finding}: write one that a plan has shown"
            )
        elif finding in NEVER_ACCEPTED:
            problems.add(fields.line_of("finding"), f"{finding} cannot be accepted: {NEVER_ACCEPTED[finding]}")
        tenants = tuple(_tenants(fields, known, problems))
        reason = fields.text("reason", "why it is meant")
        approved_by = fields.text("approved_by", "who answers for it")
        expires = fields.date("expires", "a date such as 2027-06-30")
        fields.finish()
        if finding and tenants and reason and approved_by and expires:
            yield Acceptance(finding, tenants, reason, approved_by, expires, node.line)


def _tenants(fields: Fields, known: Collection[str], problems: Problems) -> Iterator[str]:
    for item in fields.items("tenants", "the names of tenants, such as [contoso]"):
        name = item.text if isinstance(item, Scalar) else ""
        if name in known:
            yield name
        else:
            guess = hint(name, known, "the file has")
            problems.add(item.line, f"accept names a tenant that the file does not have: {name!r}{guess}")
