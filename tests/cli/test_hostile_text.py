"""`check` and `access` on a snapshot whose text would steer a terminal, or has no place in any encoding."""

import json
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from crosscloud.cli.access import matrix
from crosscloud.cli.check import command as check
from crosscloud.cli.main import run

TENANT, PARTNER = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
NAME = "con\x9b2J\u202etoso\ud800"
ALL: dict[str, Any] = {
    "usersAndGroups": {"accessType": "allowed", "targets": [{"target": "AllUsers", "targetType": "user"}]},
    "applications": {
        "accessType": "allowed",
        "targets": [{"target": "AllApplications", "targetType": "application"}],
    },
}
KINDS = ("Collaboration", "DirectConnect")


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    tenant = {
        "name": NAME,
        "tenant_id": TENANT,
        "cloud": "global",
        "policy": {"displayName": NAME, "allowedCloudEndpoints": []},
        "default": {
            **dict.fromkeys((f"b2b{kind}{way}" for kind in KINDS for way in ("Inbound", "Outbound")), ALL),
            "inboundTrust": {},
        },
        "partners": [{"tenantId": PARTNER, "b2bCollaborationInbound": ALL, "b2bCollaborationOutbound": ALL}],
        "unreadable": {},
    }
    file = tmp_path / "snapshot.json"
    document = {"format": "crosscloud/snapshot/v1", "taken_at": "2026-11-20T10:00:00Z", "tenants": [tenant]}
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def said_in_one_line(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    assert err[:-1].isprintable()
    return err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--from", "nobody", "--to", TENANT], "there is no tenant 'nobody'; there are con"),
        (["--from", TENANT, "--to", TENANT], "--from and --to are both con"),
        (["--from", TENANT, "--to", PARTNER, "--group", "g\x1b"], "'g\\x1b' is no id (a GUID) and no group that"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_in_one_line(
    snapshot: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(snapshot.read_bytes())
    (tenant,) = document["tenants"]
    tenant["name"] += "\ncrosscloud: all is well"
    document["tenants"].append({**tenant, "name": "other\x1b[31m", "tenant_id": PARTNER})
    snapshot.write_text(json.dumps(document), encoding="utf-8")
    who = ["--user", TENANT, "--app", TENANT]
    assert run(["access", "explain", "--snapshot", str(snapshot), *who, *arguments]) == 1
    told = said_in_one_line(capsys)
    assert says in told
    assert "\\u009b2J\\u202etoso\\ud800\\u000acrosscloud: all is well" in told


def test_what_the_intent_raises_is_told_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "environments").mkdir()
    tenant = f"{{tenant_id: {TENANT}, cloud: global}}"
    demo = f"environment: demo\nembedded: true\ntenants:\n  contoso: {tenant}\n"
    (tmp_path / "environments" / "demo.yaml").write_text(demo, encoding="utf-8")
    (tmp_path / "cdktf.json").write_text(json.dumps({"app": f"{sys.executable} app.py"}), encoding="utf-8")
    (tmp_path / "app.py").write_text("raise ValueError('a\\x1b[31m\\u202e b\\r\\tc\\nd')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    assert run(["synth"]) == 1
    told = capsys.readouterr().err
    assert "a\\u001b[31m\\u202e b" in told
    assert told.replace("\n", "").isprintable()


def test_a_matrix_of_no_tenants_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "snapshot.json"
    document = {"format": "crosscloud/snapshot/v1", "taken_at": "2026-11-20T10:00:00Z", "tenants": []}
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run(["access", "matrix", "--snapshot", str(file)]) == 0
    assert capsys.readouterr().out == "There are no two tenants, and no partner, to show anything of.\n"


@pytest.mark.parametrize("command", [check, matrix], ids=["check", "matrix"])
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_nothing_reaches_the_terminal_unescaped(snapshot: Path, command: click.Command, as_json: bool) -> None:
    arguments = ["--snapshot", str(snapshot), *(["--json"] if as_json else [])]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    assert "\\u009b2J\\u202etoso\\ud800" in done.output
    assert done.output.replace("\n", "").isprintable()
    if as_json:
        assert NAME in json.dumps(json.loads(done.output), ensure_ascii=False)
