"""XC321: a hold stands, and something is open all the same. What is told of it: tests/wording."""

import datetime as dt
from typing import Any

import pytest

from crosscloud.domain.findings import Finding, Situation, TenantFacts, check
from crosscloud.domain.findings.rules.standing_holds import OpenUnderHold
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

COLLABORATION = "collaboration"
BLOCKED = {"b2bCollaborationInbound": CLOSED, "b2bCollaborationOutbound": CLOSED}
OTHER_WAYS: dict[str, tuple[str, str, bool]] = {
    "m365CollaborationInbound": ("users", "m365_collaboration", True),
    "m365CollaborationOutbound": ("usersAndGroups", "m365_collaboration", False),
    "appServiceConnectInbound": ("applications", "app_service_connect", True),
}
"""Sections that name users or applications alone: what they name, the way, whether it leads in."""


def one_list(section: str, half: Any) -> dict[str, Any]:
    names = OTHER_WAYS[section][0]
    return {section: {names: half["applications" if names == "applications" else "usersAndGroups"]}}


SHUT = {name: value for section in OTHER_WAYS for name, value in one_list(section, CLOSED).items()}
SHUT |= {"tenantRestrictions": CLOSED}
SYNCHRONISED = {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}


def held(*tenants: str) -> tuple[Hold, ...]:
    return (Hold(tenants, "INC-4711.", "oncall@contoso.com", dt.date(2026, 11, 20), "environments/pilot.yaml:61"),)


def standing(*tenants: TenantFacts, hold: tuple[str, ...] = (CONTOSO, FABRIKAM), **more: Any) -> list[Finding]:
    return found("XC321", check(situation(*tenants, holds=held(*hold), **more)))


def open_in(*findings: Finding) -> set[tuple[str, str, str, bool]]:
    (one,) = findings
    assert isinstance(one.facts, OpenUnderHold)
    return {
        (each.home, each.resource, COLLABORATION if each.way is None else each.way.name, each.is_sure)
        for each in one.facts.open
    }


def ours(*partners: Any, default: Any = HARDENED, **more: Any) -> TenantFacts:
    """Contoso, whose default closes every other way."""
    return contoso(*partners, default={**default, **SHUT}, **more)


def between(us: tuple[Any, Any], them: tuple[Any, Any]) -> Situation:
    names = ("b2bCollaborationInbound", "b2bCollaborationOutbound")
    return situation(
        ours(partner(FABRIKAM, **dict(zip(names, us, strict=True)))),
        fabrikam(partner(CONTOSO, **dict(zip(names, them, strict=True)))),
        holds=held(CONTOSO, FABRIKAM),
    )


def test_what_both_ends_permit_is_open() -> None:
    findings = found("XC321", check(between((CLOSED, TO_VAULT), (TO_VAULT, CLOSED))))
    assert [each.severity for each in findings] == ["warning"]
    assert open_in(*findings) == {(CONTOSO, FABRIKAM, COLLABORATION, True)}


@pytest.mark.parametrize("out", [CLOSED, TO_VAULT])
def test_one_end_that_blocks_closes_it(out: Any) -> None:
    assert found("XC321", check(between((CLOSED, out), (CLOSED, CLOSED)))) == []


def test_between_clouds_nobody_who_is_not_listed_gets_in() -> None:
    open_defaults = {"default": SYSTEM_DEFAULT}
    assert standing(contoso(**open_defaults), fabrikam(**open_defaults)) == []


def test_within_a_cloud_the_default_opens_it_and_direct_connect_counts() -> None:
    wide = {**SYSTEM_DEFAULT, **SHUT, "b2bDirectConnectInbound": OPEN, "b2bDirectConnectOutbound": OPEN}
    findings = standing(contoso(default=wide), tailspin(default={**wide, **BLOCKED}), hold=(CONTOSO, TAILSPIN))
    assert open_in(*findings) == {
        (CONTOSO, TAILSPIN, "direct_connect", True),
        (TAILSPIN, CONTOSO, "direct_connect", True),
    }


def test_synchronisation_counts_where_the_clouds_are_on() -> None:
    ends = [ours(partner(FABRIKAM, **BLOCKED, **SYNCHRONISED)), fabrikam(partner(CONTOSO, **BLOCKED))]
    assert open_in(*standing(*ends)) == {(FABRIKAM, CONTOSO, "user_synchronisation", True)}
    off = [ours(partner(FABRIKAM, **BLOCKED, **SYNCHRONISED), enabled=()), ends[1]]
    assert standing(*off) == []


