"""Which sections go to which version of the API, as what."""

from types import MappingProxyType

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Bool, Section, Settings
from crosscloud.graph.bodies import bodies_by_version, version_to_read


def section(name: str, **versions: str) -> Section:
    return Section(name, name.title(), Bool(), "A section.", MappingProxyType(versions), "these tests")


MIXED = Settings(
    "mixed", "mixed settings", "", (section("new", china="beta"), section("old", china="v1.0"), section("none"))
)


def test_one_body_for_each_version_and_v1_first() -> None:
    bodies = bodies_by_version(MIXED, {"new": True, "old": False}, CHINA)
    assert list(bodies.items()) == [("v1.0", {"Old": False}), ("beta", {"New": True})]


def test_no_values_no_bodies() -> None:
    assert bodies_by_version(MIXED, {}, CHINA) == {}


@pytest.mark.parametrize("name", ["none", "new"])
def test_a_section_that_the_cloud_lacks(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} cannot be set in Global: Graph there does not declare"):
        bodies_by_version(MIXED, {name: True}, GLOBAL)


def test_a_section_that_nobody_has() -> None:
    with pytest.raises(ValueError, match="mixed settings have no section 'colour'"):
        bodies_by_version(MIXED, {"colour": True}, CHINA)


def test_values_are_spelt_as_graph_spells_them() -> None:
    values = {"inbound_trust": {"is_mfa_accepted": True}, "automatic_user_consent_settings": None}
    (body,) = bodies_by_version(PARTNER, values, USGOV).values()  # type: ignore[arg-type]  # a literal of that shape
    assert body["inboundTrust"]["isMfaAccepted"] is True
    assert body["automaticUserConsentSettings"] == {"inboundAllowed": None, "outboundAllowed": None}


def test_the_root_is_read_where_its_clouds_are_declared() -> None:
    assert {name: version_to_read(ROOT, cloud) for name, cloud in CLOUDS.items()} == {
        "global": "v1.0",
        "usgov": "beta",
        "usgov_dod": "beta",
        "china": "beta",
    }
    assert {version_to_read(kind, cloud) for kind in (DEFAULT, PARTNER) for cloud in CLOUDS.values()} == {"v1.0"}
