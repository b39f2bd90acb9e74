"""A default that is open to organisations that nobody listed: how Microsoft ships it, and seldom what is meant.

Source: Microsoft's cross-tenant access overview: the default governs every organisation of the same cloud that is
not listed. It is a note, one for each tenant: what a plan opens in a default is told as a widening.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.access.ways import WAYS, Side, Way, default_half_rule
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import closes
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import DEFAULT
from crosscloud.domain.tenant import TenantSettings


@dataclass(frozen=True, slots=True)
class DefaultIsOpen(Facts):
    """XC314.

    Attributes:
        tenant: the tenant's id.
        cloud: its cloud.
        collaboration: the sections of B2B collaboration that are open.
        ways: the other ways that are, each with the side on which the tenant is.
    """

    tenant: str
    cloud: Cloud
    collaboration: tuple[str, ...]
    ways: tuple[tuple[Way, Side], ...]


def default_is_open(situation: Situation) -> Iterator[Finding]:
    """XC314: the default surely permits organisations that nobody listed something."""
    for facts in situation.managed():
        tenant = facts.settings
        collaboration = tuple(section for section in (INBOUND, OUTBOUND) if _is_open(tenant, section))
        ways = tuple(
            (way, side)
            for way in WAYS
            for side, half in way.halves
            if (rule := default_half_rule(tenant, half)) is not None and not closes(rule)
        )
        if collaboration or ways:
            yield finding(
                "XC314",
                (tenant.tenant_id,),
                Place(tenant.tenant_id, DEFAULT.name),
                DefaultIsOpen(tenant.tenant_id, tenant.cloud, collaboration, ways),
                degree=len(collaboration) + len(ways),
            )


def _is_open(tenant: TenantSettings, section: str) -> bool:
    rule = rule_of(tenant.default_section(section))
    return rule is not None and not closes(rule)
