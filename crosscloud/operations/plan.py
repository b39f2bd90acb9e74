"""Plans every tenant of an environment at once: synthesis, warm providers, Terraform, one joint plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import ROOT
from crosscloud.environment import Environment, Tenant
from crosscloud.errors import CrosscloudError
from crosscloud.intent.errors import SynthesisError
from crosscloud.intent.git import Base, Repository
from crosscloud.intent.source import IntentText, intent_texts
from crosscloud.intent.synthesis import Stack, synthesise
from crosscloud.live.directory import Around, find_partners, read_around
from crosscloud.review.changes import planned_changes
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.planned import changes_anything
from crosscloud.runtime.environ import Phase, for_one_tenant, for_terraform, with_identity, without_credentials
from crosscloud.runtime.errors import InterruptedRunError
from crosscloud.runtime.programs import Programs
from crosscloud.runtime.threads import concurrently, in_background
from crosscloud.runtime.workspace import Workspace, private_folder
from crosscloud.terraform.cli import Terraform, TerraformMessage
from crosscloud.terraform.errors import BridgeError
from crosscloud.terraform.events import REFRESH, Diagnostic, Going, Started, TerraformEvent
from crosscloud.terraform.warm_provider import WarmBridge

Progress = Callable[[str, str], None]
"""Told what a tenant (or, with an empty name, the whole run) is doing now."""

_DOING = {"create": "creating", "update": "changing", "delete": "removing", "read": "reading", REFRESH: "reading"}
_OVERRIDES = {"LOGIN_ENDPOINT": "login", "GRAPH_ENDPOINT": "graph", "CA_BUNDLE": "ca"}


@dataclass(frozen=True, slots=True)
class Run:
    """What a joint run needs to know.

    Attributes:
        environment: the tenants.
        workspace: where it writes.
        terraform: the Terraform program.
        environ: the environment variables, every tenant's credentials among them.
        phase: as which of a tenant's identities to sign in.
        progress: told what is going on.
        programs: the programs that it has running.
    """

    environment: Environment
    workspace: Workspace
    terraform: Path
    environ: Mapping[str, str]
    phase: Phase
    progress: Progress = lambda _tenant, _doing: None
    programs: Programs = field(default_factory=Programs)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of every tenant's variables."""
        return tuple(tenant.variable_prefix for tenant in self.environment.tenants.values())

    def variables(self) -> dict[str, str]:
        """The environment variables without any credentials."""
        return without_credentials(self.environ, self.prefixes)

    def overrides(self, tenant: Tenant) -> dict[str, str]:
        """The endpoints and authorities of `tenant` that are not its cloud's own; every report shows them."""
        found = {
            name: self.environ.get(f"{tenant.variable_prefix}_{variable}") for variable, name in _OVERRIDES.items()
        }
        return {name: value for name, value in found.items() if value}

    def told(self, tenant: str, events: Iterable[TerraformEvent]) -> Iterator[TerraformEvent]:
        """The same events, of which progress is told: what Terraform is doing in `tenant`."""
        for event in events:
            if isinstance(event, Started | Going) and not self.programs.interrupted:
                doing = f"{_DOING.get(event.action, event.action)} {event.address}"
                self.progress(tenant, f"{doing}, {event.seconds:.0f} s" if isinstance(event, Going) else doing)
            yield event

    @property
    def repository(self) -> Repository:
        """The project's git repository, if it is in one."""
        return Repository(self.workspace.project, self.variables(), self.programs)

    def bridge(self, tenant: Tenant) -> WarmBridge:
        """A warm provider for `tenant`, starting."""
        log = private_folder(self.workspace.root / "log") / f"{tenant.name}.provider.log"
        own = for_one_tenant(self.environ, tenant.variable_prefix, self.prefixes)
        environ = with_identity(own, tenant, self.phase)
        return WarmBridge(tenant.name, tenant.tenant_id, environ, log, self.programs)


