"""Plans every tenant of an environment at once: synthesis, warm providers, Terraform, one joint plan."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from crosscloud.domain.directory import DirectoryReading
from crosscloud.domain.findings.rules.capabilities import may_show
from crosscloud.domain.settings import ROOT
from crosscloud.domain.tenant import from_snapshot
from crosscloud.environment import Environment, Tenant
from crosscloud.errors import CrosscloudError
from crosscloud.graph import check_endpoints
from crosscloud.intent.errors import SynthesisError
from crosscloud.intent.git import Base
from crosscloud.intent.source import IntentText, intent_texts
from crosscloud.intent.synthesis import Stack
from crosscloud.live.directory import find_partners, read_capabilities, read_directories
from crosscloud.operations.run import Run, TenantRun, start_tenants
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.runtime.environ import find_overrides
from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.threads import concurrently, in_background
from crosscloud.terraform.cli import Terraform, TerraformMessage
from crosscloud.terraform.errors import BridgeError
from crosscloud.terraform.events import Diagnostic
from crosscloud.terraform.plan import TerraformPlan, read_plan
from crosscloud.terraform.renames import Rename, find_renames, write_moves


def plan_jointly(run: Run, tenants: Sequence[Tenant], plans: Path, base: Base | None = None) -> JointPlan:
    """Plan `tenants`, each into `plans`/NAME.tfplan, all at once.

    A tenant whose plan fails does not stop the others: its errors stand in its part of the result.

    Args:
        run: what a joint run needs to know.
        tenants: those that are planned.
        plans: where Terraform saves the plans.
        base: the version that the intent is compared with; the one that git tells, where it is left out.

    Raises:
        InterruptedRunError: where it was interrupted.
        SignInConfigurationError: where an endpoint that a variable names is none.
        CrosscloudError: where the intent does not yield stacks, a stack is missing, or its code cannot be read.
    """
    for tenant in tenants:
        check_endpoints(tenant.tenant_id, tenant.variable_prefix, run.environ)  # the report shows them
    try:
        with start_tenants(run, tenants) as running:

            def give_up() -> None:
                run.progress("", "interrupted, ending")
                run.programs.interrupt()
                for each in running:
                    each.bridge.kill()  # it only reads: Terraform need not wait for it to let go of the state

            # Read now: by the time that the plan is made, the files may be others than those that were run.
            compared = in_background(lambda: (run.repository.commit(), *_intent(run, running, base)))
            directories = in_background(lambda: _read_directories(run, tenants, running))
            parts = concurrently(
                lambda each: _plan_one(run, each, plans), running, at_once=run.at_once, on_interrupt=give_up
            )
            if run.programs.interrupted:
                raise KeyboardInterrupt
            found = _with_capabilities(run, tenants, parts, directories())
            commit, version, intent, no_base = compared()
            partners = find_partners(tenants, run.environ, run.phase, _outside_partners(run.environment, parts))
    except KeyboardInterrupt:
        run.programs.kill()
        raise InterruptedRunError("interrupted: nothing was applied, and no plan was saved") from None
    return JointPlan(
        environment=run.environment.name,
        commit=commit,
        tenants=tuple(parts),
        names=_names(run.environment),
        base="" if version is None else version.name,
        intent=intent,
        no_base=no_base,
        directory=replace(found, clouds_of={**partners, **found.clouds_of}),
    )


def _read_directories(run: Run, tenants: Sequence[Tenant], running: Sequence[TenantRun]) -> DirectoryReading:
    """What the directories say; guests are counted where the intent declares a direction."""
    homes: dict[str, list[str]] = {}
    for home, resource in dict.fromkeys((d[0], d[1]) for each in running for d in each.stack.directions):
        homes.setdefault(resource, []).append(home)
    return read_directories(run.environment, tenants, run.environ, run.phase, homes, run.pause)


def _with_capabilities(
    run: Run, tenants: Sequence[Tenant], parts: Sequence[TenantPlan], found: DirectoryReading
) -> DirectoryReading:
    """With what each tenant shows the others of its Microsoft 365 data, where it lets them in before or after."""
    own = [tenant.tenant_id for tenant in run.environment.tenants.values()]
    homes = {
        part.tenant_id: [
            home
            for home in own
            if any(settings is not None and may_show(settings, home) for settings in (part.before, part.after))
        ]
        for part in parts
    }
    return read_capabilities(found, tenants, run.environ, run.phase, homes, run.pause)


def _outside_partners(environment: Environment, parts: Sequence[TenantPlan]) -> list[str]:
    """The partners outside of the environment that a plan is about; all, where it changes which clouds are on.

    Those that are held come first, whether or not a plan is about them: whatever changes may open something to
    them, and not all of many are looked for.
    """
    own = {tenant.tenant_id for tenant in environment.tenants.values()}
    held = {tenant_id for hold in environment.holds for tenant_id in hold.tenants}
    found = set[str]()
    for part in parts:
        found |= {change.partner for change in part.plan.changes if change.partner is not None}
        if any(change.settings is ROOT and change.rows for change in part.changes) and part.before is not None:
            found |= part.before.partners.keys()
    return [*sorted(held - own), *sorted(found - held - own)]


def _plan_one(run: Run, each: TenantRun, plans: Path) -> TenantPlan:
    file = plans / f"{each.tenant.name}.tfplan"
    plan, document, shown = TerraformPlan(), dict[str, Any](), dict[str, Any]()
    messages: list[TerraformMessage] = []
    try:
        terraform = each.terraform_in(run, each.stack.folder)
        run.progress(each.tenant.name, "preparing")
        messages = terraform.init()
        if not _has_error(messages):
            run.progress(each.tenant.name, "reading and planning")
            messages, shown = _plan_in(run, each, terraform, file)
            renames = find_renames(shown)
            if renames and not any(rename.occupant for rename in renames):
                write_moves(each.stack.folder / "cdk.tf.json", renames)
                messages, shown = _plan_in(run, each, terraform, file)
            elif renames:
                occupied = (rename for rename in renames if rename.occupant)
                messages = [*messages, *(_cannot_move(rename, run.environment) for rename in occupied)]
        if _has_error(messages):
            messages = each.failure(None, "plan") or messages
        else:
            plan, document = read_plan(shown), shown
    except CrosscloudError as error:
        messages = each.failure(error, "plan")
    except OSError as error:
        messages = [TerraformMessage("error", "The plan failed", f"{error.filename}: {error.strerror}", "")]
    answer = _snapshot(each)
    each.bridge.close()
    snapshot = answer.get("snapshot")
    run.progress(each.tenant.name, "planned")
    return TenantPlan(
        name=each.tenant.name,
        tenant_id=each.tenant.tenant_id,
        cloud=each.tenant.cloud,
        stack=each.stack.name,
        before=None if snapshot is None else from_snapshot({**snapshot, "name": each.tenant.name}),
        taken_at=answer.get("taken_at", ""),
        plan=plan,
        messages=(*_warnings_of_code(each.stack), *messages),
        overrides=find_overrides(run.environ, each.tenant.variable_prefix),
        sources=each.stack.sources,
        directions=each.stack.directions,
        document=document,
    )


def _warnings_of_code(stack: Stack) -> Iterator[TerraformMessage]:
    """What the code was warned of that is no finding: the joint review, which has those, cannot see it."""
    for warning in stack.warnings:
        if not warning.get("finding"):
            yield TerraformMessage("warning", f"{warning['where']}: {warning['what']}", f"{warning['to_do']}.", "")


def _plan_in(
    run: Run, each: TenantRun, terraform: Terraform, file: Path
) -> tuple[list[TerraformMessage], dict[str, Any]]:
    """Terraform's plan of one tenant as JSON, empty where it failed, and what was said of it."""
    told = run.follow(each.tenant.name, terraform.plan(file))
    messages = [event.message for event in told if isinstance(event, Diagnostic)]
    return messages, terraform.show(file) if file.exists() and not _has_error(messages) else {}


