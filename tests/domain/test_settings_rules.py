"""Every rule, on a value that keeps it and on one that breaks it, with the words that say so."""

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import DEFAULT, PARTNER, Section, Value, problems, problems_in, problems_in_cloud
from tests.domain.made_up_settings import (
    ANYONE,
    ANYTHING,
    APPLICATIONS,
    BLOCK,
    CONSENT,
    ENDPOINTS,
    FALLBACK,
    ID,
    INBOUND,
    M365,
    MIXED_USERS,
    ORDER,
    OTHER,
    OUTBOUND,
    REDEMPTION,
    RESTRICTIONS,
    TRUST,
    USERS,
    applications,
    b2b,
    half,
    redemption,
    users,
)


@pytest.mark.parametrize(
    ("section", "value"),
    [
        (INBOUND, None),
        (INBOUND, b2b()),
        (INBOUND, users((ID, "user"), (OTHER, "group"))),
        (INBOUND, users((ID.upper(), "group"))),
        (OUTBOUND, applications(("Office365", "application"), (ID, "application"))),
        (TRUST, {"is_mfa_accepted": True}),
        (CONSENT, {"inbound_allowed": False, "outbound_allowed": True}),
        (INBOUND, {"users_and_groups": half("allowed", ANYONE)}),
        (INBOUND, {"users_and_groups": None, "applications": half("allowed", ANYTHING)}),
        (RESTRICTIONS, b2b()),
        (RESTRICTIONS, {**b2b(), "devices": {"mode": "blocked", "rule": "device.isCompliant -eq True"}}),
        (RESTRICTIONS, {"users_and_groups": half("blocked", ANYONE)}),
        (REDEMPTION, redemption(["externalFederation", "azureActiveDirectory"], "defaultConfiguredIdp")),
        (M365, {"users": half("blocked", (ID, "user"))}),
        (PARTNER.section("m365_collaboration_outbound"), {"users_and_groups": half("allowed", (ID, "group"))}),
        (PARTNER.section("app_service_connect_inbound"), {"applications": half("blocked", ANYTHING)}),
        (BLOCK, False),
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
        (M365, {}, (), "cannot be empty: leave it out, or give its members"),
        (REDEMPTION, {"fallback_identity_provider": "microsoftAccount"}, (ORDER,), "must be given"),
        (REDEMPTION, {ORDER: ["azureActiveDirectory"]}, (FALLBACK,), "must be given"),
        (RESTRICTIONS, {"devices": {"mode": "allowed"}}, ("devices", "rule"), "must be given"),
        (RESTRICTIONS, {"devices": {}}, (), "cannot be empty: leave it out, or give its members"),
        (
            RESTRICTIONS,
            {**b2b(), "devices": {}},
            ("devices",),
            "cannot be empty: leave it out, or give its members",
        ),
        (INBOUND, b2b(users={"access_type": "allowed"}), USERS, "must be given"),
        (
            INBOUND,
            b2b(users={"targets": [{"target": ID, "target_type": "user"}]}),
            ("users_and_groups", "access_type"),
            "must be given",
        ),
        (
            INBOUND,
            b2b(users={"access_type": "allowed", "targets": [{"target": ID}]}),
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
            b2b(users={"access_type": True, "targets": [{"target": ID, "target_type": "user"}]}),
            ("users_and_groups", "access_type"),
            "must be a string, not True",
        ),
        # words
        (
            INBOUND,
            b2b(applications=half("permitted", ANYTHING)),
            ("applications", "access_type"),
            "must be allowed or blocked, not 'permitted'",
        ),
        (INBOUND, users((ID, "device")), (*USERS, "target_type"), "must be user or group, not 'device'"),
        (
            INBOUND,
            applications((ID, "user")),
            (*APPLICATIONS, "target_type"),
            "must be application, not 'user'",
        ),
        (
            INBOUND,
            users(("ada@contoso.com", "user")),
            (*USERS, "target"),
            "must be an id (a GUID) or one of AllUsers, not 'ada@contoso.com'",
        ),
        (
            INBOUND,
            users(("allusers", "user")),
            (*USERS, "target"),
            "must be an id (a GUID) or one of AllUsers, not 'allusers'",
        ),
        (
            INBOUND,
            applications(("AllUsers", "application")),
            (*APPLICATIONS, "target"),
            "must be an id (a GUID) or one of AllApplications, Office365, not 'AllUsers'",
        ),
        (INBOUND, users(("AllUsers", "group")), USERS, "must give AllUsers the target type user"),
        # lists
        (INBOUND, users(), USERS, "cannot be empty: name at least one target"),
        (
            INBOUND,
            users((ID, "user"), (ID.upper(), "group")),
            USERS,
            f"cannot name {ID} more than once (ids compare without regard to case)",
        ),
        (
            ENDPOINTS,
            ["microsoftonline.us"] * 2,
            (),
            "cannot name microsoftonline.us more than once",
        ),
        (INBOUND, users(ANYONE, (ID, "user")), USERS, "cannot mix AllUsers with other targets"),
        (REDEMPTION, redemption([]), (ORDER,), "cannot be empty: name at least one value"),
        (
            REDEMPTION,
            redemption(["azureActiveDirectory", "azureActiveDirectory"]),
            (ORDER,),
            "cannot name azureActiveDirectory more than once",
        ),
        (
            REDEMPTION,
            redemption(["emailOneTimePasscode"]),
            (ORDER,),
            "must be azureActiveDirectory or externalFederation or socialIdentityProviders, "
            "not 'emailOneTimePasscode'",
        ),
        (
            REDEMPTION,
            redemption(["azureActiveDirectory"], "externalFederation"),
            (FALLBACK,),
            "must be emailOneTimePasscode or microsoftAccount or defaultConfiguredIdp, not 'externalFederation'",
        ),
        (
            RESTRICTIONS,
            {**b2b(), "devices": {"mode": "allowed", "rule": " "}},
            ("devices", "rule"),
            "cannot be empty",
        ),
        (
            M365,
            {"users": half("allowed", (ID, "group"))},
            ("users", "targets", "target_type"),
            "must be user, not 'group'",
        ),
        (M365, {"users": half("allowed", ANYONE, (ID, "user"))}, ("users", "targets"), MIXED_USERS),
        (BLOCK, "yes", (), "must be true or false, not 'yes'"),
        (
            OUTBOUND,
            applications(("Office365", "application"), ANYTHING),
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


@pytest.mark.parametrize("section", [INBOUND, OUTBOUND, RESTRICTIONS], ids=lambda section: section.name)
@pytest.mark.parametrize(
    ("users", "applications", "expected"),
    [
        (half("allowed", ANYONE), half("allowed", ANYTHING), []),
        (half("allowed", ANYONE), half("allowed", ONE_APPLICATION), []),
        (half("allowed", ANYONE), half("blocked", ONE_APPLICATION), []),
        (half("allowed", ANYONE), half("blocked", ANYTHING), [NOT_FOR_ALLOWED]),
        (half("allowed", ONE_USER), half("allowed", ANYTHING), []),
        (half("allowed", ONE_USER), half("blocked", ONE_APPLICATION), []),
        (half("allowed", ONE_USER), half("blocked", ANYTHING), [NOT_FOR_ALLOWED]),
        (half("blocked", ANYONE), half("allowed", ANYTHING), [NOT_ALONE]),
        (half("blocked", ANYONE), half("allowed", ONE_APPLICATION), [NOT_ALONE]),
        (half("blocked", ANYONE), half("blocked", ONE_APPLICATION), [NOT_ALONE]),
        (half("blocked", ANYONE), half("blocked", ANYTHING), []),
        (half("blocked", ONE_USER), half("allowed", ANYTHING), []),
        (half("blocked", ONE_USER), half("blocked", ONE_APPLICATION), []),
        (half("blocked", ONE_USER), half("blocked", ANYTHING), []),
    ],
)
def test_all_users_and_all_applications(
    section: Section, users: Value, applications: Value, expected: list[str]
) -> None:
    assert list(problems(section, b2b(users, applications))) == [((), text) for text in expected]


def test_every_problem_is_told() -> None:
    value = b2b(users=half("maybe", ("x", "thing")), applications=half("allowed"))
    assert [path for path, _ in problems(INBOUND, value)] == [
        ("users_and_groups", "access_type"),
        (*USERS, "target"),
        (*USERS, "target_type"),
        APPLICATIONS,
    ]


@pytest.mark.parametrize("section", [ENDPOINTS, REDEMPTION, *PARTNER.sections], ids=lambda section: section.name)
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
