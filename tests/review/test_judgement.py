"""What refuses a plan: errors that it brings, unless the environment file accepts or weighs them otherwise."""

import datetime as dt
from pathlib import Path
from typing import Any

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.finding import Facts, Place
from crosscloud.environment import Acceptance, Environment, Tenant
from crosscloud.review.judgement import JudgedFinding, judge

TODAY = dt.date(2026, 11, 23)


def environment(*accept: Acceptance, **severities: str) -> Environment:
    path = Path("environments/pilot.yaml")
    tenants = {
        name: Tenant(name, tenant_id, cloud, "pilot", path, True, None, None, {}, {}, {}, 1)
        for name, tenant_id, cloud in (("contoso", "1", GLOBAL), ("fabrikam", "2", USGOV))
    }
    return Environment("pilot", path, Path(), False, tenants, accept, severities)


def finding(id_: str = "XC301", severity: Any = "error", *, tenants: tuple[str, ...] = ("1",)) -> Finding:
    return Finding(id_, severity, tenants, Place(tenants[0]), Facts())


def accepted(until: dt.date, *tenants: str) -> Acceptance:
    return Acceptance("XC301", tenants, "reason", "approver", until, 30)


def statuses(found: list[JudgedFinding]) -> list[str]:
    return [judged.status for judged in found]


def test_an_error_that_the_plan_brings_refuses_it() -> None:
    assert statuses(judge(environment(), [], [finding()], [], TODAY)) == ["refuses"]
    assert statuses(judge(environment(), [], [], [finding()], TODAY)) == ["refuses"]


def test_a_standing_error_is_reported_and_refuses_nothing() -> None:
    assert statuses(judge(environment(), [finding()], [finding()], [], TODAY)) == ["standing"]


def test_what_gets_worse_refuses() -> None:
    assert statuses(judge(environment(), [finding(severity="warning")], [finding()], [], TODAY)) == ["refuses"]


def test_a_warning_refuses_nothing() -> None:
    assert statuses(judge(environment(), [], [finding(severity="warning")], [], TODAY)) == ["introduced"]


def test_an_acceptance_holds_for_its_tenants_until_its_day_and_is_named_with_its_line() -> None:
    (judged,) = judge(environment(accepted(TODAY, "contoso")), [], [finding()], [], TODAY)
    assert judged.status == "accepted"
    assert judged.acceptance is not None
    assert (judged.acceptance.line, judged.acceptance.reason, judged.acceptance.expires) == (30, "reason", TODAY)
    assert judged.acceptance.tenants == ("1",)  # an id is an identity, a name is not
    yesterday = environment(accepted(TODAY - dt.timedelta(days=1), "contoso"))
    assert statuses(judge(yesterday, [], [finding()], [], TODAY)) == ["refuses"]
    both = finding(tenants=("1", "2"))
    assert statuses(judge(environment(accepted(TODAY, "contoso")), [], [both], [], TODAY)) == ["refuses"]
