"""Applies a saved joint plan: exactly what was reviewed, every tenant, or nothing where the ground has moved."""

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from crosscloud.environment import Tenant
from crosscloud.review.bundle import Bundle
from crosscloud.review.changes import planned_changes
from crosscloud.review.errors import BridgeError, StaleError, TerraformError
from crosscloud.review.joint_plan import Half, Run
from crosscloud.review.live import differences, read_tenants
from crosscloud.review.model import TenantPlan
from crosscloud.review.synthesis import Stack
from crosscloud.review.terraform import TerraformMessage
from crosscloud.review.workspace import private_folder


@dataclass(frozen=True, slots=True)
class TenantResult:
    """What became of one tenant.

    Attributes:
        name: the tenant.
        applied: whether Terraform applied its plan without an error.
        messages: what Terraform and the provider said.
        not_as_reviewed: what Graph answers otherwise than the plan wants, after the apply; in words.
        unread: why the tenant could not be read back; empty where it was.
    """

    name: str
    applied: bool
    messages: tuple[TerraformMessage, ...]
    not_as_reviewed: tuple[str, ...] = ()
    unread: str = ""

    @property
    def is_as_reviewed(self) -> bool:
        """Whether the tenant was applied, read back, and is now as reviewed."""
        return self.applied and not self.not_as_reviewed and not self.unread


def apply_jointly(run: Run, bundle: Bundle) -> list[TenantResult]:
    """Apply the plan of every tenant of `bundle` that has changes, all at once, and read each back.

    Before anything is written, every tenant is read: settings that are no longer those that were reviewed, or
    cannot be read, stop the whole.

    Raises:
        StaleError: where a tenant is not as it was when the plan was made.
        SignInConfigurationError: where a sign-in is not configured.
    """
    tenants = _tenants(run, bundle)
    run.progress("", "reading every tenant")
    _refuse_stale(run, bundle, tenants)
    todo = [(tenant, plan) for tenant, plan in tenants if plan.has_changes]
    with ExitStack() as started:
        halves = [
            Half(
                tenant,
                Stack(plan.stack, run.workspace.root / "apply" / tenant.name, tenant.name, plan.sources),
                started.enter_context(run.bridge(tenant)),
            )
            for tenant, plan in todo
        ]
        with ThreadPoolExecutor(len(halves) or 1) as pool:
            outcomes = list(pool.map(lambda half: _apply_one(run, bundle, half), halves))
    run.progress("", "reading back")
    readings = read_tenants([tenant for tenant, _ in todo], run.environ, run.phase)
    return [
        _result(tenant, messages, plan_json, reading.to_snapshot(tenant.name))
        for (tenant, _), (messages, plan_json), reading in zip(todo, outcomes, readings, strict=True)
    ]


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


def _refuse_stale(run: Run, bundle: Bundle, tenants: list[tuple[Tenant, TenantPlan]]) -> None:
    readings = read_tenants([tenant for tenant, _ in tenants], run.environ, run.phase)
    moved: list[str] = []
    for (tenant, plan), reading in zip(tenants, readings, strict=True):
        now = reading.to_snapshot(tenant.name)
        moved += [f"{tenant.name}: {part} cannot be read: {why}" for part, why in now["unreadable"].items()]
        if not now["unreadable"]:
            moved += [f"{tenant.name}: {text}" for text in differences(plan.snapshot or {}, now)]
    if moved:
        msg = f"nothing was applied: since {bundle.folder} was planned\n  " + "\n  ".join(moved) + "\nPlan again."
        raise StaleError(msg)


def _apply_one(run: Run, bundle: Bundle, half: Half) -> tuple[tuple[TerraformMessage, ...], dict[str, Any]]:
    """Apply one tenant's plan in a folder of its own; its messages, and the plan as Terraform's JSON."""
    plan_file = bundle.plan_file(half.tenant.name)
    plan_json: dict[str, Any] = {}
    try:
        private_folder(half.stack.folder)
        shutil.copyfile(bundle.stack_file(half.tenant.name), half.stack.folder / "cdk.tf.json")
        terraform = half.terraform_in(run, half.stack.folder)
        run.progress(half.tenant.name, "preparing")
        terraform.init()
        plan_json = terraform.show(plan_file)
        run.progress(half.tenant.name, "applying")
        messages = tuple(terraform.apply(plan_file))
    except (TerraformError, BridgeError) as error:
        messages = (TerraformMessage("error", "The apply failed", str(error), ""),)
    run.progress(half.tenant.name, "done")
    return messages, plan_json


def _result(
    tenant: Tenant, messages: tuple[TerraformMessage, ...], plan: Mapping[str, Any], now: Mapping[str, Any]
) -> TenantResult:
    applied = not any(message.severity == "error" for message in messages)
    left: tuple[str, ...] = ()
    if applied and not now["unreadable"]:
        # What the plan would still change on the live settings of now: nothing, where it is as reviewed.
        left = tuple(
            f"{change.address}: {row.section}{'.' if row.path else ''}{row.path} is {row.before}, not {row.after}"
            for change in planned_changes(plan, now, lambda _: None)
            for row in change.rows
            if change.action not in {"state", "stop managing"}
            and row.section not in {"on_destroy", "adopt_existing"}
        )
    unread = "; ".join(f"{part}: {why}" for part, why in now["unreadable"].items())
    return TenantResult(tenant.name, applied, messages, left, unread)
