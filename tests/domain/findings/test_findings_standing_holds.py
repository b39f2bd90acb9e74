"""XC321: a hold stands, and something is open all the same. What is told of it: tests/wording."""

import datetime as dt
from typing import Any

import pytest

from crosscloud.domain.findings import Finding, Situation, TenantFacts, check
from crosscloud.domain.findings.rules.standing_holds import OpenUnderHold, Way
from crosscloud.domain.hold import Hold
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    FABRIKAM,
    HARDENED,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    TO_USGOV,
    TO_VAULT,
    contoso,
    fabrikam,
    found,
    not_read,
    pair_of,
    partner,
    situation,
    tailspin,
)

BLOCKED = {"b2bCollaborationInbound": CLOSED, "b2bCollaborationOutbound": CLOSED}
SYNCHRONISED = {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}


def held(*tenants: str) -> tuple[Hold, ...]:
    return (Hold(tenants, "INC-4711.", "oncall@contoso.com", dt.date(2026, 11, 20), "environments/pilot.yaml:61"),)


def standing(*tenants: TenantFacts, hold: tuple[str, ...] = (CONTOSO, FABRIKAM), **more: Any) -> list[Finding]:
    return found("XC321", check(situation(*tenants, holds=held(*hold), **more)))


def open_in(*findings: Finding) -> set[tuple[str, str, Way, bool]]:
    (one,) = findings
    assert isinstance(one.facts, OpenUnderHold)
    return {(each.home, each.resource, each.way, each.is_sure) for each in one.facts.open}


def between(ours: tuple[Any, Any], theirs: tuple[Any, Any]) -> Situation:
    return pair_of(ours, theirs, holds=held(CONTOSO, FABRIKAM))


def test_what_both_ends_permit_is_open() -> None:
    findings = found("XC321", check(between((CLOSED, TO_VAULT), (TO_VAULT, CLOSED))))
    assert [each.severity for each in findings] == ["warning"]
    assert open_in(*findings) == {(CONTOSO, FABRIKAM, Way.COLLABORATION, True)}


@pytest.mark.parametrize("ours", [CLOSED, TO_VAULT])
def test_one_end_that_blocks_closes_it(ours: Any) -> None:
    assert found("XC321", check(between((CLOSED, ours), (CLOSED, CLOSED)))) == []


def test_between_clouds_nobody_who_is_not_listed_gets_in() -> None:
    open_defaults = {"default": SYSTEM_DEFAULT}
    assert standing(contoso(**open_defaults), fabrikam(**open_defaults)) == []


def test_within_a_cloud_the_default_opens_it_and_direct_connect_counts() -> None:
    wide = {**SYSTEM_DEFAULT, "b2bDirectConnectInbound": OPEN, "b2bDirectConnectOutbound": OPEN}
    findings = standing(contoso(default=wide), tailspin(default={**wide, **BLOCKED}), hold=(CONTOSO, TAILSPIN))
    assert open_in(*findings) == {
        (CONTOSO, TAILSPIN, Way.DIRECT_CONNECT, True),
        (TAILSPIN, CONTOSO, Way.DIRECT_CONNECT, True),
    }


def test_synchronisation_counts_where_the_clouds_are_on() -> None:
    ends = [contoso(partner(FABRIKAM, **BLOCKED, **SYNCHRONISED)), fabrikam(partner(CONTOSO, **BLOCKED))]
    assert open_in(*standing(*ends)) == {(FABRIKAM, CONTOSO, Way.SYNCHRONISATION, True)}
    off = [contoso(partner(FABRIKAM, **BLOCKED, **SYNCHRONISED), enabled=()), ends[1]]
    assert standing(*off) == []


def test_of_another_organisation_the_own_half_alone_counts() -> None:
    ours = contoso(partner(OUTSIDE, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=TO_VAULT))
    known = {"clouds_of": {OUTSIDE: frozenset({"usgov"})}}
    findings = standing(ours, hold=(CONTOSO, OUTSIDE), **known)
    assert open_in(*findings) == {(CONTOSO, OUTSIDE, Way.COLLABORATION, True)}
    closed = contoso(partner(OUTSIDE, **BLOCKED))
    assert standing(closed, hold=(CONTOSO, OUTSIDE), **known) == []


def test_a_tenant_that_is_not_ours_to_read_is_not_relied_on() -> None:
    theirs = not_read("fabrikam", FABRIKAM, "usgov", "it is another organisation's", is_managed=False)
    ours = contoso(partner(FABRIKAM, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=TO_VAULT))
    assert open_in(*standing(ours, theirs)) == {(CONTOSO, FABRIKAM, Way.COLLABORATION, True)}


def test_what_was_not_read_is_unknown_and_never_closed() -> None:
    findings = standing(
        contoso(partner(FABRIKAM, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=TO_VAULT)),
        not_read("fabrikam", FABRIKAM, "usgov"),
    )
    assert [each.severity for each in findings] == ["unknown"]
    assert (CONTOSO, FABRIKAM, Way.COLLABORATION, False) in open_in(*findings)
    assert (FABRIKAM, CONTOSO, Way.COLLABORATION, False) not in open_in(*findings)  # contoso blocks it


def test_a_cloud_that_is_not_known_leaves_it_unknown() -> None:
    findings = standing(contoso(default=HARDENED, enabled=(TO_USGOV,)), hold=(CONTOSO, OUTSIDE))
    assert [each.severity for each in findings] == ["unknown"]
    assert open_in(*findings) == {(CONTOSO, OUTSIDE, Way.COLLABORATION, False)}


def test_without_a_hold_nothing_is_said() -> None:
    assert found("XC321", check(pair_of((OPEN, OPEN), (OPEN, OPEN)))) == []
