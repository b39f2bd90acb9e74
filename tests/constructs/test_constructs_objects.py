"""The objects of a policy as values: defaults, partners, clouds."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, USGOV, USGOV_DOD
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
    PartnerSettings,
    SettingsError,
)
from crosscloud_constructs.settings.checks import problems_in_tenant
from tests.constructs.made_up import tenant

GROUP = tenant("contoso").group("engineers")
WRONG: Any = {"keyword": ALL_USERS, "true": True, "yes": "yes", "one": 1}


def test_hardened_defaults_let_nobody_in_and_only_protected_mail_out() -> None:
    sections = DefaultSettings.hardened().sections()
    assert sections == {
        "b2b_collaboration_inbound": Access.block_all().to_value(),
        "b2b_collaboration_outbound": Access.allow(users=ALL_USERS, applications=[RIGHTS_MANAGEMENT]).to_value(),
        "inbound_trust": {
            "is_mfa_accepted": False,
            "is_compliant_device_accepted": False,
            "is_hybrid_azure_ad_joined_device_accepted": False,
        },
    }


def test_a_section_left_out_is_left_out() -> None:
    assert DefaultSettings().sections() == {}
    consent = AutomaticUserConsent(outbound_allowed=True)
    assert PartnerSettings(automatic_user_consent_settings=consent).sections() == {
        "automatic_user_consent_settings": {"inbound_allowed": False, "outbound_allowed": True}
    }


@pytest.mark.parametrize(("made", "settings"), [(DefaultSettings, DEFAULT), (PartnerSettings, PARTNER)])
def test_every_section_is_one_of_the_description(made: type[Any], settings: Settings) -> None:
    names = {each.name for each in fields(made)} - {"source"}
    assert names <= {section.name for section in settings.sections}


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
    assert str(found[0]).startswith("main.py:1: CrossCloudSettings.allowed_cloud_endpoints cannot list")


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        DefaultSettings.hardened().inbound_trust = None  # type: ignore[misc]  # what is tested
