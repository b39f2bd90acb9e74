"""What a finding is, which is the same one, what a change introduces; and what rules cost."""

import time
from dataclasses import replace

import pytest

from crosscloud.domain.clouds import CHINA, USGOV
from crosscloud.domain.findings import (
    CATALOGUE,
    Finding,
    TenantFacts,
    check,
    check_change,
    in_order,
    introduced,
)
from crosscloud.domain.findings.finding import Facts, Place, finding
from crosscloud.domain.findings.rules.clouds import CloudNotEnabled
from tests.domain.findings.made_situations import (
    CLOSED,
    MFA,
    OPEN,
    SYSTEM_DEFAULT,
    TO_VAULT,
    contoso,
    partner,
    situation,
)

ONE = finding("XC102", ("a", "b"), Place("a", "b"), CloudNotEnabled("a", "b", USGOV))


def test_its_severity_is_the_catalogues_unless_the_rule_knows_better() -> None:
    assert ONE.severity == CATALOGUE["XC102"].severity == "error"
    assert finding("XC102", (), Place("a"), Facts(), severity="unknown").severity == "unknown"
    with pytest.raises(KeyError):
        finding("XC999", (), Place("a"), Facts())


def test_where_it_is() -> None:
    assert (Place("a").partner, Place("a", "settings").partner, Place("a", "default_settings").partner) == (
        None,
    ) * 3
    assert Place("a", "b", "inbound_trust").partner == "b"
    assert [Place("a", of).is_default for of in ("", "settings", "default_settings", "b")] == [
        False,
        False,
        True,
        False,
    ]


def test_what_a_change_introduces() -> None:
    assert introduced([ONE], [replace(ONE, facts=CloudNotEnabled("a", "b", CHINA))]) == []
    new: list[Finding] = [
        replace(ONE, place=Place("a", "c")),
        replace(ONE, about=("more",)),
        replace(ONE, tenants=("a", "c")),
        replace(ONE, id="XC103"),
        replace(ONE, degree=1),
    ]
    assert introduced([ONE], [ONE, *new]) == new
    warning = replace(ONE, severity="warning")
    assert introduced([warning], [ONE]) == [ONE]
    assert introduced([ONE], [warning]) == []
    assert introduced([replace(ONE, severity="unknown")], [ONE]) == [ONE]
    assert introduced([warning, ONE], [ONE]) == []


def test_the_order() -> None:
    rest = [replace(ONE, severity=severity) for severity in ("unknown", "info", "warning")]
    assert [each.severity for each in in_order([*rest, ONE])] == ["error", "warning", "info", "unknown"]
    assert in_order([replace(ONE, id="XC201"), ONE])[0] is ONE


def test_two_thousand_partners_are_checked_in_well_under_a_second() -> None:
    def many(inbound: object, default: object) -> TenantFacts:
        ids = [f"{n:08}-2222-4333-8444-555555555555" for n in range(2000)]
        return contoso(
            *(partner(id_, b2bCollaborationInbound=inbound, inboundTrust=MFA) for id_ in ids), default=default
        )

    before, after = situation(many(TO_VAULT, SYSTEM_DEFAULT)), situation(many(OPEN, SYSTEM_DEFAULT))
    closed = situation(many(None, {**SYSTEM_DEFAULT, "b2bCollaborationInbound": CLOSED}))
    for planned in (after, closed):
        start = time.process_time()
        check(planned)
        check_change(before, planned)
        assert time.process_time() - start < 3  # several times what it takes
