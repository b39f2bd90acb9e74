"""`crosscloud check` weighs a direction that is open at one end as a plan does, where main.py can be asked."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from crosscloud.cli.main import run

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
ENVIRONMENT = f"""environment: demo
embedded: true
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: global}}
"""
# In place of an intent: writes what cdktf would, without starting Node.
PROGRAM = f"""
import json, os, pathlib
out = pathlib.Path(os.environ["CDKTF_OUTDIR"])
folder = out / "stacks" / "one"
folder.mkdir(parents=True, exist_ok=True)
direction = {{"home": "{CONTOSO}", "resource": "{FABRIKAM}", "source": "main.py:7"}}
note = {{"crosscloud": {{"tenant": "contoso", "directions": [direction]}}}}
(folder / "cdk.tf.json").write_text(json.dumps({{"//": note}}))
manifest = {{"stacks": {{"one": {{"name": "one", "workingDirectory": "stacks/one"}}}}}}
(out / "manifest.json").write_text(json.dumps(manifest))
"""


def section(how: str) -> dict[str, Any]:
    return {
        "usersAndGroups": {"accessType": how, "targets": [{"target": "AllUsers", "targetType": "user"}]},
        "applications": {
            "accessType": how,
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }


def tenant(name: str, tenant_id: str, other: str, inbound: str, outbound: str) -> dict[str, Any]:
    halves = {"b2bCollaborationInbound": section(inbound), "b2bCollaborationOutbound": section(outbound)}
    partner = {"tenantId": other, **halves, "identitySynchronization": None}
    closed = {
        f"b2b{kind}{way}": section("blocked")
        for kind in ("Collaboration", "DirectConnect")
        for way in ("Inbound", "Outbound")
    }
    return {
        "name": name,
        "tenant_id": tenant_id,
        "cloud": "global",
        "policy": {"allowedCloudEndpoints": []},
        "default": {**closed, "inboundTrust": {"isMfaAccepted": False}},
        "partners": [partner],
        "unreadable": {},
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "demo.yaml").write_text(ENVIRONMENT, encoding="utf-8")
    (tmp_path / "cdktf.json").write_text(json.dumps({"app": f"{sys.executable} app.py"}), encoding="utf-8")
    (tmp_path / "app.py").write_text(PROGRAM, encoding="utf-8")
    tenants = [
        tenant("contoso", CONTOSO, FABRIKAM, "blocked", "allowed"),
        tenant("fabrikam", FABRIKAM, CONTOSO, "blocked", "blocked"),
    ]
    document = {"format": "crosscloud/snapshot/v1", "taken_at": "2026-11-28T12:00:00Z", "tenants": tenants}
    (tmp_path / "all.json").write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def severity(capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["check", "--env", "demo", "--snapshot", "all.json", "--json"]) == 0
    return [each["severity"] for each in json.loads(capsys.readouterr().out) if each["id"] == "XC105"]


@pytest.mark.usefixtures("project")
def test_what_main_py_declares_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert severity(capsys) == ["warning"]


@pytest.mark.parametrize("app", ["raise SystemExit(1)", "print('no stacks')"])
def test_where_it_cannot_be_asked_it_is_worth_knowing(
    project: Path, capsys: pytest.CaptureFixture[str], app: str
) -> None:
    (project / "app.py").write_text(app, encoding="utf-8")
    assert severity(capsys) == ["info"]
