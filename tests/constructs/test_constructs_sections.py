"""Values of the sections beside B2B collaboration: what they become, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.domain.settings import PARTNER, problems
from crosscloud_constructs import (
    ALL_APPLICATIONS,
    ALL_USERS,
    OFFICE_365,
    Access,
    AppServiceConnectInbound,
    DeviceFilter,
    InvitationRedemption,
    M365CollaborationInbound,
    M365CollaborationOutbound,
    SettingsError,
    TenantRestrictions,
)
from tests.constructs.made_up import tenant

CONTOSO = tenant("contoso")
GROUP, USER, DESK = CONTOSO.group("engineers"), CONTOSO.user("writers"), CONTOSO.application("desk")
EVERYBODY = {"target": "AllUsers", "target_type": "user"}
WRONG: Any = {"text": "x", "none": None, "provider": "google"}


def named(access_type: str, *targets: object) -> object:
    return {"access_type": access_type, "targets": list(targets)}


@pytest.mark.parametrize(
    ("section", "made", "value"),
    [
        (
            "m365_collaboration_inbound",
            M365CollaborationInbound.allow(users=[USER]),
            {"users": named("allowed", {"target": USER.id, "target_type": "user"})},
        ),
        (
            "m365_collaboration_inbound",
            M365CollaborationInbound.block(users=ALL_USERS),
            {"users": named("blocked", EVERYBODY)},
        ),
        (
            "m365_collaboration_outbound",
            M365CollaborationOutbound.allow(users=[USER], groups=[GROUP]),
            {
                "users_and_groups": named(
                    "allowed",
                    {"target": USER.id, "target_type": "user"},
                    {"target": GROUP.id, "target_type": "group"},
                )
            },
        ),
        (
            "m365_collaboration_outbound",
            M365CollaborationOutbound.block(users=ALL_USERS),
            {"users_and_groups": named("blocked", EVERYBODY)},
        ),
        (
            "app_service_connect_inbound",
            AppServiceConnectInbound.allow(applications=[DESK, OFFICE_365]),
            {
                "applications": named(
                    "allowed",
                    {"target": DESK.id, "target_type": "application"},
                    {"target": "Office365", "target_type": "application"},
                )
            },
        ),
        (
            "app_service_connect_inbound",
            AppServiceConnectInbound.block(applications=ALL_APPLICATIONS),
            {"applications": named("blocked", {"target": "AllApplications", "target_type": "application"})},
        ),
        ("tenant_restrictions", TenantRestrictions.block_all(), Access.block_all().to_value()),
        (
            "tenant_restrictions",
            TenantRestrictions(Access.block_all(), DeviceFilter.block("device.isCompliant -eq False")),
            {
                "users_and_groups": named("blocked", EVERYBODY),
                "applications": named("blocked", {"target": "AllApplications", "target_type": "application"}),
                "devices": {"mode": "blocked", "rule": "device.isCompliant -eq False"},
            },
        ),
    ],
)
def test_what_a_value_becomes(section: str, made: Any, value: object) -> None:
    assert made.to_value() == value
    assert list(problems(PARTNER.section(section), made.to_value())) == []


def test_the_order_of_identity_providers() -> None:
    made = InvitationRedemption.in_order("externalFederation", "azureActiveDirectory", fallback="microsoftAccount")
    assert made.to_value() == {
        "primary_identity_provider_precedence_order": ["externalFederation", "azureActiveDirectory"],
        "fallback_identity_provider": "microsoftAccount",
    }
    turned = InvitationRedemption.in_order(
        "azureActiveDirectory", "externalFederation", fallback="microsoftAccount"
    )
    assert made != turned
    assert InvitationRedemption.entra_id_only() == InvitationRedemption.in_order("azureActiveDirectory")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: M365CollaborationInbound.allow(users=[]),
            "M365CollaborationInbound.users.targets cannot be empty",
        ),
        (lambda: M365CollaborationInbound.allow(users=[GROUP]), "engineers (of contoso) in users= is a group"),
        (
            lambda: M365CollaborationOutbound.allow(users=[]),
            "M365CollaborationOutbound.users_and_groups.targets cannot be",
        ),
        (lambda: AppServiceConnectInbound.allow(applications=WRONG["text"]), "applications= is no list"),
        (
            lambda: AppServiceConnectInbound.block(applications=[OFFICE_365, ALL_APPLICATIONS]),
            "cannot mix AllApplications with other targets",
        ),
        (lambda: DeviceFilter.allow(" "), "DeviceFilter.rule cannot be empty"),
        (lambda: DeviceFilter.allow(WRONG["none"]), "DeviceFilter.rule must be given"),
        (lambda: TenantRestrictions(WRONG["text"]), "TenantRestrictions.access is a str. Give Access.allow(...)"),
        (
            lambda: TenantRestrictions(Access.block_all(), devices=WRONG["text"]),
            "TenantRestrictions.devices is a str. Give DeviceFilter.allow(...)",
        ),
        (
            lambda: InvitationRedemption.in_order(fallback="microsoftAccount"),
            "cannot be empty: name at least one value",
        ),
        (lambda: InvitationRedemption.in_order(WRONG["provider"]), "not 'google'"),
        (
            lambda: InvitationRedemption.in_order("azureActiveDirectory", "azureActiveDirectory"),
            "cannot name azureActiveDirectory more than once",
        ),
        (
            lambda: InvitationRedemption.in_order("azureActiveDirectory", fallback=WRONG["provider"]),
            "fallback_identity_provider must be emailOneTimePasscode or microsoftAccount or defaultConfiguredIdp",
        ),
    ],
)
def test_a_mistake_is_answered_with_where_and_what_to_write(make: Callable[[], Any], says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        make()
    assert says in str(caught.value)
    assert str(caught.value).startswith("tests/constructs/test_constructs_sections.py:")
