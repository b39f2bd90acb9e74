"""Runs that are interrupted, killed, or find their machine in a bad state; the next plan always goes on."""

import fcntl
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscloud.emulator import Emulator
from crosscloud.emulator.faults import Fault
from tests.acceptance.project import BIN, Project, ok
from tests.acceptance.running import Running, running
from tests.acceptance.test_errors import failed, nothing_was_written

pytestmark = pytest.mark.terraform

STACK = "    TenantStack(app, tenant, defaults=defaults, partnerships=[engineering])"
SLOW_CREATE = Fault(tenant="contoso", method="POST", path_contains="/partners", latency=2)


@pytest.fixture
def emulator(project: Project) -> Iterator[Emulator]:
    with project.emulated() as emulator:
        yield emulator


def change_main(project: Project, old: str, new: str) -> None:
    main = project.folder / "main.py"
    text = main.read_text(encoding="utf-8")
    assert old in text
    main.write_text(text.replace(old, new), encoding="utf-8")


def goes_on(project: Project) -> None:
    """The next plan and apply finish the work, and the plan after them is empty."""
    ok(project.crosscloud("plan", "--out", "again.plan"), 2)
    ok(project.crosscloud("apply", "again.plan"))
    ok(project.crosscloud("plan"))


class TestInterrupted:
    """Ctrl-C, or a signal that asks to end: what was begun is finished, and told."""

    def test_a_plan_leaves_nothing_behind(self, project: Project, emulator: Emulator) -> None:
        emulator.faults.add(
            Fault(tenant="fabrikam", method="GET", path_contains="/policies/crossTenantAccessPolicy", latency=30)
        )
        with running(project, "plan", "--out", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.ctrl_c()
            done = run.end(timeout=10)
        assert done.returncode == 130
        assert done.stderr == "crosscloud: interrupted: nothing was applied, and no plan was saved\n"
        assert not (project.folder / "demo.plan").exists()
        nothing_was_written(emulator)
        ok(project.crosscloud("plan"), 2)

    def test_a_plan_does_not_wait_for_what_lies_around_the_settings(
        self, project: Project, emulator: Emulator
    ) -> None:
        emulator.faults.add(Fault(tenant="fabrikam", path_contains="conditionalAccess", latency=30))
        with running(project, "plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.ctrl_c()
            done = run.end(timeout=10)
        assert done.returncode == 130

    @pytest.mark.slow  # it waits for Graph, and for Terraform to give up
    def test_an_apply_keeps_what_was_finished_and_says_what_was_not(
        self, project: Project, emulator: Emulator
    ) -> None:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        emulator.faults.add(SLOW_CREATE)
        with running(project, "apply", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.ctrl_c()
            done = run.end()
        assert done.returncode == 130
        assert "Traceback" not in done.stderr
        lines = [line.strip() for line in done.stdout.splitlines()]
        assert "contoso: interrupted" in lines
        assert "applied: crosscloud_settings.this, crosscloud_partner_settings.fabrikam" in lines
        assert "not applied: crosscloud_default_settings.this" in lines
        assert "Plan again: the new plan shows what is left." in done.stdout
        assert len(emulator.state("contoso")["partners"]) == 1
        report = ok(project.crosscloud("plan"), 2)
        assert "crosscloud_partner_settings.fabrikam" not in report  # it is in the state
        goes_on(project)

    @pytest.mark.slow
    def test_an_apply_that_is_interrupted_twice_does_not_wait(self, project: Project, emulator: Emulator) -> None:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        emulator.faults.add(Fault(tenant="contoso", method="POST", path_contains="/partners", latency=20))
        with running(project, "apply", "demo.plan") as run:
            assert emulator.faults.wait_until_met(30)
            run.process.terminate()  # as a CI system does; handled as Ctrl-C is
            with pytest.raises(subprocess.TimeoutExpired):
                run.process.wait(1)  # it waits for the write
            run.ctrl_c()
            done = run.end(timeout=10)
        assert done.returncode == 130
        assert "interrupted twice" in done.stderr
        assert "plan again" in done.stderr

    def test_an_intent_that_never_ends(self, project: Project) -> None:
        marker = project.folder / "began"
        change_main(project, "app.synth()", f"open({str(marker)!r}, 'w').close()\nwhile True: pass")
        with running(project, "plan") as run:
            wait_for(marker, run)
            run.ctrl_c()
            done = run.end(timeout=10)
        assert done.returncode == 130
        assert "nothing was applied" in done.stderr


def wait_for(file: Path, run: Running) -> None:
    while not file.exists():
        assert run.process.poll() is None
        time.sleep(0.05)  # a file tells nobody that it is there now


class TestThrottled:
    """Graph asks to wait."""

    def test_for_a_moment_is_waited_for(self, project: Project, emulator: Emulator) -> None:
        emulator.faults.add(Fault(tenant="contoso", path_contains="/policies/cross", status=429, retry_after=1))
        ok(project.crosscloud("plan"), 2)
        assert emulator.faults.waiting == ()

    def test_for_too_long_is_said(self, project: Project, emulator: Emulator) -> None:
        path = "/policies/crossTenantAccessPolicy"
        emulator.faults.add(Fault(tenant="contoso", path_contains=path, status=429, retry_after=900, times=3))
        failed(project.crosscloud("plan"), "contoso: ", "429", "fabrikam   US Government")
        emulator.faults.clear()
        ok(project.crosscloud("plan"), 2)


class TestTheIntent:
    """main.py is code: it may print, fail, or make something else than expected."""

    def test_may_print(self, project: Project) -> None:
        change_main(project, "app.synth()", "print('hello')\napp.synth()")
        assert json.loads(ok(project.crosscloud("plan", "--json"), 2))["environment"] == "demo"

    def test_that_fails_names_its_line(self, project: Project) -> None:
        lines = (project.folder / "main.py").read_text(encoding="utf-8").splitlines()
        change_main(project, "app.synth()", "{}['nope']")
        line = lines.index("app.synth()") + 1
        text = failed(project.crosscloud("plan"), f"main.py:{line}: KeyError: 'nope'")
        assert len(text.splitlines()) == 1

    def test_without_a_stack_for_a_managed_tenant(self, project: Project) -> None:
        change_main(project, "in environment.managed_tenants", "in [contoso]")
        failed(
            project.crosscloud("plan"), "no stack for fabrikam", "TenantStack(app, environment.tenant('fabrikam')"
        )

    def test_without_any_stack(self, project: Project) -> None:
        change_main(project, "app.synth()", "")
        failed(project.crosscloud("plan"), "wrote no stacks", "app.synth()")

    def test_with_another_backend_than_the_environment(self, project: Project) -> None:
        override = '.add_override("terraform.backend", {"http": {"address": "https://localhost:1/state"}})'
        change_main(project, STACK, STACK + override)
        failed(project.crosscloud("plan"), "http", "write backend under contoso in demo.yaml")

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("override", "words"),
        [
            ('"terraform.required_providers.gone", {"source": "terraform.local/local/gone"}', "gone"),
            ('"resource.crosscloud_nonsense", {"x": {"a": 1}}', "Invalid resource type"),
        ],
    )
    def test_with_something_unknown_beside_ours(self, project: Project, override: str, words: str) -> None:
        change_main(project, STACK, f"{STACK}.add_override({override})")
        text = failed(project.crosscloud("plan"), words, "no plan was saved")
        assert text.count("FAILED    contoso: ") == text.count("FAILED    fabrikam: ") == 1
        assert not {"│", "╷", "╵"} & set(text)


class TestTheFolder:
    """What a run writes below .crosscloud is damaged, or somebody else's."""

    @pytest.mark.slow
    def test_of_terraform_is_made_anew_where_it_is_damaged(self, project: Project, emulator: Emulator) -> None:
        ok(project.crosscloud("plan"), 2)
        stacks = project.folder / ".crosscloud" / "demo" / "cdktf.out" / "stacks"
        first, second = sorted(stacks.glob("*/.terraform"))
        (first / "terraform.tfstate").write_text("{garbage", encoding="utf-8")
        shutil.rmtree(second)
        second.write_text("not a folder", encoding="utf-8")
        (project.folder / ".crosscloud" / "demo" / "cdktf.out" / "manifest.json").write_text("{", encoding="utf-8")
        ok(project.crosscloud("plan"), 2)

    def test_that_is_a_file(self, project: Project) -> None:
        (project.folder / ".crosscloud").write_text("", encoding="utf-8")
        failed(project.crosscloud("plan"), ".crosscloud is a file", "remove it")

    @pytest.mark.slow
    def test_of_state_that_somebody_else_holds(self, project: Project, emulator: Emulator) -> None:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        ok(project.crosscloud("apply", "demo.plan"))
        state = project.folder / ".crosscloud" / "demo" / "state" / "contoso.tfstate"
        info = {
            "ID": "9db590f1-b6fe-c5f2-2678-8804f089deba",
            "Operation": "OperationTypeApply",
            "Who": "ann@build-7",
            "Created": "2026-01-02T03:04:05.6Z",
        }
        (state.parent / f".{state.name}.lock.info").write_text(json.dumps(info), encoding="utf-8")
        with state.open("r+b") as held:
            fcntl.lockf(held, fcntl.LOCK_EX)
            text = failed(project.crosscloud("plan"), "contoso: Error acquiring the state lock", "ann@build-7")
            assert f"force-unlock {info['ID']}" in " ".join(text.split())
        ok(project.crosscloud("plan"))

    @pytest.mark.slow
    def test_of_state_that_is_damaged(self, project: Project, emulator: Emulator) -> None:
        state = project.folder / ".crosscloud" / "demo" / "state"
        state.mkdir(parents=True, mode=0o700)
        (state / "contoso.tfstate").write_text("{garbage", encoding="utf-8")
        failed(project.crosscloud("plan"), "contoso.tfstate", "restore it from", "contoso: ")
        (state / "contoso.tfstate").unlink()
        ok(project.crosscloud("plan"), 2)


class TestTheMachine:
    """No room, no home, another network's variables."""

    def test_without_room_for_the_report(self, project: Project, emulator: Emulator) -> None:
        failed(project.crosscloud("plan", "--report", "/dev/full"), "No space left on device", "make room")

    @pytest.mark.slow
    def test_without_room_to_apply(self, project: Project, emulator: Emulator) -> None:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        limited = project.run("sh", "-c", f"ulimit -f 2; exec {BIN / 'crosscloud'} apply demo.plan")
        failed(limited, "File too large", "contoso: failed")
        nothing_was_written(emulator)
        ok(project.crosscloud("apply", "demo.plan"))

    @pytest.mark.slow
    def test_with_a_home_that_cannot_be_written(self, project: Project, emulator: Emulator) -> None:
        project.home = Path("/dev/null/home")
        ok(project.crosscloud("plan"), 2)
        failed(project.crosscloud("provider", "install"), "/dev/null", "--mirror")

    @pytest.mark.slow
    def test_with_variables_of_other_networks(self, project: Project, emulator: Emulator) -> None:
        (project.home / ".netrc").write_text("machine localhost login eve password x\n", encoding="utf-8")
        (project.home / ".netrc").chmod(0o600)
        wrong = project.folder / "wrong.pem"
        wrong.write_bytes(emulator.ca_file.read_bytes()[:200])
        dead = "http://localhost:1"
        project.extra |= {"REQUESTS_CA_BUNDLE": str(wrong), "CURL_CA_BUNDLE": str(wrong)}
        project.extra |= dict.fromkeys(
            ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY", "all_proxy"), dead
        )
        goes_on(project)
        ok(project.crosscloud("snapshot"))

    def test_with_a_report_for_a_folder_that_does_not_exist(self, project: Project) -> None:
        failed(project.crosscloud("plan", "--report", "nowhere/report.md"), "no folder nowhere", "make it first")
        assert not (project.folder / ".crosscloud").exists()  # said before anything was done

    def test_with_a_reader_that_goes_away(self, project: Project, emulator: Emulator) -> None:
        done = project.run("sh", "-c", f"{BIN / 'crosscloud'} plan --json | true")
        assert done.returncode == 0  # the reader's
        assert done.stderr == ""
