"""The table against Graph's reference: names on the wire, inheritance, and where each section exists."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import ALL, DEFAULT, PARTNER, ROOT, Collection, Member, Object, Settings, Type

# Microsoft Graph reference: crossTenantAccessPolicy, ...ConfigurationDefault, ...ConfigurationPartner, and the
# types of their properties. Names are case-sensitive there.
TARGETS = ("accessType", "targets.target", "targets.targetType")
BOTH_HALVES = {f"{half}.{name}" for half in ("usersAndGroups", "applications") for name in TARGETS}
B2B = {
    f"{section}.{name}"
    for section in (
        "b2bCollaborationInbound",
        "b2bCollaborationOutbound",
        "b2bDirectConnectInbound",
        "b2bDirectConnectOutbound",
    )
    for name in BOTH_HALVES
}
TRUST = {
    "inboundTrust.isMfaAccepted",
    "inboundTrust.isCompliantDeviceAccepted",
    "inboundTrust.isHybridAzureADJoinedDeviceAccepted",
}
CONSENT = {"automaticUserConsentSettings.inboundAllowed", "automaticUserConsentSettings.outboundAllowed"}
REDEMPTION = {
    "invitationRedemptionIdentityProviderConfiguration.primaryIdentityProviderPrecedenceOrder",
    "invitationRedemptionIdentityProviderConfiguration.fallbackIdentityProvider",
}
GLOBAL_ALONE = {
    *(f"tenantRestrictions.{name}" for name in (*BOTH_HALVES, "devices.mode", "devices.rule")),
    *(f"m365CollaborationInbound.users.{name}" for name in TARGETS),
    *(f"m365CollaborationOutbound.usersAndGroups.{name}" for name in TARGETS),
    *(f"appServiceConnectInbound.applications.{name}" for name in TARGETS),
    "blockServiceProviderOutboundAccess",
}
DOCUMENTED = {
    "settings": {"allowedCloudEndpoints"},
    "default_settings": B2B | TRUST | REDEMPTION | GLOBAL_ALONE,
    "partner_settings": B2B | TRUST | CONSENT | GLOBAL_ALONE,
}

# The schemas (CSDL) that Microsoft publishes: Prod is Global, Fairfax is US Government, Mooncake is China.
V1, BETA, BOTH = ("v1.0",), ("beta",), ("v1.0", "beta")
DECLARED = {
    # section: (global, usgov and usgov_dod, china)
    "allowed_cloud_endpoints": (BOTH, BETA, BETA),
    "b2b_collaboration_inbound": (BOTH, BOTH, BOTH),
    "b2b_collaboration_outbound": (BOTH, BOTH, BOTH),
    "b2b_direct_connect_inbound": (BOTH, BOTH, BOTH),
    "b2b_direct_connect_outbound": (BOTH, BOTH, BOTH),
    "inbound_trust": (BOTH, BOTH, BOTH),
    "automatic_user_consent_settings": (BOTH, BOTH, V1),
    "invitation_redemption_identity_provider_configuration": (BOTH, BOTH, BOTH),
    "tenant_restrictions": (BOTH, (), ()),
    "m365_collaboration_inbound": (BOTH, (), ()),
    "m365_collaboration_outbound": (BOTH, (), ()),
    "app_service_connect_inbound": (BOTH, (), ()),
    "block_service_provider_outbound_access": (BETA, (), ()),
}
COLUMN = {"global": 0, "usgov": 1, "usgov_dod": 1, "china": 2}
SECTIONS = {section.name: section for settings in ALL for section in settings.sections}


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


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("name", DECLARED)
def test_where_a_section_is_declared(name: str, cloud: str) -> None:
    versions = DECLARED[name][COLUMN[cloud]]
    assert SECTIONS[name].versions_in(cloud) == versions
    assert SECTIONS[name].version_in(cloud) == (versions[0] if versions else None)
    for settings in ALL:
        if name in {section.name for section in settings.sections}:
            assert (SECTIONS[name] in tuple(settings.sections_in(cloud))) is bool(versions)


def test_every_section_is_in_the_table_of_these_tests() -> None:
    assert SECTIONS.keys() == DECLARED.keys()
    assert {len(settings.sections) for settings in (DEFAULT, PARTNER)} == {11}


def test_a_cloud_that_the_table_does_not_name_has_no_section() -> None:
    assert [tuple(settings.sections_in("bleu")) for settings in ALL] == [(), (), ()]


def test_only_user_consent_says_inherit_with_an_object() -> None:
    spelt = {section.name: section.inherit for section in PARTNER.sections if section.inherit is not None}
    assert spelt == {"automatic_user_consent_settings": {"inboundAllowed": None, "outboundAllowed": None}}


def test_switches_default_to_false_and_nothing_else_has_a_default() -> None:
    switches = {"inbound_trust", "automatic_user_consent_settings"}
    for name, section in SECTIONS.items():
        assert {member.default for member in _members(section.type)} <= ({False} if name in switches else {None})


def test_what_may_be_left_out_of_a_section_that_is_given() -> None:
    optional = {
        f"{name}.{member.name}": member.optional_in
        for name, section in SECTIONS.items()
        for member in _members(section.type)
        if member.optional_in
    }
    with_two_halves = ("b2b_collaboration", "b2b_direct_connect", "tenant_restrictions")
    halves = {
        f"{name}.{half}": ("partner_settings",)
        for name in SECTIONS
        if name.startswith(with_two_halves)
        for half in ("users_and_groups", "applications")
    }
    devices = {"tenant_restrictions.devices": ("default_settings", "partner_settings")}
    assert optional == {**halves, **devices}


@pytest.mark.parametrize(
    ("settings", "module"),
    [
        (ROOT, "cross_tenant_access_policy"),
        (DEFAULT, "cross_tenant_access_policy_configuration_default"),
        (PARTNER, "cross_tenant_access_policy_configuration_partner"),
    ],
    ids=["root", "default", "partner"],
)
def test_names_are_those_of_the_graph_sdk(settings: Settings, module: str) -> None:
    """The SDK is generated from v1.0 of the Global cloud: every name there, and none that the table has not."""
    model = _sdk_model(module)
    v1 = [section for section in settings.sections if "v1.0" in section.versions_in("global")]
    for section in v1:
        _compare(section.type, section.graph, model)
    read_only = {"id", "tenantId", "isServiceDefault", "isServiceProvider", "isInMultiTenantOrganization"}
    service = {"displayName", "description", "deletedDateTime", "@odata.type"}
    apart = {"default", "partners", "templates", "m365Capabilities", "identitySynchronization"}
    left_out = {*read_only, *service, *apart, "serviceProviderConstraints"}
    if settings is DEFAULT:
        left_out.add("automaticUserConsentSettings")
    assert model().get_field_deserializers().keys() - left_out == {section.graph for section in v1}


def _sdk_model(module: str) -> Any:
    name = "".join(part.capitalize() for part in module.split("_"))
    return getattr(importlib.import_module(f"msgraph.generated.models.{module}"), name)


class _Asked:
    """A parse node that keeps which kind of model it was asked for."""

    def __init__(self) -> None:
        self.model: Any = None

    def get_object_value(self, model: Any) -> None:
        self.model = model

    get_collection_of_object_values = get_object_value

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def _compare(type_: Type, name: str, model: Any) -> None:
    """`model` has `name`, and below it the members of `type_`, no more and no fewer."""
    fields = model().get_field_deserializers()
    assert name in fields
    element = type_.element if isinstance(type_, Collection) else type_
    if isinstance(element, Object):
        asked = _Asked()
        fields[name](asked)
        inner = asked.model().get_field_deserializers().keys() - {"@odata.type"}
        assert inner == {member.graph for member in element.members}
        for member in element.members:
            _compare(member.type, member.graph, asked.model)
