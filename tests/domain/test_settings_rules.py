"""Every rule, on a value that keeps it and on one that breaks it, with the words that say so."""

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.domain.settings import (
    DEFAULT,
    PARTNER,
    ROOT,
    Section,
    Settings,
    Text,
    Value,
    problems,
    problems_in,
    problems_in_cloud,
)
from tests.strategies import b2b_settings, values

INBOUND = PARTNER.section("b2b_collaboration_inbound")
OUTBOUND = PARTNER.section("b2b_collaboration_outbound")
TRUST = PARTNER.section("inbound_trust")
CONSENT = PARTNER.section("automatic_user_consent_settings")
ENDPOINTS = ROOT.section("allowed_cloud_endpoints")
ID = "be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"
OTHER = "0c2a8d1e-7f34-4b8e-8a55-6f1d2e3c4b5a"
ANYONE = ("AllUsers", "user")
ANYTHING = ("AllApplications", "application")
USERS, APPLICATIONS = ("users_and_groups", "targets"), ("applications", "targets")


def _half(access: str, *targets: tuple[str, str]) -> dict[str, Value]:
    return {"access_type": access, "targets": [{"target": t, "target_type": k} for t, k in targets]}


def _b2b(users: Value = None, applications: Value = None) -> dict[str, Value]:
    return {
        "users_and_groups": users or _half("allowed", ANYONE),
        "applications": applications or _half("allowed", ANYTHING),
    }


def _users(*targets: tuple[str, str]) -> Value:
    return _b2b(users=_half("allowed", *targets))


def _applications(*targets: tuple[str, str]) -> Value:
    return _b2b(applications=_half("allowed", *targets))


@pytest.mark.parametrize(
    ("section", "value"),
    [
        (INBOUND, None),
        (INBOUND, _b2b()),
        (INBOUND, _users((ID, "user"), (OTHER, "group"))),
        (INBOUND, _users((ID.upper(), "group"))),
        (OUTBOUND, _applications(("Office365", "application"), (ID, "application"))),
        (TRUST, {"is_mfa_accepted": True}),
        (CONSENT, {"inbound_allowed": False, "outbound_allowed": True}),
        (ENDPOINTS, []),
        (ENDPOINTS, ["microsoftonline.us", "partner.microsoftonline.cn"]),
    ],
)
def test_what_keeps_the_rules(section: Section, value: Value) -> None:
    assert list(problems(section, value)) == []


