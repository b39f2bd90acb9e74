"""The joint review: what the environment file says reaches the findings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.findings import WhyUnread, check, check_both, introduced
from crosscloud.domain.findings.rules.pair_listing import NotReadInFull
from crosscloud.domain.hold import Hold
from crosscloud.environment import Environment, Tenant
from crosscloud.report.verdict import say_how_to_accept
from crosscloud.review.model import JointPlan
from crosscloud.review.review import build_situations, holds_undone, review_plan
from crosscloud.terraform.plan import read_plan
from tests.report.reviews import (
    CONTOSO,
    FABRIKAM,
    OUTSIDE,
    TODAY,
    first,
    half_open,
    not_read,
    tenant_plan,
    widening,
)
from tests.report.reviews import environment as pilot
from tests.support.plans import tenant_as_read

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
    """A plan of contoso alone, in which nothing but the other cloud is set yet."""
    contoso = tenant_plan(tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=[USGOV.endpoint]))
    return JointPlan("pilot", "", (replace(contoso, plan=read_plan({"resource_changes": changes})),))


def test_a_hold_refuses_a_plan_and_no_acceptance_is_offered() -> None:
    plan = planned(LISTED)
    hold = Hold((CONTOSO, FABRIKAM), "INC-4711.", "oncall", dt.date(2026, 11, 20), "environments/pilot.yaml:9")
    today = dt.date(2026, 11, 23)
    refused = review_plan(environment(hold), plan, today)
    assert [judged.finding.id for judged in refused.refusals] == ["XC312"]
    assert refused.exit_code == 3
    assert say_how_to_accept(refused) == ""
    assert review_plan(environment(), plan, today).refusals == ()
    assert [found.id for found in holds_undone(environment(hold), plan)] == ["XC312"]
    assert holds_undone(environment(), plan) == []


def test_why_a_tenant_was_not_read_is_told_with_what_helps() -> None:
    failed = replace(planned().tenants[0], before=None)
    plan = JointPlan("pilot", "", (failed,))
    found = [j.finding.facts for j in review_plan(environment(), plan, TODAY).findings if j.finding.id == "XC111"]
    assert {each.tenant: each.why for each in found if isinstance(each, NotReadInFull)} == {
        CONTOSO: WhyUnread.PLAN_FAILED,
        FABRIKAM: WhyUnread.LEFT_OUT,  # as with `plan --tenant contoso`
    }


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


def test_what_a_reader_calls_the_ids_comes_from_the_environment() -> None:
    names = first().names
    assert (names.tenant(CONTOSO), names.tenant("9")) == ("contoso", "9")
    assert names.organisation("9") == "organisation 9"


def test_the_exit_code_says_what_the_plan_comes_to() -> None:
    assert review_plan(environment(), planned(), TODAY).exit_code == 0
    assert first().exit_code == 2


def test_changed_directions_and_findings_are_found_by_the_ids_of_their_ends() -> None:
    review = first()
    found = review.changed_among({CONTOSO, FABRIKAM})
    assert [(d.home.tenant_id, d.resource.tenant_id) for d in found] == [(CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)]
    assert review.changed_among({CONTOSO}) == []
    assert "XC301" in review.brought[frozenset({CONTOSO})]
    assert frozenset({CONTOSO, FABRIKAM}) not in review.brought  # what it opens, the intent declares
    assert "XC307" in widening().brought[frozenset({CONTOSO, FABRIKAM})]


def test_what_a_plan_brings_is_told_from_both_situations_as_from_each_alone() -> None:
    keys = []
    for review in (first(), widening(), not_read(), half_open()):
        before, after = build_situations(pilot(), review.plan, {})
        was, will = check_both(before, after)
        assert will == check(after)
        assert introduced(was, will) == introduced(check(before), will)
        keys += [found.key for found in introduced(was, will)]
    assert keys


def listed_by_hand(**more: Any) -> JointPlan:
    """A plan of contoso alone that creates an entry which is live, inheriting everything."""
    sections = {"inbound_trust": {"is_mfa_accepted": True}}
    change = {**LISTED, "change": {**LISTED["change"], "after": {"tenant_id": FABRIKAM, **sections, **more}}}
    before = tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=[USGOV.endpoint], partners={FABRIKAM: {}})
    return JointPlan("pilot", "", (replace(tenant_plan(before), plan=read_plan({"resource_changes": [change]})),))


def test_what_is_live_and_would_be_created_refuses_the_plan_unless_it_is_adopted() -> None:
    refused = review_plan(environment(), listed_by_hand(), TODAY)
    assert [judged.finding.id for judged in refused.refusals] == ["XC323"]
    assert refused.exit_code == 3
    assert say_how_to_accept(refused) == ""  # nothing accepts it
    adopted = review_plan(environment(), listed_by_hand(adopt_existing=True), TODAY)
    assert adopted.refusals == ()
    assert adopted.exit_code == 2


def test_what_is_live_exactly_as_planned_is_adopted_without_a_word() -> None:
    before = tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=[USGOV.endpoint], partners={FABRIKAM: {}})
    plan = replace(tenant_plan(before), plan=read_plan({"resource_changes": [LISTED]}))
    assert review_plan(environment(), JointPlan("pilot", "", (plan,)), TODAY).refusals == ()


def test_what_is_made_anew_in_one_plan_is_not_taken_for_listed_by_hand() -> None:
    removed = {**LISTED, "address": "crosscloud_partner_settings.old"}
    removed["change"] = {"actions": ["delete"], "before": {"tenant_id": FABRIKAM}, "after": None}
    changes = [*listed_by_hand().tenants[0].plan.changes]
    plan = listed_by_hand()
    both = replace(plan.tenants[0].plan, changes=(*read_plan({"resource_changes": [removed]}).changes, *changes))
    review = review_plan(environment(), replace(plan, tenants=(replace(plan.tenants[0], plan=both),)), TODAY)
    assert "XC323" not in {judged.finding.id for judged in review.findings}


def test_a_tenant_that_left_with_its_state_and_a_hold_that_is_not_enough_are_told() -> None:
    left = DepartedTenant(OUTSIDE, ".crosscloud/pilot/state/wingtip.tfstate", (CONTOSO,))
    review = review_plan(replace(environment(), departed=(left,)), planned(), TODAY)
    (told,) = [judged for judged in review.findings if judged.finding.id == "XC322"]
    assert (told.status, told.finding.severity) == ("standing", "warning")
    hold = Hold((CONTOSO, FABRIKAM), "INC-4711.", "oncall", dt.date(2026, 11, 20), "environments/pilot.yaml:9")
    before = tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=[USGOV.endpoint], partners={FABRIKAM: {}})
    standing = review_plan(environment(hold), JointPlan("pilot", "", (tenant_plan(before),)), TODAY)
    assert [judged.status for judged in standing.findings if judged.finding.id == "XC321"] == ["standing"]
    assert standing.exit_code == 0
