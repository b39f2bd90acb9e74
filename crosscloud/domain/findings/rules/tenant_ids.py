"""Is each tenant where the environment says it is? Asked of each cloud's login service, by the tenant's id."""

from collections.abc import Iterator

from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation


def found_elsewhere(situation: Situation) -> Iterator[Finding]:
    """XC112: a tenant id is found in another cloud than the environment says, or in two clouds at once."""
    partners = {partner for _, partner in situation.links}
    for tenant_id in sorted(situation.clouds_of):
        if tenant_id not in situation.tenants and tenant_id not in partners:
            continue
        found = situation.endpoints_of(tenant_id) or frozenset()
        said = situation.tenants.get(tenant_id)
        expected = None if said is None else said.settings.cloud
        is_right = len(found) == 1 and (expected is None or expected.endpoint in found)
        if is_right or not found:
            continue  # found nowhere: the question was not answered, which is not another answer
        name = situation.name(tenant_id)
        places = " and ".join(endpoint_title(endpoint) for endpoint in sorted(found))
        says = "" if expected is None else f", the environment says {expected}"
        yield finding(
            "XC112",
            (name,),
            (tenant_id,),
            summary=f"{name} is found in {places}{says}.",
            detail=f"The login service of each cloud was asked for {tenant_id}. A partner entry under a wrong "
            "id, or "
            "for a tenant of another cloud, admits somebody else or nobody.",
            fix="Compare the tenant id with the partner's admin, then correct the id or the cloud in the "
            "environment "
            "file.",
        )
