"""2xx: whether one tenant's settings are right in themselves."""

from typing import Any

import pytest

from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.findings import check
from crosscloud.domain.settings import NOT_READ
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    HARDENED,
    MFA,
    NO_TRUST,
    OPEN,
    SYSTEM_DEFAULT,
    TO_CHINA,
    TO_GLOBAL,
    TO_USGOV,
    TO_VAULT,
    VAULT,
    b2b,
    checked,
    contoso,
    fabrikam,
    partner,
    situation,
    tenant,
    with_partner,
)


def in_partner(id_: str, section: Any, name: str = "b2bCollaborationInbound") -> int:
    """How often an entry with this section is found fault with under `id_`."""
    return len(checked(id_, contoso(partner(FABRIKAM, **{name: section}))))


def in_default(id_: str, section: Any, name: str = "b2bCollaborationInbound") -> int:
    return len(checked(id_, contoso(default={**HARDENED, name: section})))


def test_settings_as_the_service_ships_them_are_right() -> None:
    assert check(situation(contoso(enabled=(), default=SYSTEM_DEFAULT))) == []


@pytest.mark.parametrize(
    ("section", "is_wrong"),
    [
        (b2b("blocked", ("AllUsers",), "blocked", (VAULT,)), True),
        (b2b("blocked", ("AllUsers",), "allowed", (VAULT,)), True),
        (CLOSED, False),
        (b2b("blocked", (ENGINEERS,), "blocked", (VAULT,)), False),
        (OPEN, False),
    ],
)
def test_all_users_are_blocked_only_with_all_applications(section: Any, is_wrong: bool) -> None:
    assert in_partner("XC201", section) == is_wrong
    assert in_default("XC201", section) == is_wrong


def test_an_inbound_default_cannot_choose_users() -> None:
    assert in_default("XC202", TO_VAULT) == 1
    assert in_default("XC202", TO_VAULT, "b2bCollaborationOutbound") == 0
    assert in_default("XC202", b2b("allowed", ("AllUsers",), "allowed", (VAULT,))) == 0
    assert in_partner("XC202", TO_VAULT) == 0


@pytest.mark.parametrize(
    ("users", "applications", "says"),
    [
        (("AllUsers", ENGINEERS), (VAULT,), "mixes AllUsers with other targets"),
        ((ENGINEERS,), ("AllApplications", VAULT), "mixes AllApplications with other targets"),
        ((ENGINEERS,), (), "is empty"),
        ((ENGINEERS, ENGINEERS.upper()), (VAULT,), f"names {ENGINEERS} 2 times"),
        (("AllApplications",), (VAULT,), "holds AllApplications, which belongs to applications"),
        ((ENGINEERS,), ("AllUsers",), "holds AllUsers, which belongs to users"),
        ((ENGINEERS,), ("Office365", VAULT), ""),
        ((ENGINEERS,), (VAULT, DESK), ""),
    ],
)
def test_lists_that_cannot_stand(users: tuple[str, ...], applications: tuple[str, ...], says: str) -> None:
    section = b2b("allowed", users, "allowed", applications)
    findings = checked("XC203", contoso(partner(FABRIKAM, b2bCollaborationInbound=section)))
    assert len(findings) == bool(says)
    assert all(each.detail.startswith(f"The list {says}") for each in findings)


def test_a_wildcard_with_the_wrong_target_type() -> None:
    section = b2b("allowed", ("AllUsers",), "allowed", (VAULT,))
    section["usersAndGroups"]["targets"][0]["targetType"] = "group"
    assert in_partner("XC203", section) == 1
    section = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
    section["applications"]["targets"][0]["targetType"] = "user"
    assert in_partner("XC203", section) == 1


def test_partners_that_cannot_be_listed() -> None:
    assert len(checked("XC204", contoso(partner(CONTOSO)))) == 1
    twice = checked("XC204", contoso(partner(FABRIKAM), partner(FABRIKAM.upper())))
    assert [each.summary for each in twice] == [f"contoso lists {FABRIKAM} 2 times."]
    assert checked("XC204", contoso(partner(FABRIKAM))) == []


def test_what_needs_a_licence() -> None:
    assert in_partner("XC205", TO_VAULT) == 1
    assert len(checked("XC205", contoso(default={**SYSTEM_DEFAULT, "inboundTrust": MFA}))) == 1
    assert checked("XC205", contoso(default={**SYSTEM_DEFAULT, "inboundTrust": NO_TRUST})) == []
    assert checked("XC205", contoso(partner(FABRIKAM), default=SYSTEM_DEFAULT)) == []


