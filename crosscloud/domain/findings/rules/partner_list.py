"""Partners that cannot be listed: the tenant itself, the same one twice, and what is no tenant id.

Source: Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner; the tenant id is the key.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.guid import is_guid


@dataclass(frozen=True, slots=True)
class ListsItself(Facts):
    """XC204: the tenant of the place lists itself."""


@dataclass(frozen=True, slots=True)
class ListsTwice(Facts):
    """XC204: the tenant of the place lists the partner of the place this many `times`."""

    times: int


@dataclass(frozen=True, slots=True)
class NotATenantId(Facts):
    """XC210: the tenant of the place lists a `partner` that is no tenant id."""

    partner: str


def impossible_partner(situation: Situation) -> Iterator[Finding]:
    """XC204: a tenant lists itself, or the same partner twice."""
    for facts in situation.managed():
        tenant = facts.settings.tenant_id
        if tenant in facts.settings.partners:
            yield finding("XC204", (tenant,), Place(tenant, tenant), ListsItself())
        for partner, entry in sorted(facts.settings.partners.items()):
            if entry.times > 1:
                place = Place(tenant, partner)
                yield finding(
                    "XC204", (tenant,), place, ListsTwice(entry.times), about=("twice",), degree=entry.times
                )


def not_a_tenant_id(situation: Situation) -> Iterator[Finding]:
    """XC210: a partner whose id is not a GUID; where Graph answered it so, whose entry that is, is not known."""
    for tenant, partner in situation.links:
        if not is_guid(partner):
            yield finding("XC210", (tenant,), Place(tenant, partner), NotATenantId(partner))
    for tenant, facts in sorted(situation.tenants.items()):
        for entry in facts.settings.nameless:
            named = entry.get("tenantId")
            if isinstance(named, str):
                yield finding(
                    "XC210",
                    (tenant,),
                    Place(tenant, named),
                    NotATenantId(named),
                    severity="error" if situation.by_code else "unknown",
                )