@pytest.mark.parametrize(
    ("section", "value", "path", "text"),
    [
        # given, and whole
        (INBOUND, {}, (), "cannot be empty: leave it out, or give its members"),
        (TRUST, {"is_mfa_accepted": None}, (), "cannot be empty: leave it out, or give its members"),
        (INBOUND, {"users_and_groups": _half("allowed", ANYONE)}, ("applications",), "must be given"),
        (INBOUND, {"applications": _half("allowed", ANYTHING)}, ("users_and_groups",), "must be given"),
        (INBOUND, _b2b(users={"access_type": "allowed"}), USERS, "must be given"),
        (
            INBOUND,
            _b2b(users={"targets": [{"target": ID, "target_type": "user"}]}),
            ("users_and_groups", "access_type"),
            "must be given",
        ),
        (
            INBOUND,
            _b2b(users={"access_type": "allowed", "targets": [{"target": ID}]}),
            (*USERS, "target_type"),
            "must be given",
        ),
        # shapes
        (INBOUND, "AllUsers", (), "must be an object, not 'AllUsers'"),
        (ENDPOINTS, "microsoftonline.us", (), "must be a list, not 'microsoftonline.us'"),
        (ENDPOINTS, [True], (), "must be a string, not True"),
        (TRUST, {"is_mfa_accepted": "yes"}, ("is_mfa_accepted",), "must be true or false, not 'yes'"),
        (
            INBOUND,
            _b2b(users={"access_type": True, "targets": [{"target": ID, "target_type": "user"}]}),
            ("users_and_groups", "access_type"),
            "must be a string, not True",
        ),
        # words
        (
            INBOUND,
            _b2b(applications=_half("permitted", ANYTHING)),
            ("applications", "access_type"),
            "must be allowed or blocked, not 'permitted'",
        ),
        (INBOUND, _users((ID, "device")), (*USERS, "target_type"), "must be user or group, not 'device'"),
        (
            INBOUND,
            _applications((ID, "user")),
            (*APPLICATIONS, "target_type"),
            "must be application, not 'user'",
        ),
        (
            INBOUND,
            _users(("ada@contoso.com", "user")),
            (*USERS, "target"),
            "must be an id (a GUID) or one of AllUsers, not 'ada@contoso.com'",
        ),
        (
            INBOUND,
            _users(("allusers", "user")),
            (*USERS, "target"),
            "must be an id (a GUID) or one of AllUsers, not 'allusers'",
        ),
        (
            INBOUND,
            _applications(("AllUsers", "application")),
            (*APPLICATIONS, "target"),
            "must be an id (a GUID) or one of AllApplications, Office365, not 'AllUsers'",
        ),
        (INBOUND, _users(("AllUsers", "group")), USERS, "must give AllUsers the target type user"),
        # lists
        (INBOUND, _users(), USERS, "cannot be empty: name at least one target"),
        (
            INBOUND,
            _users((ID, "user"), (ID.upper(), "group")),
            USERS,
            f"cannot name {ID} more than once (ids compare without regard to case)",
        ),
        (
            ENDPOINTS,
            ["microsoftonline.us"] * 2,
            (),
            "cannot name microsoftonline.us more than once (ids compare without regard to case)",
        ),
        (INBOUND, _users(ANYONE, (ID, "user")), USERS, "cannot mix AllUsers with other targets"),
        (
            OUTBOUND,
            _applications(("Office365", "application"), ANYTHING),
            APPLICATIONS,
            "cannot mix AllApplications with other targets",
        ),
    ],
)
def test_what_breaks_a_rule(section: Section, value: Value, path: tuple[str, ...], text: str) -> None:
    assert list(problems(section, value)) == [(path, text)]


# The external collaboration settings of the portal: all users are blocked only together with all applications, and
# all applications cannot be blocked while users are allowed.
NOT_ALONE = "cannot block all users without blocking all applications"
NOT_FOR_ALLOWED = "cannot block all applications while users are allowed: block all users as well"
ONE_USER, ONE_APPLICATION = (ID, "user"), (OTHER, "application")


@pytest.mark.parametrize("section", [INBOUND, OUTBOUND], ids=lambda section: section.name)
@pytest.mark.parametrize(
    ("users", "applications", "expected"),
    [
        (_half("allowed", ANYONE), _half("allowed", ANYTHING), []),
        (_half("allowed", ANYONE), _half("allowed", ONE_APPLICATION), []),
        (_half("allowed", ANYONE), _half("blocked", ONE_APPLICATION), []),
        (_half("allowed", ANYONE), _half("blocked", ANYTHING), [NOT_FOR_ALLOWED]),
        (_half("allowed", ONE_USER), _half("allowed", ANYTHING), []),
        (_half("allowed", ONE_USER), _half("blocked", ONE_APPLICATION), []),
        (_half("allowed", ONE_USER), _half("blocked", ANYTHING), [NOT_FOR_ALLOWED]),
        (_half("blocked", ANYONE), _half("allowed", ANYTHING), [NOT_ALONE]),
        (_half("blocked", ANYONE), _half("allowed", ONE_APPLICATION), [NOT_ALONE]),
        (_half("blocked", ANYONE), _half("blocked", ONE_APPLICATION), [NOT_ALONE]),
        (_half("blocked", ANYONE), _half("blocked", ANYTHING), []),
        (_half("blocked", ONE_USER), _half("allowed", ANYTHING), []),
        (_half("blocked", ONE_USER), _half("blocked", ONE_APPLICATION), []),
        (_half("blocked", ONE_USER), _half("blocked", ANYTHING), []),
    ],
)
def test_all_users_and_all_applications(
    section: Section, users: Value, applications: Value, expected: list[str]
) -> None:
    assert list(problems(section, _b2b(users, applications))) == [((), text) for text in expected]


def test_every_problem_is_told() -> None:
    value = _b2b(users=_half("maybe", ("x", "thing")), applications=_half("allowed"))
    assert [path for path, _ in problems(INBOUND, value)] == [
        ("users_and_groups", "access_type"),
        (*USERS, "target"),
        (*USERS, "target_type"),
        APPLICATIONS,
    ]


