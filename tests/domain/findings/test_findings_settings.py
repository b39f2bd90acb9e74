"""2xx: whether one tenant's settings are right in themselves."""

from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.findings import check
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.findings.rules.limits import LIMIT, PolicyIsLarge, PremiumNeeded
from crosscloud.domain.findings.rules.partner_list import ListsItself, ListsTwice, NotATenantId
from crosscloud.domain.findings.rules.sections import BrokenRule, ImpossibleTargets, NotUnderstood
from crosscloud.domain.settings import DEFAULT, NOT_READ, PARTNER, ROOT, Rule
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
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
    TAILSPIN,
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

CONSENT = "automaticUserConsentSettings"


def in_partner(id_: str, section: Any, name: str = "b2bCollaborationInbound") -> int:
    """How often an entry with this section is found fault with under `id_`."""
    return len(checked(id_, contoso(partner(FABRIKAM, **{name: section}))))


def in_default(id_: str, section: Any, name: str = "b2bCollaborationInbound") -> int:
    return len(checked(id_, contoso(default={**HARDENED, name: section})))


def test_settings_as_the_service_ships_them_are_right() -> None:
    (note,) = check(situation(contoso(enabled=(), default=SYSTEM_DEFAULT)))
    assert (note.id, note.severity) == ("XC314", "info")


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
    ("users", "applications", "member", "rule"),
    [
        (("AllUsers", ENGINEERS), (VAULT,), "users_and_groups", Rule.MIXED),
        ((ENGINEERS,), ("AllApplications", VAULT), "applications", Rule.MIXED),
        ((ENGINEERS,), (), "applications", Rule.EMPTY_LIST),
        ((ENGINEERS, ENGINEERS.upper()), (VAULT,), "users_and_groups", Rule.REPEATED),
        (("AllApplications",), (VAULT,), "users_and_groups", Rule.WRONG_LIST),
        ((ENGINEERS,), ("AllUsers",), "applications", Rule.WRONG_LIST),
        (("Office365",), (VAULT,), "users_and_groups", Rule.WRONG_LIST),
        ((ENGINEERS,), ("Office365", VAULT), "", None),
        ((ENGINEERS,), (VAULT, DESK), "", None),
    ],
)
def test_lists_that_cannot_stand(
    users: tuple[str, ...], applications: tuple[str, ...], member: str, rule: Rule | None
) -> None:
    section = b2b("allowed", users, "allowed", applications)
    findings = checked("XC203", contoso(partner(FABRIKAM, b2bCollaborationInbound=section)))
    if rule is None:
        assert findings == []
        return
    (one,) = findings
    assert isinstance(one.facts, ImpossibleTargets)
    assert [problem.rule for problem in one.facts.problems] == [rule]
    assert one.place == Place(CONTOSO, FABRIKAM, "b2b_collaboration_inbound", member)
    assert (one.tenants, one.degree) == ((CONTOSO,), 1)


def test_a_list_with_several_mistakes_is_one_finding_that_is_the_worse_for_each() -> None:
    section = b2b("allowed", ("AllUsers", ENGINEERS, ENGINEERS), "allowed", (VAULT,))
    section["usersAndGroups"]["targets"][1]["targetType"] = "application"
    (one,) = checked("XC203", contoso(partner(FABRIKAM, b2bCollaborationInbound=section)))
    assert isinstance(one.facts, ImpossibleTargets)
    assert [problem.rule for problem in one.facts.problems] == [Rule.MIXED, Rule.REPEATED, Rule.CHOICE]
    assert one.degree == 3


def test_a_wildcard_with_the_wrong_target_type() -> None:
    section = b2b("allowed", ("AllUsers",), "allowed", (VAULT,))
    section["usersAndGroups"]["targets"][0]["targetType"] = "group"
    assert in_partner("XC203", section) == 1
    section = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
    section["applications"]["targets"][0]["targetType"] = "user"
    assert in_partner("XC203", section) == 1


