"""How findings are weighed: what a severity that is said changes, and what accepts a finding until when."""

import datetime as dt
from typing import Any

from crosscloud.domain.findings import CATALOGUE, Finding
from crosscloud.domain.weighing import Acceptance, Weighing, is_finding

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


def finding(id_: str = "XC301", severity: Any = "error", *, tenants: tuple[str, ...] = ("contoso",)) -> Finding:
    return Finding(id_, severity, tenants, "summary", "detail", "fix", ("subject",))


def accepted(until: dt.date, *tenants: str) -> Acceptance:
    return Acceptance("XC301", tenants, "reason", "approver", until)


def test_the_ids_are_those_of_the_catalogue() -> None:
    assert {id_ for number in range(1000) if is_finding(id_ := f"XC{number:03}")} == set(CATALOGUE)


def test_a_finding_is_weighed_but_nothing_that_is_unknown_is_decided() -> None:
    found = Weighing(severities={"XC207": "error", "XC301": "warning"}).weighed(
        [finding("XC207", "warning"), finding(), finding("XC301", "unknown"), finding("XC205", "info")]
    )
    assert [each.severity for each in found] == ["error", "warning", "unknown", "info"]


def test_an_acceptance_holds_for_all_tenants_of_a_finding_until_its_day() -> None:
    weighing = Weighing((accepted(TODAY - DAY, "contoso"), accepted(TODAY, "contoso")))
    assert weighing.acceptance(finding(), TODAY) == weighing.accept[1]
    assert weighing.acceptance(finding(tenants=("contoso", "fabrikam")), TODAY) is None
    assert weighing.acceptance(finding("XC307"), TODAY) is None
    assert weighing.expired(finding(), TODAY) is None
    assert weighing.acceptance(finding(), TODAY + DAY) is None
    assert weighing.expired(finding(), TODAY + DAY) == weighing.accept[1]
    assert Weighing().expired(finding(), TODAY) is None
