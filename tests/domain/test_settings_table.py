"""The table against Graph's reference: names on the wire, inheritance, and where each section exists."""

from collections.abc import Iterator

import pytest

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import ALL, DEFAULT, PARTNER, ROOT, Collection, Member, Object, Settings, Type

# Microsoft Graph reference: crossTenantAccessPolicy, ...ConfigurationDefault, ...ConfigurationPartner, and the
# types of their properties. Names are case-sensitive there.
INBOUND_AND_OUTBOUND = {
    f"{direction}.{half}.{name}"
    for direction in ("b2bCollaborationInbound", "b2bCollaborationOutbound")
    for half in ("usersAndGroups", "applications")
    for name in ("accessType", "targets.target", "targets.targetType")
}
TRUST = {
    "inboundTrust.isMfaAccepted",
    "inboundTrust.isCompliantDeviceAccepted",
    "inboundTrust.isHybridAzureADJoinedDeviceAccepted",
}
CONSENT = {"automaticUserConsentSettings.inboundAllowed", "automaticUserConsentSettings.outboundAllowed"}
DOCUMENTED = {
    "settings": {"allowedCloudEndpoints"},
    "default_settings": INBOUND_AND_OUTBOUND | TRUST,
    "partner_settings": INBOUND_AND_OUTBOUND | TRUST | CONSENT,
}


def _leaves(type_: Type, at: str) -> Iterator[str]:
    match type_:
        case Object(members=members):
            for member in members:
                yield from _leaves(member.type, f"{at}.{member.graph}")
        case Collection(element=element):
            yield from _leaves(element, at)
        case _:
            yield at


def _members(type_: Type) -> Iterator[Member]:
    match type_:
        case Object(members=members):
            for member in members:
                yield member
                yield from _members(member.type)
        case Collection(element=element):
            yield from _members(element)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.name)
def test_names_on_the_wire(settings: Settings) -> None:
    leaves = {leaf for section in settings.sections for leaf in _leaves(section.type, section.graph)}
    assert leaves == DOCUMENTED[settings.name]


def test_only_these_settings() -> None:
    assert ALL == (ROOT, DEFAULT, PARTNER)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.name)
def test_everything_is_described_in_sentences_and_sourced(settings: Settings) -> None:
    for section in settings.sections:
        assert section.source.startswith("Microsoft Graph reference")
        for text in (section.doc, *(member.doc for member in _members(section.type))):
            assert text.endswith(".")
            assert "  " not in text


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.name)
def test_a_section_is_found_by_its_name(settings: Settings) -> None:
    for section in settings.sections:
        assert settings.section(section.name) is section
    with pytest.raises(KeyError, match="b2bCollaborationInbound"):
        settings.section("b2bCollaborationInbound")


@pytest.mark.parametrize(
    ("cloud", "version"), [("global", "v1.0"), ("usgov", "beta"), ("usgov_dod", "beta"), ("china", "beta")]
)
def test_the_root_is_reached_through_beta_in_sovereign_clouds(cloud: str, version: str) -> None:
    # Per-cloud schemas (CSDL): allowedCloudEndpoints is in v1.0 of Prod alone.
    assert ROOT.section("allowed_cloud_endpoints").version_in(cloud) == version


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("settings", [DEFAULT, PARTNER], ids=lambda settings: settings.name)
def test_configurations_are_in_v1_everywhere(settings: Settings, cloud: str) -> None:
    assert [section.version_in(cloud) for section in settings.sections] == ["v1.0"] * len(settings.sections)
    assert tuple(settings.sections_in(cloud)) == settings.sections


def test_a_cloud_that_the_table_does_not_name_has_no_section() -> None:
    assert [tuple(settings.sections_in("bleu")) for settings in ALL] == [(), (), ()]


def test_only_user_consent_says_inherit_with_an_object() -> None:
    spelt = {section.name: section.inherit for section in PARTNER.sections if section.inherit is not None}
    assert spelt == {"automatic_user_consent_settings": {"inboundAllowed": None, "outboundAllowed": None}}


def test_switches_default_to_false_and_nothing_else_has_a_default() -> None:
    defaults = {
        section.name: {member.default for member in _members(section.type)} for section in PARTNER.sections
    }
    assert defaults == {
        "b2b_collaboration_inbound": {None},
        "b2b_collaboration_outbound": {None},
        "inbound_trust": {False},
        "automatic_user_consent_settings": {False},
    }
