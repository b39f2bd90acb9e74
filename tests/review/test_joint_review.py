"""The joint review: what the environment file says reaches the findings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from crosscloud.review.joint_review import review_plan

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.hold import Hold
from crosscloud.environment import Environment, Tenant
from crosscloud.report.verdict import how_to_accept
from crosscloud.review.model import JointPlan
from tests.report.reviews import CONTOSO, FABRIKAM, tenant_plan

LISTED: dict[str, Any] = {
    "address": "crosscloud_partner_settings.fabrikam",
    "mode": "managed",
    "type": "crosscloud_partner_settings",
    "change": {"actions": ["create"], "before": None, "after": {"tenant_id": FABRIKAM}},
}


def environment(*holds: Hold) -> Environment:
    path = Path("environments/pilot.yaml")
    tenants = {
        name: Tenant(name, tenant_id, cloud, "pilot", path, True, None, None, {}, {}, {}, 1)
        for name, tenant_id, cloud in (("contoso", CONTOSO, GLOBAL), ("fabrikam", FABRIKAM, USGOV))
    }
    return Environment("pilot", path, Path(), False, tenants, (), {}, holds)


def planned(*changes: Mapping[str, Any]) -> JointPlan:
    """A plan of contoso alone, in which nothing is set yet."""
    settings: dict[str, Any] = {"policy": {"id": "p"}, "default": {}, "partners": []}
    snapshot = {"name": "contoso", "tenant_id": CONTOSO, "cloud": "global", **settings}
    contoso = replace(tenant_plan("contoso"), snapshot=snapshot, document={"resource_changes": changes})
    return JointPlan("pilot", "", (replace(contoso, has_changes=True),))


def test_a_hold_refuses_a_plan_and_no_acceptance_is_offered() -> None:
    plan = planned(LISTED)
    hold = Hold((CONTOSO, FABRIKAM), "INC-4711.", "oncall", dt.date(2026, 11, 20), "environments/pilot.yaml:9")
    today = dt.date(2026, 11, 23)
    refused = review_plan(environment(hold), plan, today)
    assert [judged.finding.id for judged in refused.refusals] == ["XC312"]
    assert refused.exit_code == 3
    assert how_to_accept(refused) == ""
    assert review_plan(environment(), plan, today).refusals == ()


def test_a_plan_that_makes_the_policy_large_says_so() -> None:
    ids = [f"{n:08}-0000-4000-8000-000000000000" for n in range(99)]
    half = {"access_type": "allowed", "targets": [{"target": id_, "target_type": "group"} for id_ in ids]}
    section = {"users_and_groups": half}
    changes = [
        {
            **LISTED,
            "change": {**LISTED["change"], "after": {"tenant_id": id_, "b2b_collaboration_inbound": section}},
        }
        for id_ in ids[:3]
    ]

    def found(*changes: Mapping[str, Any]) -> list[str]:
        review = review_plan(environment(), planned(*changes), dt.date(2026, 11, 23))
        return [judged.status for judged in review.findings if judged.finding.id == "XC206"]

    assert found(*changes) == ["introduced"]
    assert found(changes[0]) == []
