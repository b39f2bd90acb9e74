"""Partners that a plan would remove: service providers, and many at once.

Source for service providers: Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner. The share of
partners from which a plan looks like a mistake is our own choice.
"""

from collections.abc import Iterator
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.truth import Truth

SHARE: Final = 0.3
"""Above this share of a tenant's partners a removal is taken for a mistake."""
FEW: Final = 2
"""So many may always be removed."""


def service_provider_removed(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC302: the entry of a service provider would be removed."""
    for facts, partners in _removed(before, after):
        for partner in partners:
            if facts.settings.partners[partner].is_service_provider is Truth.YES:
                name, other = facts.settings.name, after.name(partner)
                yield finding(
                    "XC302",
                    (name, other),
                    (facts.settings.tenant_id, partner),
                    summary=f"{name} would lose the entry of its service provider {other}.",
                    detail="Delegated administration by that organisation runs through this entry. Microsoft "
                    "makes such "
                    "entries itself, also when a support request is opened.",
                    fix="Keep the entry, or stop managing it: a `removed` block in place of the resource "
                    "leaves it as "
                    "it is.",
                )


def many_removed(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC304: more than 30 % of a tenant's partners, and more than 2, would be removed."""
    for facts, partners in _removed(before, after):
        count, whole = len(partners), len(facts.settings.partners)
        if count > FEW and count > SHARE * whole:
            name = facts.settings.name
            yield finding(
                "XC304",
                (name,),
                (facts.settings.tenant_id,),
                summary=f"{name} would lose {count:,} of its {whole:,} partners.",
                detail=f"{', '.join(after.name(partner) for partner in partners[:5])}"
                + (f" and {count - 5:,} more." if count > 5 else "."),
                fix="See whether the plan was made from the wrong branch or environment. If it is meant, "
                "remove them in several plans.",
                degree=count,
            )


def _removed(before: Situation, after: Situation) -> Iterator[tuple[TenantFacts, list[str]]]:
    """Each tenant as it is before, with the partners that it would lose."""
    for facts in before.managed():
        planned = after.tenants.get(facts.settings.tenant_id)
        if planned is not None and planned.settings.lists_all:
            gone = sorted(set(facts.settings.partners) - set(planned.settings.partners))
            if gone:
                yield facts, gone
