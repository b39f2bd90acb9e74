"""What goes wrong in real life: one clear sentence, the right exit code, nothing changed."""

import contextlib
import json
import os
import pty
import socket
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import GLOBAL
from crosscloud.emulator import Emulator
from crosscloud.emulator.faults import Fault
from tests.acceptance.project import BIN, Project, ok, requests
from tests.acceptance.running import running
from tests.acceptance.test_main_job import CONTOSO, environment

pytestmark = pytest.mark.terraform


def nothing_was_written(emulator: Emulator) -> None:
    writes = [r for r in requests(emulator) if r["method"] in {"POST", "PATCH", "PUT", "DELETE"}]
    assert [r for r in writes if not r["path"].endswith("/token")] == []


def failed(run: Any, *words: str) -> str:
    """The text of a run that failed with exit code 1: all of `words` in it, and no traceback."""
    text: str = run.stdout + run.stderr
    assert run.returncode == 1, text
    assert "Traceback" not in text
    on_one_line = " ".join(text.split())  # a report is as wide as a terminal
    for word in words:
        assert " ".join(word.split()) in on_one_line, text
    return text


def test_a_wrong_secret(project: Project) -> None:
    with project.emulated() as emulator:
        project.extra["CROSSCLOUD_FABRIKAM_CLIENT_SECRET"] = "wrong-and-very-secret"
        text = failed(project.crosscloud("plan", "--out", "demo.plan"), "AADSTS7000215", "fabrikam")
        assert "wrong-and-very-secret" not in text
        assert "+ 1 partner" in text  # contoso's half is planned and shown all the same
        nothing_was_written(emulator)
    assert not (project.folder / "demo.plan").exists()


@pytest.mark.slow  # it is tried again for ten seconds
def test_a_tenant_that_cannot_be_reached(project: Project) -> None:
    with project.emulated() as emulator:
        project.extra["CROSSCLOUD_FABRIKAM_GRAPH_ENDPOINT"] = "https://localhost:1"
        failed(project.crosscloud("plan"), "localhost:1", "1 unreadable")
        nothing_was_written(emulator)


def test_a_missing_permission_is_named(project: Project) -> None:
    with project.emulated(tenants={"contoso": {"roles": frozenset()}}) as emulator:
        failed(project.crosscloud("plan"), "Policy.Read.All")
        nothing_was_written(emulator)


@pytest.mark.slow  # five runs
def test_a_missing_permission_to_write_fails_the_apply_and_the_next_plan_goes_on(project: Project) -> None:
    with project.emulated(tenants={"contoso": {"roles": frozenset({"Policy.Read.All"})}}):
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        failed(project.crosscloud("apply", "demo.plan"), "Policy.ReadWrite.CrossTenantAccess", "contoso: failed")
        ok(project.crosscloud("plan", "--tenant", "fabrikam"))
    with project.emulated():
        ok(project.crosscloud("plan", "--out", "again.plan"), 2)
        ok(project.crosscloud("apply", "again.plan"))
        ok(project.crosscloud("plan"))


def test_a_bad_environment_file_says_file_line_and_what_to_write(project: Project) -> None:
    path = project.folder / "environments" / "bad.yaml"
    path.write_text(
        "environment: bad\ntenants:\n  contoso:\n    tenant_id: contoso.onmicrosoft.com\n    cloud: gcc\n",
        encoding="utf-8",
    )
    text = failed(project.crosscloud("plan", "--env", "bad"), "bad.yaml:4", "bad.yaml:5", "GCC is in global")
    assert text.count("bad.yaml:") == 2


def test_an_environment_that_does_not_exist(project: Project) -> None:
    failed(project.crosscloud("plan", "--env", "production"), "production", "demo")


def test_us_government_with_china_is_refused_in_the_intent(project: Project) -> None:
    document = environment("china")
    document["tenants"]["contoso"]["cloud"] = "usgov"
    project.write_environment("unsupported", document)
    with project.emulated("unsupported") as emulator:
        failed(
            project.crosscloud("plan", "--env", "unsupported"),
            "main.py:",
            "US Government",
            "China",
            "no B2B collaboration",
        )
        nothing_was_written(emulator)


def test_a_mistake_in_the_intent_names_its_line(project: Project) -> None:
    main = project.folder / "main.py"
    main.write_text(main.read_text(encoding="utf-8").replace('group("engineers")', 'group("enginers")'))
    failed(project.crosscloud("plan"), "enginers", "engineers", "demo.yaml")


def test_outside_of_a_project(project: Project, tmp_path: Path) -> None:
    project.folder = tmp_path
    failed(project.crosscloud("plan"), "environments")


def test_bad_usage_is_an_error_and_not_taken_for_changes(project: Project) -> None:
    failed(project.crosscloud("plan", "--no-such-option"), "--no-such-option")
    failed(project.crosscloud("nonsense"), "nonsense")


