"""How findings are weighed: what a severity that is said changes, and what accepts a finding until when."""

import datetime as dt
from typing import Any

from crosscloud.domain.finding_policy import Acceptance, FindingPolicy, is_finding
from crosscloud.domain.findings import CATALOGUE, Finding
from crosscloud.domain.findings.finding import Facts, Place

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


def finding(id_: str = "XC301", severity: Any = "error", *, tenants: tuple[str, ...] = ("contoso",)) -> Finding:
    return Finding(id_, severity, tenants, Place(tenants[0]), Facts())


def accepted(until: dt.date, *tenants: str) -> Acceptance:
    return Acceptance("XC301", tenants, "reason", "approver", until)


def test_the_ids_are_those_of_the_catalogue() -> None:
    assert {id_ for number in range(1000) if is_finding(id_ := f"XC{number:03}")} == set(CATALOGUE)


def test_a_finding_is_weighed_but_nothing_that_is_unknown_is_decided() -> None:
    found = FindingPolicy(severities={"XC207": "error", "XC301": "warning"}).weigh(
        [finding("XC207", "warning"), finding(), finding("XC301", "unknown"), finding("XC205", "info")]
    )
    assert [each.severity for each in found] == ["error", "warning", "unknown", "info"]


def test_an_acceptance_holds_for_all_tenants_of_a_finding_until_its_day() -> None:
    finding_policy = FindingPolicy((accepted(TODAY - DAY, "contoso"), accepted(TODAY, "contoso")))
    assert finding_policy.acceptance(finding(), TODAY) == finding_policy.accept[1]
    assert finding_policy.acceptance(finding(tenants=("contoso", "fabrikam")), TODAY) is None
    assert finding_policy.acceptance(finding("XC307"), TODAY) is None
    assert finding_policy.expired(finding(), TODAY) is None
    assert finding_policy.acceptance(finding(), TODAY + DAY) is None
    assert finding_policy.expired(finding(), TODAY + DAY) == finding_policy.accept[1]
    assert FindingPolicy().expired(finding(), TODAY) is None
