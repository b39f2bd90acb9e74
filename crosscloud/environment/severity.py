"""How an organisation weighs a finding: set in the environment file, where it is reviewed like code."""

from collections.abc import Iterator

from crosscloud.domain.weighing import NEVER_ACCEPTED, SEVERITIES, is_finding
from crosscloud.environment.errors import Problems
from crosscloud.environment.fields import Fields
from crosscloud.environment.tree import Scalar, Table


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
