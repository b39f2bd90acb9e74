"""A name is no identity: tenants are renamed, were listed by hand, or leave; each is known by its id."""

from collections.abc import Iterator

import pytest

from crosscloud.emulator import Emulator
from tests.acceptance.project import Project, ok, requests
from tests.acceptance.test_topologies import MAIN, THREE

pytestmark = pytest.mark.terraform

FABRIKAM = "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
WRITES = {"POST", "PATCH", "PUT", "DELETE"}


@pytest.fixture
def emulator(project: Project) -> Iterator[Emulator]:
    with project.emulated() as emulator:
        yield emulator


def rewrite(project: Project, *files: str, **names: str) -> None:
    """In these files, every old text by its new one, all at once."""
    for file in files:
        path = project.folder / file
        text = path.read_text(encoding="utf-8")
        for number, old in enumerate(names):
            text = text.replace(old, f"<{number}>")
        for number, new in enumerate(names.values()):
            text = text.replace(f"<{number}>", new)
        path.write_text(text, encoding="utf-8")


def rename(project: Project, environment: str, **names: str) -> None:
    """Give tenants other names in the code and in the environment; their sign-ins are found under them."""
    before = {
        tenant.tenant_id: tenant.variable_prefix for tenant in project.environment(environment).tenants.values()
    }
    rewrite(project, "main.py", f"environments/{environment}.yaml", **names)
    given, project.extra = project.extra, {}
    for tenant in project.environment(environment).tenants.values():
        old = before[tenant.tenant_id]
        for variable, value in given.items():
            if variable.startswith(f"{old}_"):
                project.extra[variable.replace(old, tenant.variable_prefix, 1)] = value


def applied(project: Project, *options: str) -> None:
    ok(project.crosscloud("plan", *options, "--out", "saved.plan"), 2)
    ok(project.crosscloud("apply", "saved.plan"))


def written(emulator: Emulator, after: int) -> list[str]:
    return [each["path"] for each in requests(emulator, after=after) if each["method"] in WRITES]


def states(project: Project, environment: str) -> set[str]:
    return {path.name for path in (project.folder / f".crosscloud/{environment}/state").glob("*.tfstate")}


def test_a_renamed_tenant_moves_in_the_state_and_nothing_is_written(project: Project, emulator: Emulator) -> None:
    applied(project)
    so_far = len(requests(emulator))
    rename(project, "demo", fabrikam="wingtip")
    report = ok(project.crosscloud("plan", "--out", "renamed.plan"), 2)
    assert "0 refuse" in report
    assert "only in Terraform's state" in report
    assert not any(id_ in report for id_ in ("XC307", "XC311", "XC322", "XC323"))
    ok(project.crosscloud("apply", "renamed.plan"))
    ok(project.crosscloud("plan"))
    assert [path for path in written(emulator, so_far) if "/policies/" in path] == []
    assert states(project, "demo") == {"contoso.tfstate", "fabrikam.tfstate"}


@pytest.mark.slow
def test_exchanged_names_are_refused_before_anything_is_written(project: Project) -> None:
    project.write_environment("three", THREE)
    (project.folder / "main.py").write_text(MAIN, encoding="utf-8")
    with project.emulated("three") as emulator:
        applied(project, "--env", "three")
        so_far = len(requests(emulator))
        rename(project, "three", fabrikam="tailspin", tailspin="fabrikam")
        run = project.crosscloud("plan", "--env", "three", "--out", "exchanged.plan")
        assert run.returncode == 1
        assert "A tenant has the name that another one has in the state" in " ".join(run.stdout.split())
        assert states(project, "three") == {"contoso.tfstate", "fabrikam.tfstate", "tailspin.tfstate"}
        rename(project, "three", fabrikam="tailspin", tailspin="fabrikam")
        for names in ({"fabrikam": "wingtip"}, {"tailspin": "fabrikam"}, {"wingtip": "tailspin"}):  # as it says
            rename(project, "three", **names)
            applied(project, "--env", "three")
        assert [path for path in written(emulator, so_far) if "/policies/" in path] == []


def test_an_entry_made_by_hand_refuses_the_joint_plan_and_is_adopted_where_it_says_so(
    project: Project, emulator: Emulator
) -> None:
    emulator.seed_partners("contoso", [{"tenantId": FABRIKAM}])
    so_far = len(requests(emulator))
    refused = project.crosscloud("plan", "--out", "demo.plan")
    assert refused.returncode == 3
    words = " ".join(refused.stdout.split())
    assert "XC323" in words
    assert "contoso lists fabrikam already" in words
    assert not (project.folder / "demo.plan").exists()
    assert [path for path in written(emulator, so_far) if "/policies/" in path] == []
    main = project.folder / "main.py"
    text = main.read_text(encoding="utf-8")
    end = "automatic_user_consent=False,\n    ),\n"
    assert text.count(end) == 1
    main.write_text(text.replace(end, f"{end}    adopt_existing=[contoso],\n"), encoding="utf-8")
    applied(project)
    ok(project.crosscloud("plan"))
