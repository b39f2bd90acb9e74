"""What refuses a reviewed plan before anything is written: the ground has moved, or a hold stands by now."""

from collections.abc import Sequence
from dataclasses import replace

from crosscloud.domain.directory import DirectoryReading
from crosscloud.domain.findings.rules.stale import SettingsMoved, settings_moved
from crosscloud.domain.tenant import make_unread_tenant
from crosscloud.environment import Tenant
from crosscloud.live.directory import find_partners
from crosscloud.live.settings import read_tenants
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import HeldError, StaleError
from crosscloud.operations.run import Run
from crosscloud.review.model import TenantPlan
from crosscloud.review.review import holds_undone
from crosscloud.review.situations import collect_names
from crosscloud.wording.differences import moved_in_words
from crosscloud.wording.findings import say


def refuse_held(run: Run, bundle: Bundle, tenants: Sequence[tuple[Tenant, TenantPlan]]) -> None:
    """Refuse what opens anything between tenants that are held apart, though no hold stood when it was reviewed.

    Raises:
        HeldError: with XC312.
    """
    if not run.environment.holds:
        return
    known = {tenant.tenant_id for tenant in run.environment.tenants.values()}
    outside = {tenant_id for hold in run.environment.holds for tenant_id in hold.tenants} - known
    clouds = find_partners([tenant for tenant, _ in tenants], run.environ, run.phase, sorted(outside))
    found = holds_undone(run.environment, replace(bundle.plan, directory=DirectoryReading(clouds_of=clouds)))
    if found:
        names = collect_names(run.environment)
        told = [(each.id, say(each, names)) for each in found]
        said = "\n  ".join(f"{id_} {each.summary} {each.detail}\n  {each.fix}" for id_, each in told)
        raise HeldError(f"nothing was applied:\n  {said}", found)


def refuse_stale(run: Run, bundle: Bundle, tenants: Sequence[tuple[Tenant, TenantPlan]]) -> None:
    """Refuse where the live settings are not those that were reviewed, or cannot be read.

    Raises:
        StaleError: with XC309.
    """
    readings = read_tenants([tenant for tenant, _ in tenants], run.environ, run.phase, run.pause)
    found = []
    moved: list[str] = []
    names = collect_names(run.environment)
    for (tenant, plan), now in zip(tenants, readings, strict=True):
        reviewed = plan.before or make_unread_tenant(tenant.name, tenant.tenant_id, tenant.cloud)
        finding = settings_moved(reviewed, now)
        if finding is not None and isinstance(finding.facts, SettingsMoved):
            found.append(finding)
            moved += [f"{tenant.name}: {text}" for text in moved_in_words(finding.facts, names)]
    if moved:
        said_all = "\n  ".join(moved)
        raise StaleError(
            f"XC309 nothing was applied: since {bundle.folder} was planned\n  {said_all}\nPlan again.", found
        )
