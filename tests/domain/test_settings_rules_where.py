"""The rules that depend on where a value stands: in a default or a partner, and in which cloud."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.domain.settings import (
    DEFAULT,
    PARTNER,
    Problem,
    Rule,
    Section,
    Settings,
    Text,
    Value,
    problems_in,
    problems_in_cloud,
)
from crosscloud.wording.settings_problems import problem_in_words
from tests.domain.made_up_settings import (
    ANYONE,
    ANYTHING,
    ENDPOINTS,
    FALLBACK,
    ID,
    ORDER,
    REDEMPTION,
    USERS,
    applications,
    b2b,
    half,
    redemption,
    users,
)
from tests.strategies import b2b_settings, values

# An inbound default governs organisations that nobody named, so their users cannot be chosen.
DEFAULT_RULE = Rule.DEFAULT_CHOOSES_USERS


def broken(found: Iterable[Problem]) -> list[tuple[tuple[str, ...], Rule]]:
    """Where which rule is broken."""
    return [(problem.path, problem.rule) for problem in found]


def told(found: Iterable[Problem]) -> list[tuple[tuple[str, ...], str]]:
    """Where what is told."""
    return [(problem.path, problem_in_words(problem)) for problem in found]


def test_an_inbound_default_cannot_choose_users() -> None:
    section = DEFAULT.section("b2b_collaboration_inbound")
    assert broken(problems_in(DEFAULT, section, users((ID, "group")))) == [(USERS, DEFAULT_RULE)]
    assert broken(problems_in(DEFAULT, section, users(ANYONE, (ID, "user")))) == [(USERS, DEFAULT_RULE)]
    assert list(problems_in(DEFAULT, section, b2b(users=half("blocked", (ID, "user"))))) != []


@pytest.mark.parametrize(
    ("name", "part"),
    [("b2b_direct_connect_inbound", "users_and_groups"), ("m365_collaboration_inbound", "users")],
)
def test_no_inbound_default_can_choose_users(name: str, part: str) -> None:
    section = DEFAULT.section(name)
    both: dict[str, Value] = {"applications": half("allowed", ANYTHING)} if part == "users_and_groups" else {}
    chosen: Value = {**both, part: half("allowed", (ID, "user"))}
    assert broken(problems_in(DEFAULT, section, chosen)) == [((part, "targets"), DEFAULT_RULE)]
    assert list(problems_in(PARTNER, section, chosen)) == []
    assert list(problems_in(DEFAULT, section, {**both, part: half("blocked", ANYONE)})) == []


@pytest.mark.parametrize(
    "name", ["b2b_collaboration_outbound", "b2b_direct_connect_inbound", "tenant_restrictions"]
)
@pytest.mark.parametrize("part", ["users_and_groups", "applications"])
def test_only_a_partner_may_have_half_a_section(name: str, part: str) -> None:
    section = DEFAULT.section(name)
    value: Value = {**b2b(), part: None}
    assert broken(problems_in(DEFAULT, section, value)) == [((part,), Rule.MISSING)]
    assert list(problems_in(PARTNER, section, value)) == []


@pytest.mark.parametrize(
    ("settings", "name", "value"),
    [
        (DEFAULT, "b2b_collaboration_inbound", None),
        (DEFAULT, "tenant_restrictions", users((ID, "group"))),
        (DEFAULT, "b2b_collaboration_inbound", applications((ID, "application"))),
        (DEFAULT, "b2b_collaboration_outbound", users((ID, "group"))),
        (PARTNER, "b2b_collaboration_inbound", users((ID, "group"))),
        (DEFAULT, "inbound_trust", {"is_mfa_accepted": True}),
    ],
)
def test_elsewhere_users_can_be_chosen(settings: Settings, name: str, value: Value) -> None:
    assert list(problems_in(settings, settings.section(name), value)) == []


@how(max_examples=40)
@given(value=b2b_settings(may_choose_users=False))
def test_all_users_is_right_in_every_default(value: Value) -> None:
    for section in DEFAULT.sections[:2]:
        assert list(problems_in(DEFAULT, section, value)) == []


ONLY_GLOBAL = "may list microsoftonline.com"


@pytest.mark.parametrize(
    ("cloud", "endpoint", "finding", "text"),
    [
        (
            GLOBAL,
            "microsoftonline.com",
            "XC212",
            "cannot list the tenant's own cloud, microsoftonline.com; Global may list microsoftonline.us, "
            "partner.microsoftonline.cn",
        ),
        (
            USGOV,
            "microsoftonline.us",
            "XC212",
            f"cannot list the tenant's own cloud, microsoftonline.us; US Government (GCC High) {ONLY_GLOBAL}",
        ),
        (
            USGOV_DOD,
            "microsoftonline.us",
            "XC212",
            f"cannot list the tenant's own cloud, microsoftonline.us; US Government (DoD) {ONLY_GLOBAL}",
        ),
        (
            USGOV,
            "partner.microsoftonline.cn",
            "XC212",
            f"cannot list partner.microsoftonline.cn (China (21Vianet)); US Government (GCC High) {ONLY_GLOBAL}",
        ),
        (
            CHINA,
            "microsoftonline.us",
            "XC212",
            f"cannot list microsoftonline.us (US Government); China (21Vianet) {ONLY_GLOBAL}",
        ),
        (
            CHINA,
            "MicrosoftOnline.com",
            "XC210",
            f"cannot list MicrosoftOnline.com; China (21Vianet) {ONLY_GLOBAL}",
        ),
    ],
)
def test_what_a_cloud_cannot_list(cloud: Cloud, endpoint: str, finding: str, text: str) -> None:
    found = list(problems_in_cloud(ENDPOINTS, [endpoint], cloud))
    assert told(found) == [((), text)]
    assert [problem.finding for problem in found] == [finding]


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
@how(max_examples=20)
@given(data=st.data())
def test_what_a_cloud_may_list(cloud: Cloud, data: st.DataObject) -> None:
    assert list(problems_in_cloud(ENDPOINTS, data.draw(values(ENDPOINTS, cloud)), cloud)) == []


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
def test_a_section_that_a_cloud_does_not_declare_cannot_be_set(cloud: Cloud) -> None:
    section = Section("new", "newThing", Text(), "New.", {"global": ("beta",)}, "Graph reference, newThing")
    found = told(problems_in_cloud(section, "x", cloud))
    refused = f"cannot be set in {cloud}: Graph there does not declare newThing (Graph reference, newThing)"
    assert found == ([] if cloud is GLOBAL else [((), refused)])
    assert list(problems_in_cloud(section, None, cloud)) == []


CHINA_ORDER = (
    "cannot name socialIdentityProviders, which China (21Vianet) does not have; it may name azureActiveDirectory, "
    "externalFederation"
)


@pytest.mark.parametrize(
    ("order", "fallback", "expected"),
    [
        (["azureActiveDirectory", "externalFederation"], "defaultConfiguredIdp", []),
        (["socialIdentityProviders"], "defaultConfiguredIdp", [((ORDER,), CHINA_ORDER)]),
        (
            ["azureActiveDirectory"],
            "emailOneTimePasscode",
            [
                (
                    (FALLBACK,),
                    "cannot be emailOneTimePasscode, which China (21Vianet) does not have; it must be "
                    "defaultConfiguredIdp",
                )
            ],
        ),
    ],
)
def test_identity_providers_in_china(order: list[Value], fallback: str, expected: list[object]) -> None:
    value = redemption(order, fallback)
    assert told(problems_in_cloud(REDEMPTION, value, CHINA)) == expected
    for cloud in (GLOBAL, USGOV, USGOV_DOD):
        assert list(problems_in_cloud(REDEMPTION, value, cloud)) == []
