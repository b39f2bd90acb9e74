"""What is looked at in every tenant before anything is written to one: its saved plan, and the state it is for.

What was checked is what is applied: the bytes that were read from the bundle are put into a private file,
Terraform says what that holds, and the same file is applied. A tenant that Terraform would refuse later is refused
now, when no other tenant has been written.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from crosscloud.environment import Tenant
from crosscloud.errors import CrosscloudError
from crosscloud.files import write_private
from crosscloud.intent.synthesis import Stack, signs_in
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import BundleError, StaleError
from crosscloud.operations.run import Run, TenantRun
from crosscloud.review.model import TenantPlan
from crosscloud.runtime.threads import concurrently
from crosscloud.runtime.workspace import private_folder
from crosscloud.terraform.cli import Terraform, TerraformMessage
from crosscloud.terraform.state_version import Moved, moved_on, planned_on
from crosscloud.wording.states import moved_state_in_words


@dataclass(frozen=True, slots=True)
class Prepared:
    """One tenant, ready for its plan to be applied, or what keeps it from that.

    Attributes:
        plan: what was reviewed.
        tenant_run: the tenant with its provider.
        saved: Terraform's saved plan, in a file of ours.
        messages: why the tenant cannot be applied; empty where it can.
        differs: whether the saved plan is another than the reviewed one.
        moved: how its state has moved on since the plan; None where it has not.
    """

    plan: TenantPlan
    tenant_run: TenantRun
    saved: Path
    messages: tuple[TerraformMessage, ...] = ()
    differs: bool = False
    moved: Moved | None = None


@contextmanager
def prepare_tenants(
    run: Run, bundle: Bundle, tenants: Sequence[tuple[Tenant, TenantPlan]]
) -> Iterator[list[Prepared]]:
    """Prepare every tenant, all at once; their providers run, and their saved plans are there, within the block.

    Raises:
        BundleError: where a saved plan is not the one that was reviewed.
        StaleError: where the state of a tenant has moved on since the plan.
        KeyboardInterrupt: where the run was interrupted.
    """
    with ExitStack() as started:
        running = [_start(run, bundle, tenant, plan, started) for tenant, plan in tenants]

        def give_up() -> None:
            run.progress("", "interrupted, ending")
            run.programs.interrupt()
            for tenant_run, _ in running:
                tenant_run.bridge.kill()  # it has done nothing yet

        try:
            found = concurrently(
                lambda each: _prepare(run, bundle, *each), running, at_once=run.at_once, on_interrupt=give_up
            )
            if run.programs.interrupted:
                raise KeyboardInterrupt
            _refuse_different(bundle, found)
            _refuse_moved(bundle, found)
            yield found
        finally:
            for tenant_run, _ in running:
                with suppress(FileNotFoundError, NotADirectoryError):  # it was never written
                    _saved(tenant_run).unlink()  # it holds state


def _start(
    run: Run, bundle: Bundle, tenant: Tenant, plan: TenantPlan, started: ExitStack
) -> tuple[TenantRun, TenantPlan]:
    folder = run.workspace.root / "apply" / tenant.name
    bridge = started.enter_context(run.make_bridge(tenant))
    stack = Stack(plan.stack, folder, tenant.name, plan.sources, signs_in=_signs_in(bundle.stack(tenant.name)))
    return TenantRun(tenant, stack, bridge), plan


def _signs_in(stack: bytes) -> bool:
    try:
        return signs_in(json.loads(stack))
    except (ValueError, RecursionError):
        return True  # Terraform says what is wrong with it


def _saved(tenant_run: TenantRun) -> Path:
    return tenant_run.stack.folder / "reviewed.tfplan"


def _prepare(run: Run, bundle: Bundle, tenant_run: TenantRun, plan: TenantPlan) -> Prepared:
    name, saved = tenant_run.tenant.name, _saved(tenant_run)
    run.progress(name, "preparing")
    differs, moved = False, None
    try:
        private_folder(tenant_run.stack.folder.parent)
        private_folder(tenant_run.stack.folder)
        write_private(tenant_run.stack.folder / "cdk.tf.json", bundle.stack(name))
        write_private(saved, bundle.saved_plan(name))
        terraform = tenant_run.terraform_in(run, tenant_run.stack.folder)
        messages = terraform.init()
        if messages:
            messages = tenant_run.failure(None, "apply") or messages
        else:
            differs = terraform.show(saved) != plan.document
            moved = _moved(terraform, bundle.saved_plan(name))
    except CrosscloudError as error:
        messages = tenant_run.failure(error, "apply")
    except OSError as error:
        messages = [TerraformMessage("error", "The apply failed", f"{error.filename}: {error.strerror}", "")]
    if len(bundle.plan.tenants) > run.at_once:
        tenant_run.bridge.close()  # it starts again when it is the tenant's turn
    run.progress(name, "prepared")
    return Prepared(plan, tenant_run, saved, tuple(messages), differs, moved)


def _moved(terraform: Terraform, plan: bytes) -> Moved | None:
    try:
        planned = planned_on(plan)
    except ValueError as error:
        raise BundleError(f"the saved plan is damaged: {error}; plan again") from error
    return None if planned is None else moved_on(planned, terraform.state_version())


def _refuse_different(bundle: Bundle, found: Sequence[Prepared]) -> None:
    names = [each.plan.name for each in found if each.differs]
    if names:
        msg = (
            f"nothing was applied: what {bundle.folder} holds for {' and '.join(names)} is another plan than the "
            "one that was reviewed; plan again"
        )
        raise BundleError(msg)


def _refuse_moved(bundle: Bundle, found: Sequence[Prepared]) -> None:
    moved = [(each.plan.name, each.moved) for each in found if each.moved is not None]
    said = [f"{name}: its state: {moved_state_in_words(how.why, how.planned, how.now)}" for name, how in moved]
    if said:
        lines = "\n  ".join(said)
        raise StaleError(f"nothing was applied: since {bundle.folder} was planned\n  {lines}\nPlan again.")
