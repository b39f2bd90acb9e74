"""Many tenants on a small machine: planned and applied some at a time, each with a provider of its own."""

import resource
import subprocess
import uuid

import pytest

from tests.acceptance.project import BIN, Project, ok

pytestmark = [pytest.mark.terraform, pytest.mark.slow]  # a dozen tenants, each with two processes, twice

MAIN = """
from crosscloud.environment import load
from stacks import IntentApp, TenantStack

environment = load()
app = IntentApp()
for tenant in environment.managed_tenants:
    TenantStack(app, tenant)
app.synth()
"""
FILES = 192
"""So few open files let six tenants be worked on at a time."""


def run(project: Project, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [BIN / "crosscloud", *arguments],
        cwd=project.folder,
        env=project.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES)),
    )


def test_more_tenants_than_are_worked_on_at_once(project: Project) -> None:
    tenants = {
        f"t{number}": {"tenant_id": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{number}.example")), "cloud": "global"}
        for number in range(12)
    }
    project.write_environment("many", {"embedded": True, "tenants": tenants})
    (project.folder / "main.py").write_text(MAIN, encoding="utf-8")
    ok(run(project, "plan", "--env", "many", "--out", "many.plan"), 2)
    text = ok(run(project, "apply", "many.plan"))
    assert text.count("applied and read back") == len(tenants)
    ok(run(project, "plan", "--env", "many"))
