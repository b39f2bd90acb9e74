"""An apply that fails says of every resource whether it was written, was not, or nobody knows."""

import json

import pytest

from crosscloud.emulator.faults import Fault
from tests.acceptance.project import Project, ok

pytestmark = pytest.mark.terraform

REASON = "Failure to update policy due to object limit"


def test_what_is_known_is_told_as_known(project: Project) -> None:
    with project.emulated() as emulator:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        refused = {"error": {"code": "Request_BadRequest", "message": REASON}}
        emulator.faults.add(
            Fault(
                tenant="fabrikam",
                method="POST",
                path_contains="/partners",
                status=400,
                body=refused,
            )
        )
        emulator.faults.add(Fault(tenant="contoso", method="POST", path_contains="/partners", status=500, times=9))
        run = project.crosscloud("apply", "demo.plan", "--json")
        assert run.returncode == 1, run.stdout + run.stderr
        results = {each["name"]: each for each in json.loads(run.stdout)}
    fabrikam, contoso = results["fabrikam"], results["contoso"]
    (partner,) = [each for each in fabrikam["left"] if each.startswith("crosscloud_partner_settings.")]
    assert not [each for each in fabrikam["unknown"] if each.startswith("crosscloud_partner_settings.")]
    (told,) = [each for each in fabrikam["messages"] if each["address"] == partner]
    assert REASON in told["detail"]
    assert "XC206" in told["detail"]
    assert [each for each in contoso["unknown"] if each.startswith("crosscloud_partner_settings.")]
