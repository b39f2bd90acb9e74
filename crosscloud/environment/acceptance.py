"""Findings that are meant after all: accepted in the environment file, where they are reviewed like code."""

from collections.abc import Collection, Iterator

from crosscloud.domain.weighing import NEVER_ACCEPTED, Acceptance, is_finding, looks_like_finding
from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.fields import Fields
from crosscloud.environment.tree import Node, Scalar


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


def _tenants(fields: Fields, known: Collection[str], problems: Problems) -> Iterator[str]:
    for item in fields.items("tenants", "the names of tenants, such as [contoso]"):
        name = item.text if isinstance(item, Scalar) else ""
        if name in known:
            yield name
        else:
            guess = hint(name, known, "the file has")
            problems.add(item.line, f"accept names a tenant that the file does not have: {name!r}{guess}")