@pytest.mark.parametrize("section", [ENDPOINTS, *PARTNER.sections], ids=lambda section: section.name)
@how(max_examples=40)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.text(max_size=3) | st.sampled_from((ID, "AllUsers", "allowed")),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ("users_and_groups", "applications", "access_type", "targets", "target", "target_type")
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=6,
    )
)
def test_no_value_is_too_odd_to_be_judged(section: Section, value: Value) -> None:
    for path, text in problems(section, value):
        assert all(isinstance(part, str) for part in path)
        assert text.startswith(("must ", "cannot "))
    assert all(text for settings in (DEFAULT, PARTNER) for _, text in problems_in(settings, section, value))
    assert all(text for cloud in CLOUDS.values() for _, text in problems_in_cloud(section, value, cloud))


# An inbound default governs organisations that nobody named, so their users cannot be chosen.
DEFAULT_RULE = "must be AllUsers alone in an inbound default, which governs organisations that nobody named"


def test_an_inbound_default_cannot_choose_users() -> None:
    section = DEFAULT.section("b2b_collaboration_inbound")
    assert list(problems_in(DEFAULT, section, _users((ID, "group")))) == [(USERS, DEFAULT_RULE)]
    assert list(problems_in(DEFAULT, section, _users(ANYONE, (ID, "user")))) == [(USERS, DEFAULT_RULE)]
    assert list(problems_in(DEFAULT, section, _b2b(users=_half("blocked", (ID, "user"))))) != []


@pytest.mark.parametrize(
    ("settings", "name", "value"),
    [
        (DEFAULT, "b2b_collaboration_inbound", None),
        (DEFAULT, "b2b_collaboration_inbound", _applications((ID, "application"))),
        (DEFAULT, "b2b_collaboration_outbound", _users((ID, "group"))),
        (PARTNER, "b2b_collaboration_inbound", _users((ID, "group"))),
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
    ("cloud", "endpoint", "text"),
    [
        (
            GLOBAL,
            "microsoftonline.com",
            "cannot list the tenant's own cloud, microsoftonline.com; Global may list microsoftonline.us, "
            "partner.microsoftonline.cn",
        ),
        (
            USGOV,
            "microsoftonline.us",
            f"cannot list the tenant's own cloud, microsoftonline.us; US Government (GCC High) {ONLY_GLOBAL}",
        ),
        (
            USGOV_DOD,
            "microsoftonline.us",
            f"cannot list the tenant's own cloud, microsoftonline.us; US Government (DoD) {ONLY_GLOBAL}",
        ),
        (
            USGOV,
            "partner.microsoftonline.cn",
            f"cannot list partner.microsoftonline.cn (China (21Vianet)); US Government (GCC High) {ONLY_GLOBAL}",
        ),
        (
            CHINA,
            "microsoftonline.us",
            f"cannot list microsoftonline.us (US Government); China (21Vianet) {ONLY_GLOBAL}",
        ),
        (CHINA, "MicrosoftOnline.com", f"cannot list MicrosoftOnline.com; China (21Vianet) {ONLY_GLOBAL}"),
    ],
)
def test_what_a_cloud_cannot_list(cloud: Cloud, endpoint: str, text: str) -> None:
    assert list(problems_in_cloud(ENDPOINTS, [endpoint], cloud)) == [((), text)]


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
@how(max_examples=20)
@given(data=st.data())
def test_what_a_cloud_may_list(cloud: Cloud, data: st.DataObject) -> None:
    assert list(problems_in_cloud(ENDPOINTS, data.draw(values(ENDPOINTS, cloud)), cloud)) == []


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
def test_a_section_that_a_cloud_does_not_declare_cannot_be_set(cloud: Cloud) -> None:
    section = Section("new", "newThing", Text(), "New.", {"global": "beta"}, "Graph reference, newThing")
    found = list(problems_in_cloud(section, "x", cloud))
    refused = f"cannot be set in {cloud}: Graph there does not declare newThing (Graph reference, newThing)"
    assert found == ([] if cloud is GLOBAL else [((), refused)])
    assert list(problems_in_cloud(section, None, cloud)) == []
