"""Between clouds, a service principal of the home tenant takes part in redeeming invitations; it may be disabled.

Source: Microsoft's page on cloud settings for B2B collaboration ("Microsoft B2B Cross Cloud Worker").
"""

from collections.abc import Iterator

from crosscloud.domain.clouds import is_same_cloud
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.findings.unread import not_read, reason_for


def worker_disabled(situation: Situation) -> Iterator[Finding]:
    """XC404: the worker is disabled in a home tenant from which a direction across clouds is open."""
    homes = {
        home.settings.tenant_id: home
        for home, resource in situation.open_directions
        if not is_same_cloud(home.settings.cloud, resource.settings.cloud)
    }
    for tenant_id, facts in sorted(homes.items()):
        around, name = facts.around, facts.settings.name
        if reason := reason_for(facts, "worker"):
            yield not_read("XC404", facts, 'Service principals "Microsoft B2B Cross Cloud Worker"', reason)
        elif around is not None and around.worker in {"disabled", "absent"}:
            is_disabled = around.worker == "disabled"
            yield finding(
                "XC404",
                (name,),
                (tenant_id,),
                severity=None if is_disabled else "unknown",
                summary=f'{name} has disabled its service principal "Microsoft B2B Cross Cloud Worker".'
                if is_disabled
                else f'{name} has no service principal "Microsoft B2B Cross Cloud Worker".',
                detail=f"Users of {name} cannot redeem invitations to tenants of another cloud."
                if is_disabled
                else "Whether the service makes it at the first redemption is not documented.",
                fix=f"Enable it in {name}: Enterprise applications, Properties, Enabled for users to sign in."
                if is_disabled
                else "Redeem one invitation, then check again.",
            )
