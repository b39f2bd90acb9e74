"""Which partners outside of the environment are looked for, and which of many first."""

from dataclasses import replace
from pathlib import Path

from crosscloud.review.changes import ObjectChange

from crosscloud.environment import load
from crosscloud.operations.plan import _strangers
from tests.report.reviews import CONTOSO, FABRIKAM, tenant_plan

CHANGED, LISTED, HELD = (f"{digit * 8}-2222-4333-8444-555555555555" for digit in "139")
ENVIRONMENT = f"""\
environment: pilot
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov}}
hold:
  - {{tenants: [contoso, {HELD}], reason: r, held_by: h, since: 2026-11-21}}
"""


def change(kind: str, partner: str | None) -> ObjectChange:
    return ObjectChange(f"crosscloud_{kind}.x", kind, "create", partner, ())


def test_those_that_are_held_come_first_and_the_others_where_a_plan_is_about_them(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "pilot.yaml").write_text(ENVIRONMENT, encoding="utf-8")
    environment = load("pilot", folder=tmp_path)
    plan = tenant_plan("contoso", [change("partner_settings", CHANGED), change("partner_settings", FABRIKAM)])
    plan = replace(plan, snapshot={"partners": [{"tenantId": LISTED}]})
    assert _strangers(environment, [plan]) == [HELD, CHANGED]
    assert _strangers(environment, []) == [HELD]
