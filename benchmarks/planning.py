"""How long the plan of two stacks at once takes: warm providers, spawned ones, and Terraform alone.

The floor is Terraform planning its built-in `terraform_data` with the same payload: two at once, no provider, no
service. Everything is planned anew (nothing is in the state), against the embedded Graph.
"""

import json
import shutil
import statistics
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import BenchmarkError, in_turns, peak_mib_of, seconds
from benchmarks.project import TENANTS, make, terraform_data_of
from crosscloud.bridge.install import install
from crosscloud.cli.session import open_run
from crosscloud.operations.plan import plan_jointly
from crosscloud.operations.run import Run, TenantRun, start_tenants
from crosscloud.terraform.cli import Terraform
from crosscloud.terraform.events import Applied, sum_up_events


@dataclass(frozen=True, slots=True)
class Planning:
    """Seconds, requests and memory for two stacks with so many partners each.

    Attributes:
        partners: partners in each stack.
        warm: both stacks' `terraform plan` at once, each with its warm provider.
        spawned: the same, each Terraform starting the provider itself.
        floor: the same with `terraform_data` alone.
        joint: a whole joint plan: synthesis, providers, init, plan, reading the plans.
        requests: what one warm plan of both stacks asks of Graph and the login service.
        provider_mib: the peak memory of a warm provider after that.
        diagnostics: what Terraform tells in a spawned plan of one stack; it reads the whole stack for each.
    """

    partners: int
    warm: float
    spawned: float
    floor: float
    joint: float
    requests: int
    provider_mib: float
    diagnostics: int

    @property
    def ratio(self) -> float:
        """How many times as long a warm plan takes as Terraform alone."""
        return self.warm / self.floor

    @property
    def spawned_ratio(self) -> float:
        """How many times as long a plain plan takes as Terraform alone."""
        return self.spawned / self.floor


def measure(partners: int, rounds: int, folder: Path) -> Planning:
    """Measure it, `rounds` times in turns, in a folder that may be filled."""
    project = make(folder, partners)
    with open_run("demo", "plan", project=project) as run:
        tenants = [run.environment.tenant(name) for name in TENANTS]
        plans = folder / f"plans-{partners}"
        plans.mkdir()
        joint = [seconds(lambda: _joint(run, plans)) for _ in range(rounds)]
        with start_tenants(run, tenants) as running:
            warm = [each.terraform_in(run, each.stack.folder) for each in running]
            spawned = _spawned(run, running, folder / f"spawned-{partners}")
            floor = _floor(run, running, folder / f"floor-{partners}")
            for terraform in (*warm, *spawned, *floor):
                terraform.init()
            found = in_turns(
                rounds,
                {
                    "warm": lambda: _plan(warm, plans),
                    "spawned": lambda: _plan(spawned, plans),
                    "floor": lambda: _plan(floor, plans),
                },
            )
            log = run.workspace.emulator / "requests.jsonl"
            before = _lines(log)
            _plan(warm, plans)
            asked = _lines(log) - before
            peak = max(peak_mib_of(_pid(each)) for each in running)
            diagnostics = max(len(_plan_one(each, plans / "counted.tfplan").messages) for each in spawned)
    return Planning(
        partners,
        found["warm"],
        found["spawned"],
        found["floor"],
        statistics.median(joint),
        asked,
        peak,
        diagnostics,
    )


def _joint(run: Run, plans: Path) -> None:
    plan = plan_jointly(run, run.environment.managed_tenants, plans)
    if plan.failed or not plan.has_changes:
        raise BenchmarkError("the joint plan failed, or has no changes")


def _plan(terraforms: Sequence[Terraform], plans: Path) -> float:
    """Both plans at once."""

    def plan(numbered: tuple[int, Terraform]) -> None:
        number, terraform = numbered
        _plan_one(terraform, plans / f"{number}.tfplan")

    with ThreadPoolExecutor(len(terraforms)) as pool:
        return seconds(lambda: list(pool.map(plan, enumerate(terraforms))))


def _plan_one(terraform: Terraform, plan: Path) -> Applied:
    told = sum_up_events(terraform.plan(plan))
    errors = [message for message in told.messages if message.severity == "error"]
    if errors:
        raise BenchmarkError(f"{errors[0].summary}: {errors[0].detail}")
    return told


def _spawned(run: Run, running: Sequence[TenantRun], folder: Path) -> list[Terraform]:
    """Terraform in copies of the stacks, with the provider installed as for plain Terraform."""
    environ: Mapping[str, str] = {**run.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config")}
    install(environ, mirror=folder / "mirror")
    configuration = folder / "terraform.rc"
    configuration.write_text(
        f'provider_installation {{\n  filesystem_mirror {{ path = "{folder / "mirror"}" }}\n}}\n', encoding="utf-8"
    )
    environ = {**environ, "TF_CLI_CONFIG_FILE": str(configuration)}
    return [
        Terraform(run.terraform, shutil.copytree(each.stack.folder, folder / each.tenant.name), environ)
        for each in running
    ]


def _floor(run: Run, running: Sequence[TenantRun], folder: Path) -> list[Terraform]:
    """Terraform with its built-in resource and the same payload."""
    found = []
    for each in running:
        own = folder / each.tenant.name
        own.mkdir(parents=True)
        text = json.dumps(terraform_data_of(each.stack.folder))
        (own / "main.tf.json").write_text(text, encoding="utf-8")
        found.append(Terraform(run.terraform, own, run.variables()))
    return found


def _lines(log: Path) -> int:
    return len(log.read_text(encoding="utf-8").splitlines())


def _pid(each: TenantRun) -> int:
    (entry,) = json.loads(each.bridge.reattach).values()
    return int(entry["Pid"])