def test_partners_that_cannot_be_listed() -> None:
    (itself,) = checked("XC204", contoso(partner(CONTOSO)))
    assert (itself.place, itself.facts) == (Place(CONTOSO, CONTOSO), ListsItself())
    (twice,) = checked("XC204", contoso(partner(FABRIKAM), partner(FABRIKAM.upper())))
    assert (twice.place, twice.facts) == (Place(CONTOSO, FABRIKAM), ListsTwice(2))
    assert twice.degree == 2
    assert checked("XC204", contoso(partner(FABRIKAM))) == []


def test_what_needs_a_licence() -> None:
    (chosen,) = checked("XC205", contoso(partner(FABRIKAM, b2bCollaborationInbound=TO_VAULT)))
    assert chosen.facts == PremiumNeeded(
        chosen=True, trust=False, first=Place(CONTOSO, FABRIKAM, "b2b_collaboration_inbound")
    )
    assert chosen.place == Place(CONTOSO)
    (trusted,) = checked("XC205", contoso(default={**SYSTEM_DEFAULT, "inboundTrust": MFA}))
    assert trusted.facts == PremiumNeeded(
        chosen=False, trust=True, first=Place(CONTOSO, DEFAULT.name, "inbound_trust")
    )
    whole = contoso(partner(FABRIKAM, b2bCollaborationInbound=TO_VAULT, inboundTrust=MFA), partner(TAILSPIN))
    (both,) = checked("XC205", whole)
    assert isinstance(both.facts, PremiumNeeded)
    assert (both.facts.chosen, both.facts.trust) == (True, True)
    assert checked("XC205", contoso(default={**SYSTEM_DEFAULT, "inboundTrust": NO_TRUST})) == []
    assert checked("XC205", contoso(partner(FABRIKAM), default=SYSTEM_DEFAULT)) == []


