"""Values in words: what a reader is shown, and which parts are said to differ."""

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Section, Value, is_same
from crosscloud.wording.settings import changes_in_words, in_words
from tests.strategies import spellings, values

INBOUND = PARTNER.section("b2b_collaboration_inbound")
TRUST = PARTNER.section("inbound_trust")
ENDPOINTS = ROOT.section("allowed_cloud_endpoints")
REDEMPTION = DEFAULT.section("invitation_redemption_identity_provider_configuration")
ORDER = "primary_identity_provider_precedence_order"
REDEEM: Value = {ORDER: ["externalFederation", "azureActiveDirectory"], "fallback_identity_provider": "x"}
EVERYBODY: Value = {"access_type": "allowed", "targets": [{"target": "AllUsers", "target_type": "user"}]}
ID = "be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"
OTHER = "0c2a8d1e-7f34-4b8e-8a55-6f1d2e3c4b5a"
NAMES = {ID: "engineers (of contoso)"}


def _b2b(kind: str, *users: str, access: str = "allowed") -> Value:
    return {
        "users_and_groups": {
            "access_type": access,
            "targets": [{"target": user, "target_type": kind} for user in users],
        },
        "applications": {
            "access_type": "allowed",
            "targets": [{"target": "AllApplications", "target_type": "application"}],
        },
    }


@pytest.mark.parametrize(
    ("section", "value", "words"),
    [
        (INBOUND, None, "none"),
        (ENDPOINTS, ["b", "a"], "[a, b]"),
        (ENDPOINTS, [], "[]"),
        (
            TRUST,
            {"is_mfa_accepted": True, "is_compliant_device_accepted": False},
            "is_mfa_accepted true, is_compliant_device_accepted false, "
            "is_hybrid_azure_ad_joined_device_accepted none",
        ),
        (
            INBOUND,
            _b2b("group", OTHER, ID),
            f"users_and_groups allowed group {OTHER}, group {ID} engineers (of contoso), "
            "applications allowed AllApplications",
        ),
        (
            INBOUND,
            _b2b("user", "AllUsers", access="blocked"),
            "users_and_groups blocked AllUsers, applications allowed AllApplications",
        ),
        (REDEMPTION, REDEEM, f"{ORDER} [externalFederation, azureActiveDirectory], fallback_identity_provider x"),
        (
            PARTNER.section("tenant_restrictions"),
            {"users_and_groups": EVERYBODY, "devices": {"mode": "blocked", "rule": "a -eq b"}},
            "users_and_groups allowed AllUsers, applications not set, devices mode blocked, rule a -eq b",
        ),
        (PARTNER.section("m365_collaboration_inbound"), {"users": EVERYBODY}, "users allowed AllUsers"),
        (PARTNER.section("block_service_provider_outbound_access"), True, "true"),
    ],
)
def test_in_words(section: Section, value: Value, words: str) -> None:
    assert in_words(section.type, value, NAMES.get) == words


def test_the_order_of_identity_providers_is_shown_as_it_is() -> None:
    assert isinstance(REDEEM, dict)
    turned: Value = {**REDEEM, ORDER: ["azureActiveDirectory", "externalFederation"]}
    assert changes_in_words(REDEMPTION.type, REDEEM, turned) == [
        (ORDER, "[externalFederation, azureActiveDirectory]", "[azureActiveDirectory, externalFederation]")
    ]


def test_only_the_rows_that_differ_are_told() -> None:
    assert changes_in_words(INBOUND.type, _b2b("group", ID), _b2b("user", "AllUsers"), NAMES.get) == [
        ("users_and_groups", f"allowed group {ID} engineers (of contoso)", "allowed AllUsers")
    ]
    assert changes_in_words(ENDPOINTS.type, None, ["a"]) == [("", "none", "[a]")]
    half: Value = {"users_and_groups": None, "applications": None}
    whole = _b2b("user", "AllUsers")
    assert isinstance(half, dict)
    assert isinstance(whole, dict)
    half["users_and_groups"] = whole["users_and_groups"]
    assert changes_in_words(INBOUND.type, half, whole) == [("applications", "not set", "allowed AllApplications")]


@pytest.mark.parametrize("section", [ENDPOINTS, REDEMPTION, *PARTNER.sections], ids=lambda section: section.name)
@how(max_examples=40)
@given(data=st.data())
def test_a_change_is_told_exactly_where_there_is_one(section: Section, data: st.DataObject) -> None:
    before, after = (data.draw(st.none() | values(section)) for _ in range(2))
    assert bool(changes_in_words(section.type, before, after)) is not is_same(section.type, before, after)
    assert changes_in_words(section.type, before, data.draw(spellings(section.type, before))) == []
