"""Where state is kept, and whose tenants are planned: backends as Terraform takes them, other organisations."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.project import Project, ok

pytestmark = pytest.mark.terraform

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
CLIENT = "8a119b9e-16bc-4732-8f7b-7676d015b0dc"
SIGN_IN = {"method": "client_secret", "client_id": CLIENT}
GROUPS = {"groups": {"engineers": {"id": "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01"}}}
APPLICATIONS = {"applications": {"design-vault": {"id": "19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04"}}}
MAIN = """
from crosscloud.environment import load
from crosscloud_constructs import Access, Direction, Partnership
from stacks import IntentApp, TenantStack

environment = load()
app = IntentApp()
contoso, fabrikam = environment.tenant("contoso"), environment.tenant("fabrikam")
access = Access.allow(groups=[contoso.group("engineers")], applications=[fabrikam.application("design-vault")])
for tenant in environment.managed_tenants:
    TenantStack(app, tenant, partnerships=[Partnership(Direction(home=contoso, resource=fabrikam, access=access))])
app.synth()
"""
ALL_STACKS = """
from crosscloud.environment import load
from stacks import IntentApp, TenantStack

app = IntentApp()
for tenant in load().managed_tenants:
    TenantStack(app, tenant)
app.synth()
"""
# For each tenant: its cloud, its backend as the environment file has it, and what the stack has beside that.
BACKENDS: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "azure": (
        "usgov",
        "azurerm",
        {
            "storage_account_name": "stfabrikam",
            "container_name": "crosscloud",
            "key": "pilot/fabrikam.tfstate",
            "use_azuread_auth": True,
            "use_oidc": True,
            "use_cli": False,
        },
        {"environment": "usgovernment"},
    ),
    "amazon": (
        "usgov",
        "s3",
        {
            "bucket": "state",
            "key": "fabrikam.tfstate",
            "region": "us-gov-west-1",
            "use_lockfile": True,
            "assume_role": {"role_arn": "arn:aws-us-gov:iam::123456789012:role/state"},
        },
        {},
    ),
    "hashicorp": (
        "global",
        "cloud",
        {"hostname": "localhost", "organization": "o", "workspaces": {"name": "w"}},
        {},
    ),
    "here": ("china", "local", {"path": "kept/here.tfstate"}, {}),
}
# The last thing that `terraform init` says of each: none is about an argument.
STOPS = {
    "azurerm": "unable to build authorizer for Storage API",
    "s3": "failed to get shared config profile, nobody",
    "cloud": "Failed to request discovery document",
    "local": "Terraform has been successfully initialized",
}


def write(project: Project, **of_fabrikam: Any) -> None:
    """The environment pilot: contoso, and fabrikam with what a test says of it."""
    contoso = {"tenant_id": CONTOSO, "cloud": "global", "sign_in": SIGN_IN, **GROUPS}
    fabrikam = {"tenant_id": FABRIKAM, "cloud": "usgov", **APPLICATIONS, **of_fabrikam}
    project.write_environment("pilot", {"tenants": {"contoso": contoso, "fabrikam": fabrikam}})
    (project.folder / "main.py").write_text(MAIN, encoding="utf-8")


def stacks(project: Project) -> dict[str, Path]:
    """The folders of the stacks, by tenant."""
    listed = json.loads(ok(project.crosscloud("synth", "--env", "pilot", "--json")))
    return {stack["tenant"]: Path(stack["folder"]) for stack in listed}


@pytest.mark.slow
def test_terraform_takes_every_backend(project: Project) -> None:
    tenants = {
        name: {
            "tenant_id": f"00000000-0000-4000-8000-00000000000{number}",
            "cloud": cloud,
            "sign_in": SIGN_IN,
            "backend": {kind: given},
        }
        for number, (name, (cloud, kind, given, _)) in enumerate(BACKENDS.items())
    }
    project.write_environment("pilot", {"tenants": tenants})
    (project.folder / "main.py").write_text(ALL_STACKS, encoding="utf-8")
    ok(project.crosscloud("provider", "install"))
    project.extra |= {"AWS_PROFILE": "nobody", "AWS_CONFIG_FILE": str(project.folder / "none")}
    for name, folder in stacks(project).items():
        _, kind, given, added = BACKENDS[name]
        terraform = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))["terraform"]
        written = terraform["cloud"] if kind == "cloud" else terraform["backend"][kind]
        assert written == (
            {"path": str(project.folder / given["path"])} if kind == "local" else {**given, **added}
        )
        ok(project.terraform(folder, "init", "-backend=false", "-input=false", "-no-color"))
        assert json.loads(ok(project.terraform(folder, "validate", "-json")))["valid"]
        # Without -backend=false the arguments are checked too; then it stops, since nobody is signed in.
        run = project.terraform(folder, "init", "-input=false", "-no-color")
        assert STOPS[kind] in (run.stderr or run.stdout)


def test_each_stacks_terraform_gets_the_credentials_of_its_own_backend(project: Project) -> None:
    """The S3 backend looks for the profile that it is told to use before anything is sent, and names it."""
    bucket = {"bucket": "b", "key": "k", "region": "us-gov-west-1"}
    write(project, sign_in=SIGN_IN, backend={"s3": bucket})
    project.extra["CROSSCLOUD_FABRIKAM_AWS_PROFILE"] = "profile-of-fabrikam"
    project.extra["AWS_CONFIG_FILE"] = str(project.folder / "none")
    with project.emulated("pilot"):
        run = project.crosscloud("plan", "--env", "pilot")
    assert run.returncode == 1
    assert "profile-of-fabrikam" in run.stdout + run.stderr


def test_a_partnership_with_another_organisation(project: Project) -> None:
    write(project)
    with project.emulated("pilot") as emulator:
        folders = stacks(project)
        assert list(folders) == ["contoso"]
        note = json.loads((folders["contoso"] / "cdk.tf.json").read_text(encoding="utf-8"))["//"]["crosscloud"]
        assert "XC111" in [warning["finding"] for warning in note["warnings"]]
        planned = ok(project.crosscloud("plan", "--env", "pilot", "--out", "one.plan"), 2)
        assert "1 tenant" in planned
        ok(project.crosscloud("apply", "one.plan"))
        assert [partner["tenantId"] for partner in emulator.state("contoso")["partners"]] == [FABRIKAM]
        assert emulator.state("contoso")["policy"]["allowedCloudEndpoints"] == ["microsoftonline.us"]
        assert emulator.state("fabrikam")["partners"] == []
        ok(project.crosscloud("plan", "--env", "pilot"))


def test_all_mistakes_of_main_py_are_told_at_once_each_in_a_line(project: Project) -> None:
    write(project)
    main = MAIN.replace("environment.managed_tenants", "environment.tenants.values()")
    main = main.replace('contoso.group("engineers")', '"engineers"')
    (project.folder / "main.py").write_text(main, encoding="utf-8")
    run = project.crosscloud("synth", "--env", "pilot")
    assert run.returncode == 1
    wrong_id, unmanaged = run.stderr.splitlines()
    paths = "pilot-global-contoso/crosscloud-partner-fabrikam, pilot-usgov-fabrikam/crosscloud-partner-contoso"
    assert f"main.py:9 ({paths}): XC210 Access.allow.users_and_groups.targets" in wrong_id
    assert unmanaged.startswith("main.py:11 (pilot-usgov-fabrikam): fabrikam is not managed here")
