"""The provider with every Terraform that is supported, from the oldest to the newest, warm and spawned.

Slow: `make test-slow` fetches the other Terraforms first (tools/terraforms.py). Where one is missing, these tests
fail and say so; they are never skipped.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.project import Project, ok
from tests.acceptance.test_lifecycle import FULL, b2b
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, warm_provider, workbench
from tests.terraforms import INSTALLED, OLDEST, OTHERS
from tests.terraforms import terraform as found

pytestmark = [pytest.mark.terraform, pytest.mark.slow]

VERSIONS = (INSTALLED, *OTHERS)
WIDENS = {
    "finding": "XC307",
    "tenants": [TENANT_ID, PARTNER_ID],
    "reason": "tenants of a test",
    "approved_by": "the test",
    "expires": "2099-12-31",
}


@pytest.fixture(params=VERSIONS)
def terraform(request: pytest.FixtureRequest) -> Path:
    """One Terraform after the other; a test that is for some of them says so by `indirect`."""
    return found(request.param)


@pytest.fixture(params=["warm", "spawned"])
def bench(request: pytest.FixtureRequest, terraform: Path, tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path, program=terraform, spawned=request.param == "spawned") as made:
        yield made


@pytest.mark.parametrize("terraform", OTHERS, indirect=True)
def test_each_terraform_is_the_one_it_is_called(terraform: Path, tmp_path: Path) -> None:
    version = Project.make(tmp_path).run(terraform, "version", "-json")
    assert json.loads(ok(version))["terraform_version"] == terraform.parent.name


def test_the_life_of_a_partner(bench: Workbench) -> None:
    bench.accept = (WIDENS,)  # a provider that Terraform starts judges what it plans
    bench.partner(**FULL)
    bench.settles()

    bench.partner(**{**FULL, "b2b_collaboration_inbound": b2b(users="blocked")})
    code, text = bench.plan()
    assert code == 2
    assert "0 to add, 1 to change, 0 to destroy" in text
    bench.settles()

    bench.partner(**{name: value for name, value in FULL.items() if name != "b2b_collaboration_inbound"})
    bench.settles()
    live = bench.live_partner()
    assert live is not None
    assert live["b2bCollaborationInbound"] is None

    bench.terraform("state", "rm", "crosscloud_partner_settings.fabrikam")
    sections = {name: value for name, value in FULL.items() if name != "b2b_collaboration_inbound"}
    bench.write(
        {"crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, **sections}}},
        **{"import": [{"to": "crosscloud_partner_settings.fabrikam", "id": PARTNER_ID}]},
    )
    assert "1 imported, 0 added, 0 changed, 0 destroyed" in bench.apply()

    run = bench.terraform("destroy", "-no-color", "-auto-approve")
    assert run.returncode == 0, run.stderr
    assert "1 destroyed" in run.stdout
    assert bench.live_partner() is None


def test_the_singletons_are_adopted_and_given_back(bench: Workbench) -> None:
    before = bench.emulator.state("contoso")
    bench.write(
        {
            "crosscloud_settings": {
                "this": {"allowed_cloud_endpoints": ["microsoftonline.us"], "on_destroy": "restore"}
            },
            "crosscloud_default_settings": {
                "this": {"inbound_trust": {"is_mfa_accepted": True}, "on_destroy": "reset"}
            },
        }
    )
    bench.settles()
    assert bench.emulator.state("contoso")["policy"]["allowedCloudEndpoints"] == ["microsoftonline.us"]
    bench.write({})
    bench.settles()
    assert bench.emulator.state("contoso") == before


def test_a_saved_plan_is_applied_by_another_process(bench: Workbench, tmp_path: Path) -> None:
    bench.partner(**FULL)
    saved = bench.terraform("plan", "-no-color", "-out=saved", "-detailed-exitcode")
    assert saved.returncode == 2, saved.stderr
    if "TF_REATTACH_PROVIDERS" in bench.variables:
        with warm_provider(bench, tmp_path / "another.log"):
            run = bench.terraform("apply", "-no-color", "saved")
    else:  # Terraform starts one for each command
        run = bench.terraform("apply", "-no-color", "saved")
    assert run.returncode == 0, run.stdout + run.stderr
    assert bench.live_partner() is not None
    code, text = bench.plan()
    assert code == 0, text


@pytest.mark.parametrize("terraform", [v for v in VERSIONS if v != OLDEST], indirect=True)
def test_a_function_of_the_provider(bench: Workbench) -> None:
    call = '${provider::crosscloud::cloud_endpoint("usgov")}'
    bench.write({}, output={"endpoint": {"value": call}})
    bench.apply()
    assert bench.terraform("output", "-raw", "endpoint").stdout == "microsoftonline.us"


@pytest.mark.parametrize("terraform", [OLDEST], indirect=True)
def test_a_terraform_before_1_8_says_that_it_has_no_provider_functions(bench: Workbench) -> None:
    bench.write({}, output={"endpoint": {"value": '${provider::crosscloud::cloud_endpoint("usgov")}'}})
    code, text = bench.plan()
    assert code == 1
    assert "Extra characters after interpolation expression" in text or "no function named" in text, text


def test_a_joint_plan_and_apply(terraform: Path, project: Project) -> None:
    project.extra["CROSSCLOUD_TERRAFORM"] = str(terraform)
    with project.emulated() as emulator:
        assert "2 tenants change, 0 unreadable" in ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        assert "as reviewed" in ok(project.crosscloud("apply", "demo.plan"))
        assert "0 tenants change" in ok(project.crosscloud("plan"))
        assert len(emulator.state("contoso")["partners"]) == len(emulator.state("fabrikam")["partners"]) == 1
