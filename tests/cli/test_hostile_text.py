"""`check` and `access` on a snapshot whose text would steer a terminal, or has no place in any encoding."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from crosscloud.cli.access import matrix
from crosscloud.cli.check import command as check

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


@pytest.mark.parametrize("command", [check, matrix], ids=["check", "matrix"])
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_nothing_reaches_the_terminal_unescaped(snapshot: Path, command: click.Command, as_json: bool) -> None:
    arguments = ["--snapshot", str(snapshot), *(["--json"] if as_json else [])]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    assert "\\u009b2J\\u202etoso\\ud800" in done.output
    assert done.output.replace("\n", "").isprintable()
    if as_json:
        assert NAME in json.dumps(json.loads(done.output), ensure_ascii=False)
