"""Findings about what was not read: said once for each tenant and part, with the reason, always unknown."""

from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import TenantFacts
from crosscloud.domain.surroundings import Part

_GRANT: Final = "Grant the planning application that permission, or look in the admin center."
_LOOK: Final = "Look in the admin center."


def not_read(id_: str, facts: TenantFacts, what: str, reason: str, *subject: str) -> Finding:
    """The finding that `what` (in the plural) was not read, for `reason`."""
    return finding(
        id_,
        (facts.settings.name,),
        (facts.settings.tenant_id, "unread", *subject),
        severity="unknown",
        summary=f"{what} were not read: {reason}.",
        detail="No plan needs it; it is said so that nobody takes silence for an answer.",
        fix=_GRANT if reason.startswith("needs ") else _LOOK,
    )


def reason_for(facts: TenantFacts, part: Part) -> str | None:
    """Why a part of a tenant's surroundings was not read; None where it was, or where nobody asked."""
    return None if facts.around is None else facts.around.unread.get(part)
