"""Applies a saved joint plan: exactly what was reviewed, every tenant, or nothing where the ground has moved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from crosscloud.domain.access.order import safe_order
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import Difference, TenantSettings, find_differences
from crosscloud.environment import Tenant
from crosscloud.errors import CrosscloudError
from crosscloud.live.settings import read_tenants
from crosscloud.operations.account import list_left, settle
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import StaleError
from crosscloud.operations.preflight import refuse_held, refuse_stale
from crosscloud.operations.preparation import Prepared, prepare_tenants
from crosscloud.operations.run import Run
from crosscloud.review.model import TenantPlan
from crosscloud.review.outcome import TenantResult
from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.threads import concurrently
from crosscloud.terraform.cli import CANCELLED, TerraformMessage
from crosscloud.terraform.events import Applied, sum_up_events

_UNKNOWN: Final = "what was under way may be written or not; plan again, the new plan shows what is left"

_CANCELLED: Final = {"execution halted", CANCELLED}  # Terraform's words for: it was interrupted


_NOT_BEGUN: Final = Applied(
    (TerraformMessage("error", "Not begun", "An earlier tenant was not applied; plan again.", ""),)
)
_NOTHING_BEGUN: Final = TerraformMessage(
    "error", "Not begun", "Another tenant could not be prepared, so nothing was applied to any.", ""
)


def apply_jointly(run: Run, bundle: Bundle) -> list[TenantResult]:
    """Apply the plan of every tenant of `bundle` that has changes, in a safe order, and read each back.

    Before anything is written, every tenant is prepared and read: a saved plan that is not the reviewed one, a
    state that has moved on, settings that are no longer those that were reviewed or cannot be read stop the whole,
    and so does a tenant that cannot be prepared. An interrupt (Ctrl-C) lets the writes under way come to their
    end, begins no other, and reads nothing back; a second one does not wait.

    Raises:
        InterruptedRunError: where it was interrupted before anything was written, or before the writes had ended.
        BundleError: where a saved plan is not the one that was reviewed.
        HeldError: where a hold stands by now between tenants that the plan opens to one another.
        StaleError: where a tenant is not as it was when the plan was made.
        SignInConfigurationError: where a sign-in is not configured.
    """
    tenants = _tenants(run, bundle)
    has_begun = False
    todo: list[Prepared] = []
    outcomes: list[Applied] | None = None
    try:
        with prepare_tenants(run, bundle, tenants) as ready:
            if any(each.messages for each in ready):
                return [_not_begun(each) for each in ready if each.messages or each.plan.has_changes]
            run.progress("", "reading every tenant")
            refuse_held(run, bundle, tenants)
            refuse_stale(run, bundle, tenants)
            todo = [each for each in ready if each.plan.has_changes]
            has_begun = True
            outcomes = _apply_all(run, todo)
    except KeyboardInterrupt:
        often = "interrupted twice" if run.programs.interrupted else "interrupted"
        run.programs.kill()
        if outcomes is None:
            msg = f"{often}: {_UNKNOWN}" if has_begun else "interrupted: nothing was applied"
            raise InterruptedRunError(msg) from None
    if run.programs.interrupted:
        return [_interrupted(each.plan, applied) for each, applied in zip(todo, outcomes, strict=True)]
    run.progress("", "reading back")
    try:
        readings = read_tenants([each.tenant_run.tenant for each in todo], run.environ, run.phase, run.pause)
    except KeyboardInterrupt:
        return [_interrupted(each.plan, applied) for each, applied in zip(todo, outcomes, strict=True)]
    return [_result(each.plan, applied, now) for each, applied, now in zip(todo, outcomes, readings, strict=True)]


def _not_begun(tenant: Prepared) -> TenantResult:
    """What became of a tenant in a run where one could not be prepared."""
    messages = tenant.messages or (_NOTHING_BEGUN,)
    return TenantResult(tenant.plan.name, False, messages, left=list_left(tenant.plan, Applied(())))


def _apply_all(run: Run, todo: Sequence[Prepared]) -> list[Applied]:
    """Apply every tenant's plan, all at once where no order matters, otherwise in waves.

    Where a tenant of an earlier wave fails, later waves are not begun: half of them would be the unsafe moment.
    """

    def end_soon() -> None:
        run.progress("", "interrupted, waiting for the writes under way; Ctrl-C again does not wait")
        run.programs.interrupt()

    outcomes: dict[str, Applied] = {}
    for wave in _waves(todo):
        if run.programs.interrupted:
            break
        found = concurrently(lambda each: _apply_one(run, each), wave, at_once=run.at_once, on_interrupt=end_soon)
        outcomes |= {each.plan.name: applied for each, applied in zip(wave, found, strict=True)}
        if any(applied.failed for applied in outcomes.values()):
            break
    return [outcomes.get(each.plan.name, _NOT_BEGUN) for each in todo]


def _waves(todo: Sequence[Prepared]) -> list[list[Prepared]]:
    """The tenants in groups: within one the order does not matter, and no moment between two of them is unsafe.

    Where no order is safe, which is a finding that refuses the plan, it was accepted: then all go at once.
    """
    before = {each.plan.tenant_id: each.plan.before for each in todo if each.plan.before is not None}
    after = {each.plan.tenant_id: each.plan.after for each in todo if each.plan.after is not None}
    waves = safe_order(before, after).waves
    placed = {tenant_id for wave in waves for tenant_id in wave}
    groups = [[each for each in todo if each.plan.tenant_id in wave] for wave in waves]
    rest = [each for each in todo if each.plan.tenant_id not in placed]  # what no order matters to
    if not groups:
        return [rest]
    return [[*groups[0], *rest], *groups[1:]]


def _tenants(run: Run, bundle: Bundle) -> list[tuple[Tenant, TenantPlan]]:
    found: list[tuple[Tenant, TenantPlan]] = []
    for plan in bundle.plan.tenants:
        tenant = run.environment.tenants.get(plan.name)
        if tenant is None or (tenant.tenant_id, tenant.cloud) != (plan.tenant_id, plan.cloud):
            msg = (
                f"{plan.name} was planned as {plan.tenant_id} in {plan.cloud.name}, which is not what "
                f"{run.environment.path} says now; plan again"
            )
            raise StaleError(msg)
        found.append((tenant, plan))
    return found


def _apply_one(run: Run, tenant: Prepared) -> Applied:
    """Apply the saved plan of one tenant that is prepared."""
    name, applied = tenant.plan.name, Applied(())
    try:
        run.progress(name, "applying")
        terraform = tenant.tenant_run.terraform_in(run, tenant.tenant_run.stack.folder)
        applied = sum_up_events(run.follow(name, terraform.apply(tenant.saved)))
        if applied.begun:
            applied = settle(tenant.plan, applied, tenant.tenant_run.outcomes())
        if applied.failed:
            applied = replace(
                applied, messages=tuple(tenant.tenant_run.failure(None, "apply")) or applied.messages
            )
    except CrosscloudError as error:
        applied = replace(applied, messages=tuple(tenant.tenant_run.failure(error, "apply")))
    tenant.tenant_run.bridge.close()
    run.progress(name, "done")
    return applied


def _interrupted(plan: TenantPlan, applied: Applied) -> TenantResult:
    """What became of a tenant in an interrupted run, as Terraform told; nothing was read back."""
    left = list_left(plan, applied)
    is_whole = not (applied.failed or applied.begun or applied.partly or left)
    return TenantResult(
        name=plan.name,
        applied=is_whole,
        messages=tuple(message for message in applied.messages if message.summary not in _CANCELLED),
        done=applied.done,
        unknown=applied.begun,
        partly=applied.partly,
        left=left,
        interrupted=True,
    )


def _result(plan: TenantPlan, outcome: Applied, now: TenantSettings) -> TenantResult:
    applied = not outcome.failed
    reviewed = plan.after if applied and not now.unreadable else None
    return TenantResult(
        plan.name,
        applied,
        outcome.messages,
        () if reviewed is None else tuple(_not_as_reviewed(reviewed, now)),
        now.unreadable,
        done=outcome.done,
        unknown=outcome.begun,
        partly=outcome.partly,
        left=() if applied else list_left(plan, outcome),
    )


def _not_as_reviewed(reviewed: TenantSettings, now: TenantSettings) -> list[Difference]:
    """In what a tenant differs from what was reviewed; what only the apply could tell is as it came out."""
    return [each for each in find_differences(reviewed, now) if not isinstance(each.before, Unread)]
