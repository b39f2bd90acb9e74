"""Where settings come from: the live tenants, a snapshot, or a saved plan; what was not read stays unknown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV
from crosscloud.domain.directory import PARTS
from crosscloud.domain.findings import check
from crosscloud.domain.truth import Truth
from crosscloud.emulator import Fault
from crosscloud.environment import Environment
from crosscloud.graph import SnapshotFileError
from crosscloud.graph.snapshot import write_snapshot
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.settings_source import (
    find_tenant,
    make_outsider,
    open_snapshot,
    read_live,
    read_planned,
)
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.terraform.plan import read_plan
from tests.operations.bundles import snapshot
from tests.support.embedded import Embedded, embedded, environment_of
from tests.support.plans import tenant_as_read, terraform_document

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
TAILSPIN, OUTSIDE = "7c1d9a34-2b5e-4f60-8a17-9d0c3e4f5a11", "99999999-2222-4333-8444-555555555555"
SIGN_IN = "{method: client_secret, client_id: 3f0c7a52-8d14-4b6e-9a27-5e1b2c3d4f60}"
ENVIRONMENT = f"""\
environment: pilot
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global, sign_in: {SIGN_IN}}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov, sign_in: {SIGN_IN}}}
  tailspin: {{tenant_id: {TAILSPIN}, cloud: china}}