@dataclass(frozen=True, slots=True)
class Half:
    """One tenant of a run, with its stack and its warm provider."""

    tenant: Tenant
    stack: Stack
    bridge: WarmBridge

    def terraform_in(self, run: Run, folder: Path) -> Terraform:
        """Terraform in `folder`, talking to this tenant's provider."""
        own = for_terraform(run.environ, self.tenant.variable_prefix, run.prefixes)
        environ = {**own, "TF_REATTACH_PROVIDERS": self.bridge.reattach}
        return Terraform(run.terraform, folder, environ, run.programs)

    def failure(self, error: CrosscloudError | None, doing: str) -> list[TerraformMessage]:
        """What to say where Terraform failed: that the provider is gone, where it is, since all else follows."""
        why = self.bridge.ended or error
        return [] if why is None else [TerraformMessage("error", f"The {doing} failed", str(why), "")]


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
        ReviewError: where the intent does not yield stacks, or a stack is missing.
    """
    try:
        with warm_halves(run, tenants) as halves:

            def give_up() -> None:
                run.progress("", "interrupted, ending")
                run.programs.interrupt()
                for half in halves:
                    half.bridge.kill()  # it only reads: Terraform need not wait for it to let go of the state

            # Read now: by the time that the plan is made, the files may be others than those that were run.
            compared = in_background(lambda: (run.repository.commit(), *_intent(run, halves, base)))
            around = in_background(lambda: _look_around(run, tenants, halves))
            parts = concurrently(lambda half: _plan_one(run, half, plans), halves, on_interrupt=give_up)
            if run.programs.interrupted:
                raise KeyboardInterrupt
            found = around()
            commit, version, intent = compared()
            partners = find_partners(tenants, run.environ, run.phase, _strangers(run.environment, parts))
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
        around=replace(found, clouds_of={**partners, **found.clouds_of}),
    )


def _look_around(run: Run, tenants: Sequence[Tenant], halves: Sequence[Half]) -> Around:
    """What lies around the settings; guests are counted where the intent declares a direction."""
    homes: dict[str, list[str]] = {}
    for home, resource in dict.fromkeys((d[0], d[1]) for half in halves for d in half.stack.directions):
        homes.setdefault(resource, []).append(home)
    return read_around(run.environment, tenants, run.environ, run.phase, homes)


def _strangers(environment: Environment, parts: Sequence[TenantPlan]) -> list[str]:
    """The partners outside of the environment that a plan is about; all, where it changes which clouds are on.

    Those that are held come first, whether or not a plan is about them: whatever changes may open something to
    them, and not all of many are looked for.
    """
    own = {tenant.tenant_id for tenant in environment.tenants.values()}
    held = {tenant_id for hold in environment.holds for tenant_id in hold.tenants}
    found = set[str]()
    for part in parts:
        found |= {change.partner for change in part.changes if change.partner is not None}
        if any(change.kind == ROOT.name and change.rows for change in part.changes) and part.snapshot is not None:
            found |= {fold(str(partner.get("tenantId"))) for partner in part.snapshot.get("partners") or ()}
    return [*sorted(held - own), *sorted(found - held - own)]


@contextmanager
def warm_halves(run: Run, tenants: Sequence[Tenant]) -> Iterator[list[Half]]:
    """The tenants' warm providers, started while the intent is synthesised, and ended with the block."""
    with ExitStack() as started:
        bridges = {tenant.name: started.enter_context(run.bridge(tenant)) for tenant in tenants}
        run.progress("", "synthesising the stacks")
        stacks = {stack.tenant: stack for stack in synthesise(run.workspace, run.variables(), run.programs)}
        yield [Half(tenant, _stack_of(tenant, stacks), bridges[tenant.name]) for tenant in tenants]


def _stack_of(tenant: Tenant, stacks: Mapping[str | None, Stack]) -> Stack:
    stack = stacks.get(tenant.name)
    if stack is None:
        msg = (
            f"main.py makes no stack for {tenant.name}, which the environment says is managed; add "
            f"TenantStack(app, environment.tenant({tenant.name!r}), …)"
        )
        raise SynthesisError(msg)
    if tenant.backend is not None and tenant.backend.kind != stack.backend:
        kept = stack.backend or "local, at a place of its own"
        msg = (
            f"main.py has the state of {tenant.name} kept in the backend {kept}, "
            f"and {tenant.path.name} in {tenant.backend.kind}; write backend under {tenant.name} in "
            f"{tenant.path.name}, and take it out of main.py"
        )
        raise SynthesisError(msg)
    return stack


def _plan_one(run: Run, half: Half, plans: Path) -> TenantPlan:
    file = plans / f"{half.tenant.name}.tfplan"
    document: dict[str, Any] = {}
    messages: list[TerraformMessage] = []
    try:
        terraform = half.terraform_in(run, half.stack.folder)
        run.progress(half.tenant.name, "preparing")
        messages = terraform.init()
        if not _has_error(messages):
            run.progress(half.tenant.name, "reading and planning")
            told = run.told(half.tenant.name, terraform.plan(file))
            messages = [event.message for event in told if isinstance(event, Diagnostic)]
        if _has_error(messages):
            messages = half.failure(None, "plan") or messages
        elif file.exists():
            document = terraform.show(file)
    except CrosscloudError as error:
        messages = half.failure(error, "plan")
    answer = _snapshot(half)
    snapshot = answer.get("snapshot")
    run.progress(half.tenant.name, "planned")
    return TenantPlan(
        name=half.tenant.name,
        tenant_id=half.tenant.tenant_id,
        cloud=half.tenant.cloud.name,
        cloud_title=half.tenant.cloud.title,
        stack=half.stack.name,
        snapshot=None if snapshot is None else {**snapshot, "name": half.tenant.name},
        taken_at=answer.get("taken_at", ""),
        changes=tuple(planned_changes(document, snapshot or {}, run.environment.describe_id)),
        messages=tuple(messages),
        overrides=run.overrides(half.tenant),
        sources=half.stack.sources,
        has_changes=changes_anything(document),
        directions=half.stack.directions,
        document=document,
    )


def _has_error(messages: Sequence[TerraformMessage]) -> bool:
    return any(message.severity == "error" for message in messages)


def _snapshot(half: Half) -> dict[str, Any]:
    try:
        return half.bridge.snapshot()
    except BridgeError:  # never configured: Terraform's own message, which is kept, says why
        return {}


def _names(environment: Environment) -> dict[str, str]:
    ids: set[str] = set()
    for tenant in environment.tenants.values():
        ids.add(tenant.tenant_id)
        ids.update(named.id for named in tenant.named)
    return {id_: name for id_ in sorted(ids) if (name := environment.describe_id(id_)) is not None}


def _intent(run: Run, halves: Sequence[Half], base: Base | None) -> tuple[Base | None, dict[str, IntentText]]:
    """What the intent says where it makes directions, and the version that it is compared with."""
    sources = sorted({source for half in halves for *_, source in half.stack.directions})
    base = base or run.repository.base(source.rpartition(":")[0] for source in sources)
    project = run.workspace.project
    return base, intent_texts(sources, lambda file: _text(project / file), None if base is None else base.text_of)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
