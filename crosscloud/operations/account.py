"""The account of an apply: which objects were written, which were not, and of which nobody knows.

Terraform says of what failed only that it was begun. The provider, as long as it is there, knows whether Graph
refused the write, took it, or never answered.
"""

from collections.abc import Mapping
from dataclasses import replace

from crosscloud.bridge.run_registry import Key
from crosscloud.bridge.writes import WriteOutcome
from crosscloud.domain.tenant import SettingsChange
from crosscloud.review.model import TenantPlan
from crosscloud.terraform.events import Applied


def settle(plan: TenantPlan, applied: Applied, outcomes: Mapping[Key, WriteOutcome]) -> Applied:
    """What an apply did, with what the provider knows of those that were begun and not finished.

    Args:
        plan: what was applied.
        applied: what Terraform told of it.
        outcomes: what the provider says of each object; empty where it is gone.
    """
    changes = {change.address: change for change in plan.plan.changes}
    found = {address: _outcome(plan, changes.get(address), outcomes) for address in applied.begun}

    def those(outcome: WriteOutcome) -> tuple[str, ...]:
        return tuple(address for address in applied.begun if found[address] == outcome)

    return replace(
        applied, done=(*applied.done, *those("written")), partly=those("partly"), begun=those("unknown")
    )


def list_left(plan: TenantPlan, applied: Applied) -> tuple[str, ...]:
    """The changes of `plan` of which nothing was written."""
    known = {*applied.done, *applied.begun, *applied.partly}
    passive = {"state", "stop managing"}
    return tuple(c.address for c in plan.changes if c.action not in passive and c.address not in known)


def _outcome(
    plan: TenantPlan, change: SettingsChange | None, outcomes: Mapping[Key, WriteOutcome]
) -> WriteOutcome:
    if change is None or (change.is_of_partner and change.partner is None):
        return "unknown"  # which object it is was known only during the apply
    ids = {change.partner or plan.tenant_id, *([change.replaced] if change.replaced else [])}
    keys = [(change.settings.type_name, object_id) for object_id in ids]
    found = {outcomes[key] for key in keys if key in outcomes}
    if not found or "unknown" in found:
        return "unknown"
    return found.pop() if len(found) == 1 else "partly"