def test_of_another_organisation_the_own_half_alone_counts() -> None:
    half_open = ours(partner(OUTSIDE, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=TO_VAULT))
    known = {"clouds_of": {OUTSIDE: frozenset({"usgov"})}}
    findings = standing(half_open, hold=(CONTOSO, OUTSIDE), **known)
    assert open_in(*findings) == {(CONTOSO, OUTSIDE, COLLABORATION, True)}
    closed = ours(partner(OUTSIDE, **BLOCKED))
    assert standing(closed, hold=(CONTOSO, OUTSIDE), **known) == []


def test_a_tenant_that_is_not_ours_to_read_is_not_relied_on() -> None:
    theirs = not_read("fabrikam", FABRIKAM, "usgov", "it is another organisation's", is_managed=False)
    half_open = ours(partner(FABRIKAM, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=TO_VAULT))
    assert open_in(*standing(half_open, theirs)) == {(CONTOSO, FABRIKAM, COLLABORATION, True)}


def test_what_was_not_read_is_unknown_and_never_closed() -> None:
    findings = standing(
        contoso(partner(FABRIKAM, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=TO_VAULT)),
        not_read("fabrikam", FABRIKAM, "usgov"),
    )
    assert [each.severity for each in findings] == ["unknown"]
    assert (CONTOSO, FABRIKAM, COLLABORATION, False) in open_in(*findings)
    assert (FABRIKAM, CONTOSO, COLLABORATION, False) not in open_in(*findings)  # contoso blocks it


def test_a_cloud_that_is_not_known_leaves_it_unknown() -> None:
    findings = standing(ours(enabled=(TO_USGOV,)), hold=(CONTOSO, OUTSIDE))
    assert [each.severity for each in findings] == ["unknown"]
    assert open_in(*findings) == {(CONTOSO, OUTSIDE, COLLABORATION, False)}


def known_outside(**sections: Any) -> list[Finding]:
    """What is told of a hold between Contoso and an organisation of its own cloud that it lists."""
    listed = ours(partner(OUTSIDE, **{**BLOCKED, "b2bDirectConnectInbound": CLOSED, **sections}))
    return standing(listed, hold=(CONTOSO, OUTSIDE), clouds_of={OUTSIDE: frozenset({"global"})})


@pytest.mark.parametrize("section", OTHER_WAYS)
def test_every_other_way_is_told(section: str) -> None:
    _, way, leads_in = OTHER_WAYS[section]
    ends = (OUTSIDE, CONTOSO) if leads_in else (CONTOSO, OUTSIDE)
    assert open_in(*known_outside(**one_list(section, OPEN))) == {(*ends, way, True)}
    unclear = known_outside(**{section: "?"})
    assert [each.severity for each in unclear] == ["unknown"]
    assert open_in(*unclear) == {(*ends, way, False)}


def test_accounts_of_the_other_on_the_own_networks_are_told() -> None:
    findings = known_outside(tenantRestrictions=TO_VAULT)
    assert open_in(*findings) == {(CONTOSO, OUTSIDE, "tenant_restrictions", True)}


def test_what_both_ends_open_beside_collaboration_is_told_and_what_one_end_closes_is_not() -> None:
    open_out, open_in_ = (one_list(f"m365Collaboration{side}", OPEN) for side in ("Outbound", "Inbound"))
    admits = tailspin(partner(CONTOSO, **BLOCKED, **open_in_), default={**HARDENED, **SHUT})
    both = ours(partner(TAILSPIN, **BLOCKED, **open_out)), admits
    findings = standing(*both, hold=(CONTOSO, TAILSPIN))
    assert open_in(*findings) == {(CONTOSO, TAILSPIN, "m365_collaboration", True)}
    assert standing(ours(partner(TAILSPIN, **BLOCKED)), admits, hold=(CONTOSO, TAILSPIN)) == []


def test_automatic_redemption_alone_lets_nobody_in() -> None:
    both = {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": True}}
    assert known_outside(**both) == []


def test_without_a_hold_nothing_is_said() -> None:
    assert found("XC321", check(pair_of((OPEN, OPEN), (OPEN, OPEN)))) == []
