"""A finding: its id, whose it is, where it is, and the facts that it rests on; never a sentence.

Ids keep their meaning for good; `catalogue` lists them. A rule makes its findings with `finding`, so that the
severity which the catalogue names holds unless the rule knows better. What a reader is told is made of the facts
in `crosscloud.wording.findings`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.findings.catalogue import CATALOGUE, Severity
from crosscloud.domain.settings import DEFAULT, ROOT

_ORDER: Final[dict[str, int]] = {"error": 0, "warning": 1, "info": 2, "unknown": 3}
_WEIGHT: Final[dict[str, int]] = {"info": 0, "unknown": 1, "warning": 2, "error": 3}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a tenant's settings a finding is, as far as it is in one place.

    Attributes:
        tenant: the tenant's id, in lower case.
        of: which object: empty for the tenant as a whole, `settings` (the root), `default_settings`, or the id
            of the organisation whose partner entry it is.
        section: the section within it; empty for the whole object.
        member: the member within the section, such as `users_and_groups`; empty for the whole section.
    """

    tenant: str
    of: str = ""
    section: str = ""
    member: str = ""

    @property
    def is_default(self) -> bool:
        """Whether it is in the default settings."""
        return self.of == DEFAULT.name

    @property
    def partner(self) -> str | None:
        """The organisation whose entry it is in; None where it is in none."""
        return None if self.of in ("", ROOT.name, DEFAULT.name) else self.of


@dataclass(frozen=True, slots=True)
class Facts:
    """Base of what a rule found: a small frozen class for each kind of finding, with ids, never names."""


Key = tuple[str, tuple[str, ...], Place, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        id: e.g. `XC102`; what it means never changes.
        severity: `error`, `warning`, `info`, or `unknown` where it could not be decided.
        tenants: whose it is: tenant ids, in lower case, the one that it is foremost about first.
        place: where it is.
        facts: what was found.
        about: what else tells it from other findings of its kind at its place.
        degree: how far it goes; of two findings with one key, the one with the larger number is worse.
    """

    id: str
    severity: Severity
    tenants: tuple[str, ...]
    place: Place
    facts: Facts
    about: tuple[str, ...] = ()
    degree: int = 0

    @property
    def doc(self) -> str:
        """The page that explains it, from the root of the documentation's repository."""
        return f"docs/findings/{self.id}.md"

    @property
    def key(self) -> Key:
        """Two findings with one key are the same finding, before and after a change."""
        return self.id, self.tenants, self.place, self.about

    @property
    def weight(self) -> tuple[int, int]:
        """How bad it is: its severity, then its degree."""
        return _WEIGHT[self.severity], self.degree


def finding(
    id_: str,
    tenants: Sequence[str],
    place: Place,
    facts: Facts,
    *,
    about: Sequence[str] = (),
    severity: Severity | None = None,
    degree: int = 0,
) -> Finding:
    """A finding with the severity that the catalogue gives it, unless `severity` says otherwise.

    Raises:
        KeyError: where the catalogue does not have the id.
    """
    weight = severity or CATALOGUE[id_].severity
    return Finding(id_, weight, tuple(tenants), place, facts, tuple(about), int(degree))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, infos and unknowns; each by id, tenants and place."""
    return sorted(findings, key=lambda found: (_ORDER[found.severity], *found.key))


def introduced(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings of `after` that are new, or worse than in `before`: of a higher severity or degree."""
    known: dict[Key, tuple[int, int]] = {}
    for found in before:
        known[found.key] = max(found.weight, known.get(found.key, found.weight))
    return [found for found in after if found.key not in known or found.weight > known[found.key]]
