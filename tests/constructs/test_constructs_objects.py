"""The objects of a policy as values: defaults, partners, clouds."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Object, Settings
from crosscloud_constructs import (
    ALL_APPLICATIONS,
    ALL_USERS,
    RIGHTS_MANAGEMENT,
    Access,
    AutomaticUserConsent,
    CrossCloudSettings,
    DefaultSettings,
    InboundTrust,
    InvitationRedemption,
    M365CollaborationInbound,
    PartnerSettings,
    SettingsError,
    TenantRestrictions,
)
from crosscloud_constructs.settings.checks import problems_in_tenant
from tests.constructs.made_up import tenant

GROUP = tenant("contoso").group("engineers")
GUID = "be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"
WRONG: Any = {"keyword": ALL_USERS, "true": True, "yes": "yes", "one": 1}


def test_hardened_defaults_let_nobody_in_and_only_protected_mail_out() -> None:
    sections = DefaultSettings.hardened().for_cloud(USGOV).sections()
    expected: dict[str, Any] = {
        "b2b_collaboration_inbound": Access.block_all().to_value(),
        "b2b_collaboration_outbound": Access.allow(users=ALL_USERS, applications=[RIGHTS_MANAGEMENT]).to_value(),
        "b2b_direct_connect_inbound": Access.block_all().to_value(),
        "b2b_direct_connect_outbound": Access.block_all().to_value(),
        "invitation_redemption_identity_provider_configuration": {
            "primary_identity_provider_precedence_order": ["azureActiveDirectory"],
            "fallback_identity_provider": "emailOneTimePasscode",
        },
        "inbound_trust": {
            "is_mfa_accepted": False,
            "is_compliant_device_accepted": False,
            "is_hybrid_azure_ad_joined_device_accepted": False,
        },
    }
    assert sections == expected


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
def test_hardened_defaults_suit_the_cloud_that_they_are_attached_in(cloud: Cloud) -> None:
    hardened = DefaultSettings.hardened()
    here = hardened.for_cloud(cloud)
    assert list(problems_in_tenant(DEFAULT, here.sections(), cloud, here.source, "DefaultSettings")) == []
    assert here.source == hardened.source
    redemption = here.invitation_redemption_identity_provider_configuration
    assert redemption is not None
    expected = "defaultConfiguredIdp" if cloud is CHINA else "emailOneTimePasscode"
    assert redemption.fallback_identity_provider == expected
    assert replace(here, invitation_redemption_identity_provider_configuration=None) == replace(
        hardened, invitation_redemption_identity_provider_configuration=None
    )


def test_what_is_given_is_not_adapted_to_a_cloud() -> None:
    redemption = InvitationRedemption.in_order("azureActiveDirectory", fallback="microsoftAccount")
    settings = DefaultSettings(invitation_redemption_identity_provider_configuration=redemption)
    assert settings.for_cloud(CHINA) == settings
    (found,) = problems_in_tenant(DEFAULT, settings.sections(), CHINA, "main.py:1", "DefaultSettings")
    assert "fallback_identity_provider cannot be microsoftAccount, which China" in found.what
    assert "Leave fallback= out" in found.to_do
    assert DefaultSettings().for_cloud(CHINA) == DefaultSettings()


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
def test_a_section_that_a_cloud_does_not_declare_is_told_with_its_source(cloud: Cloud) -> None:
    settings = PartnerSettings(
        b2b_direct_connect_inbound=Access.block_all(),
        tenant_restrictions=TenantRestrictions.block_all(),
        block_service_provider_outbound_access=True,
    )
    found = list(problems_in_tenant(PARTNER, settings.sections(), cloud, settings.source, "PartnerSettings"))
    names = [] if cloud is GLOBAL else ["tenant_restrictions", "block_service_provider_outbound_access"]
    assert [problem.what.partition(" ")[0] for problem in found] == [f"PartnerSettings.{name}" for name in names]
    for problem, why in zip(found, ("all clouds", "Graph there does not declare"), strict=bool(found)):
        assert f"cannot be set in {cloud}: " in problem.what
        assert why in problem.what
        assert problem.to_do == "Leave it out for tenants of that cloud"


def test_a_section_left_out_is_left_out() -> None:
    assert DefaultSettings().sections() == {}
    consent = AutomaticUserConsent(outbound_allowed=True)
    assert PartnerSettings(automatic_user_consent_settings=consent).sections() == {
        "automatic_user_consent_settings": {"inbound_allowed": False, "outbound_allowed": True}
    }


@pytest.mark.parametrize(("made", "settings"), [(DefaultSettings, DEFAULT), (PartnerSettings, PARTNER)])
def test_every_section_is_one_of_the_description(made: type[Any], settings: Settings) -> None:
    names = {each.name for each in fields(made)} - {"source"}
    assert names == {section.name for section in settings.sections}


@pytest.mark.parametrize(
    ("value", "section"),
    [(InboundTrust(), "inbound_trust"), (AutomaticUserConsent(), "automatic_user_consent_settings")],
)
def test_every_member_of_the_description_is_written(
    value: InboundTrust | AutomaticUserConsent, section: str
) -> None:
    described = PARTNER.section(section).type
    assert isinstance(described, Object)
    written = value.to_value()
    assert isinstance(written, dict)
    assert list(written) == [member.name for member in described.members]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: DefaultSettings(
                b2b_collaboration_inbound=Access.allow(groups=[GROUP], applications=ALL_APPLICATIONS)
            ),
            "DefaultSettings.b2b_collaboration_inbound.users_and_groups.targets must be AllUsers alone",
        ),
        (
            lambda: DefaultSettings(b2b_collaboration_inbound=WRONG["keyword"]),
            "DefaultSettings.b2b_collaboration_inbound is a Keyword. Give Access.allow(...)",
        ),
        (
            lambda: PartnerSettings(inbound_trust=WRONG["true"]),
            "PartnerSettings.inbound_trust is a bool. Give InboundTrust(...)",
        ),
        (
            lambda: InboundTrust(is_mfa_accepted=WRONG["yes"]),
            "InboundTrust.is_mfa_accepted is 'yes'. Write",
        ),
        (lambda: AutomaticUserConsent(inbound_allowed=WRONG["one"]), "AutomaticUserConsent.inbound_allowed is 1"),
        (
            lambda: PartnerSettings(block_service_provider_outbound_access=WRONG["one"]),
            "PartnerSettings.block_service_provider_outbound_access is a int. Give True or False",
        ),
        (
            lambda: PartnerSettings(tenant_restrictions=WRONG["yes"]),
            "PartnerSettings.tenant_restrictions is a str. Give TenantRestrictions(Access.allow(...))",
        ),
        (
            lambda: DefaultSettings(m365_collaboration_inbound=WRONG["true"]),
            "DefaultSettings.m365_collaboration_inbound is a bool. Give M365CollaborationInbound.allow(...)",
        ),
        (
            lambda: DefaultSettings(invitation_redemption_identity_provider_configuration=WRONG["yes"]),
            "_configuration is a str. Give InvitationRedemption.in_order(...)",
        ),
        (
            lambda: DefaultSettings(b2b_direct_connect_inbound=Access.allow(groups=[GROUP], applications=[GUID])),
            "DefaultSettings.b2b_direct_connect_inbound.users_and_groups.targets must be AllUsers alone",
        ),
        (
            lambda: DefaultSettings(m365_collaboration_inbound=M365CollaborationInbound.allow(users=[GUID])),
            "DefaultSettings.m365_collaboration_inbound.users.targets must be AllUsers alone",
        ),
        (lambda: CrossCloudSettings(["mars"]), "'mars' is not a cloud. Write one of global, usgov,"),
    ],
)
def test_a_mistake_is_answered_with_where_and_what_to_write(make: Callable[[], Any], says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        make()
    assert says in str(caught.value)
    assert str(caught.value).startswith("tests/constructs/test_constructs_objects.py:")


def test_both_clouds_of_the_us_government_are_one_endpoint() -> None:
    clouds = CrossCloudSettings([USGOV, USGOV_DOD, "china"])
    assert clouds.clouds == (USGOV, USGOV_DOD, CHINA)
    assert clouds.sections() == {"allowed_cloud_endpoints": ["microsoftonline.us", "partner.microsoftonline.cn"]}
    assert CrossCloudSettings([]).sections() == {"allowed_cloud_endpoints": []}


def test_a_tenant_cannot_list_clouds_that_its_own_does_not_work_with() -> None:
    sections = CrossCloudSettings(["china", "usgov"]).sections()
    found = list(problems_in_tenant(ROOT, sections, USGOV, "main.py:1", "CrossCloudSettings"))
    assert [str(problem).partition(" cannot list ")[2][:20] for problem in found] == [
        "the tenant's own clo",
        "partner.microsoftonl",
    ]
    assert str(found[0]).startswith("main.py:1: XC212 CrossCloudSettings.allowed_cloud_endpoints cannot list")


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        DefaultSettings.hardened().inbound_trust = None  # type: ignore[misc]  # what is tested
