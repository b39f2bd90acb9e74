"""Values to Graph's JSON and back: exact names, null for "inherit", nothing lost and nothing invented."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.settings import (
    ALL,
    DEFAULT,
    PARTNER,
    ROOT,
    Object,
    Section,
    Settings,
    UnexpectedAnswerError,
    Value,
    from_graph,
    is_null,
    sections_from_graph,
    to_graph,
)
from tests.strategies import settings_values, values

INBOUND = PARTNER.section("b2b_collaboration_inbound")
TRUST = PARTNER.section("inbound_trust")
CONSENT = PARTNER.section("automatic_user_consent_settings")
ENDPOINTS = ROOT.section("allowed_cloud_endpoints")
REDEMPTION = DEFAULT.section("invitation_redemption_identity_provider_configuration")
SECTIONS = (ENDPOINTS, REDEMPTION, *PARTNER.sections)
GROUP = "Be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"


def test_a_b2b_section_as_graph_has_it() -> None:
    value: Value = {
        "users_and_groups": {
            "access_type": "allowed",
            "targets": [{"target": GROUP, "target_type": "group"}],
        },
        "applications": {
            "access_type": "blocked",
            "targets": [{"target": "Office365", "target_type": "application"}],
        },
    }
    graph = {
        "usersAndGroups": {"accessType": "allowed", "targets": [{"target": GROUP, "targetType": "group"}]},
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "Office365", "targetType": "application"}],
        },
    }
    assert to_graph(INBOUND, value) == graph
    assert from_graph(INBOUND, {"b2bCollaborationInbound": graph}) == value


def test_a_missing_half_is_written_as_null_and_read_back() -> None:
    """Whether Graph merges or replaces what it is sent is not documented: null means the same to both."""
    value: Value = {"users_and_groups": {"access_type": "allowed", "targets": [{"target": GROUP}]}}
    graph = to_graph(INBOUND, value)
    assert graph == {
        "usersAndGroups": {"accessType": "allowed", "targets": [{"target": GROUP, "targetType": None}]},
        "applications": None,
    }
    read = from_graph(INBOUND, {"b2bCollaborationInbound": graph})
    assert isinstance(read, dict)
    assert read["applications"] is None


def test_redemption_as_graph_has_it() -> None:
    value: Value = {
        "primary_identity_provider_precedence_order": ["externalFederation", "azureActiveDirectory"],
        "fallback_identity_provider": "defaultConfiguredIdp",
    }
    graph = {
        "primaryIdentityProviderPrecedenceOrder": ["externalFederation", "azureActiveDirectory"],
        "fallbackIdentityProvider": "defaultConfiguredIdp",
    }
    assert to_graph(REDEMPTION, value) == graph
    assert from_graph(REDEMPTION, {"invitationRedemptionIdentityProviderConfiguration": graph}) == value


def test_trust_as_graph_has_it() -> None:
    value: Value = {
        "is_mfa_accepted": True,
        "is_compliant_device_accepted": False,
        "is_hybrid_azure_ad_joined_device_accepted": True,
    }
    assert to_graph(TRUST, value) == {
        "isMfaAccepted": True,
        "isCompliantDeviceAccepted": False,
        "isHybridAzureADJoinedDeviceAccepted": True,
    }


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
@how(max_examples=50)
@given(data=st.data())
def test_what_is_written_is_read_back(section: Section, data: st.DataObject) -> None:
    value = data.draw(values(section))
    sent = json.loads(json.dumps({section.graph: to_graph(section, value)}))
    assert from_graph(section, sent) == value


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.name)
@how(max_examples=50)
@given(data=st.data())
def test_whole_settings_are_read_back(settings: Any, data: st.DataObject) -> None:
    given_values = data.draw(settings_values(settings))
    body = {section.graph: to_graph(section, given_values[section.name]) for section in settings.sections}
    assert sections_from_graph(settings, body) == given_values


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
@how(max_examples=30)
@given(data=st.data())
def test_nothing_that_the_table_does_not_describe_is_written(section: Section, data: st.DataObject) -> None:
    value = data.draw(values(section))
    text = json.dumps(to_graph(section, value))
    assert "@odata" not in text
    if isinstance(value, dict):
        noisy: dict[str, Value] = {**value, "@odata.type": "#x", "tenantId": "x"}
        assert to_graph(section, noisy) == to_graph(section, value)


@pytest.mark.parametrize(
    ("section", "inherit"),
    [
        (INBOUND, None),
        (TRUST, None),
        (CONSENT, {"inboundAllowed": None, "outboundAllowed": None}),
    ],
    ids=["inbound", "trust", "consent"],
)
def test_inherit_is_written_and_read(section: Section, inherit: object) -> None:
    assert to_graph(section, None) == inherit
    assert from_graph(section, {section.graph: inherit}) is None
    assert isinstance(section.type, Object)
    assert to_graph(section, {member.name: None for member in section.type.members}) == inherit


def test_what_is_written_for_inherit_is_a_copy() -> None:
    to_graph(CONSENT, None)["inboundAllowed"] = True
    assert to_graph(CONSENT, None) == {"inboundAllowed": None, "outboundAllowed": None}


def test_one_half_null_is_not_inherit() -> None:
    body = {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": None}}
    value = from_graph(CONSENT, body)
    assert value == {"inbound_allowed": True, "outbound_allowed": None}
    assert to_graph(CONSENT, value) == body["automaticUserConsentSettings"]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_absent_and_null_are_none(section: Section) -> None:
    assert from_graph(section, {}) is None
    assert from_graph(section, {section.graph: None}) is None


def test_an_empty_list_of_clouds_is_not_null() -> None:
    assert from_graph(ENDPOINTS, {"allowedCloudEndpoints": []}) == []
    assert to_graph(ENDPOINTS, []) == []


def test_unknown_properties_are_passed_over() -> None:
    body = {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata",
        "isServiceProvider": None,
        "inboundTrust": {"isMfaAccepted": True, "isTomorrowAccepted": True},
    }
    trust = {
        "is_mfa_accepted": True,
        "is_compliant_device_accepted": None,
        "is_hybrid_azure_ad_joined_device_accepted": None,
    }
    assert sections_from_graph(DEFAULT, body) == {
        **dict.fromkeys(section.name for section in DEFAULT.sections),
        "inbound_trust": trust,
    }


@pytest.mark.parametrize(
    ("section", "data", "where"),
    [
        (ENDPOINTS, "microsoftonline.us", "allowedCloudEndpoints as str"),
        (ENDPOINTS, ["microsoftonline.us", 1], r"allowedCloudEndpoints\[1\] as int"),
        (TRUST, [], "inboundTrust as list"),
        (TRUST, {"isMfaAccepted": "true"}, "inboundTrust.isMfaAccepted as str"),
        (TRUST, {"isMfaAccepted": 1}, "inboundTrust.isMfaAccepted as int"),
        (
            INBOUND,
            {"applications": {"targets": [{"target": "x"}, {"target": {}}]}},
            r"b2bCollaborationInbound.applications.targets\[1\].target as dict",
        ),
        (INBOUND, {"usersAndGroups": {"accessType": True}}, "usersAndGroups.accessType as bool"),
    ],
)
def test_an_answer_in_another_shape_names_the_property(section: Section, data: object, where: str) -> None:
    with pytest.raises(UnexpectedAnswerError, match=where):
        from_graph(section, {section.graph: data})


def test_null_at_any_depth() -> None:
    nothing: Value = {"users_and_groups": {"access_type": None, "targets": None}, "applications": None}
    something: Value = {"users_and_groups": {"access_type": None, "targets": []}, "applications": None}
    assert is_null(INBOUND.type, nothing)
    assert is_null(INBOUND.type, {})
    assert not is_null(INBOUND.type, something)
    assert not is_null(TRUST.type, {"is_mfa_accepted": False})
    assert not is_null(ENDPOINTS.type, [])


@pytest.mark.parametrize("body", [{}, {"@odata.context": "https://graph.microsoft.com/beta/$metadata#x"}])
def test_a_root_without_any_property_was_never_changed_and_enables_nothing(body: dict[str, Any]) -> None:
    assert sections_from_graph(ROOT, body) == {"allowed_cloud_endpoints": []}


@pytest.mark.parametrize("body", [{"id": "p"}, {"displayName": "x", "allowedCloudEndpoints": None}])
def test_a_root_with_properties_but_no_clouds_does_not_say_which_are_enabled(body: dict[str, Any]) -> None:
    assert sections_from_graph(ROOT, body) == {"allowed_cloud_endpoints": None}


@pytest.mark.parametrize("settings", [DEFAULT, PARTNER])
def test_no_other_object_may_be_blank(settings: Settings) -> None:
    assert set(sections_from_graph(settings, {}).values()) == {None}
