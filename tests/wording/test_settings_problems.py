"""What must be, for every broken rule of the settings, word for word."""

import pytest

from crosscloud.domain.clouds import USGOV
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
from crosscloud.wording.settings_problems import how_to_try, problem_in_words
from tests.domain.made_up_settings import ANYONE, ANYTHING, BROKEN, ID, INBOUND, OTHER, b2b, half, users


@pytest.mark.parametrize(("section", "value", "text"), [(row[0], row[1], row[4]) for row in BROKEN])
def test_what_is_told_of_a_value_that_breaks_a_rule(section: Section, value: Value, text: str) -> None:
    assert [problem_in_words(problem) for problem in problems(section, value)] == [text]


def test_all_users_and_all_applications() -> None:
    (alone,) = problems(INBOUND, b2b(half("blocked", ANYONE), half("blocked", (OTHER, "application"))))
    assert problem_in_words(alone) == "cannot block all users without blocking all applications"
    (allowed,) = problems(INBOUND, b2b(half("allowed", (ID, "user")), half("blocked", ANYTHING)))
    assert problem_in_words(allowed) == (
        "cannot block all applications while users are allowed: block all users as well"
    )


def test_what_an_inbound_default_must_be() -> None:
    (chosen,) = problems_in(DEFAULT, DEFAULT.section("b2b_collaboration_inbound"), users((ID, "group")))
    assert problem_in_words(chosen) == (
        "must be AllUsers alone in an inbound default, which governs organisations that nobody named"
    )


def test_what_a_cloud_does_not_declare() -> None:
    section = PARTNER.section("block_service_provider_outbound_access")
    (undeclared,) = problems_in_cloud(section, True, USGOV)
    assert undeclared.rule is Rule.NOT_DECLARED
    assert problem_in_words(undeclared) == (
        f"cannot be set in {USGOV}: Graph there does not declare {section.graph} ({section.source})"
    )


def test_what_the_sources_disagree_on_names_both_and_the_switch() -> None:
    section = PARTNER.section("tenant_restrictions")
    (disputed,) = problems_in_cloud(section, {}, USGOV)
    assert problem_in_words(disputed) == f"cannot be set in {USGOV}: {section.dispute}. {how_to_try(disputed)}"
    assert "all clouds" in section.dispute
    assert "schemas" in section.dispute
    assert list(problems_in_cloud(section, {}, USGOV, ("tenant_restrictions",))) == []
    other = PARTNER.section("app_service_connect_inbound")
    assert len(list(problems_in_cloud(other, {}, USGOV, ("app_service_connect_inbound",)))) == 1
