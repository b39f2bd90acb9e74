"""A guest or a delegated administrator who runs a plan may cut off the branch on which they sit.

Source: Microsoft's cross-tenant access overview: inbound settings govern guests and delegated administrators
alike.
"""

from collections.abc import Iterator, Mapping

from crosscloud.domain.access.comparison import compare
from crosscloud.domain.access.decision import INBOUND
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import in_words, own_half
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.truth import Truth


def own_access(before: Situation, after: Situation, run_by: Mapping[str, str]) -> Iterator[Finding]:
    """XC310: the plan narrows what users of the runner's own organisation may reach in a tenant.

    Args:
        before: the live settings.
        after: the planned ones.
        run_by: for a tenant's id, the home tenant of the guest or delegated administrator who signs in to it.
            App-only identities and the tenant's own users are not in it.
    """
    for tenant_id, home in sorted(run_by.items()):
        old, new = before.tenants.get(tenant_id), after.tenants.get(tenant_id)
        if old is None or new is None or home == tenant_id:
            continue
        cloud = after.cloud_of(home) or new.settings.cloud
        change = compare(
            own_half(old.settings, home, cloud, INBOUND), own_half(new.settings, home, cloud, INBOUND)
        )
        entry = old.settings.partners.get(home)
        is_provider = (
            entry is not None and entry.is_service_provider is Truth.YES and new.settings.lists(home) is Truth.NO
        )
        if not (change.lost or change.maybe_lost or is_provider):
            continue
        name, other = new.settings.name, after.name(home)
        lost = in_words(change.table, change.lost or change.maybe_lost, after.name_of)
        yield finding(
            "XC310",
            (name,),
            (tenant_id, home),
            summary=f"The plan may end the access to {name} of who runs it, a user of {other}.",
            detail=f"The entry of the service provider {other} is removed."
            if is_provider
            else f"{other} -> {name} loses: {lost}.",
            fix=f"Have it applied by an app-only identity or by an administrator of {name} itself.",
        )
