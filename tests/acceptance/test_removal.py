"""What is taken out of the code after a change in the portal is removed as reviewed, and not if it changes again.

For what is no longer in the configuration Terraform hands the provider, at the apply, the state as it was before
the refresh: every test here goes wrong where that is compared with the live object.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crosscloud.emulator.faults import Fault
from tests.acceptance.project import Project, ok
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, warm_provider, workbench

pytestmark = pytest.mark.terraform

US, CN = "microsoftonline.us", "partner.microsoftonline.cn"
TRUST = {"is_mfa_accepted": True, "is_compliant_device_accepted": False}
ACCEPTED = {
    "tenants": [TENANT_ID],
    "reason": "tenants of a test",
    "approved_by": "the test",
    "expires": "2099-12-31",
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path) as made:
        made.accept = ({"finding": "XC307", **ACCEPTED}, {"finding": "XC301", **ACCEPTED})
        yield made


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


def graph_trust(*, mfa: bool, compliant: bool) -> dict[str, bool]:
    return {
        "isMfaAccepted": mfa,
        "isCompliantDeviceAccepted": compliant,
        "isHybridAzureADJoinedDeviceAccepted": False,
    }


def drift(bench: Workbench, number: int) -> None:
    """Somebody changes all that the tests manage in the portal; each `number` (1, 2) gives other values."""
    compliant, mfa = number == 1, number == 2
    entry: dict[str, Any] = {"inboundTrust": graph_trust(mfa=not mfa, compliant=compliant)}
    live = bench.live_partner()
    if live is not None and live["identitySynchronization"]:
        entry["identitySynchronization"] = {
            "displayName": f"Edited {number}",
            "userSyncInbound": {"isSyncAllowed": True},
        }
    bench.emulator.change(
        "contoso",
        partners={PARTNER_ID: entry} if live else {},
        default={"inboundTrust": graph_trust(mfa=mfa, compliant=compliant)},
        policy={"allowedCloudEndpoints": [CN] if number == 1 else [US, CN]},
    )


def managed(what: str, **more: Any) -> dict[str, Any]:
    """The configuration of one kind of object, beside the partner where it needs one."""
    partner = {"crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, "inbound_trust": TRUST}}}
    match what:
        case "partner":
            return partner
        case "synchronization":
            own = {
                "tenant_id": PARTNER_ID,
                "user_sync_inbound": {"is_sync_allowed": True},
                "display_name": "Fabrikam",
                "depends_on": ["crosscloud_partner_settings.fabrikam"],
            }
            return {**partner, "crosscloud_partner_identity_synchronization": {"fabrikam": own}}
        case "default":
            return {"crosscloud_default_settings": {"this": {"inbound_trust": TRUST, **more}}}
    return {"crosscloud_settings": {"this": {"allowed_cloud_endpoints": [US], **more}}}


def without(what: str) -> dict[str, Any]:
    """The configuration once it is taken out."""
    return managed("partner") if what == "synchronization" else {}


def synchronization(bench: Workbench) -> Any:
    live = bench.live_partner()
    return live and live["identitySynchronization"]


CASES = [
    ("partner", {}, lambda bench: bench.live_partner() is None),
    ("synchronization", {}, lambda bench: synchronization(bench) is None),
    (
        "default",
        {"on_destroy": "restore"},
        lambda bench: not bench.emulator.state("contoso")["default"]["inboundTrust"]["isMfaAccepted"],
    ),
    (
        "default",
        {"on_destroy": "reset"},
        lambda bench: not bench.emulator.state("contoso")["default"]["inboundTrust"]["isCompliantDeviceAccepted"],
    ),
    (
        "root",
        {"on_destroy": "restore"},
        lambda bench: bench.emulator.state("contoso")["policy"]["allowedCloudEndpoints"] == [US, CN],
    ),
    (
        "root",
        {"on_destroy": "reset"},
        lambda bench: bench.emulator.state("contoso")["policy"]["allowedCloudEndpoints"] == [],
    ),
]
each = pytest.mark.parametrize(
    ("what", "more", "is_gone"), CASES, ids=["-".join((what, *more.values())) for what, more, _ in CASES]
)


def drifted(bench: Workbench, what: str, more: dict[str, Any]) -> None:
    """An object of that kind that was made, and then changed in the portal."""
    if what == "root":
        bench.emulator.change("contoso", policy={"allowedCloudEndpoints": [US, CN]})
    bench.write(managed(what, **more))
    bench.settles()
    drift(bench, 1)


@each
def test_it_is_removed_by_one_apply(
    bench: Workbench, what: str, more: dict[str, Any], is_gone: Callable[[Workbench], bool]
) -> None:
    drifted(bench, what, more)
    bench.write(without(what))
    bench.apply()
    assert is_gone(bench)
    code, text = bench.plan()
    assert code == 0, text


@each
def test_a_saved_plan_removes_it_through_another_process_and_not_if_it_changes_once_more(
    bench: Workbench, tmp_path: Path, what: str, more: dict[str, Any], is_gone: Callable[[Workbench], bool]
) -> None:
    drifted(bench, what, more)
    bench.write(without(what))
    assert bench.terraform("plan", "-no-color", "-out=saved").returncode == 0
    drift(bench, 2)
    before = bench.emulator.state("contoso")
    run = bench.terraform("apply", "-no-color", "saved")
    assert run.returncode == 1, run.stdout
    assert "changed since the plan" in words(run.stderr)
    assert "(XC309)" in words(run.stderr)
    if what != "synchronization":  # its partner, which stays in the code, is put back as planned
        assert bench.emulator.state("contoso") == before
    assert bench.terraform("plan", "-no-color", "-out=again").returncode == 0
    with warm_provider(bench, tmp_path / "other.log"):
        run = bench.terraform("apply", "-no-color", "again")
        assert run.returncode == 0, run.stderr
        assert is_gone(bench)
        code, text = bench.plan()
        assert code == 0, text


@each
def test_destroying_everything_after_a_change_in_the_portal(
    bench: Workbench, what: str, more: dict[str, Any], is_gone: Callable[[Workbench], bool]
) -> None:
    drifted(bench, what, more)
    run = bench.terraform("destroy", "-no-color", "-auto-approve")
    assert run.returncode == 0, run.stderr
    assert is_gone(bench)


def test_what_stays_in_the_code_is_put_back_and_a_section_taken_out_of_it_is_inherited(bench: Workbench) -> None:
    bench.write({**managed("synchronization"), **managed("default"), **managed("root")})
    bench.settles()
    drift(bench, 1)
    bench.settles()
    live = bench.live_partner()
    assert live is not None
    trusted = live["inboundTrust"]
    assert (trusted["isMfaAccepted"], trusted["isCompliantDeviceAccepted"]) == (True, False)
    assert live["identitySynchronization"]["displayName"] == "Fabrikam"
    assert bench.emulator.state("contoso")["policy"]["allowedCloudEndpoints"] == [US]
    drift(bench, 1)
    bench.partner()
    bench.settles()
    live = bench.live_partner()
    assert live is not None
    assert live["inboundTrust"] is None
    assert live["identitySynchronization"] is None


@pytest.mark.parametrize("how", ["tenant_id", "-replace"])
def test_replacing_a_partner_that_was_changed_in_the_portal(bench: Workbench, how: str) -> None:
    other = "11111111-2222-4333-8444-555555555555"
    bench.partner(inbound_trust=TRUST)
    bench.settles()
    drift(bench, 1)
    if how == "-replace":
        bench.apply("-replace=crosscloud_partner_settings.fabrikam")
    else:
        bench.write({"crosscloud_partner_settings": {"fabrikam": {"tenant_id": other, "inbound_trust": TRUST}}})
        bench.apply()
    code, text = bench.plan()
    assert code == 0, text
    listed = [p["tenantId"] for p in bench.emulator.state("contoso")["partners"]]
    assert listed == [PARTNER_ID if how == "-replace" else other]


def test_a_removal_whose_answer_is_lost_and_one_that_was_made_by_hand_meanwhile(bench: Workbench) -> None:
    bench.partner()
    bench.settles()
    bench.emulator.faults.add(
        Fault(tenant="contoso", method="DELETE", path_contains="/partners/", drop_connection=True)
    )
    bench.write({})
    bench.settles()
    assert bench.live_partner() is None
    bench.partner()
    bench.settles()
    bench.write({})
    assert bench.terraform("plan", "-no-color", "-out=saved").returncode == 0
    bench.emulator.change("contoso", partners={PARTNER_ID: None})
    run = bench.terraform("apply", "-no-color", "saved")
    assert run.returncode == 0, run.stderr
    code, text = bench.plan()
    assert code == 0, text


WRITES = {"partner": "DELETE", "synchronization": "DELETE", "default-reset": "POST"}
"""The method by which an object is taken away or given back, where it is not PATCH."""


def way(what: str, more: dict[str, Any]) -> str:
    return WRITES.get("-".join((what, *more.values())), "PATCH")


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 409])
@each
def test_a_removal_that_acted_and_was_answered_otherwise_converges(
    bench: Workbench, what: str, more: dict[str, Any], is_gone: Callable[[Workbench], bool], status: int
) -> None:
    """After a change in the portal: whatever was answered, the next plan and apply leave it as it was to be."""
    drifted(bench, what, more)
    bench.emulator.faults.add(
        Fault(tenant="contoso", method=way(what, more), path_contains="olicies", status=status, acts=True)
    )
    bench.write(without(what))
    bench.terraform("apply", "-no-color", "-auto-approve")
    assert bench.emulator.faults.waiting == ()
    bench.settles()
    assert is_gone(bench)


@pytest.mark.slow
@each
def test_a_removal_that_was_killed_converges(
    bench: Workbench, tmp_path: Path, what: str, more: dict[str, Any], is_gone: Callable[[Workbench], bool]
) -> None:
    """Terraform and its provider are killed while Graph is asked; Graph acts, and the state never hears of it."""
    drifted(bench, what, more)
    bench.emulator.faults.add(
        Fault(tenant="contoso", method=way(what, more), path_contains="olicies", latency=1.5)
    )
    bench.write(without(what))
    with warm_provider(bench, tmp_path / "killed.log"):
        apply = [str(bench.program), "apply", "-no-color", "-auto-approve"]
        with subprocess.Popen(apply, cwd=bench.folder, env=bench.variables, stdout=subprocess.DEVNULL) as run:
            assert bench.emulator.faults.wait_until_met(60)
            run.kill()
    deadline = time.monotonic() + 20
    while not is_gone(bench):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    drift(bench, 2)
    bench.settles()
    assert is_gone(bench)


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 409])
def test_a_removal_that_is_said_not_to_be_possible_is_read_again_and_stays_in_the_state(
    bench: Workbench, status: int
) -> None:
    bench.partner()
    bench.settles()
    drift(bench, 1)
    bench.emulator.faults.add(Fault(tenant="contoso", method="DELETE", path_contains="/partners/", status=status))
    bench.write({})
    run = bench.terraform("apply", "-no-color", "-auto-approve")
    assert run.returncode == 1, run.stdout
    assert f"Partner {PARTNER_ID} was not removed" in words(run.stderr)
    assert bench.live_partner() is not None
    bench.settles()
    assert bench.live_partner() is None


def test_a_joint_plan_removes_a_partner_that_was_changed_in_the_portal(project: Project) -> None:
    with project.emulated() as emulator:
        ok(project.crosscloud("plan", "--out", "first.plan"), 2)
        ok(project.crosscloud("apply", "first.plan"))
        partner = emulator.state("contoso")["partners"][0]["tenantId"]
        trusting = {"inboundTrust": graph_trust(mfa=True, compliant=True)}
        emulator.change("contoso", partners={partner: trusting})
        main = project.folder / "main.py"
        text = main.read_text(encoding="utf-8")
        assert "partnerships=[engineering]" in text
        main.write_text(text.replace("partnerships=[engineering]", "partnerships=[]"), encoding="utf-8")
        ok(project.crosscloud("plan", "--out", "second.plan"), 2)
        ok(project.crosscloud("apply", "second.plan"))
        assert emulator.state("contoso")["partners"] == []
        ok(project.crosscloud("plan"))
