"""XC322: a tenant that has no stack any more, and the state that it left: nothing plans what it opened.

Whoever takes a tenant out of the environment reads in no plan that its own settings stay: that tenant is no longer
planned. The state of its stack tells, where it lies beside those of the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation


@dataclass(frozen=True, slots=True)
class StateLeftBehind(Facts):
    """XC322.

    Attributes:
        departed: the tenant, and what its state holds.
        listed_by: the ids of the tenants that still list it.
    """

    departed: DepartedTenant
    listed_by: tuple[str, ...] = ()


def departed_tenant(situation: Situation) -> Iterator[Finding]:
    """XC322: a tenant left, and its state stays."""
    for departed in situation.departed:
        listed_by = tuple(
            facts.settings.tenant_id
            for facts in situation.managed()
            if departed.tenant in facts.settings.partners and facts.settings.tenant_id != departed.tenant
        )
        yield finding(
            "XC322",
            (departed.tenant,),
            Place(departed.tenant),
            StateLeftBehind(departed, listed_by),
            about=(departed.state,),
            degree=len(listed_by),
        )
