"""The entry of a service provider is never removed: who tries is told XC302, and its way out works."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.project import Project, ok
from tests.acceptance.workbench import PARTNER_ID, Workbench, workbench

pytestmark = pytest.mark.terraform


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path, spawned=True) as made:
        made.partner(inbound_trust={"is_mfa_accepted": True})
        made.settles()
        made.emulator.change("contoso", partners={PARTNER_ID: {"isServiceProvider": True}})
        yield made


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


def test_in_plain_terraform_a_removed_block_leaves_it_as_it_is(bench: Workbench) -> None:
    before = bench.live_partner()
    bench.write({})
    code, text = bench.plan()
    assert code == 1
    assert "XC302: " in text
    assert "removed { from = crosscloud_partner_settings.NAME lifecycle { destroy = false } }" in words(text)
    assert bench.terraform("apply", "-no-color", "-auto-approve").returncode == 1
    removed = {"from": "crosscloud_partner_settings.fabrikam", "lifecycle": {"destroy": False}}
    bench.write({}, removed=[removed])
    bench.settles()
    assert bench.live_partner() == before
    bench.write({})  # the block may go afterwards
    code, text = bench.plan()
    assert code == 0, text
    assert bench.live_partner() == before


def test_one_that_became_a_service_provider_after_the_plan_stays(bench: Workbench) -> None:
    bench.emulator.change("contoso", partners={PARTNER_ID: {"isServiceProvider": None}})
    bench.write({})
    assert bench.terraform("plan", "-no-color", "-out=saved").returncode == 0
    bench.emulator.change("contoso", partners={PARTNER_ID: {"isServiceProvider": True}})
    run = bench.terraform("apply", "-no-color", "saved")
    assert run.returncode == 1
    assert "XC302: " in run.stderr
    assert bench.live_partner() is not None


@pytest.mark.slow  # six runs
def test_a_joint_plan_is_refused_with_it_alone_and_keeping_the_entry_brings_nothing_else(project: Project) -> None:
    with project.emulated() as emulator:
        ok(project.crosscloud("plan", "--out", "first.plan"), 2)
        ok(project.crosscloud("apply", "first.plan"))
        (entry,) = emulator.state("contoso")["partners"]
        emulator.change("contoso", partners={entry["tenantId"]: {"isServiceProvider": True}})
        main = project.folder / "main.py"
        text = main.read_text(encoding="utf-8")
        ended = text.replace("partnerships=[engineering]", "partnerships=[]")
        main.write_text(ended, encoding="utf-8")
        refused = ok(project.crosscloud("plan", "--out", "refused.plan"), 3)
        assert "XC302" in refused
        assert "FAILED" not in refused
        assert not [id_ for id_ in ("XC102", "XC103", "XC104", "XC303") if id_ in refused]
        kept = "partnerships=[], keeping=[fabrikam if tenant is contoso else contoso]"
        main.write_text(ended.replace("partnerships=[]", kept), encoding="utf-8")
        before = emulator.state("contoso")
        planned = ok(project.crosscloud("plan", "--out", "kept.plan"), 2)
        assert not [id_ for id_ in ("XC302", "XC102", "XC103", "XC104", "XC303") if id_ in planned]
        ok(project.crosscloud("apply", "kept.plan"))
        assert emulator.state("contoso") == before
        ok(project.crosscloud("plan"))
