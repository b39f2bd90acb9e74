"""Plain Terraform with many partners: what it is told does not grow with them."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosscloud.tfplugin.limit import FEW
from tests.acceptance.workbench import Workbench, workbench

pytestmark = pytest.mark.terraform

MANY = 60
BLOCKED = {
    "usersAndGroups": {"accessType": "blocked", "targets": [{"target": "AllUsers", "targetType": "user"}]},
    "applications": {
        "accessType": "blocked",
        "targets": [{"target": "AllApplications", "targetType": "application"}],
    },
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """Organisations that are not listed have nothing, so that every new partner opens something."""
    with workbench(tmp_path, spawned=True) as made:
        made.emulator.change(
            "contoso",
            policy={"allowedCloudEndpoints": ["microsoftonline.us"]},
            default={"b2bCollaborationInbound": BLOCKED, "b2bCollaborationOutbound": BLOCKED},
        )
        yield made


def access(user: str, application: str) -> dict[str, Any]:
    def targets(target: str, kind: str) -> dict[str, Any]:
        return {"access_type": "allowed", "targets": [{"target": target, "target_type": kind}]}

    return {
        "users_and_groups": targets(user, "user"),
        "applications": targets(application, "application"),
    }


def write(bench: Workbench, **sections: Any) -> None:
    named = {
        f"partner-{number}": {"tenant_id": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{number}")), **sections}
        for number in range(MANY)
    }
    bench.write({"crosscloud_partner_settings": named})


def told(bench: Workbench, *command: str) -> Counter[tuple[str, str]]:
    """The diagnostics of a command, by severity and first word."""
    run = bench.terraform(*command, "-json")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return Counter(
        (line["diagnostic"]["severity"], line["diagnostic"]["summary"].split()[0])
        for line in lines
        if line["type"] == "diagnostic"
    )


def write_opening(bench: Workbench) -> None:
    """A configuration of partners about each of which there is much to say."""
    user, application = (str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in ("user", "application"))
    section = access(user, application)
    write(
        bench,
        b2b_collaboration_inbound=section,
        b2b_collaboration_outbound=section,
        inbound_trust={"is_mfa_accepted": True},
    )


def test_a_plan_of_many_new_partners_tells_a_few_of_each_kind(bench: Workbench) -> None:
    write_opening(bench)
    found = told(bench, "plan")
    assert {("warning", "XC306:"), ("warning", "XC308:")} <= set(found)
    assert set(found.values()) == {FEW}
    run = bench.terraform("plan", "-no-color")
    assert run.returncode == 0
    assert f"Plan: {MANY} to add" in run.stdout
    assert f"Of one kind, {FEW} are told." in run.stdout


@pytest.mark.slow
def test_all_are_made_and_all_are_removed(bench: Workbench) -> None:
    write_opening(bench)
    bench.settles()
    assert len(bench.emulator.state("contoso")["partners"]) == MANY
    bench.write({})
    assert set(told(bench, "plan").values()) <= {FEW}
    bench.settles()
    assert bench.emulator.state("contoso")["partners"] == []


def test_many_that_are_refused_are_refused_whole(bench: Workbench) -> None:
    write(bench, b2b_collaboration_inbound=access("AllUsers", "AllApplications"))
    found = told(bench, "plan")
    assert found[("error", "XC307:")] == FEW
    run = bench.terraform("apply", "-no-color", "-auto-approve")
    assert run.returncode == 1
    assert bench.emulator.state("contoso")["partners"] == []
