"""What a reader is told of each finding: in one line what is so, then what follows from it, then what to do.

Each kind of facts has its sentences in one function, in the file of its series: `pairs` (1xx), `sections` (2xx),
`changes` (3xx) and `directory` (4xx).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.findings import Finding
from crosscloud.wording.findings import changes, directory, pairs, sections
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names

__all__ = ["Said", "say", "to_json"]

_WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType(
    {**pairs.WORDS, **sections.WORDS, **changes.WORDS, **directory.WORDS}
)


def say(finding: Finding, names: Names) -> Said:
    """What `finding` says to a reader who knows `names`.

    Raises:
        KeyError: for facts that have no words, which no rule makes.
    """
    return _WORDS[type(finding.facts)](finding.facts, finding, names)


def to_json(finding: Finding, names: Names) -> dict[str, Any]:
    """The finding as data, in the documented shape, with what it says."""
    said = say(finding, names)
    return {
        "id": finding.id,
        "severity": finding.severity,
        "tenants": [names.tenant(tenant_id) for tenant_id in finding.tenants],
        "tenant_ids": list(finding.tenants),
        "summary": said.summary,
        "detail": said.detail,
        "fix": said.fix,
        "doc": finding.doc,
    }