def _cannot_move(rename: Rename, environment: Environment) -> TerraformMessage:
    """Where a tenant has the name that another one has in the state: nothing moves to where something is."""
    occupant = environment.describe_id(rename.occupant) or rename.occupant
    return TerraformMessage(
        "error",
        "A tenant has the name that another one has in the state",
        f"What the state has as {rename.before} is {rename.after} now, where the state still has {occupant}, and "
        "Terraform cannot exchange the two. Give it a name that no tenant had so far, plan and apply; then the "
        "name that is meant, plan and apply.",
        rename.after,
    )


def _has_error(messages: Sequence[TerraformMessage]) -> bool:
    return any(message.severity == "error" for message in messages)


def _snapshot(each: TenantRun) -> dict[str, Any]:
    try:
        return each.bridge.snapshot()
    except BridgeError:  # never configured: Terraform's own message, which is kept, says why
        return {}


def _names(environment: Environment) -> dict[str, str]:
    ids: set[str] = set()
    for tenant in environment.tenants.values():
        ids.add(tenant.tenant_id)
        ids.update(named.id for named in tenant.named)
    return {id_: name for id_ in sorted(ids) if (name := environment.describe_id(id_)) is not None}


def _intent(
    run: Run, running: Sequence[TenantRun], base: Base | None
) -> tuple[Base | None, dict[str, IntentText], str]:
    """What the intent says where it makes directions, the version that it is compared with, and why with none."""
    sources = sorted({source for each in running for *_, source in each.stack.directions})
    files = sorted({source.rpartition(":")[0] for source in sources})
    base = base or run.repository.base(files)
    project = run.workspace.project
    if base is None:
        why = run.repository.why_no_base() if files else ""
        return None, intent_texts(sources, lambda file: _text(project / file), None), why
    before = {file: base.text_of(file) for file in files}
    missing = [file for file, text in before.items() if text is None]
    why = (
        f"{' and '.join(missing)} cannot be read in {base.name}, such as because it was renamed" if missing else ""
    )
    return base, intent_texts(sources, lambda file: _text(project / file), before.get), why


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):  # such as code that was made while it ran, or is in an archive
        return None
    except OSError as error:
        what = f"{file} was run, and cannot be read to show what it says: {error.strerror}"
        raise SynthesisError(what, to_do="plan again once it can be") from error
