"""1xx: whether the two halves of a pair fit."""

from typing import Any

import pytest

from crosscloud.domain.findings import check
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    HARDENED,
    MAIL,
    OPEN,
    STRANGER,
    SYSTEM_DEFAULT,
    TAILSPIN,
    TO_CHINA,
    TO_DESK,
    TO_GLOBAL,
    TO_USGOV,
    TO_VAULT,
    b2b,
    both_ends,
    checked,
    contoso,
    fabrikam,
    found,
    not_read,
    partner,
    situation,
    tailspin,
    tenant,
)

CONSENTS = {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": True}}
OTHER_APPLICATION = b2b("allowed", (ENGINEERS,), "allowed", (DESK,))
SYNCHRONISED = {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}


def test_a_pair_in_which_both_halves_fit_has_no_finding_of_the_1xx() -> None:
    assert [each.id for each in check(both_ends())] == ["XC205", "XC205"]


def test_clouds_that_cannot_collaborate() -> None:
    china = tenant("tailspin", TAILSPIN, "china", partner(FABRIKAM))
    assert [each.tenants for each in checked("XC101", fabrikam(), china)] == [("fabrikam", "tailspin")]
    assert checked("XC101", fabrikam(), tailspin(partner(FABRIKAM), cloud="global")) == []
    declared = frozenset({(FABRIKAM, TAILSPIN)})
    assert len(checked("XC101", fabrikam(), tailspin(cloud="china"), declared=declared)) == 1
    assert checked("XC101", fabrikam(), tailspin(cloud="china")) == []


def test_a_partner_found_in_a_cloud_without_a_documented_value() -> None:
    facts = contoso(partner(STRANGER))
    assert len(checked("XC101", facts, clouds_of={STRANGER: frozenset({"bleu"})})) == 1
    assert checked("XC101", facts, clouds_of={STRANGER: frozenset({"usgov"})}) == []


def test_a_partner_whose_cloud_is_not_enabled() -> None:
    closed = contoso(partner(FABRIKAM), enabled=())
    assert [each.severity for each in checked("XC102", closed, fabrikam(partner(CONTOSO)))] == ["error"]
    assert checked("XC102", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO))) == []
    assert checked("XC102", contoso(partner(TAILSPIN), enabled=()), tailspin()) == []  # the same cloud
    china = tailspin(cloud="china")
    assert checked("XC102", fabrikam(partner(TAILSPIN)), china) == []  # XC101 says more
    unread = contoso(partner(FABRIKAM), enabled=None)
    assert [each.severity for each in checked("XC102", unread, fabrikam())] == ["unknown"]


def test_a_partner_outside_the_environment_whose_cloud_was_found() -> None:
    places = {STRANGER: frozenset({TO_USGOV})}
    findings = checked("XC102", contoso(partner(STRANGER), enabled=()), clouds_of=places)
    assert [each.tenants for each in findings] == [("contoso", STRANGER)]
    assert checked("XC102", contoso(partner(STRANGER), enabled=())) == []  # its cloud is not known


def test_a_cloud_that_only_one_end_has_enabled() -> None:
    findings = checked("XC103", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO), enabled=()))
    assert [each.tenants for each in findings] == [("contoso", "fabrikam")]
    assert checked("XC103", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO))) == []
    assert checked("XC103", contoso(), fabrikam(enabled=())) == []  # they have nothing to do with each other


def test_a_partner_that_only_one_end_lists() -> None:
    findings = checked("XC104", contoso(partner(FABRIKAM)), fabrikam())
    assert [(each.tenants, each.subject) for each in findings] == [(("contoso", "fabrikam"), (CONTOSO, FABRIKAM))]
    assert checked("XC104", contoso(partner(FABRIKAM.upper())), fabrikam(partner(CONTOSO))) == []
    assert checked("XC104", contoso(partner(TAILSPIN)), tailspin()) == []  # the same cloud: the default serves


