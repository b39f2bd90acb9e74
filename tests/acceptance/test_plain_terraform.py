"""Plain tools beside our own commands: `python main.py`, then `terraform` in each stack, provider spawned."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from tests.acceptance.project import Project, ok, requests
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, workbench

pytestmark = pytest.mark.terraform


@pytest.fixture
def installed(project: Project) -> Project:
    project.extra["CROSSCLOUD_ENVIRONMENT"] = "demo"
    ok(project.crosscloud("provider", "install"))
    return project


def stacks(project: Project) -> list[Path]:
    ok(project.run(sys.executable, "main.py"))
    manifest = json.loads((project.folder / "cdktf.out" / "manifest.json").read_text(encoding="utf-8"))
    return [project.folder / "cdktf.out" / entry["workingDirectory"] for entry in manifest["stacks"].values()]


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


def test_init_plan_apply_destroy_in_each_stacks_folder(installed: Project) -> None:
    with installed.emulated() as emulator:
        for stack in stacks(installed):
            ok(installed.terraform(stack, "init", "-input=false", "-no-color"))
            ok(installed.terraform(stack, "validate", "-no-color"))
            plan = ok(installed.terraform(stack, "plan", "-no-color", "-detailed-exitcode", "-out=tfplan"), 2)
            assert "are adopted" in plan
            assert "allowed AllUsers -> blocked AllUsers" in plan
            assert "XC301" not in plan  # the default closes, which demo.yaml accepts
            assert "XC307" not in plan  # and it opens to nobody
            ok(installed.terraform(stack, "apply", "-no-color", "tfplan"))
            ok(installed.terraform(stack, "plan", "-no-color", "-detailed-exitcode"))
        assert len(emulator.state("contoso")["partners"]) == 1
        assert "0 tenants change" in ok(installed.crosscloud("plan"))  # the same state, seen by our own command
        for stack in stacks(installed):
            ok(installed.terraform(stack, "destroy", "-no-color", "-auto-approve"))
        assert emulator.state("contoso")["partners"] == []
        kept = emulator.state("fabrikam")["policy"]["allowedCloudEndpoints"]
        assert kept == ["microsoftonline.com"]  # on_destroy is keep


def test_what_was_accepted_in_the_environment_file_refuses_once_it_has_expired(installed: Project) -> None:
    file = installed.folder / "environments" / "demo.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2099-12-31", "2026-01-31"), encoding="utf-8")
    with installed.emulated() as emulator:
        stack = stacks(installed)[0]
        ok(installed.terraform(stack, "init", "-input=false", "-no-color"))
        run = installed.terraform(stack, "apply", "-no-color", "-auto-approve")
        assert run.returncode == 1
        assert "XC301: The default closes" in words(run.stderr)
        assert "It was accepted until 2026-01-31 (approved by the demonstration)" in words(run.stderr)
        assert {r["method"] for r in requests(emulator) if "token" not in r["path"]} <= {"GET"}


def test_a_default_that_narrows_and_a_partner_that_is_held_are_refused_at_plan_until_accepted_or_taken_out(
    tmp_path: Path,
) -> None:
    mail = {
        "users_and_groups": {"access_type": "allowed", "targets": [{"target": "AllUsers", "target_type": "user"}]},
        "applications": {
            "access_type": "allowed",
            "targets": [{"target": RIGHTS_MANAGEMENT, "target_type": "application"}],
        },
    }
    accepted = {
        "finding": "XC301",
        "tenants": [TENANT_ID],
        "reason": "nobody signs in",
        "approved_by": "the test",
        "expires": "2099-12-31",
    }
    held = {
        "tenants": [TENANT_ID.upper(), PARTNER_ID],
        "reason": "INC-4711",
        "held_by": "the test",
        "since": "2026-11-20",
    }
    with workbench(tmp_path, spawned=True) as bench:
        before = bench.emulator.state("contoso")
        provider: dict[str, Any] = {"tenant_id": TENANT_ID, "cloud": "global", "environment_prefix": "T"}
        resources: dict[str, Any] = {"crosscloud_default_settings": {"this": {"b2b_collaboration_outbound": mail}}}
        trusting = {"tenant_id": PARTNER_ID, "inbound_trust": {"is_mfa_accepted": True}}
        bench.write(
            {**resources, "crosscloud_partner_settings": {"fabrikam": trusting}},
            provider={"crosscloud": {**provider, "hold": [held]}},
        )
        code, text = bench.plan()
        assert code == 1
        assert "XC312: The plan opens something between" in words(text)
        assert f"{TENANT_ID} newly trusts MFA of {PARTNER_ID}" in words(text)
        assert "Held since 2026-11-20 by the test (hold in the provider's block): INC-4711." in words(text)
        assert 'finding = "XC312"' not in text
        assert "XC301: The default closes" in words(text)
        assert "XC307" not in text  # it opens to nobody
        assert f'finding = "XC301", tenants = ["{TENANT_ID}"]' in words(text)
        assert bench.emulator.state("contoso") == before
        provider["accept"] = [accepted]
        provider["severity"] = {
            "xc305": "error",
            "xc306": "info",
        }  # in lower case, as CDK for Terraform writes them
        bench.write(resources, provider={"crosscloud": provider})
        bench.settles()
        assert bench.emulator.state("contoso") != before


def test_the_launcher_is_the_same_bytes_wherever_it_is_installed(project: Project, tmp_path: Path) -> None:
    first, second = (
        json.loads(ok(project.crosscloud("provider", "install", "--json", "--mirror", tmp_path / name)))
        for name in ("one", "two")
    )
    launchers = [Path(found["launcher"]).read_bytes() for found in (first, second)]
    assert launchers[0] == launchers[1]
    assert str(tmp_path).encode() not in launchers[0]
    assert str(Path(sys.executable).parent).encode() not in launchers[0]


def test_a_provider_started_by_hand_says_what_it_is(project: Project) -> None:
    run = project.run(sys.executable, "-P", "-m", "crosscloud.bridge")
    assert run.returncode == 1
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert "Terraform" in run.stderr


def test_without_credentials_plain_terraform_names_the_variable(installed: Project) -> None:
    stack = stacks(installed)[0]
    ok(installed.terraform(stack, "init", "-input=false", "-no-color"))
    run = installed.terraform(stack, "plan", "-no-color", "-input=false")
    assert run.returncode == 1
    assert "CROSSCLOUD_CONTOSO_CLIENT_" in run.stderr


def test_a_function_of_the_provider_can_be_called(installed: Project, tmp_path: Path) -> None:
    folder = tmp_path / "function"
    folder.mkdir()
    (folder / "main.tf").write_text(
        """
        terraform {
          required_providers { crosscloud = { source = "terraform.local/local/crosscloud" } }
        }
        output "endpoint" { value = provider::crosscloud::cloud_endpoint("gcc_high") }
        """,
        encoding="utf-8",
    )
    ok(installed.terraform(folder, "init", "-input=false", "-no-color"))
    ok(installed.terraform(folder, "apply", "-auto-approve", "-no-color"))
    assert ok(installed.terraform(folder, "output", "-raw", "endpoint")) == "microsoftonline.us"