def test_a_policy_that_is_large() -> None:
    many = [partner(f"{n:08}-2222-4333-8444-555555555555", b2bCollaborationInbound=TO_VAULT) for n in range(60)]
    (large,) = checked("XC206", contoso(*many))
    assert isinstance(large.facts, PolicyIsLarge)
    assert large.facts.size > LIMIT
    assert (large.place, large.degree) == (Place(CONTOSO), large.facts.size // LIMIT)
    assert checked("XC206", contoso(*many[:5])) == []


def test_what_partners_inherit_does_not_make_a_policy_large() -> None:
    nulls = dict.fromkeys((section.graph for section in PARTNER.sections), None)
    consent = {"automaticUserConsentSettings": {"inboundAllowed": None, "outboundAllowed": None}}
    many = [partner(f"{n:08}-2222-4333-8444-555555555555", **{**nulls, **consent}) for n in range(100)]
    assert checked("XC206", contoso(*many)) == []


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


def test_the_order_of_providers_is_the_services_own_unless_code_says_it() -> None:
    redemption = {
        "primaryIdentityProviderPrecedenceOrder": ["socialIdentityProviders"],
        "fallbackIdentityProvider": "defaultConfiguredIdp",
    }
    china = tenant(
        "t",
        CONTOSO,
        "china",
        default={**HARDENED, "invitationRedemptionIdentityProviderConfiguration": redemption},
    )
    assert checked("XC209", china) == []
    (one,) = checked("XC209", china, by_code=True)
    assert one.place.member == "primary_identity_provider_precedence_order"


def test_what_is_not_an_id() -> None:
    assert in_partner("XC210", b2b("allowed", ("engineers",), "allowed", (VAULT,))) == 1
    assert in_partner("XC210", b2b("allowed", (ENGINEERS,), "allowed", ("Office365", RIGHTS_MANAGEMENT))) == 0
    (domain,) = checked("XC210", contoso(partner("fabrikam.com")))
    assert (domain.place, domain.facts) == (Place(CONTOSO, "fabrikam.com"), NotATenantId("fabrikam.com"))
    assert domain.severity == "unknown"  # whose entry that is
    (declared,) = checked("XC210", contoso(partner("fabrikam.com")), by_code=True)
    assert declared.severity == "error"
    doubtful = contoso(
        partner(FABRIKAM, b2bCollaborationInbound=b2b("allowed", (), "allowed", ("AllMicrosoftApps",)))
    )
    assert [each.severity for each in checked("XC210", doubtful)] == ["unknown"]
    assert [each.severity for each in checked("XC210", doubtful, by_code=True)] == ["error"]


def test_clouds_that_cannot_be_enabled() -> None:
    (own,) = checked("XC212", contoso(enabled=(TO_GLOBAL, TO_USGOV)))
    assert isinstance(own.facts, BrokenRule)
    assert own.facts.problem.rule is Rule.OWN_CLOUD
    assert (own.place, own.about) == (Place(CONTOSO, ROOT.name, "allowed_cloud_endpoints"), (TO_GLOBAL,))
    assert len(checked("XC212", fabrikam(enabled=(TO_CHINA,)))) == 1
    assert checked("XC212", contoso(enabled=(TO_USGOV, TO_CHINA))) == []
    assert len(checked("XC210", contoso(enabled=("microsoftonline.de",)))) == 1
    assert checked("XC212", contoso(enabled=("microsoftonline.de",))) == []


def test_properties_that_a_cloud_does_not_declare() -> None:
    restricted = partner(CONTOSO, tenantRestrictions=CLOSED)
    (answered,) = checked("XC213", fabrikam(restricted))
    (declared,) = checked("XC213", fabrikam(restricted), by_code=True)
    assert (answered.severity, declared.severity) == ("info", "error")  # Graph itself gave the one
    assert checked("XC213", contoso(partner(FABRIKAM, tenantRestrictions=CLOSED))) == []
    assert checked("XC213", fabrikam(partner(CONTOSO, tenantRestrictions=None))) == []
    tried = replace(fabrikam(restricted), tries=("tenant_restrictions",))
    assert checked("XC213", tried, by_code=True) == []


def test_a_section_that_is_not_known_is_no_fault() -> None:
    facts = with_partner(contoso(), FABRIKAM, b2b_collaboration_inbound=NOT_READ)
    assert [
        each.id for each in check(situation(facts, fabrikam(partner(CONTOSO)))) if each.severity == "error"
    ] == []


def _without(section: Any, half: str, member: str, value: Any = None) -> Any:
    return {**section, half: {**section[half], member: value}}


@pytest.mark.parametrize(
    ("section", "facts"),
    [
        (
            _without(TO_VAULT, "usersAndGroups", "accessType"),
            NotUnderstood(missing=("users_and_groups.access_type",)),
        ),
        (_without(TO_VAULT, "applications", "targets"), NotUnderstood(missing=("applications.targets",))),
        (
            _without(TO_VAULT, "applications", "targets", [None]),
            NotUnderstood(missing=("a target of applications.targets",)),
        ),
        (
            _without(TO_VAULT, "applications", "accessType", "Allowed"),
            NotUnderstood(given=(("applications.access_type", "Allowed"),)),
        ),
        (
            _without(TO_VAULT, "usersAndGroups", "accessType", "unknownFutureValue"),
            NotUnderstood(given=(("users_and_groups.access_type", "unknownFutureValue"),)),
        ),
    ],
)
def test_a_section_that_no_document_explains_is_unknown_with_its_place(section: Any, facts: NotUnderstood) -> None:
    (of_entry,) = checked("XC211", contoso(partner(FABRIKAM, b2bCollaborationInbound=section)))
    assert (of_entry.severity, of_entry.place) == (
        "unknown",
        Place(CONTOSO, FABRIKAM, "b2b_collaboration_inbound"),
    )
    assert of_entry.facts == facts
    (of_default,) = checked("XC211", contoso(default={**HARDENED, "b2bCollaborationInbound": section}))
    assert (of_default.place.is_default, of_default.facts) == (True, facts)


@pytest.mark.parametrize("empty", [{}, {"UsersAndGroups": {}}, {"usersAndGroups": None, "applications": None}])
def test_a_section_that_says_nothing_is_unknown_and_neither_inherited_nor_passed_over(empty: Any) -> None:
    for read in (
        contoso(default={**HARDENED, "b2bCollaborationInbound": empty}),
        contoso(partner(FABRIKAM, b2bCollaborationInbound=empty)),
    ):
        (finding,) = checked("XC211", read)
        assert finding.place.section == "b2b_collaboration_inbound"
        assert finding.facts == NotUnderstood(
            reason="Graph answered b2bCollaborationInbound without anything that is documented in it"
        )


@pytest.mark.parametrize(
    ("default", "reason"),
    [
        ({CONSENT: "x"}, f"Graph answered {CONSENT} as str"),
        (
            {CONSENT: {"inboundAllowed": "True", "outboundAllowed": False}},
            f"Graph answered {CONSENT}.inboundAllowed",
        ),
        ({CONSENT: {}}, f"Graph answered {CONSENT} without inboundAllowed and outboundAllowed"),
        ({CONSENT.upper(): {"inboundAllowed": True, "outboundAllowed": True}}, f"in place of {CONSENT}"),
    ],
)
def test_what_nobody_can_set_in_the_default_is_unknown_too_where_it_is_of_another_shape(
    default: dict[str, Any], reason: str
) -> None:
    answered = {name: value for name, value in HARDENED.items() if name != CONSENT} | default
    (finding,) = checked("XC211", contoso(default=answered))
    assert finding.place == Place(CONTOSO, "default_settings", "automatic_user_consent_settings")
    assert isinstance(finding.facts, NotUnderstood)
    assert reason in finding.facts.reason


@pytest.mark.parametrize("empty", [{}, {"tenantId": FABRIKAM}])
def test_a_synchronisation_that_says_nothing_is_unknown(empty: Any) -> None:
    (finding,) = checked("XC211", contoso(partner(FABRIKAM, identitySynchronization=empty)))
    assert finding.place == Place(CONTOSO, FABRIKAM, "user_sync_inbound")
    assert finding.facts == NotUnderstood(reason="Graph did not answer userSyncInbound")


def test_a_section_under_a_name_in_another_case_is_unknown() -> None:
    named = {**partner(FABRIKAM), "B2BCollaborationInbound": OPEN}
    named.pop("b2bCollaborationInbound", None)
    (finding,) = checked("XC211", contoso(named))
    assert finding.place == Place(CONTOSO, FABRIKAM, "b2b_collaboration_inbound")
    assert isinstance(finding.facts, NotUnderstood)
    assert "B2BCollaborationInbound in place of b2bCollaborationInbound" in finding.facts.reason


@pytest.mark.parametrize(
    ("section", "json", "facts"),
    [
        (
            "m365CollaborationInbound",
            {"users": {"accessType": "Allowed", "targets": OPEN["usersAndGroups"]["targets"]}},
            NotUnderstood(given=(("users.access_type", "Allowed"),)),
        ),
        (
            "m365CollaborationOutbound",
            {"usersAndGroups": {"accessType": "allowed", "targets": None}},
            NotUnderstood(missing=("users_and_groups.targets",)),
        ),
        (
            "appServiceConnectInbound",
            {"applications": {"targets": OPEN["applications"]["targets"]}},
            NotUnderstood(missing=("applications.access_type",)),
        ),
        (
            "inboundTrust",
            {"isMfaAccepted": True, "isCompliantDeviceAccepted": None},
            NotUnderstood(missing=("is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted")),
        ),
        (
            "automaticUserConsentSettings",
            {"inboundAllowed": True, "OutboundAllowed": True},
            NotUnderstood(reason="Graph answered automaticUserConsentSettings without outboundAllowed"),
        ),
    ],
)
def test_every_kind_of_section_is_looked_at(section: str, json: Any, facts: NotUnderstood) -> None:
    (finding,) = checked("XC211", contoso(partner(FABRIKAM, **{section: json})))
    assert finding.facts == facts


def test_a_section_of_another_shape_is_unknown_with_the_reason() -> None:
    odd = {**MFA, "isMfaAccepted": "true"}
    for read in (
        contoso(default={**HARDENED, "inboundTrust": odd}),
        contoso(partner(FABRIKAM, inboundTrust=odd)),
    ):
        (finding,) = checked("XC211", read)
        assert finding.place.section == "inbound_trust"
        assert isinstance(finding.facts, NotUnderstood)
        assert "inboundTrust.isMfaAccepted as str" in finding.facts.reason
    (finding,) = checked("XC211", contoso(partner(FABRIKAM, identitySynchronization="x")))
    assert finding.place == Place(CONTOSO, FABRIKAM, IDENTITY_SYNCHRONIZATION.name)
    assert checked("XC211", contoso(default=None)) == []  # XC111 says it
