"""Every rule, on a value that keeps it and on one that breaks it, and the finding that it is."""

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.findings.catalogue import CATALOGUE
from crosscloud.domain.settings import (
    DEFAULT,
    PARTNER,
    Rule,
    Section,
    Value,
    problems,
    problems_in,
    problems_in_cloud,
)
from crosscloud.wording.settings_problems import problem_in_words
from tests.domain.made_up_settings import (
    ANYONE,
    ANYTHING,
    APPLICATIONS,
    BLOCK,
    BROKEN,
    CONSENT,
    ENDPOINTS,
    ID,
    INBOUND,
    M365,
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


@pytest.mark.parametrize(("section", "value", "path", "rule"), [row[:4] for row in BROKEN])
def test_what_breaks_a_rule(section: Section, value: Value, path: tuple[str, ...], rule: Rule) -> None:
    assert [(problem.path, problem.rule) for problem in problems(section, value)] == [(path, rule)]


# The external collaboration settings of the portal: all users are blocked only together with all applications, and
# all applications cannot be blocked while users are allowed.
ONE_USER, ONE_APPLICATION = (ID, "user"), (OTHER, "application")


@pytest.mark.parametrize("section", [INBOUND, OUTBOUND, RESTRICTIONS], ids=lambda section: section.name)
@pytest.mark.parametrize(
    ("users", "applications", "expected"),
    [
        (half("allowed", ANYONE), half("allowed", ANYTHING), []),
        (half("allowed", ANYONE), half("allowed", ONE_APPLICATION), []),
        (half("allowed", ANYONE), half("blocked", ONE_APPLICATION), []),
        (half("allowed", ANYONE), half("blocked", ANYTHING), [Rule.APPLICATIONS_BLOCKED_ALONE]),
        (half("allowed", ONE_USER), half("allowed", ANYTHING), []),
        (half("allowed", ONE_USER), half("blocked", ONE_APPLICATION), []),
        (half("allowed", ONE_USER), half("blocked", ANYTHING), [Rule.APPLICATIONS_BLOCKED_ALONE]),
        (half("blocked", ANYONE), half("allowed", ANYTHING), [Rule.USERS_BLOCKED_ALONE]),
        (half("blocked", ANYONE), half("allowed", ONE_APPLICATION), [Rule.USERS_BLOCKED_ALONE]),
        (half("blocked", ANYONE), half("blocked", ONE_APPLICATION), [Rule.USERS_BLOCKED_ALONE]),
        (half("blocked", ANYONE), half("blocked", ANYTHING), []),
        (half("blocked", ONE_USER), half("allowed", ANYTHING), []),
        (half("blocked", ONE_USER), half("blocked", ONE_APPLICATION), []),
        (half("blocked", ONE_USER), half("blocked", ANYTHING), []),
    ],
)
def test_all_users_and_all_applications(
    section: Section, users: Value, applications: Value, expected: list[Rule]
) -> None:
    found = [(problem.path, problem.rule) for problem in problems(section, b2b(users, applications))]
    assert found == [((), rule) for rule in expected]


def test_every_problem_is_told() -> None:
    value = b2b(users=half("maybe", ("x", "thing")), applications=half("allowed"))
    assert [problem.path for problem in problems(INBOUND, value)] == [
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
    found = [
        *problems(section, value),
        *(each for settings in (DEFAULT, PARTNER) for each in problems_in(settings, section, value)),
        *(each for cloud in CLOUDS.values() for each in problems_in_cloud(section, value, cloud)),
    ]
    for problem in found:
        assert all(isinstance(part, str) for part in problem.path)
        assert problem_in_words(problem).startswith(("must ", "cannot "))
        assert problem.finding == "" or problem.finding in CATALOGUE


@pytest.mark.parametrize(
    ("section", "value", "finding"),
    [
        (INBOUND, b2b(half("blocked", ANYONE)), "XC201"),
        (INBOUND, b2b(half("allowed", ONE_USER), half("blocked", ANYTHING)), ""),
        (INBOUND, users(ANYONE, ONE_USER), "XC203"),
        (INBOUND, users(ONE_USER, ONE_USER), "XC203"),
        (INBOUND, users(), "XC203"),
        (INBOUND, users(("AllUsers", "group")), "XC203"),
        (INBOUND, users(("AllApplications", "user")), "XC203"),
        (INBOUND, users(("Office365", "user")), "XC203"),
        (INBOUND, applications(("AllUsers", "application")), "XC203"),
        (INBOUND, users((ID, "device")), "XC203"),
        (INBOUND, applications((ID, "user")), "XC203"),
        (INBOUND, users(("engineers", "user")), "XC210"),
        (INBOUND, users(("", "user")), "XC210"),
        (INBOUND, b2b({"access_type": "allowed", "targets": [{"target": ID}]}), "XC203"),
        (INBOUND, b2b({"access_type": "allowed", "targets": [{"target_type": "user"}]}), "XC210"),
        (INBOUND, b2b({"access_type": "allowed"}), ""),
        (INBOUND, "AllUsers", ""),
        (ENDPOINTS, ["microsoftonline.us"] * 2, "XC203"),
        (REDEMPTION, redemption([]), "XC209"),
        (REDEMPTION, {ORDER: ["azureActiveDirectory"]}, "XC209"),
    ],
)
def test_which_finding_a_broken_rule_is(section: Section, value: Value, finding: str) -> None:
    assert [problem.finding for problem in problems(section, value)] == [finding]
