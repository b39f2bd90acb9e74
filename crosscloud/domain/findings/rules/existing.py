"""XC323: a plan creates what is there already. Known when it is planned, so refused then, not when it is applied.

Two tenants are applied one after the other: a refusal of the provider in the one would leave the other opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import ExistingEntry, Situation
from crosscloud.domain.settings import PARTNER


@dataclass(frozen=True, slots=True)
class AlreadyListed(Facts):
    """XC323: what is there.

    Attributes:
        entry: what the plan creates.
        below: its identity synchronization, where the plan creates that too and it is there as well.
    """

    entry: ExistingEntry
    below: ExistingEntry | None = None


def already_listed(_: Situation, after: Situation) -> Iterator[Finding]:
    """XC323: an entry is created that is there and says otherwise; of one partner, one finding."""
    found: dict[tuple[str, str], list[ExistingEntry]] = {}
    for entry in sorted(after.existing, key=lambda each: (each.tenant, each.partner, each.kind != PARTNER.name)):
        found.setdefault((entry.tenant, entry.partner), []).append(entry)
    for ids, (first, *more) in found.items():
        below = more[0] if more else None
        is_sure = any(each.is_sure for each in (first, *more))
        facts = AlreadyListed(replace(first, is_sure=is_sure), below)
        yield finding("XC323", ids, Place(*ids), facts, severity=None if is_sure else "unknown")