class TestABundle:
    """A saved plan is applied as it was reviewed, or not at all."""

    def test_is_refused_where_a_file_was_changed(self, project: Project) -> None:
        with project.emulated() as emulator:
            ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
            stack = project.folder / "demo.plan" / "contoso" / "cdk.tf.json"
            stack.write_text(stack.read_text(encoding="utf-8").replace("allowed", "blocked"), encoding="utf-8")
            failed(project.crosscloud("apply", "demo.plan"), "cdk.tf.json", "plan again")
            nothing_was_written(emulator)

    def test_is_refused_where_it_is_not_the_one_that_was_reviewed(self, project: Project) -> None:
        with project.emulated() as emulator:
            ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
            failed(
                project.crosscloud("apply", "demo.plan", "--digest", "0" * 64), "not the plan that was reviewed"
            )
            nothing_was_written(emulator)

    def test_is_refused_where_live_settings_changed_and_names_them(self, project: Project) -> None:
        with project.emulated() as emulator:
            ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
            emulator.change("fabrikam", policy={"allowedCloudEndpoints": ["microsoftonline.com"]})
            failed(
                project.crosscloud("apply", "demo.plan"),
                "nothing was applied",
                "fabrikam: ",
                "microsoftonline.com",
            )
            assert emulator.state("contoso")["policy"]["allowedCloudEndpoints"] == []

    def test_is_not_written_over_something_else(self, project: Project) -> None:
        (project.folder / "mine").mkdir()
        (project.folder / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
        failed(project.crosscloud("plan", "--out", "mine"), "mine", "another name")
        assert (project.folder / "mine" / "notes.txt").read_text(encoding="utf-8") == "keep"

    def test_that_is_none_is_said_so(self, project: Project) -> None:
        failed(project.crosscloud("apply", "nowhere.plan"), "crosscloud plan --out")


def test_a_snapshot_keeps_what_could_be_read(project: Project) -> None:
    with project.emulated() as emulator:
        emulator.faults.add(Fault(tenant="contoso", method="GET", path_contains="/partners", status=403, times=9))
        run = project.crosscloud("snapshot", "--out", "now.json")
        failed(run, "contoso: partners could not be read: 403")
    snapshot = json.loads((project.folder / "now.json").read_text(encoding="utf-8"))
    contoso, fabrikam = snapshot["tenants"]
    assert contoso["partners"] is None
    assert contoso["tenant_id"] == CONTOSO
    assert set(contoso["unreadable"]) == {"partners"}
    assert fabrikam["partners"] == []


class TestOneTenantOfTwo:
    """One tenant cannot be read: it is told once, in a sentence; the other's plan is shown; nothing is saved."""

    def told(self, project: Project, *words: str) -> str:
        text = failed(project.crosscloud("plan", "--out", "demo.plan"), *words, "1 unreadable", "+ 1 partner")
        assert text.count("FAILED    ") == 1
        assert not (project.folder / "demo.plan").exists()
        return text

    def test_a_certificate_authority_that_is_not_trusted(self, project: Project) -> None:
        with project.emulated() as emulator:
            del project.extra["CROSSCLOUD_FABRIKAM_CA_BUNDLE"]
            self.told(project, "certificate of localhost", "set CROSSCLOUD_FABRIKAM_CA_BUNDLE")
            nothing_was_written(emulator)

    def test_a_tenant_of_another_cloud(self, project: Project) -> None:
        with project.emulated() as emulator:
            document = environment("global")
            project.write_environment("wrong", document)
            for part in ("LOGIN", "GRAPH"):
                project.extra[f"CROSSCLOUD_FABRIKAM_{part}_ENDPOINT"] = emulator.cloud_endpoints(GLOBAL).login
            text = failed(
                project.crosscloud("plan", "--env", "wrong"),
                "the tenant is in the cloud usgov; set the cloud that the tenant is in",
            )
            assert text.count("FAILED    ") == 1
            nothing_was_written(emulator)

    @pytest.mark.parametrize("body", [{}, {"error": {"code": "UnknownError"}}, {"@odata.context": "x"}], ids=repr)
    def test_a_default_that_says_nothing_while_the_live_one_is_wide_open(
        self, project: Project, body: dict[str, Any]
    ) -> None:
        answered = Fault(tenant="contoso", method="GET", path_contains="/default", status=200, body=body, times=99)
        with project.emulated() as emulator:
            emulator.faults.add(answered)
            self.told(project, "did not answer as Microsoft Graph does")
            failed(project.crosscloud("check"), "cannot read the default settings")
            failed(project.crosscloud("snapshot", "--out", "now.json"), "contoso: default could not be read: ")
            nothing_was_written(emulator)
        contoso, _ = json.loads((project.folder / "now.json").read_text(encoding="utf-8"))["tenants"]
        assert contoso["default"] is None
        assert set(contoso["unreadable"]) == {"default"}

    @pytest.mark.slow
    def test_a_host_that_does_not_answer(self, project: Project) -> None:
        with socket.socket() as silent, project.emulated():
            silent.bind(("127.0.0.1", 0))
            silent.listen(0)
            port = silent.getsockname()[1]
            with socket.create_connection(("127.0.0.1", port)):  # its queue is full: whoever comes next waits
                project.extra["CROSSCLOUD_FABRIKAM_LOGIN_ENDPOINT"] = f"https://localhost:{port}"
                self.told(project, f"cannot reach localhost:{port}")


def test_credentials_of_the_other_tenant(project: Project) -> None:
    with project.emulated() as emulator:
        for part in ("CLIENT_ID", "CLIENT_SECRET"):
            one, other = f"CROSSCLOUD_CONTOSO_{part}", f"CROSSCLOUD_FABRIKAM_{part}"
            project.extra[one], project.extra[other] = project.extra[other], project.extra[one]
        text = failed(project.crosscloud("plan"), "2 unreadable", "AADSTS700016", "is unknown in this tenant")
        assert text.count("FAILED    ") == 2
        for part in ("CONTOSO", "FABRIKAM"):
            assert project.extra[f"CROSSCLOUD_{part}_CLIENT_SECRET"] not in text
        nothing_was_written(emulator)


def test_every_kind_of_mistake_in_an_environment_file_at_once(project: Project) -> None:
    path = project.folder / "environments" / "bad.yaml"
    path.write_text(_MISTAKES, encoding="utf-8")
    text = failed(
        project.crosscloud("plan", "--env", "bad"),
        "bad.yaml:4: ",
        "bad.yaml:5: ",
        "bad.yaml:6: client_secret cannot stand in a file: put it into the variable CROSSCLOUD_CONTOSO_",
        "bad.yaml:8: ",
        "did you mean groups?",
    )
    assert "hunter2" not in text
    assert not (project.folder / ".crosscloud").exists()


_MISTAKES = """environment: bad
tenants:
  contoso:
    tenant_id: contoso.onmicrosoft.com
    cloud: gcc
    client_secret: hunter2
  fabrikam:
    group: {}
    tenant_id: c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22
    cloud: usgov
"""


class TestTwoIdentities:
    """Planning and applying as two applications; the one that plans cannot write."""

    PLANS, APPLIES = "8a119b9e-16bc-4732-8f7b-7676d015b0dc", "bc67ba94-637d-4efa-a09e-467ada679f81"

    @pytest.mark.slow  # five runs; tests of the two identities are quick
    def test_the_joint_run_takes_each_in_its_turn(self, project: Project) -> None:
        document = environment("usgov")
        document["tenants"]["contoso"]["sign_in"] = {
            "plan": {"method": "client_secret", "client_id": self.PLANS},
            "apply": {"method": "client_secret", "client_id": self.APPLIES},
        }
        project.write_environment("two", document)
        ok(project.crosscloud("plan", "--env", "two", "--out", "two.plan"), 2)
        ok(project.crosscloud("apply", "two.plan"))
        ok(project.crosscloud("plan", "--env", "two"))


def test_an_environment_that_another_emulator_serves(project: Project) -> None:
    with running(project, "emulator", "--shell") as first:
        assert first.process.stdout is not None
        assert any(line.startswith("export ") for line in first.process.stdout)
        failed(project.crosscloud("plan"), "another emulator serves the environment demo", "--shell", "stop it")
        first.ctrl_c()
        assert first.process.wait(20) == 0


@pytest.mark.parametrize("how", ["--no-color", "NO_COLOR"])
def test_without_colours(project: Project, how: str) -> None:
    """On a terminal, where there are colours otherwise."""
    if how == "NO_COLOR":
        project.extra["NO_COLOR"] = "1"
    assert "\x1b[31m" in on_terminal(Project(project.folder, project.home), "plan", "--env", "nowhere")
    options = ["--no-color"] if how == "--no-color" else []
    text = on_terminal(project, *options, "plan", "--env", "nowhere")
    assert "there is no environment nowhere" in text
    assert "\x1b" not in text


def on_terminal(project: Project, *arguments: str) -> str:
    """What a crosscloud command prints to a terminal."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        process = subprocess.Popen(
            [str(BIN / "crosscloud"), *arguments],
            cwd=project.folder,
            env={**project.variables, "TERM": "xterm"},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        seen = b""
        with contextlib.suppress(OSError):  # Linux's end of a terminal whose other side is closed
            while chunk := screen.read(4096):
                seen += chunk
        process.wait(60)
    return seen.decode()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/null", "-"])
def test_a_snapshot_into_what_is_no_ordinary_file(project: Project, name: str) -> None:
    with project.emulated():
        text = ok(project.crosscloud("snapshot", "--out", name))
    assert (json.loads(text)["format"] == "crosscloud/snapshot/v1") if name != "/dev/null" else text == ""
    assert not (project.folder / "-").exists()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_snapshot_into_a_pipe(project: Project) -> None:
    pipe = project.folder / "pipe"
    os.mkfifo(pipe)
    with project.emulated(), subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        ok(project.crosscloud("snapshot", "--out", pipe))
        said, _ = reader.communicate(timeout=20)
    assert json.loads(said)["format"] == "crosscloud/snapshot/v1"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_report_is_for_its_owner_alone(project: Project) -> None:
    with project.emulated():
        ok(project.crosscloud("plan", "--json", "--report", "report.json"), 2)
    assert stat.S_IMODE((project.folder / "report.json").stat().st_mode) == 0o600
