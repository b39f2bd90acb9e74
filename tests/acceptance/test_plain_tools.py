"""The CLI of CDK for Terraform from npm, unchanged, beside our own commands: list, synth, deploy, destroy.

Needs `npm ci --ignore-scripts` in the project's folder before (package-lock.json pins the CLI); it is not on PyPI.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.project import BIN, ROOT, Project, ok

pytestmark = [pytest.mark.terraform, pytest.mark.slow]

CDKTF = ROOT / "node_modules" / ".bin" / "cdktf"
STACKS = ["demo-global-contoso", "demo-usgov-fabrikam"]
QUIET = {
    "CI": "1",  # no colours, no questions
    "CDKTF_SKIP_PROVIDER_LOCK": "true",  # `terraform providers lock` sees no provider that is installed locally
    "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1",
    "DISABLE_VERSION_CHECK": "1",
}


@pytest.fixture
def with_cli(project: Project) -> Project:
    assert CDKTF.exists(), "the CLI of CDK for Terraform is not installed: run `npm ci --ignore-scripts` first"
    project.extra |= QUIET
    # cdktf.json says `python main.py`: as in a shell where the virtual environment is active.
    project.extra["PATH"] = os.pathsep.join((str(BIN), project.variables["PATH"]))
    ok(project.crosscloud("provider", "install"))
    return project


@contextmanager
def emulator(project: Project, form: str, *more: str) -> Iterator[str]:
    """`crosscloud emulator` as a process of its own; what it printed when it was ready."""
    process = subprocess.Popen(
        [BIN / "crosscloud", "emulator", "--env", "demo", form, *more],
        cwd=project.folder,
        env=project.variables,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        if form == "--json":
            yield first
        else:
            lines = [first]
            while sum("_CA_BUNDLE=" in line for line in lines) < len(STACKS):
                line = process.stdout.readline()
                assert line, "it ended before it was ready"
                lines.append(line)
            yield "".join(lines)
    finally:
        process.terminate()
        rest = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert rest == ""


def exported(project: Project, lines: str) -> dict[str, str]:
    """The variables that a shell has after it has read `lines`."""
    shell = 'eval "$1"; env -0'
    run = project.run("sh", "-c", shell, "sh", lines)
    pairs = (entry.partition("=") for entry in ok(run).split("\0") if entry)
    return {name: value for name, _, value in pairs if name.startswith("CROSSCLOUD_")}


def partners(project: Project) -> dict[str, list[str]]:
    """The partners that Graph lists for each tenant, by name, as our own command reads them."""
    document: dict[str, Any] = json.loads(ok(project.crosscloud("snapshot", "--env", "demo")))
    return {each["name"]: [partner["tenantId"] for partner in each["partners"]] for each in document["tenants"]}


def test_list_synth_deploy_and_destroy(with_cli: Project) -> None:
    with emulator(with_cli, "--shell") as lines:
        with_cli.extra |= exported(with_cli, lines)
        assert "CROSSCLOUD_FABRIKAM_GRAPH_ENDPOINT" in with_cli.extra
        listed = ok(with_cli.run(CDKTF, "list"))
        assert [name for name in STACKS if name in listed] == STACKS
        ok(with_cli.run(CDKTF, "synth"))
        for name in STACKS:
            assert (with_cli.folder / "cdktf.out" / "stacks" / name / "cdk.tf.json").exists()
        deployed = ok(with_cli.run(CDKTF, "deploy", "*", "--auto-approve"))
        assert "Apply complete!" in deployed
        contoso, fabrikam = with_cli.environment().tenants.values()
        assert partners(with_cli) == {"contoso": [fabrikam.tenant_id], "fabrikam": [contoso.tenant_id]}
        assert "0 tenants change" in ok(with_cli.crosscloud("plan", "--env", "demo"))  # one state for both
        ok(with_cli.run(CDKTF, "destroy", "*", "--auto-approve"))
        assert partners(with_cli) == {"contoso": [], "fabrikam": []}


def test_the_emulator_describes_itself_in_one_line(project: Project) -> None:
    with emulator(project, "--json") as line:
        described = json.loads(line)
    assert described.keys() == {"ca", "request_log", "tenants"}
    assert Path(described["ca"]).is_absolute()
    assert [tenant["name"] for tenant in described["tenants"]] == ["contoso", "fabrikam"]
    for tenant in described["tenants"]:
        keys = {"name", "tenant_id", "cloud", "login", "graph", "client_id", "client_secret"}
        assert tenant.keys() == keys
        assert tenant["login"].startswith("https://")
        assert tenant["tenant_id"] not in tenant["login"]
        assert not tenant["graph"].rstrip("/").endswith(("v1.0", "beta"))


def test_permissions_are_taken_away(project: Project) -> None:
    with emulator(project, "--shell", "--roles", "User.Read.All") as lines:
        project.extra |= exported(project, lines)
        refused = project.crosscloud("check", "--env", "demo")
    assert refused.returncode == 1
    told = " ".join((refused.stdout + refused.stderr).split())
    assert "Policy.Read.All" in told
