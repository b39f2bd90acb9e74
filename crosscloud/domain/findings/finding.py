"""A finding: what is wrong, whose it is, how to fix it, and what makes it the same one before and after a change.

Ids keep their meaning for good; `catalogue` lists them. A rule makes its findings with `finding`, so that the
severity which the catalogue names holds unless the rule knows better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.findings.catalogue import CATALOGUE, Severity

_ORDER: Final[dict[str, int]] = {"error": 0, "warning": 1, "info": 2, "unknown": 3}
_WEIGHT: Final[dict[str, int]] = {"info": 0, "unknown": 1, "warning": 2, "error": 3}

Key = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        id: e.g. `XC102`; what it means never changes.
        severity: `error`, `warning`, `info`, or `unknown` where it could not be decided.
        tenants: whose it is: names as the environment has them, or an id where it has none.
        summary: what is so, in one line.
        detail: what was found, and what follows from it.
        fix: what to do.
        subject: what exactly it is about (tenant ids, a section and so on).
        degree: how far it goes; of two findings with one key, the one with the larger number is worse.
    """

    id: str
    severity: Severity
    tenants: tuple[str, ...]
    summary: str
    detail: str
    fix: str
    subject: tuple[str, ...]
    degree: int = 0

    @property
    def doc(self) -> str:
        """The page that explains it, from the root of the documentation's repository."""
        return f"docs/findings/{self.id}.md"

    @property
    def key(self) -> Key:
        """Two findings with one key are the same finding, before and after a change."""
        return self.id, self.tenants, self.subject

    @property
    def weight(self) -> tuple[int, int]:
        """How bad it is: its severity, then its degree."""
        return _WEIGHT[self.severity], self.degree

    def to_json(self) -> dict[str, Any]:
        """The finding as data, in the documented shape."""
        return {
            "id": self.id,
            "severity": self.severity,
            "tenants": list(self.tenants),
            "summary": self.summary,
            "detail": self.detail,
            "fix": self.fix,
            "doc": self.doc,
        }


def finding(
    id_: str,
    tenants: Sequence[str],
    subject: Sequence[str],
    *,
    summary: str,
    detail: str,
    fix: str,
    severity: Severity | None = None,
    degree: int = 0,
) -> Finding:
    """A finding with the severity that the catalogue gives it, unless `severity` says otherwise.

    Raises:
        KeyError: where the catalogue does not have the id.
    """
    severity = severity or CATALOGUE[id_].severity
    return Finding(id_, severity, tuple(tenants), summary, detail, fix, tuple(subject), degree)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, infos and unknowns; each by id, tenants and subject."""
    return sorted(findings, key=lambda found: (_ORDER[found.severity], *found.key))


def introduced(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings of `after` that are new, or worse than in `before`: of a higher severity or degree."""
    known: dict[Key, tuple[int, int]] = {}
    for found in before:
        known[found.key] = max(found.weight, known.get(found.key, found.weight))
    return [found for found in after if found.key not in known or found.weight > known[found.key]]