def test_the_other_end_is_never_taken_for_absent() -> None:
    here = contoso(partner(FABRIKAM))
    elsewhere = not_read("fabrikam", FABRIKAM, "usgov", is_managed=False)
    findings = check(situation(here, elsewhere))
    assert found("XC103", findings) + found("XC104", findings) == []
    assert [(each.severity, each.tenants) for each in found("XC111", findings)] == [
        ("unknown", ("contoso", "fabrikam"))
    ]
    assert found("XC111", check(both_ends())) == []


def test_a_managed_tenant_that_was_not_read_is_named_with_the_reason() -> None:
    unreadable = not_read("fabrikam", FABRIKAM, "usgov", "403 Authorization_RequestDenied")
    findings = checked("XC111", contoso(partner(FABRIKAM)), unreadable)
    assert [each.tenants for each in findings] == [("contoso", "fabrikam"), ("fabrikam",)]
    assert "403 Authorization_RequestDenied" in findings[1].detail


def test_partners_outside_the_environment_are_one_unknown() -> None:
    many = contoso(partner(STRANGER), partner(TAILSPIN))
    assert [each.degree for each in checked("XC111", many)] == [2]
    in_this_cloud = {id_: frozenset({"global"}) for id_ in (STRANGER, TAILSPIN)}
    assert checked("XC111", many, clouds_of=in_this_cloud) == []
    assert checked("XC111", contoso(partner(STRANGER), enabled=())) == []  # it cannot be another cloud's


@pytest.mark.parametrize(
    ("outbound", "inbound", "declared", "severities"),
    [
        (TO_VAULT, TO_VAULT, True, []),
        (TO_VAULT, CLOSED, False, ["info"]),
        (TO_VAULT, CLOSED, True, ["warning"]),
        (CLOSED, OPEN, True, ["warning"]),
        (MAIL, CLOSED, True, []),  # Rights Management alone counts as closed
        (CLOSED, CLOSED, True, []),
        (TO_VAULT, OTHER_APPLICATION, True, ["warning"]),  # nothing in common
    ],
)
def test_a_direction_open_at_one_end_only(
    outbound: Any, inbound: Any, declared: bool, severities: list[str]
) -> None:
    findings = checked(
        "XC105",
        contoso(partner(FABRIKAM, b2bCollaborationOutbound=outbound, b2bCollaborationInbound=CLOSED)),
        fabrikam(partner(CONTOSO, b2bCollaborationInbound=inbound, b2bCollaborationOutbound=CLOSED)),
        declared=frozenset({(CONTOSO, FABRIKAM)}) if declared else frozenset(),
    )
    assert [each.severity for each in findings] == severities


def test_automatic_redemption_at_one_end() -> None:
    one = contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO))
    findings = checked("XC106", *one)
    assert [(each.tenants, each.severity) for each in findings] == [
        (("contoso", "fabrikam"), "info"),
        (("fabrikam", "contoso"), "info"),
    ]
    assert checked("XC106", contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO, **CONSENTS))) == []
    synced = contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO, **SYNCHRONISED))
    assert [(each.severity, each.tenants) for each in checked("XC106", *synced)] == [
        ("warning", ("contoso", "fabrikam")),
        ("info", ("fabrikam", "contoso")),
    ]


def test_direct_connect_across_clouds() -> None:
    opened = contoso(partner(FABRIKAM, b2bDirectConnectInbound=OPEN))
    assert [each.subject[2] for each in checked("XC107", opened, fabrikam())] == ["b2b_direct_connect_inbound"]
    blocked = contoso(partner(FABRIKAM, b2bDirectConnectInbound=CLOSED))
    assert checked("XC107", blocked, fabrikam()) == []
    assert checked("XC107", contoso(partner(TAILSPIN, b2bDirectConnectInbound=OPEN)), tailspin()) == []


