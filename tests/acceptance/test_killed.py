"""Runs that are killed, or a part of them: it is told which part, and the next plan goes on."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from crosscloud.emulator import Emulator
from crosscloud.emulator.faults import Fault
from tests.acceptance.project import Project, ok, requests
from tests.acceptance.running import command_line, running
from tests.acceptance.test_errors import failed, nothing_was_written
from tests.acceptance.test_main_job import CONTOSO
from tests.acceptance.test_real_life import SLOW_CREATE, change_main, goes_on, wait_for
from tests.acceptance.workbench import workbench

pytestmark = pytest.mark.terraform


@pytest.fixture
def emulator(project: Project) -> Iterator[Emulator]:
    with project.emulated() as emulator:
        yield emulator


def until_created(emulator: Emulator) -> None:
    """Wait until contoso's slow create has come to its end in Graph, whose outcome its sender did not hear."""
    create = ("contoso", "POST", "/v1.0/policies/crossTenantAccessPolicy/partners")
    deadline = time.monotonic() + 20
    while not any((r["tenant"], r["method"], r["path"]) == create for r in requests(emulator)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


class TestKilled:
    """A part of a run is killed: the others go on, and it is told which part."""

    @pytest.mark.slow
    def test_a_provider_during_a_plan(self, project: Project, emulator: Emulator) -> None:
        emulator.faults.add(Fault(tenant="contoso", method="GET", path_contains="/policies/cross", latency=3))
        with running(project, "plan", "--out", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.kill_part("crosscloud.bridge.warm", CONTOSO)
            text = failed(run.end(), "the provider process was killed by signal 9", "contoso.provider.log")
        assert text.count("FAILED    ") == 1
        assert "fabrikam   US Government" in text  # the other tenant's plan is shown all the same
        assert not (project.folder / "demo.plan").exists()
        nothing_was_written(emulator)
        ok(project.crosscloud("plan"), 2)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("part", "words"),
        [
            (("crosscloud.bridge.warm", CONTOSO), "the provider process was killed by signal 9"),
            (("apply/contoso", "apply"), "Terraform was killed"),
        ],
    )
    def test_a_part_of_an_apply(
        self, project: Project, emulator: Emulator, part: tuple[str, ...], words: str
    ) -> None:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        emulator.faults.add(SLOW_CREATE)
        with running(project, "apply", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.kill_part(*part)
            text = failed(run.end(), "contoso: failed", words, "fabrikam: applied and read back")
        assert "applied: crosscloud_settings.this" in text
        assert "begun, outcome unknown: crosscloud_partner_settings.fabrikam" in text
        until_created(emulator)
        goes_on(project)

    @pytest.mark.slow
    def test_the_run_itself(self, project: Project, emulator: Emulator) -> None:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        emulator.faults.add(SLOW_CREATE)
        with running(project, "apply", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.process.kill()
            assert run.end().returncode == -9  # and Terraform and the providers end by themselves
        until_created(emulator)
        goes_on(project)

    def test_a_plan_that_waits_for_graph(self, project: Project, emulator: Emulator) -> None:
        """Neither the provider, with its credentials, nor Terraform, with the state's lock, goes on."""
        emulator.faults.add(
            Fault(tenant="fabrikam", method="GET", path_contains="/policies/crossTenantAccessPolicy", latency=60)
        )
        with running(project, "plan", "--out", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.process.kill()
            run.process.wait(10)
            killed = time.monotonic()
            while run.processes():
                assert time.monotonic() < killed + 5, [command_line(pid) for pid in run.processes()]
                time.sleep(0.05)
        assert list((project.folder / ".crosscloud" / "demo").glob("plans-*"))
        emulator.faults.clear()
        ok(project.crosscloud("plan"), 2)
        assert list((project.folder / ".crosscloud" / "demo").glob("plans-*")) == []

    def test_an_intent_that_never_ends(self, project: Project) -> None:
        marker = project.folder / "began"
        change_main(project, "app.synth()", f"open({str(marker)!r}, 'w').close()\nwhile True: pass")
        with running(project, "plan") as run:
            wait_for(marker, run)
            run.process.kill()
            assert run.end(timeout=10).returncode == -9


def provider_of(home: Path) -> int:
    """The process of the provider that Terraform has started in this home and configured: the last of them."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and "crosscloud.bridge" in command_line(int(folder.name)):
            with suppress(OSError):  # it has ended meanwhile
                if f"HOME={home}\0".encode() in (folder / "environ").read_bytes() + b"\0":
                    found.append(int(folder.name))
    return max(found)


@pytest.mark.slow
def test_a_provider_that_dies_in_the_midst_of_a_plain_plan_leaves_no_traceback(tmp_path: Path) -> None:
    with workbench(tmp_path, spawned=True) as bench:
        bench.partner()
        bench.apply()
        bench.emulator.faults.add(Fault(tenant="contoso", method="GET", path_contains="/partners", latency=20))
        plan = [str(bench.program), "plan", "-no-color", "-out=saved"]
        where: dict[str, Any] = {"cwd": bench.folder, "env": bench.variables}
        with subprocess.Popen(plan, **where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
            assert bench.emulator.faults.wait_until_met(30)
            os.kill(provider_of(tmp_path), signal.SIGKILL)
            text, _ = run.communicate(timeout=30)
        assert run.returncode == 1
        # Terraform's own words, by which of its calls it notices first.
        assert "Plugin did not respond" in text or "Request cancelled" in text
        assert "Traceback" not in text
        bench.emulator.faults.clear()
        assert (
            bench.terraform("apply", "-no-color", "saved").returncode == 1
        )  # Terraform keeps half a plan as such
        code, text = bench.plan()
        assert code == 0, text
