"""`crosscloud synth`: what the intent is warned of is told, once."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from crosscloud.cli.main import run

ENVIRONMENT = """environment: demo
embedded: true
tenants:
  contoso: {tenant_id: 5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11, cloud: global}
"""
# In place of an intent: writes what cdktf would, without starting Node.
PROGRAM = """
import json, os, pathlib
out = pathlib.Path(os.environ["CDKTF_OUTDIR"])
stacks = json.loads(pathlib.Path("stacks.json").read_text())
for name, warnings in stacks.items():
    folder = out / "stacks" / name
    folder.mkdir(parents=True, exist_ok=True)
    note = {"crosscloud": {"tenant": name, "warnings": warnings}}
    (folder / "cdk.tf.json").write_text(json.dumps({"//": note}))
manifest = {name: {"name": name, "workingDirectory": f"stacks/{name}"} for name in stacks}
(out / "manifest.json").write_text(json.dumps({"stacks": manifest}))
"""


def warning(what: str, finding: str = "XC113", severity: str = "warning") -> dict[str, Any]:
    return {
        "what": what,
        "where": "main.py:23",
        "to_do": "Name groups",
        "finding": finding,
        "severity": severity,
        "paths": ["contoso/a"],
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "demo.yaml").write_text(ENVIRONMENT, encoding="utf-8")
    (tmp_path / "cdktf.json").write_text(json.dumps({"app": f"{sys.executable} app.py"}), encoding="utf-8")
    (tmp_path / "app.py").write_text(PROGRAM, encoding="utf-8")
    both = warning("all users may \x1b[31mreach everything")
    stacks = {"one": [both, warning("P1 is needed", "XC205", "info")], "other": [both]}
    (tmp_path / "stacks.json").write_text(json.dumps(stacks), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_each_warning_is_told_once_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["synth"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()] == ["one", "other"]
    assert err.splitlines() == [
        "warning  XC113  main.py:23: all users may \\u001b[31mreach everything",
        "         fix: Name groups",
        "info     XC205  main.py:23: P1 is needed",
        "         fix: Name groups",
    ]


@pytest.mark.usefixtures("project")
def test_as_data_each_stack_has_its_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["synth", "--json"]) == 0
    out, err = capsys.readouterr()
    stacks = json.loads(out)
    assert {stack["stack"]: [each["finding"] for each in stack["warnings"]] for stack in stacks} == {
        "one": ["XC113", "XC205"],
        "other": ["XC113"],
    }
    assert err == ""


def test_nothing_is_told_where_there_is_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "stacks.json").write_text('{"one": []}', encoding="utf-8")
    assert run(["synth"]) == 0
    assert capsys.readouterr().err == ""


def test_an_expired_acceptance_is_said_whatever_is_printed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = (
        "accept: [{finding: XC301, tenants: [contoso], reason: seen, approved_by: lead, expires: 2026-01-31}]\n"
    )
    (project / "environments" / "demo.yaml").write_text(ENVIRONMENT + entry, encoding="utf-8")
    for options in ([], ["--json"]):
        assert run(["synth", *options]) == 0
        said = "demo.yaml:5 accepted XC301 for contoso, until 2026-01-31, which has passed: renew it or remove it"
        assert said in capsys.readouterr().err


def test_an_environment_without_a_managed_tenant_has_nothing_to_plan_or_read(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "environments" / "demo.yaml").write_text(
        ENVIRONMENT.replace("embedded: true\n", ""), encoding="utf-8"
    )
    assert run(["plan", "--out", "nothing.plan"]) == 1
    assert "demo.yaml has no tenant with sign_in, so there is nothing to plan" in capsys.readouterr().err
    assert not (project / "nothing.plan").exists()
    for command in (["snapshot"], ["snapshot", "--out", "nothing.json"], ["check"], ["access", "matrix"]):
        assert run(command) == 1, command
        told = capsys.readouterr()
        assert "demo.yaml has no tenant with sign_in, so there is nothing to read" in told.err
        assert told.out == ""
    assert not (project / "nothing.json").exists()