@pytest.mark.parametrize(
    ("target", "source", "severities"),
    [
        ("usgov", "global", []),
        ("global", "usgov", []),
        ("china", "global", []),
        ("global", "china", ["unknown"]),
        ("china", "usgov", ["error"]),
        ("global", "global", []),
    ],
)
def test_users_synchronised_between_clouds(target: str, source: str, severities: list[str]) -> None:
    into = tenant("contoso", CONTOSO, target, partner(TAILSPIN, **SYNCHRONISED))
    findings = checked("XC108", into, tailspin(cloud=source))
    assert [each.severity for each in findings] == severities


def test_groups_synchronised_between_clouds() -> None:
    groups = {"identitySynchronization": {"groupSyncInbound": {"isSyncAllowed": True}}}
    assert len(checked("XC108", contoso(partner(FABRIKAM, **groups)), fabrikam())) == 1
    assert checked("XC108", contoso(partner(TAILSPIN, **groups)), tailspin()) == []


def test_synchronised_users_who_are_blocked() -> None:
    assert len(checked("XC109", contoso(partner(FABRIKAM, **SYNCHRONISED)))) == 1  # the default is closed
    let_in = partner(FABRIKAM, **SYNCHRONISED, b2bCollaborationInbound=TO_DESK)
    assert checked("XC109", contoso(let_in)) == []
    assert checked("XC109", contoso(partner(FABRIKAM))) == []


def test_a_cloud_without_partners() -> None:
    assert [each.severity for each in checked("XC110", contoso())] == ["info"]
    assert [each.severity for each in checked("XC110", contoso(default=SYSTEM_DEFAULT))] == ["warning"]
    assert checked("XC110", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO))) == []
    assert checked("XC110", contoso(enabled=())) == []
    assert checked("XC110", contoso(enabled=(TO_GLOBAL,))) == []  # its own cloud: XC212
    stranger = contoso(partner(STRANGER))
    assert [each.severity for each in checked("XC110", stranger)] == ["unknown"]
    assert checked("XC110", stranger, clouds_of={STRANGER: frozenset({"usgov"})}) == []


def test_a_tenant_found_in_another_cloud() -> None:
    assert len(checked("XC112", fabrikam(), clouds_of={FABRIKAM: frozenset({"global"})})) == 1
    assert checked("XC112", fabrikam(), clouds_of={FABRIKAM: frozenset({"usgov"})}) == []
    assert checked("XC112", fabrikam(), clouds_of={FABRIKAM: frozenset()}) == []
    dod = tenant("dod", FABRIKAM, "usgov_dod")
    assert checked("XC112", dod, clouds_of={FABRIKAM: frozenset({TO_USGOV})}) == []  # one login service
    twice = {STRANGER: frozenset({TO_GLOBAL, TO_CHINA})}
    assert len(checked("XC112", contoso(partner(STRANGER)), clouds_of=twice)) == 1
    assert checked("XC112", contoso(), clouds_of=twice) == []  # nobody's partner


def test_everybody_may_reach_everything() -> None:
    opened = partner(CONTOSO, b2bCollaborationInbound=OPEN)
    out = partner(FABRIKAM, b2bCollaborationOutbound=OPEN)
    findings = checked("XC113", contoso(out), fabrikam(opened))
    assert [each.tenants for each in findings] == [("fabrikam", "contoso")]
    assert checked("XC113", contoso(partner(FABRIKAM)), fabrikam(opened)) == []  # the other end lets nobody out
    assert checked("XC113", contoso(out, enabled=()), fabrikam(opened)) == []
    stranger = contoso(partner(STRANGER, b2bCollaborationInbound=OPEN))
    assert [each.tenants for each in checked("XC113", stranger)] == [("contoso", STRANGER)]


def test_partners_on_an_open_default_are_one_finding() -> None:
    facts = contoso(*(partner(f"{n:08}-2222-4333-8444-555555555555") for n in range(5)), default=SYSTEM_DEFAULT)
    findings = checked("XC113", facts)
    assert [(each.tenants, each.degree) for each in findings] == [(("contoso",), 5)]
    assert "and 2 more" in findings[0].summary
    assert checked("XC113", contoso(partner(STRANGER), default=HARDENED)) == []
