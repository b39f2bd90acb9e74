"""The first plan of the demonstration pair, and the change that widens it by mistake: exactly these findings."""

from crosscloud.domain.findings import Situation, check, check_change, introduced
from crosscloud.wording.findings import say
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import (
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    VAULT,
    b2b,
    both_ends,
    contoso,
    fabrikam,
    found,
    partner,
    situation,
    untouched,
)

NAMES = Names(
    {CONTOSO: "contoso", FABRIKAM: "fabrikam"},
    {ENGINEERS: "engineers", VAULT: "design-vault", FABRIKAM: "contractors"}.get,
)


def test_the_first_plan() -> None:
    before, after = untouched(), both_ends()
    new = [*check_change(before, after), *introduced(check(before), check(after))]
    assert [(each.id, each.severity, each.tenants) for each in new] == [
        ("XC301", "error", (CONTOSO,)),
        ("XC301", "error", (FABRIKAM,)),
        ("XC308", "warning", (CONTOSO,)),
        ("XC308", "warning", (FABRIKAM,)),
        ("XC205", "info", (CONTOSO,)),
        ("XC205", "info", (FABRIKAM,)),
    ]
    for id_ in ("XC301", "XC205"):  # a report tells what is the same of several tenants once
        assert len({say(each, NAMES).summary for each in found(id_, new)}) == 1


def test_nothing_stands_before_it_and_a_plan_that_changes_nothing_finds_nothing() -> None:
    assert [(each.id, each.severity) for each in check(untouched())] == [("XC314", "info")] * 2
    assert check_change(both_ends(), both_ends()) == []


def test_the_findings_of_the_first_plan_say_what_is_opened_and_closed() -> None:
    changes = check_change(untouched(), both_ends())
    closing = found("XC301", changes)
    assert [each.tenants for each in closing] == [(CONTOSO,), (FABRIKAM,)]
    detail = say(closing[0], NAMES).detail
    assert "contoso -> any other Global organisation loses (b2b_collaboration_outbound)." in detail
    assert [say(each, NAMES).summary for each in found("XC308", changes)] == [
        "Trusts MFA of fabrikam.",
        "Trusts MFA and compliant devices of contoso.",
    ]


def test_the_same_access_not_declared_is_a_widening() -> None:
    changes = check_change(untouched(), both_ends(declared=frozenset()))
    assert [each.tenants for each in found("XC311", changes)] == [(CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)]
    assert found("XC307", changes) == []


def test_a_block_that_reads_like_a_restriction_opens_everything() -> None:
    allowed = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
    blocked = b2b("blocked", (FABRIKAM,), "blocked", (VAULT,))

    def pair(section: object) -> Situation:
        return situation(
            contoso(partner(FABRIKAM, b2bCollaborationOutbound=section)),
            fabrikam(partner(CONTOSO, b2bCollaborationInbound=section)),
            declared=frozenset({(CONTOSO, FABRIKAM)}),
        )

    new = [*introduced(check(pair(allowed)), check(pair(blocked))), *check_change(pair(allowed), pair(blocked))]
    wide = found("XC307", new)
    assert [(each.severity, each.tenants) for each in wide] == [("error", (CONTOSO, FABRIKAM))]
    said = say(wide[0], NAMES)
    assert said.summary == "contoso -> fabrikam: access widens to all users and all applications."
    assert said.detail == (
        "It reads like a restriction. With users blocked and applications blocked, only the pair is blocked: "
        "group contractors at design-vault. Everything else is allowed, and what allowed only group engineers is "
        "gone. One line feeds both halves, so neither tenant stops it."
    )
    assert said.fix == (
        '"group engineers, but not group contractors" cannot be said in these settings: allow group engineers, '
        "and take group contractors out of group engineers in contoso, or exclude them from design-vault with "
        "Conditional Access or application assignment in fabrikam."
    )
    assert {each.tenants for each in found("XC208", new)} == {(CONTOSO,), (FABRIKAM,)}
    assert found("XC113", new) == []  # not quite everybody everything: the combination is left out
