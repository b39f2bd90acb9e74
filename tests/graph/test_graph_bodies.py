"""Which sections go to which version of the API, as what."""

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, Cloud
from crosscloud.domain.settings import ALL, DEFAULT, PARTNER, ROOT, Bool, Section, Settings, Value
from crosscloud.graph.bodies import bodies_by_version, version_to_read


def section(name: str, *china: str) -> Section:
    return Section(name, name.title(), Bool(), "A section.", {"china": china} if china else {}, "these tests")


MIXED = Settings(
    "mixed",
    "mixed settings",
    "",
    (section("new", "beta"), section("old", "v1.0"), section("both", "v1.0", "beta"), section("none")),
)


@pytest.mark.parametrize(
    ("values", "bodies"),
    [
        ({}, []),
        ({"both": True}, [("v1.0", {"Both": True})]),
        ({"both": True, "old": None}, [("v1.0", {"Both": True, "Old": None})]),
        # One version has them: one request, which is done as a whole or not at all.
        ({"both": True, "new": False}, [("beta", {"Both": True, "New": False})]),
        (
            {"new": True, "both": False, "old": False},
            [("v1.0", {"Both": False, "Old": False}), ("beta", {"New": True})],
        ),
    ],
)
def test_one_body_where_one_version_has_all_and_v1_first(
    values: dict[str, Value], bodies: list[tuple[str, dict[str, object]]]
) -> None:
    assert list(bodies_by_version(MIXED, values, CHINA).items()) == bodies


@pytest.mark.parametrize("name", ["none", "new"])
def test_a_section_that_the_cloud_lacks(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} cannot be set in Global: Graph there does not declare"):
        bodies_by_version(MIXED, {name: True}, GLOBAL)


def test_a_section_that_nobody_has() -> None:
    with pytest.raises(ValueError, match="mixed settings have no section 'colour'"):
        bodies_by_version(MIXED, {"colour": True}, CHINA)


def test_values_are_spelt_as_graph_spells_them() -> None:
    values: dict[str, Value] = {
        "inbound_trust": {"is_mfa_accepted": True},
        "automatic_user_consent_settings": None,
    }
    (body,) = bodies_by_version(PARTNER, values, USGOV).values()
    assert body["inboundTrust"]["isMfaAccepted"] is True
    assert body["automaticUserConsentSettings"] == {"inboundAllowed": None, "outboundAllowed": None}


def test_a_section_that_only_beta_has_takes_the_others_along() -> None:
    values: dict[str, Value] = {"inbound_trust": None, "block_service_provider_outbound_access": True}
    assert bodies_by_version(PARTNER, values, GLOBAL) == {
        "beta": {"inboundTrust": None, "blockServiceProviderOutboundAccess": True}
    }


def test_each_object_is_read_where_all_its_sections_are_declared() -> None:
    read = {(kind.name, name): version_to_read(kind, cloud) for kind in ALL for name, cloud in CLOUDS.items()}
    sovereign = ("usgov", "usgov_dod", "china")
    assert {key for key, version in read.items() if version == "beta"} == {
        (DEFAULT.name, "global"),
        (PARTNER.name, "global"),
        *((ROOT.name, name) for name in sovereign),
    }


def test_what_no_version_has_as_a_whole_cannot_be_read() -> None:
    with pytest.raises(
        ValueError, match=r"no one version of Graph in China .* has every section of the mixed settings"
    ):
        version_to_read(MIXED, CHINA)


@pytest.mark.parametrize("cloud", [USGOV, CHINA])
def test_what_the_sources_disagree_on_goes_where_the_rest_is_read_once_it_is_tried(cloud: Cloud) -> None:
    values: dict[str, Value] = {"tenant_restrictions": None, "inbound_trust": None}
    with pytest.raises(ValueError, match="tenant_restrictions cannot be set"):
        bodies_by_version(PARTNER, values, cloud)
    body = {"tenantRestrictions": None, "inboundTrust": None}
    assert bodies_by_version(PARTNER, values, cloud, ("tenant_restrictions",)) == {"v1.0": body}
    with pytest.raises(ValueError, match="app_service_connect_inbound cannot be set"):
        bodies_by_version(PARTNER, {"app_service_connect_inbound": None}, cloud, ("app_service_connect_inbound",))
