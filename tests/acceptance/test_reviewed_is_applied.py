"""What was reviewed is what is applied, in every tenant, or nothing is applied in any."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosscloud.emulator import Emulator
from crosscloud.operations.apply import apply_jointly
from crosscloud.operations.bundle import open_bundle
from crosscloud.operations.run import Run
from crosscloud.runtime.workspace import Workspace
from tests.acceptance.project import Project, ok, requests
from tests.acceptance.test_errors import failed, nothing_was_written

pytestmark = pytest.mark.terraform

STACK = "    TenantStack(app, tenant, defaults=defaults, partnerships=[engineering])"


@pytest.fixture
def emulator(project: Project) -> Iterator[Emulator]:
    with project.emulated() as emulator:
        yield emulator


def change_main(project: Project, old: str, new: str) -> None:
    main = project.folder / "main.py"
    text = main.read_text(encoding="utf-8")
    assert old in text
    main.write_text(text.replace(old, new), encoding="utf-8")


def run_of(project: Project) -> Run:
    """A run in this process, as `crosscloud apply` makes one."""
    environment = project.environment()
    workspace = Workspace(environment.project, environment.name).make()
    terraform = shutil.which("terraform", path=project.variables["PATH"])
    assert terraform is not None
    return Run(environment, workspace, Path(terraform), project.variables, "apply")


def two_bundles(project: Project) -> tuple[Path, Path]:
    """Two saved plans of the same tenants on the same state; the second does not close the default."""
    ok(project.crosscloud("plan", "--out", "reviewed.plan"), 2)
    change_main(project, "defaults=defaults, ", "")
    ok(project.crosscloud("plan", "--out", "another.plan"), 2)
    return project.folder / "reviewed.plan", project.folder / "another.plan"


def swap(reviewed: Path, another: Path) -> None:
    for tenant in ("contoso", "fabrikam"):
        shutil.copy(another / tenant / f"{tenant}.tfplan", reviewed / tenant / f"{tenant}.tfplan")


def as_if_reviewed(bundle: Path) -> None:
    """Write the digests of a bundle's files anew, as somebody would who wants it to pass for the reviewed one."""
    path = bundle / "review.json"
    data: dict[str, Any] = json.loads(path.read_bytes())
    data["files"] = {name: hashlib.sha256((bundle / name).read_bytes()).hexdigest() for name in data["files"]}
    path.write_text(json.dumps(data), encoding="utf-8")


def leftovers(project: Project) -> list[Path]:
    return list((project.folder / ".crosscloud").rglob("*.tfplan"))


def test_saved_plans_that_are_swapped_after_the_check_are_not_used(project: Project, emulator: Emulator) -> None:
    reviewed, another = two_bundles(project)
    bundle = open_bundle(reviewed)
    swap(reviewed, another)
    results = apply_jointly(run_of(project), bundle)
    assert [result.is_as_reviewed for result in results] == [True, True], results
    default = emulator.state("contoso")["default"]["b2bCollaborationInbound"]
    assert default["usersAndGroups"]["accessType"] == "blocked"  # as in the reviewed plan
    assert leftovers(project) == []


def test_saved_plans_that_are_not_what_was_reviewed_are_not_applied(project: Project, emulator: Emulator) -> None:
    reviewed, another = two_bundles(project)
    swap(reviewed, another)
    as_if_reviewed(reviewed)
    failed(
        project.crosscloud("apply", "reviewed.plan"),
        "nothing was applied: what reviewed.plan holds for contoso and fabrikam is another plan than the one that "
        "was reviewed; plan again",
    )
    nothing_was_written(emulator)
    assert leftovers(project) == []


def test_a_reviewed_plan_that_was_emptied_is_not_applied(project: Project, emulator: Emulator) -> None:
    ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
    bundle = project.folder / "demo.plan"
    for text in ("{}", '{"resource_changes": [{"change": {"actions": ["update"]}, "type": "x", "address": "x"}]}'):
        (bundle / "contoso" / "plan.json").write_text(text, encoding="utf-8")
        as_if_reviewed(bundle)
        failed(project.crosscloud("apply", "demo.plan"), "plan again")
        nothing_was_written(emulator)


@pytest.mark.slow  # six runs
def test_a_state_that_moved_on_in_one_tenant_stops_the_apply_in_both(project: Project, emulator: Emulator) -> None:
    beside = '.add_override("resource.terraform_data.beside", {"input": "1"})'
    ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
    main = (project.folder / "main.py").read_text(encoding="utf-8")
    change_main(project, STACK, f"    TenantStack(app, tenant){beside}")
    ok(project.crosscloud("plan", "--tenant", "fabrikam", "--out", "beside.plan"), 2)
    ok(project.crosscloud("apply", "beside.plan"))
    (project.folder / "main.py").write_text(main, encoding="utf-8")
    seen = len(requests(emulator))
    failed(
        project.crosscloud("apply", "demo.plan"),
        "nothing was applied: since demo.plan was planned",
        "fabrikam: its state: it was written since (serial 0, now ",
        "Plan again.",
    )
    assert [r for r in requests(emulator, after=seen) if r["method"] != "GET" and "token" not in r["path"]] == []
    nothing_was_written(emulator)
    ok(project.crosscloud("plan", "--out", "again.plan"), 2)
    ok(project.crosscloud("apply", "again.plan"))
    # And once there is state in both: the first plan of a state is compared by its serial alone.
    change_main(project, STACK, f"{STACK}{beside}")
    ok(project.crosscloud("plan", "--out", "both.plan"), 2)
    ok(project.crosscloud("plan", "--tenant", "contoso", "--out", "one.plan"), 2)
    ok(project.crosscloud("apply", "one.plan"))
    text = failed(project.crosscloud("apply", "both.plan"), "contoso: its state: it was written since (serial ")
    assert "fabrikam: its state" not in text


def test_a_tenant_that_cannot_be_prepared_stops_the_apply_in_both(project: Project, emulator: Emulator) -> None:
    ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
    (project.folder / ".crosscloud" / "demo" / "apply").mkdir()
    (project.folder / ".crosscloud" / "demo" / "apply" / "fabrikam").write_text("", encoding="utf-8")
    text = failed(
        project.crosscloud("apply", "demo.plan"),
        "fabrikam: failed",
        "is a file where a folder is needed",
        "contoso: failed",
        "Another tenant could not be prepared, so nothing was applied to any.",
    )
    assert "applied: crosscloud" not in text.replace("not applied: ", "")
    nothing_was_written(emulator)
