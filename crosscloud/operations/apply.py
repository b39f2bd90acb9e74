"""Applies a saved joint plan: exactly what was reviewed, every tenant, or nothing where the ground has moved."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final

from crosscloud.domain.access.order import safe_order
from crosscloud.domain.tenant import from_snapshot
from crosscloud.environment import Tenant
from crosscloud.intent.synthesis import Stack
from crosscloud.live.settings import read_tenants
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import StaleError
from crosscloud.operations.plan import Half, Run
from crosscloud.operations.preflight import refuse_held, refuse_stale
from crosscloud.review.changes import planned_changes
from crosscloud.review.model import TenantPlan
from crosscloud.review.planned import settings_after
from crosscloud.runtime.errors import InterruptedRunError, RunError
from crosscloud.runtime.threads import concurrently
from crosscloud.runtime.workspace import private_folder
from crosscloud.terraform.cli import Applied, TerraformMessage

_TWICE: Final = (
    "interrupted twice: what was under way may be written or not; plan again, the new plan shows what is left"
)

_CANCELLED: Final = {"execution halted", "Operation cancelled"}  # Terraform's words for: it was interrupted


@dataclass(frozen=True, slots=True)
class TenantResult:
    """What became of one tenant.

    Attributes:
        name: the tenant.
        applied: whether Terraform applied its plan without an error.
        messages: what Terraform and the provider said.
        not_as_reviewed: what Graph answers otherwise than the plan wants, after the apply; in words.
        unread: why the tenant could not be read back; empty where it was.
        done: the addresses of what was written or removed.
        unknown: those that were begun and not finished: the next plan shows what became of them.
        left: those that were not begun.
        interrupted: whether the run was interrupted; the tenant was not read back then.
    """

    name: str
    applied: bool
    messages: tuple[TerraformMessage, ...]
    not_as_reviewed: tuple[str, ...] = ()
    unread: str = ""
    done: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def is_as_reviewed(self) -> bool:
        """Whether the tenant was applied, read back, and is now as reviewed."""
        return self.applied and not self.interrupted and not self.not_as_reviewed and not self.unread


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What Terraform did in one tenant: its plan as JSON (empty where it was not read), and the apply."""

    plan: Mapping[str, Any]
    applied: Applied


_NOT_BEGUN: Final = _Outcome(
    {}, Applied((TerraformMessage("error", "Not begun", "An earlier tenant was not applied; plan again.", ""),))
)


def apply_jointly(run: Run, bundle: Bundle) -> list[TenantResult]:
    """Apply the plan of every tenant of `bundle` that has changes, in a safe order, and read each back.

    Before anything is written, every tenant is read: settings that are no longer those that were reviewed, or
    cannot be read, stop the whole. An interrupt (Ctrl-C) lets the writes under way come to their end, begins no
    other, and reads nothing back; a second one does not wait.

    Raises:
        InterruptedRunError: where it was interrupted before anything was written, or a second time.
        HeldError: where a hold stands by now between tenants that the plan opens to one another.
        StaleError: where a tenant is not as it was when the plan was made.
        SignInConfigurationError: where a sign-in is not configured.
    """
    tenants = _tenants(run, bundle)
    refuse_held(run, bundle, tenants)
    run.progress("", "reading every tenant")
    try:
        refuse_stale(run, bundle, tenants)
    except KeyboardInterrupt:
        raise InterruptedRunError("interrupted: nothing was applied") from None
    todo = [(tenant, plan) for tenant, plan in tenants if plan.has_changes]
    try:
        outcomes = _apply_all(run, bundle, todo)
    except KeyboardInterrupt:
        run.programs.kill()
        raise InterruptedRunError(_TWICE) from None
    if run.programs.interrupted:
        return [_interrupted(plan, outcome.applied) for (_, plan), outcome in zip(todo, outcomes, strict=True)]
    run.progress("", "reading back")
    try:
        readings = read_tenants([tenant for tenant, _ in todo], run.environ, run.phase)
    except KeyboardInterrupt:
        return [_interrupted(plan, outcome.applied) for (_, plan), outcome in zip(todo, outcomes, strict=True)]
    return [
        _result(plan, outcome, reading.to_snapshot(plan.name))
        for (_, plan), outcome, reading in zip(todo, outcomes, readings, strict=True)
    ]


def _apply_all(run: Run, bundle: Bundle, todo: Sequence[tuple[Tenant, TenantPlan]]) -> list[_Outcome]:
    """Apply every tenant's plan, all at once where no order matters, otherwise in waves.

    Where a tenant of an earlier wave fails, later waves are not begun: half of them would be the unsafe moment.
    """
    outcomes: dict[str, _Outcome] = {}
    for wave in _waves(bundle, todo):
        if run.programs.interrupted:
            break
        for (tenant, _), outcome in zip(wave, _apply_wave(run, bundle, wave), strict=True):
            outcomes[tenant.name] = outcome
        if any(outcome.applied.failed for outcome in outcomes.values()):
            break
    return [outcomes.get(tenant.name, _NOT_BEGUN) for tenant, _ in todo]