def test_a_policy_that_is_large() -> None:
    many = [partner(f"{n:08}-2222-4333-8444-555555555555", b2bCollaborationInbound=TO_VAULT) for n in range(60)]
    assert len(checked("XC206", contoso(*many))) == 1
    assert checked("XC206", contoso(*many[:5])) == []


@pytest.mark.parametrize(
    ("section", "id_"),
    [
        (b2b("allowed", (ENGINEERS,), "blocked", (VAULT,)), "XC207"),
        (b2b("blocked", (ENGINEERS,), "allowed", (VAULT,)), "XC207"),
        (b2b("blocked", (ENGINEERS,), "blocked", (VAULT,)), "XC208"),
        (b2b("blocked", (ENGINEERS,), "blocked", ("AllApplications",)), None),
        (TO_VAULT, None),
        ({"usersAndGroups": TO_VAULT["usersAndGroups"], "applications": None}, "XC211"),
        ({"usersAndGroups": None, "applications": TO_VAULT["applications"]}, "XC211"),
        (b2b("blocked", ("AllUsers",), "allowed", (VAULT,)), None),  # XC201 says more
        (None, None),
    ],
)
def test_sections_that_are_legal_and_may_be_misread(section: Any, id_: str | None) -> None:
    expected = {"XC207": 0, "XC208": 0, "XC211": 0} | ({id_: 1} if id_ else {})
    assert {each: in_partner(each, section) for each in expected} == expected


@pytest.mark.parametrize(
    ("cloud", "fallback", "is_wrong"),
    [
        ("global", None, True),
        ("global", "emailOneTimePasscode", False),
        ("china", "emailOneTimePasscode", True),
        ("china", "microsoftAccount", True),
        ("china", "defaultConfiguredIdp", False),
    ],
)
def test_a_fallback_for_redemption_must_be_left(cloud: str, fallback: str | None, is_wrong: bool) -> None:
    redemption = {
        "primaryIdentityProviderPrecedenceOrder": ["azureActiveDirectory"],
        "fallbackIdentityProvider": fallback,
    }
    default = {**HARDENED, "invitationRedemptionIdentityProviderConfiguration": redemption}
    assert len(checked("XC209", tenant("t", CONTOSO, cloud, default=default))) == is_wrong


def test_what_is_not_an_id() -> None:
    assert in_partner("XC210", b2b("allowed", ("engineers",), "allowed", (VAULT,))) == 1
    assert in_partner("XC210", b2b("allowed", (ENGINEERS,), "allowed", ("Office365", RIGHTS_MANAGEMENT))) == 0
    domain = checked("XC210", contoso(partner("fabrikam.com")))
    assert [each.summary for each in domain] == [
        "contoso lists the partner 'fabrikam.com', which is a domain name."
    ]
    doubtful = contoso(
        partner(FABRIKAM, b2bCollaborationInbound=b2b("allowed", (), "allowed", ("AllMicrosoftApps",)))
    )
    assert [each.severity for each in checked("XC210", doubtful)] == ["unknown"]


def test_clouds_that_cannot_be_enabled() -> None:
    assert len(checked("XC212", contoso(enabled=(TO_GLOBAL, TO_USGOV)))) == 1  # its own
    assert len(checked("XC212", fabrikam(enabled=(TO_CHINA,)))) == 1
    assert checked("XC212", contoso(enabled=(TO_USGOV, TO_CHINA))) == []
    assert len(checked("XC210", contoso(enabled=("microsoftonline.de",)))) == 1
    assert checked("XC212", contoso(enabled=("microsoftonline.de",))) == []


def test_properties_that_a_cloud_does_not_declare() -> None:
    restricted = partner(CONTOSO, tenantRestrictions=CLOSED)
    assert len(checked("XC213", fabrikam(restricted))) == 1
    assert checked("XC213", contoso(partner(FABRIKAM, tenantRestrictions=CLOSED))) == []
    assert checked("XC213", fabrikam(partner(CONTOSO, tenantRestrictions=None))) == []


def test_a_section_that_is_not_known_is_no_fault() -> None:
    facts = with_partner(contoso(), FABRIKAM, b2b_collaboration_inbound=NOT_READ)
    assert [
        each.id for each in check(situation(facts, fabrikam(partner(CONTOSO)))) if each.severity == "error"
    ] == []
