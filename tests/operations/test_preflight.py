"""A reviewed plan is not applied where the ground has moved, or a hold stands by now."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.hold import Hold
from crosscloud.domain.tenant import TenantSettings, make_unread_tenant
from crosscloud.emulator import Emulator
from crosscloud.environment import Environment
from crosscloud.live.settings import read_tenants
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import HeldError, StaleError
from crosscloud.operations.preflight import refuse_held, refuse_stale
from crosscloud.operations.run import Run
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.situations import collect_names
from crosscloud.runtime.workspace import Workspace
from crosscloud.terraform.plan import TerraformPlan, read_plan
from crosscloud.wording.findings import say
from tests.support.embedded import embedded, environment_of
from tests.support.plans import tenant_as_read

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
NORTHWIND = "11111111-2222-4333-8444-555555555555"
FILE = f"""environment: pair
embedded: true
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov}}
  northwind: {{tenant_id: {NORTHWIND}, cloud: china}}
"""
LISTED = {
    "resource_changes": [
        {
            "address": "crosscloud_partner_settings.fabrikam",
            "mode": "managed",
            "type": "crosscloud_partner_settings",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": {"tenant_id": FABRIKAM},
                "after_unknown": {},
            },
        }
    ]
}


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return environment_of(tmp_path, FILE)


def run_in(environment: Environment, variables: Mapping[str, str] | None = None) -> Run:
    workspace = Workspace(environment.project, environment.name)
    return Run(environment, workspace, Path("terraform"), variables or {}, "apply")


def bundle_of(folder: Path, before: TenantSettings, plan: TerraformPlan) -> Bundle:
    """A saved plan of contoso alone."""
    part = TenantPlan("contoso", CONTOSO, GLOBAL, "pair-global-contoso", before, plan=plan)
    return Bundle(folder, JointPlan("pair", "", (part,)), "", {})


def test_a_hold_that_was_put_up_after_the_review_refuses_what_it_holds(
    environment: Environment, tmp_path: Path
) -> None:
    before = tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=[USGOV.endpoint])
    bundle = bundle_of(tmp_path, before, read_plan(LISTED))
    hold = Hold((CONTOSO, FABRIKAM), "INC-4711.", "oncall", dt.date(2026, 11, 20), "environments/pair.yaml:7")
    tenants = [(environment.tenant("contoso"), bundle.plan.tenants[0])]
    for holds in ((), (replace(hold, tenants=(CONTOSO, NORTHWIND)),)):
        refuse_held(run_in(replace(environment, holds=holds)), bundle, tenants)
    with pytest.raises(HeldError) as caught:
        refuse_held(run_in(replace(environment, holds=(hold,))), bundle, tenants)
    assert [finding.id for finding in caught.value.findings] == ["XC312"]
    for text in ("nothing was applied:\n", "XC312", "INC-4711.", "environments/pair.yaml:7"):
        assert text in str(caught.value)


@dataclass
class Served:
    """Contoso in the embedded Graph, and the run that reads it there."""

    emulator: Emulator
    run: Run
    bundle: Bundle

    def refuse(self) -> None:
        tenant = self.run.environment.tenant("contoso")
        refuse_stale(self.run, self.bundle, [(tenant, self.bundle.plan.tenants[0])])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with embedded(tmp_path, FILE) as found:
        (reading,) = read_tenants([found.environment.tenant("contoso")], found.variables, "apply")
        bundle = bundle_of(tmp_path, reading, TerraformPlan())
        yield Served(found.emulator, run_in(found.environment, found.variables), bundle)


def test_settings_that_changed_since_the_review_refuse_the_whole(served: Served) -> None:
    served.refuse()
    served.emulator.change("contoso", policy={"allowedCloudEndpoints": ["microsoftonline.us"]})
    with pytest.raises(StaleError) as caught:
        served.refuse()
    assert str(caught.value).startswith("XC309 nothing was applied: since ")
    assert "contoso: cross-cloud settings: allowed_cloud_endpoints was [], is [microsoftonline.us]" in str(
        caught.value
    )
    (finding,) = caught.value.findings
    assert (finding.id, finding.severity, finding.tenants) == ("XC309", "error", (CONTOSO,))
    told = say(finding, collect_names(served.run.environment))
    assert told.detail == "cross-cloud settings: allowed_cloud_endpoints was [], is [microsoftonline.us]."


def test_a_partner_that_came_is_named_as_the_environment_names_it(served: Served) -> None:
    served.emulator.change("contoso", partners={FABRIKAM: {}})
    with pytest.raises(StaleError, match="contoso: partner fabrikam is listed now"):
        served.refuse()


def test_what_was_not_read_at_the_review_is_not_known_to_be_the_same(served: Served, tmp_path: Path) -> None:
    served.bundle = bundle_of(tmp_path, make_unread_tenant("contoso", CONTOSO, GLOBAL), TerraformPlan())
    with pytest.raises(StaleError) as caught:
        served.refuse()
    for text in ("allowed_cloud_endpoints was not known", "partners: could be read only once", "default settings"):
        assert text in str(caught.value)


def test_what_cannot_be_read_any_more_is_not_known_to_be_as_reviewed(served: Served) -> None:
    environ = {**served.run.environ, "CROSSCLOUD_CONTOSO_CLIENT_SECRET": "another"}
    served.run = replace(served.run, environ=environ)
    with pytest.raises(StaleError, match=r"(?s)XC309 nothing was applied.*contoso: policy cannot be read: "):
        served.refuse()
