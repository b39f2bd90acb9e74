"""What is looked at in every tenant before anything is written to one: its saved plan, and the state it is for.

What was checked is what is applied: the bytes that were read from the bundle are put into a private file,
Terraform says what that holds, and the same file is applied. A tenant that Terraform would refuse later is refused
now, when no other tenant has been written.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from crosscloud.environment import Tenant
from crosscloud.errors import CrosscloudError
from crosscloud.files import write_private
from crosscloud.intent.synthesis import Stack
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import BundleError, StaleError
from crosscloud.operations.plan import Half, Run
from crosscloud.review.model import TenantPlan
from crosscloud.runtime.threads import concurrently
from crosscloud.runtime.workspace import private_folder
from crosscloud.terraform.cli import Terraform, TerraformMessage
from crosscloud.terraform.state_version import moved_on, planned_on


@dataclass(frozen=True, slots=True)
class Prepared:
    """One tenant, ready for its plan to be applied, or what keeps it from that.

    Attributes:
        plan: what was reviewed.
        half: the tenant with its provider.
        saved: Terraform's saved plan, in a file of ours.
        terraform: Terraform in the folder of that file; None where it could not be started.
        messages: why the tenant cannot be applied; empty where it can.
        differs: whether the saved plan is another than the reviewed one.
        moved: how its state has moved on since the plan; empty where it has not.
    """

    plan: TenantPlan
    half: Half
    saved: Path
    terraform: Terraform | None = None
    messages: tuple[TerraformMessage, ...] = ()
    differs: bool = False
    moved: str = ""


@contextmanager
def prepared(run: Run, bundle: Bundle, tenants: Sequence[tuple[Tenant, TenantPlan]]) -> Iterator[list[Prepared]]:
    """Prepare every tenant, all at once; their providers run, and their saved plans are there, within the block.

    Raises:
        BundleError: where a saved plan is not the one that was reviewed.
        StaleError: where the state of a tenant has moved on since the plan.
        KeyboardInterrupt: where the run was interrupted.
    """
    with ExitStack() as started:
        halves = [_half(run, tenant, plan, started) for tenant, plan in tenants]

        def give_up() -> None:
            run.progress("", "interrupted, ending")
            run.programs.interrupt()
            for half, _ in halves:
                half.bridge.kill()  # it has done nothing yet

        try:
            found = concurrently(lambda each: _prepare(run, bundle, *each), halves, on_interrupt=give_up)
            if run.programs.interrupted:
                raise KeyboardInterrupt
            _refuse_different(bundle, found)
            _refuse_moved(bundle, found)
            yield found
        finally:
            for half, _ in halves:
                with suppress(FileNotFoundError, NotADirectoryError):  # it was never written
                    _saved(half).unlink()  # it holds state


def _half(run: Run, tenant: Tenant, plan: TenantPlan, started: ExitStack) -> tuple[Half, TenantPlan]:
    folder = run.workspace.root / "apply" / tenant.name
    bridge = started.enter_context(run.bridge(tenant))
    return Half(tenant, Stack(plan.stack, folder, tenant.name, plan.sources), bridge), plan


def _saved(half: Half) -> Path:
    return half.stack.folder / "reviewed.tfplan"


def _prepare(run: Run, bundle: Bundle, half: Half, plan: TenantPlan) -> Prepared:
    name, saved = half.tenant.name, _saved(half)
    run.progress(name, "preparing")
    terraform: Terraform | None = None
    differs, moved = False, ""
    try:
        private_folder(half.stack.folder.parent)
        private_folder(half.stack.folder)
        write_private(half.stack.folder / "cdk.tf.json", bundle.stack(name))
        write_private(saved, bundle.saved_plan(name))
        terraform = half.terraform_in(run, half.stack.folder)
        messages = terraform.init()
        if messages:
            messages = half.failure(None, "apply") or messages
        else:
            differs = terraform.show(saved) != plan.document
            moved = _moved(terraform, bundle.saved_plan(name))
    except CrosscloudError as error:
        messages = half.failure(error, "apply")
    except OSError as error:
        messages = [TerraformMessage("error", "The apply failed", f"{error.filename}: {error.strerror}", "")]
    run.progress(name, "prepared")
    return Prepared(plan, half, saved, terraform, tuple(messages), differs, moved)


def _moved(terraform: Terraform, plan: bytes) -> str:
    try:
        planned = planned_on(plan)
    except ValueError as error:
        raise BundleError(f"the saved plan is damaged: {error}; plan again") from error
    return "" if planned is None else moved_on(planned, terraform.state_version())


def _refuse_different(bundle: Bundle, found: Sequence[Prepared]) -> None:
    names = [each.plan.name for each in found if each.differs]
    if names:
        msg = (
            f"nothing was applied: what {bundle.folder} holds for {' and '.join(names)} is another plan than the "
            "one that was reviewed; plan again"
        )
        raise BundleError(msg)


def _refuse_moved(bundle: Bundle, found: Sequence[Prepared]) -> None:
    said = "\n  ".join(f"{each.plan.name}: its state: {each.moved}" for each in found if each.moved)
    if said:
        raise StaleError(f"nothing was applied: since {bundle.folder} was planned\n  {said}\nPlan again.")
