"""A policy root that nobody has changed may be answered as `{}`: everywhere that is no cloud enabled."""

import json
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import USGOV
from tests.acceptance.project import Project
from tests.acceptance.workbench import workbench

pytestmark = pytest.mark.terraform

BLANK = {"untouched_root_is_blank": True}


def said(project: Project, command: tuple[str, ...], *codes: int) -> Any:
    run = project.crosscloud(*command, "--json")
    assert run.returncode in codes, run.stdout + run.stderr
    return json.loads(run.stdout)


def test_every_command_says_of_a_blank_root_what_it_says_of_one_without_clouds(tmp_path: Path) -> None:
    """Six commands, since it is their agreement that is looked at."""
    told = []
    for number, root in enumerate(({}, BLANK)):
        (tmp_path / str(number)).mkdir()
        project = Project.make(tmp_path / str(number))
        with project.emulated(tenants={"contoso": root, "fabrikam": root}):
            findings = said(project, ("check",), 0, 2)
            matrix = said(project, ("access", "matrix"), 0)
            review = said(project, ("plan",), 2)
        (contoso,) = [each for each in review["tenants"] if each["name"] == "contoso"]
        (row,) = [row for each in contoso["changes"] if each["kind"] == "settings" for row in each["rows"]]
        assert (row["before"]["value"], row["after"]["value"]) == ([], [USGOV.endpoint])
        told.append((findings, matrix, review["access"], review["findings"]))
    assert told[0] == told[1]
    assert "XC111" not in json.dumps(told[1])


def test_the_provider_takes_a_blank_root_for_no_cloud_with_state_and_without(tmp_path: Path) -> None:
    def clouds(*endpoints: str) -> dict[str, Any]:
        return {"crosscloud_settings": {"this": {"allowed_cloud_endpoints": list(endpoints)}}}

    with workbench(tmp_path, tenant=BLANK) as bench:
        bench.write(clouds())
        bench.settles()  # without state: adopted, and nothing to write
        bench.write(clouds(USGOV.endpoint))
        bench.settles()
        bench.emulator.change("contoso", policy={"allowedCloudEndpoints": []})  # as at first
        code, text = bench.plan()
        assert code == 2, text
        assert f'+ "{USGOV.endpoint}"' in text
        bench.settles()
