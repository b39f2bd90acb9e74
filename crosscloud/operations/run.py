"""A joint run: the tenants, what it works with, and each tenant with its stack and its warm provider."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crosscloud.bridge.run_registry import Key
from crosscloud.bridge.writes import WriteOutcome
from crosscloud.environment import Environment, Tenant
from crosscloud.errors import CrosscloudError
from crosscloud.graph import Pause
from crosscloud.intent.errors import SynthesisError
from crosscloud.intent.git import Repository
from crosscloud.intent.synthesis import Stack, synthesise
from crosscloud.runtime.capacity import find_capacity
from crosscloud.runtime.environ import Phase, for_provider, for_terraform, without_credentials
from crosscloud.runtime.programs import Programs
from crosscloud.runtime.workspace import Workspace, private_folder
from crosscloud.terraform.cli import Terraform, TerraformMessage, drop_data_of_a_neighbour
from crosscloud.terraform.errors import BridgeError
from crosscloud.terraform.events import REFRESH, Going, Started, TerraformEvent
from crosscloud.terraform.warm_provider import WarmBridge
from crosscloud.wording.waits import pause_in_words

Progress = Callable[[str, str], None]
"""Told what a tenant (or, with an empty name, the whole run) is doing now."""

_DOING = {"create": "creating", "update": "changing", "delete": "removing", "read": "reading", REFRESH: "reading"}


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
        pause: told, of a tenant, for what it has to wait.
        programs: the programs that it has running.
        at_once: how many tenants are worked on at once.
    """

    environment: Environment
    workspace: Workspace
    terraform: Path
    environ: Mapping[str, str]
    phase: Phase
    progress: Progress = lambda _tenant, _doing: None
    pause: Progress = lambda _tenant, _why: None
    programs: Programs = field(default_factory=Programs)
    at_once: int = field(default_factory=find_capacity)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of every tenant's variables."""
        return tuple(tenant.variable_prefix for tenant in self.environment.tenants.values())

    def variables(self) -> dict[str, str]:
        """The environment variables without any credentials."""
        return without_credentials(self.environ)

    def follow(self, tenant: str, events: Iterable[TerraformEvent]) -> Iterator[TerraformEvent]:
        """The same events; progress is told what Terraform is doing in `tenant`."""
        for event in events:
            if isinstance(event, Started | Going) and not self.programs.interrupted:
                doing = f"{_DOING.get(event.action, event.action)} {event.address}"
                self.progress(tenant, f"{doing}, {event.seconds:.0f} s" if isinstance(event, Going) else doing)
            yield event

    @property
    def repository(self) -> Repository:
        """The project's git repository, if it is in one."""
        return Repository(self.workspace.project, self.variables(), self.programs)

    def make_bridge(self, tenant: Tenant) -> WarmBridge:
        """A warm provider for `tenant`, which starts when it is needed."""
        log = private_folder(self.workspace.root / "log") / f"{tenant.name}.provider.log"
        environ = for_provider(self.environ, tenant, self.prefixes, self.phase)

        def tell(pause: Pause) -> None:
            self.pause(tenant.name, pause_in_words(pause.host, pause.seconds, pause.status))

        return WarmBridge(tenant.name, tenant.tenant_id, environ, log, self.programs, tell)


@dataclass(frozen=True, slots=True)
class TenantRun:
    """One tenant of a run, with its stack and its warm provider."""

    tenant: Tenant
    stack: Stack
    bridge: WarmBridge

    def terraform_in(self, run: Run, folder: Path) -> Terraform:
        """Terraform in `folder`, talking to this tenant's provider."""
        state = None if self.tenant.backend is None else self.tenant.backend.settings.get("path")
        if isinstance(state, str) and Path(state).parent == run.workspace.root / "state":
            drop_data_of_a_neighbour(folder, Path(state))
        prefix = self.tenant.variable_prefix
        own = for_terraform(run.environ, prefix, run.prefixes, signs_in=self.stack.signs_in)
        environ = {**own, "TF_REATTACH_PROVIDERS": self.bridge.reattach}
        return Terraform(run.terraform, folder, environ, run.programs)

    def outcomes(self) -> dict[Key, WriteOutcome]:
        """What the provider knows of each object that it set out to write; nothing, where it is gone."""
        try:
            return self.bridge.writes()
        except BridgeError:  # said by `failure`
            return {}

    def failure(self, error: CrosscloudError | None, doing: str) -> list[TerraformMessage]:
        """What to say where Terraform failed: that the provider is gone, where it is, since all else follows."""
        why = self.bridge.ended or error
        return [] if why is None else [TerraformMessage("error", f"The {doing} failed", str(why), "")]


@contextmanager
def start_tenants(run: Run, tenants: Sequence[Tenant]) -> Iterator[list[TenantRun]]:
    """The tenants with their warm providers, which end with the block at the latest.

    The first of them start while the intent is synthesised, the others when it is their turn.
    """
    with ExitStack() as started:
        bridges = {tenant.name: started.enter_context(run.make_bridge(tenant)) for tenant in tenants}
        for bridge in list(bridges.values())[: run.at_once]:
            bridge.start()
        run.progress("", "synthesising the stacks")
        stacks = {stack.tenant: stack for stack in synthesise(run.workspace, run.variables(), run.programs)}
        yield [TenantRun(tenant, _stack_of(tenant, stacks), bridges[tenant.name]) for tenant in tenants]


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
