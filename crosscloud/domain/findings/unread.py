"""Findings about what was not read: said once for each tenant and part, with the reason, always unknown."""

from dataclasses import dataclass

from crosscloud.domain.directory import Part, Reason
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import TenantFacts


@dataclass(frozen=True, slots=True)
class NotRead(Facts):
    """XC401 to XC406: `part` of a tenant's directory was not read, for `reason`."""

    part: Part
    reason: Reason


def not_read(id_: str, facts: TenantFacts, part: Part, reason: Reason, *about: str) -> Finding:
    """The finding that `part` was not read, for `reason`; `about` tells it from others of that part."""
    tenant_id = facts.settings.tenant_id
    return finding(
        id_,
        (tenant_id,),
        Place(tenant_id),
        NotRead(part, reason),
        about=("unread", *about),
        severity="unknown",
    )


def reason_for(facts: TenantFacts, part: Part) -> Reason | None:
    """Why a part of a tenant's directory was not read; None where it was, or where nobody asked."""
    return None if facts.asked_directory is None else facts.asked_directory.unread.get(part)
