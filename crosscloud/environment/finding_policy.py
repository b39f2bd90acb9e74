"""How findings are weighed: `accept` and `severity` of the environment file, where they are reviewed like code."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from crosscloud.domain.finding_policy import NEVER_ACCEPTED, SEVERITIES, Acceptance, is_finding, looks_like_finding
from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.fields import Fields
from crosscloud.environment.tenant import Tenant
from crosscloud.environment.tree import Node, Scalar, Table


def read_accept(nodes: tuple[Node, ...], known: Collection[str], problems: Problems) -> Iterator[Acceptance]:
    """The entries of `accept` that are right; `known` are the names of the file's tenants."""
    for node in nodes:
        fields = Fields(node, "an entry of accept", problems)
        finding = fields.text("finding", "the id of a finding, such as XC301")
        if finding is not None and not looks_like_finding(finding):
            problems.add(fields.line_of("finding"), f"{finding!r} is no finding's id: write one such as XC301")
            finding = None
        elif finding is not None and not is_finding(finding):
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


def read_severities(fields: Fields, problems: Problems) -> Iterator[tuple[str, str]]:
    """The entries of `severity` that are right: a finding's id, and what it counts as here."""
    below = fields.node("severity")
    if below is None:
        return
    if not isinstance(below, Table):
        problems.add(fields.line_of("severity"), "severity must be a mapping: write `XC207: error` below it")
        return
    for finding, line in below.lines.items():
        node = below.entries.get(finding)
        weight = node.text if isinstance(node, Scalar) else ""
        if not is_finding(finding):
            problems.add(line, f"{finding!r} is no finding's id: write one such as XC207")
        elif finding in NEVER_ACCEPTED:
            problems.add(line, f"{finding} is always an error: {NEVER_ACCEPTED[finding]}")
        elif weight not in SEVERITIES:
            problems.add(line, f"{finding} cannot count as {weight!r}: write one of {', '.join(SEVERITIES)}")
        else:
            yield finding, weight


def by_id(accepted: Iterable[Acceptance], tenants: Mapping[str, Tenant]) -> tuple[Acceptance, ...]:
    """Acceptances with the ids of tenants in place of names; a name without an id refuses the file anyway."""
    return tuple(
        replace(entry, tenants=tuple(tenants[name].tenant_id for name in entry.tenants if name in tenants))
        for entry in accepted
    )


def _tenants(fields: Fields, known: Collection[str], problems: Problems) -> Iterator[str]:
    for item in fields.items("tenants", "the names of tenants, such as [contoso]"):
        name = item.text if isinstance(item, Scalar) else ""
        if name in known:
            yield name
        else:
            guess = hint(name, known, "the file has")
            problems.add(item.line, f"accept names a tenant that the file does not have: {name!r}{guess}")
