"""`access explain`, `access matrix` and `check`: live, on a snapshot, and on a saved plan; and a refused plan."""

import json
import shutil
from typing import Any

import pytest

from tests.acceptance.project import Project, ok
from tests.acceptance.test_errors import failed
from tests.acceptance.test_main_job import CONTOSO, ENGINEERS, FABRIKAM, VAULT

pytestmark = pytest.mark.terraform

SOMEBODY = "99999999-1111-4222-8333-444444444444"
EXPLAIN = (
    "access",
    "explain",
    "--from",
    "contoso",
    "--to",
    "fabrikam",
    "--user",
    SOMEBODY,
    "--app",
    "design-vault",
)


def between(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows from contoso to fabrikam."""
    return [row for row in rows if (row["home"]["name"], row["resource"]["name"]) == ("contoso", "fabrikam")]


def decision(project: Project, *more: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(ok(project.crosscloud(*EXPLAIN, "--json", *more)))
    return found


def test_from_a_live_tenant_a_snapshot_and_a_saved_plan(project: Project) -> None:
    with project.emulated():
        ok(project.crosscloud("snapshot", "--out", "before.json"))
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)

        assert decision(project)["decision"] == "block"
        planned = decision(project, "--plan", "demo.plan", "--group", "engineers")
        assert (planned["decision"], planned["consent_prompt"]) == ("allow", "suppressed")

        applied = project.crosscloud("apply", "demo.plan")
        assert "applied and read back" in ok(applied)
        for asked in (applied, project.crosscloud(*EXPLAIN), project.crosscloud("snapshot", "--out", "now.json")):
            ok(asked)
            for tenant in ("contoso", "fabrikam"):
                assert f"{tenant} is not reached at its cloud's own endpoints: login=https://loc" in asked.stderr
        assert "endpoints" not in project.crosscloud(*EXPLAIN, "--snapshot", "now.json").stderr
        live = decision(project, "--group", ENGINEERS)
        assert live == planned
        assert decision(project)["aadsts"] == "AADSTS500212"  # in no group: contoso's own outbound blocks
        before = json.loads(
            ok(project.crosscloud("access", "matrix", "--snapshot", "before.json", "--env", "demo", "--json"))
        )
        now = json.loads(ok(project.crosscloud("access", "matrix", "--json")))
        text = ok(project.crosscloud("access", "matrix"))
    (there,) = between(now)
    assert there["permits"][0]["who"] == "group engineers (of contoso)"
    assert there["permits"][0]["what"].startswith("design-vault (of fabrikam)")
    assert there["ids"] == {"engineers (of contoso)": ENGINEERS, "design-vault (of fabrikam)": VAULT}
    assert f"group engineers (of contoso) {ENGINEERS}" in text
    (closed,) = between(before)
    assert [line["is_nothing"] for line in closed["permits"]] == [True]


def test_the_gates_are_told_in_words(project: Project) -> None:
    with project.emulated():
        text = ok(project.crosscloud(*EXPLAIN, "--app", VAULT))
    first, second, verdict, *_ = text.splitlines()
    assert (first.split(":")[0], verdict) == (f"from  contoso {CONTOSO}", "BLOCK")
    assert second == f"to    fabrikam {FABRIKAM}: design-vault (of fabrikam) {VAULT}"
    assert "fail     home_cloud_enabled" in text
    assert "Not evaluated: guest account" in text


def test_names_that_are_not_known_are_refused(project: Project) -> None:
    with project.emulated():
        failed(project.crosscloud(*EXPLAIN, "--group", "enginers"), "enginers", "engineers")
        failed(project.crosscloud(*EXPLAIN[:2], "--from", "tailspin", *EXPLAIN[4:]), "tailspin", "contoso")


def test_check_reports_half_a_partnership(project: Project) -> None:
    with project.emulated() as emulator:
        emulator.change("contoso", policy={"allowedCloudEndpoints": ["microsoftonline.us"]})
        emulator.seed_partners("contoso", [{"tenantId": FABRIKAM}])
        found = json.loads(ok(project.crosscloud("check", "--json"), 2))
    ids = {finding["id"] for finding in found if finding["severity"] == "error"}
    assert {"XC103", "XC104"} <= ids
    for finding in found:
        assert set(finding) == {
            "id",
            "severity",
            "tenants",
            "tenant_ids",
            "summary",
            "detail",
            "fix",
            "doc",
        }


def test_a_plan_that_nobody_accepted_is_refused_and_not_saved(project: Project) -> None:
    project.write_environment("strict", {**_strict(project), "accept": []})
    with project.emulated("strict"):
        text = ok(project.crosscloud("plan", "--env", "strict", "--out", "strict.plan"), 3)
        assert text.index("REFUSED") < text.index("SUMMARY") < text.index("ACCESS") < text.index("CHANGES")
        assert "XC301" in text
    assert not (project.folder / "strict.plan").exists()


def test_a_saved_plan_that_is_stale_or_held_is_not_applied_and_a_held_one_not_saved(project: Project) -> None:
    def refused() -> list[str]:
        run = project.crosscloud("apply", "demo.plan", "--json")
        assert run.returncode == 1
        assert "nothing was applied" in run.stderr
        return [finding["id"] for finding in json.loads(run.stdout)["refused"]]

    with project.emulated() as emulator:
        ok(project.crosscloud("plan", "--out", "demo.plan"), 2)
        emulator.change("contoso", policy={"allowedCloudEndpoints": ["microsoftonline.us"]})
        assert refused() == ["XC309"]
        environment = project.folder / "environments" / "demo.yaml"
        hold = "hold: [{tenants: [contoso, fabrikam], reason: INC-1, held_by: oncall, since: 2026-11-20}]\n"
        environment.write_text(environment.read_text(encoding="utf-8") + hold, encoding="utf-8")
        assert refused() == ["XC312"]
        text = ok(project.crosscloud("plan", "--out", "held.plan"), 3)
        assert "XC312" in text
        assert "INC-1" in text
    assert not (project.folder / "held.plan").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_a_refused_plan_shows_the_line_as_it_was_committed_and_as_it_is(project: Project) -> None:
    main = project.folder / "main.py"
    committed = main.read_text(encoding="utf-8")
    who = ("-c", "user.name=test", "-c", "user.email=test@localhost")
    for command in (["init", "-q"], ["add", "main.py"], [*who, "commit", "-q", "-m", "first"]):
        ok(project.run("git", *command))
    head = ok(project.run("git", "rev-parse", "HEAD"))[:7]
    main.write_text(f"# one line more\n{committed.replace('Access.allow', 'Access.block', 1)}", encoding="utf-8")
    with project.emulated():
        found = json.loads(ok(project.crosscloud("plan", "--json"), 3))
        nowhere = project.crosscloud("plan", "--base", "nowhere")
    assert (found["commit"], found["base"]) == (f"{head}-dirty", head)
    changed = [text for text in found["intent"].values() if text["before"] != text["after"]]
    assert [text["arguments"] for text in changed] == [["access"]]
    assert changed[0]["before"].startswith('Access.allow(groups=[contoso.group("engineers")], applications=[')
    assert changed[0]["after"] == changed[0]["before"].replace("allow", "block")
    assert len(found["intent"]) == 2
    assert nowhere.returncode == 1
    assert "--base nowhere is no commit of the git repository of" in nowhere.stderr


def test_a_tenant_that_is_not_read_is_unknown_and_never_open(project: Project) -> None:
    with project.emulated(tenants={"fabrikam": {"roles": frozenset()}}):
        found = decision(project, "--group", "engineers")
        assert found["decision"] == "block"  # contoso alone says so: its cloud is not enabled
        findings = json.loads(ok(project.crosscloud("check", "--json"), 1))
    assert "XC111" in {finding["id"] for finding in findings}


def _strict(project: Project) -> dict[str, object]:
    environment = project.environment("demo")
    return {
        "embedded": True,
        "tenants": {
            tenant.name: {
                "tenant_id": tenant.tenant_id,
                "cloud": tenant.cloud.name,
                "groups": {group.name: {"id": group.id} for group in tenant.groups.values()},
                "applications": {app.name: {"id": app.id} for app in tenant.applications.values()},
            }
            for tenant in environment.tenants.values()
        },
    }
