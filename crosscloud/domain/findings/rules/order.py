"""XC313: whatever the order of applying, some moment would permit what neither before nor after permits."""

from collections.abc import Iterator

from crosscloud.domain.access.order import safe_order
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation


def no_safe_order(before: Situation, after: Situation) -> Iterator[Finding]:
    """A finding for each pair (or circle) of tenants between which no order is safe."""
    old = {id_: facts.settings for id_, facts in before.tenants.items()}
    new = {id_: facts.settings for id_, facts in after.tenants.items()}
    for tenants in safe_order(old, new).unsafe:
        names = [after.name(tenant) for tenant in tenants]
        yield finding(
            "XC313",
            names,
            tenants,
            summary=f"No order of applying {', '.join(names)} is safe.",
            detail="The plan widens at one end and narrows at the other. Whichever tenant comes first, for a "
            "while the two would permit what neither before nor after permits.",
            fix="Narrow in one plan, and widen in the next.",
        )