def _waves(bundle: Bundle, todo: Sequence[tuple[Tenant, TenantPlan]]) -> list[list[tuple[Tenant, TenantPlan]]]:
    """The tenants in groups: within one the order does not matter, and no moment between two of them is unsafe.

    Where no order is safe, which is a finding that refuses the plan, it was accepted: then all go at once.
    """
    before = {t.tenant_id: from_snapshot(plan.snapshot) for t, plan in todo if plan.snapshot is not None}
    after = {
        t.tenant_id: settings_after(before[t.tenant_id], bundle.terraform_plan(plan.name))
        for t, plan in todo
        if t.tenant_id in before
    }
    waves = safe_order(before, after).waves
    placed = {tenant_id for wave in waves for tenant_id in wave}
    groups = [[entry for entry in todo if entry[0].tenant_id in wave] for wave in waves]
    rest = [entry for entry in todo if entry[0].tenant_id not in placed]  # what no order matters to
    if not groups:
        return [rest]
    return [[*groups[0], *rest], *groups[1:]]


def _apply_wave(run: Run, bundle: Bundle, todo: Sequence[tuple[Tenant, TenantPlan]]) -> list[_Outcome]:
    """Apply the plans of some tenants at once, each through a provider of its own."""

    def end_soon() -> None:
        run.progress("", "interrupted, waiting for the writes under way; Ctrl-C again does not wait")
        run.programs.interrupt()

    with ExitStack() as started:
        halves = [
            Half(
                tenant,
                Stack(plan.stack, run.workspace.root / "apply" / tenant.name, tenant.name, plan.sources),
                started.enter_context(run.bridge(tenant)),
            )
            for tenant, plan in todo
        ]
        return concurrently(lambda half: _apply_one(run, bundle, half), halves, on_interrupt=end_soon)


def _tenants(run: Run, bundle: Bundle) -> list[tuple[Tenant, TenantPlan]]:
    found: list[tuple[Tenant, TenantPlan]] = []
    for plan in bundle.plan.tenants:
        tenant = run.environment.tenants.get(plan.name)
        if tenant is None or (tenant.tenant_id, tenant.cloud.name) != (plan.tenant_id, plan.cloud):
            msg = (
                f"{plan.name} was planned as {plan.tenant_id} in {plan.cloud}, which is not what "
                f"{run.environment.path} says now; plan again"
            )
            raise StaleError(msg)
        found.append((tenant, plan))
    return found


def _apply_one(run: Run, bundle: Bundle, half: Half) -> _Outcome:
    """Apply one tenant's plan in a folder of its own."""
    plan_file = bundle.plan_file(half.tenant.name)
    plan_json: dict[str, Any] = {}
    applied = Applied(())
    try:
        private_folder(half.stack.folder)
        shutil.copyfile(bundle.stack_file(half.tenant.name), half.stack.folder / "cdk.tf.json")
        terraform = half.terraform_in(run, half.stack.folder)
        run.progress(half.tenant.name, "preparing")
        applied = Applied(tuple(terraform.init()))
        if not applied.failed:
            plan_json = terraform.show(plan_file)
            run.progress(half.tenant.name, "applying")
            applied = terraform.apply(plan_file)
        if applied.failed:
            applied = replace(applied, messages=tuple(half.failure(None, "apply")) or applied.messages)
    except RunError as error:
        applied = replace(applied, messages=tuple(half.failure(error, "apply")))
    except OSError as error:
        message = TerraformMessage("error", "The apply failed", f"{error.filename}: {error.strerror}", "")
        applied = replace(applied, messages=(message,))
    run.progress(half.tenant.name, "done")
    return _Outcome(plan_json, applied)


def _interrupted(plan: TenantPlan, applied: Applied) -> TenantResult:
    """What became of a tenant in an interrupted run, as Terraform told; nothing was read back."""
    left = _left(plan, applied)
    is_whole = not (applied.failed or applied.begun or left)
    return TenantResult(
        name=plan.name,
        applied=is_whole,
        messages=tuple(message for message in applied.messages if message.summary not in _CANCELLED),
        done=applied.done,
        unknown=applied.begun,
        left=left,
        interrupted=True,
    )


def _left(plan: TenantPlan, applied: Applied) -> tuple[str, ...]:
    """The changes of `plan` that were not begun."""
    known = {*applied.done, *applied.begun}
    passive = {"state", "stop managing"}
    return tuple(c.address for c in plan.changes if c.action not in passive and c.address not in known)


def _result(plan: TenantPlan, outcome: _Outcome, now: Mapping[str, Any]) -> TenantResult:
    applied = not outcome.applied.failed
    left: tuple[str, ...] = ()
    if applied and not now["unreadable"]:
        # What the plan would still change on the live settings of now: nothing, where it is as reviewed.
        left = tuple(
            f"{change.address}: {row.section}{'.' if row.path else ''}{row.path} is {row.before}, not {row.after}"
            for change in planned_changes(outcome.plan, now, lambda _: None)
            for row in change.rows
            if change.action not in {"state", "stop managing"}
            and row.section not in {"on_destroy", "adopt_existing"}
        )
    unread = "; ".join(f"{part}: {why}" for part, why in now["unreadable"].items())
    return TenantResult(
        plan.name,
        applied,
        outcome.applied.messages,
        left,
        unread,
        done=outcome.applied.done,
        unknown=outcome.applied.begun,
        left=() if applied else _left(plan, outcome.applied),
    )
