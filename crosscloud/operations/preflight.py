"""What refuses a reviewed plan before anything is written: the ground has moved, or a hold stands by now."""

from collections.abc import Sequence
from dataclasses import replace

from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.finding import finding
from crosscloud.environment import Tenant
from crosscloud.live.directory import Around, find_partners
from crosscloud.live.settings import differences, read_tenants
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import HeldError, StaleError
from crosscloud.operations.plan import Run
from crosscloud.review.joint_review import holds_undone
from crosscloud.review.model import TenantPlan


def refuse_held(run: Run, bundle: Bundle, tenants: Sequence[tuple[Tenant, TenantPlan]]) -> None:
    """Refuse what opens anything between tenants that are held apart, though no hold stood when it was reviewed.

    Raises:
        HeldError: with XC312.
    """
    if not run.environment.holds:
        return
    known = {tenant.tenant_id for tenant in run.environment.tenants.values()}
    strangers = {tenant_id for hold in run.environment.holds for tenant_id in hold.tenants} - known
    clouds = find_partners([tenant for tenant, _ in tenants], run.environ, run.phase, sorted(strangers))
    found = holds_undone(run.environment, replace(bundle.plan, around=Around(clouds_of=clouds)))
    if found:
        said = "\n  ".join(f"{each.id} {each.summary} {each.detail}\n  {each.fix}" for each in found)
        raise HeldError(f"nothing was applied:\n  {said}", found)


def refuse_stale(run: Run, bundle: Bundle, tenants: Sequence[tuple[Tenant, TenantPlan]]) -> None:
    """Refuse where the live settings are not those that were reviewed, or cannot be read.

    Raises:
        StaleError: with XC309.
    """
    readings = read_tenants([tenant for tenant, _ in tenants], run.environ, run.phase)
    found: list[Finding] = []
    moved: list[str] = []
    for (tenant, plan), reading in zip(tenants, readings, strict=True):
        now = reading.to_snapshot(tenant.name)
        here = [f"{part} cannot be read: {why}" for part, why in now["unreadable"].items()]
        here = here or differences(plan.snapshot or {}, now)
        if here:
            moved += [f"{tenant.name}: {text}" for text in here]
            found.append(_stale(tenant, here))
    if moved:
        said = "\n  ".join(moved)
        raise StaleError(
            f"XC309 nothing was applied: since {bundle.folder} was planned\n  {said}\nPlan again.", found
        )


def _stale(tenant: Tenant, moved: Sequence[str]) -> Finding:
    return finding(
        "XC309",
        (tenant.name,),
        (tenant.tenant_id,),
        summary=f"The live settings of {tenant.name} are not known to be those that were reviewed.",
        detail=f"{'. '.join(moved)}.",
        fix="Plan again, and review what is different.",
    )