"""
TAKEN_AT = datetime(2026, 11, 23, 9, 14, 7, tzinfo=UTC)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return environment_of(tmp_path, ENVIRONMENT)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Embedded]:
    with embedded(tmp_path, ENVIRONMENT) as found:
        yield found


def test_the_managed_tenants_are_read_and_the_others_are_another_organisations(served: Embedded) -> None:
    served.emulator.change("contoso", partners={FABRIKAM: {}, OUTSIDE: {}})
    source = read_live(served.environment, served.variables)
    assert source.read == (CONTOSO, FABRIKAM)
    assert list(source.tenants) == [CONTOSO, FABRIKAM, TAILSPIN]
    assert source.unread == {}
    tailspin = source.tenants[TAILSPIN]
    assert (tailspin.name, tailspin.cloud, tailspin.lists(CONTOSO)) == ("tailspin", CHINA, Truth.UNKNOWN)
    assert tailspin.unreadable["partners"] == "it is another organisation's"
    assert source.names.tenant(FABRIKAM) == "fabrikam"
    assert abs((datetime.now(UTC) - source.taken_at).total_seconds()) < 60
    assert source.situation.clouds_of == {OUTSIDE: frozenset()}  # looked for, and found nowhere
    assert source.situation.tenants[CONTOSO].directory is None


def test_only_the_clouds_of_those_who_are_asked_about_are_looked_for(served: Embedded) -> None:
    served.emulator.change("contoso", partners={OUTSIDE: {}})
    for asked, found in (((), {}), ((FABRIKAM.upper(),), {}), ((OUTSIDE.upper(),), {OUTSIDE: frozenset()})):
        source = read_live(served.environment, served.variables, asked_about=asked)
        assert source.situation.clouds_of == found


def test_a_tenant_that_is_not_held_is_in_its_cloud_or_else_taken_to_be_in_that_of_the_other(
    served: Embedded,
) -> None:
    source = read_live(served.environment, served.variables, asked_about=[])
    contoso = source.tenants[CONTOSO]
    outsider = make_outsider(source, OUTSIDE.upper(), contoso)
    assert (outsider.tenant_id, outsider.cloud, outsider.lists(CONTOSO)) == (OUTSIDE, GLOBAL, Truth.UNKNOWN)
    placed = replace(source, situation=replace(source.situation, clouds_of={OUTSIDE: frozenset({"china"})}))
    assert make_outsider(placed, OUTSIDE, contoso).cloud is CHINA


def test_the_directories_are_read_where_they_are_asked_for(served: Embedded) -> None:
    served.emulator.change("contoso", partners={FABRIKAM: {}, OUTSIDE: {}})
    situation = read_live(served.environment, served.variables, with_directories=True).situation
    assert situation.tenants[CONTOSO].directory is not None
    assert situation.clouds_of[FABRIKAM] == frozenset({"usgov"})
    assert situation.clouds_of[OUTSIDE] == frozenset()  # looked for, and found nowhere


def test_what_cannot_be_read_is_told_by_tenant_and_part(served: Embedded) -> None:
    served.emulator.faults.add(Fault(tenant="fabrikam", path_contains="/partners", status=403))
    source = read_live(served.environment, served.variables)
    assert {id_: set(parts) for id_, parts in source.unread.items()} == {FABRIKAM: {"partners"}}
    assert source.tenants[FABRIKAM].lists(CONTOSO) is Truth.UNKNOWN


def test_a_snapshot_without_an_environment_is_what_it_holds(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "all.json", TAKEN_AT, [snapshot("contoso"), snapshot("fabrikam")])
    source = open_snapshot(None, tmp_path / "all.json")
    assert (source.environment, source.taken_at) == (None, TAKEN_AT)
    assert source.read == tuple(source.tenants) == (CONTOSO, FABRIKAM)
    assert source.names.tenant(CONTOSO) == "contoso"
    assert source.situation.tenants[CONTOSO].directory is None
    with pytest.raises(SnapshotFileError):
        open_snapshot(None, tmp_path / "none.json")


def test_a_snapshot_in_an_environment_has_its_names_and_lacks_the_tenants_that_it_does_not_hold(
    environment: Environment, tmp_path: Path
) -> None:
    renamed = {**snapshot("contoso"), "name": "as it was called"}
    outside = {**snapshot("fabrikam"), "name": "outside", "tenant_id": OUTSIDE}
    write_snapshot(tmp_path / "some.json", TAKEN_AT, [renamed, outside])
    source = open_snapshot(environment, tmp_path / "some.json", with_directories=True)
    assert source.read == (CONTOSO, OUTSIDE)
    assert [tenant.name for tenant in source.tenants.values()] == ["contoso", "fabrikam", "tailspin", "outside"]
    assert source.tenants[FABRIKAM].unreadable["default"] == "the snapshot does not hold it"
    directory = source.situation.tenants[CONTOSO].directory
    assert directory is not None
    assert set(directory.unread) == set(PARTS)  # asked for, and not in a snapshot


def test_a_saved_plan_is_what_its_tenants_will_be(environment: Environment, tmp_path: Path) -> None:
    before = tenant_as_read("contoso", CONTOSO, GLOBAL)
    wanted = replace(before, endpoints=frozenset({USGOV.endpoint}))
    plan = read_plan(terraform_document(before, wanted))
    contoso = TenantPlan("contoso", CONTOSO, GLOBAL, "s", before, "2026-11-23T09:14:07+00:00", plan)
    fabrikam = TenantPlan("fabrikam", FABRIKAM, USGOV, "s", None)
    bundle = Bundle(tmp_path, JointPlan("pilot", "", (contoso, fabrikam)), "", {})
    source = read_planned(environment, bundle)
    assert source.tenants[CONTOSO].endpoints == frozenset({USGOV.endpoint})
    assert source.tenants[FABRIKAM].lists(CONTOSO) is Truth.UNKNOWN
    assert (source.read, source.taken_at) == ((CONTOSO,), TAKEN_AT)


def test_a_tenant_is_found_by_its_name_or_its_id(environment: Environment, tmp_path: Path) -> None:
    write_snapshot(tmp_path / "all.json", TAKEN_AT, [snapshot("contoso")])
    source = open_snapshot(environment, tmp_path / "all.json")
    for name in ("contoso", CONTOSO, CONTOSO.upper()):
        found = find_tenant(source, name)
        assert found is not None
        assert found.tenant_id == CONTOSO
    assert find_tenant(source, "nobody") is None


def test_what_of_microsoft_365_is_shown_is_asked_and_told_where_the_way_is_open(tmp_path: Path) -> None:
    def everybody(access: str, half: str) -> dict[str, Any]:
        return {half: {"accessType": access, "targets": [{"target": "AllUsers", "targetType": "user"}]}}

    capability = {"@odata.type": "#microsoft.graph.crossTenantMailTipsAll", "inboundAccess": {"isAllowed": True}}
    ends = {"contoso": FABRIKAM, "fabrikam": CONTOSO}
    with embedded(tmp_path, ENVIRONMENT.replace("cloud: usgov", "cloud: global")) as served:
        for name, partner in ends.items():
            entry = {
                "m365CollaborationInbound": everybody("allowed" if name == "contoso" else "blocked", "users"),
                "m365CollaborationOutbound": everybody("allowed", "usersAndGroups"),
                "m365Capabilities": [capability],
            }
            served.emulator.change(name, partners={partner: entry})
        source = read_live(served.environment, served.variables, with_directories=True)
        log = served.emulator.request_log.read_text(encoding="utf-8")
    (finding,) = [each for each in check(source.situation) if each.id == "XC406"]
    assert (finding.severity, finding.tenants) == ("info", (CONTOSO, FABRIKAM))
    asked = [line for line in log.splitlines() if "/m365Capabilities" in line and "/partners/" in line]
    assert len(asked) == 1
