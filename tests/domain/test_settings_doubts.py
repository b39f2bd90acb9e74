"""What is told about values that Graph takes: exactly where a reader may be misled."""

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.settings import DEFAULT, PARTNER, Doubt, Doubtful, Value, doubtful, problems
from crosscloud.wording.settings_problems import doubt_in_words
from tests.strategies import values

INBOUND = PARTNER.section("b2b_collaboration_inbound")
RESTRICTIONS = PARTNER.section("tenant_restrictions")
ID = "be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"
SECTIONS = {section.name: section for section in (*DEFAULT.sections, *PARTNER.sections)}


def half(access: str, target: str, kind: str) -> Value:
    return {"access_type": access, "targets": [{"target": target, "target_type": kind}]}


def b2b(users: str, applications: str, who: str = ID, what: str = ID) -> Value:
    return {
        "users_and_groups": half(users, who, "user"),
        "applications": half(applications, what, "application"),
    }


@pytest.mark.parametrize(
    ("value", "doubt", "finding", "words"),
    [
        (
            {"users_and_groups": half("allowed", ID, "user")},
            Doubt.HALF,
            "XC211",
            "leaves out applications; Microsoft does not",
        ),
        (
            {"applications": half("allowed", ID, "application")},
            Doubt.HALF,
            "XC211",
            "leaves out users_and_groups; Microsoft",
        ),
        (
            b2b("allowed", "blocked"),
            Doubt.USERS_ALLOWED_APPLICATIONS_BLOCKED,
            "XC207",
            "the users named reach every application but those named",
        ),
        (
            b2b("blocked", "allowed"),
            Doubt.USERS_BLOCKED_APPLICATIONS_ALLOWED,
            "XC207",
            "everybody but the users named reaches the applications named",
        ),
        (
            b2b("blocked", "blocked"),
            Doubt.COMBINATION_BLOCKED,
            "XC208",
            "blocks only the users named from only the applications named",
        ),
    ],
)
def test_what_may_mislead(value: Value, doubt: Doubt, finding: str, words: str) -> None:
    found = doubtful(INBOUND, value)
    assert found is not None
    assert (found.doubt, found.doubt.finding) == (doubt, finding)
    assert words in doubt_in_words(found)


@pytest.mark.parametrize(
    "value",
    [
        None,
        b2b("allowed", "allowed"),
        b2b("blocked", "blocked", who="AllUsers", what="AllApplications"),
        b2b("blocked", "blocked", what="AllApplications"),
    ],
)
def test_what_is_plain(value: Value) -> None:
    assert doubtful(INBOUND, value) is None
    assert doubtful(RESTRICTIONS, value) is None


def test_restrictions_of_devices_alone() -> None:
    found = doubtful(RESTRICTIONS, {"devices": {"mode": "allowed", "rule": "x"}})
    assert found == Doubtful(Doubt.HALF, ("users_and_groups", "applications"))
    assert doubt_in_words(found).partition(";")[0] == "leaves out users_and_groups and applications"


@pytest.mark.parametrize("name", SECTIONS)
@how(max_examples=25)
@given(data=st.data())
def test_doubts_are_told_of_sections_with_two_halves_alone(name: str, data: st.DataObject) -> None:
    section = SECTIONS[name]
    found = doubtful(section, data.draw(values(section, may_leave_out=True)))
    has_halves = name == "tenant_restrictions" or name.startswith("b2b_")
    assert found is None or has_halves


def test_all_users_blocked_from_office_365_alone_is_a_doubt_and_breaks_no_rule() -> None:
    def blocked(*applications: str) -> Value:
        return {
            "users_and_groups": {
                "access_type": "blocked",
                "targets": [{"target": "AllUsers", "target_type": "user"}],
            },
            "applications": {
                "access_type": "blocked",
                "targets": [{"target": each, "target_type": "application"} for each in applications],
            },
        }

    found = doubtful(INBOUND, blocked("Office365"))
    assert found == Doubtful(Doubt.ALL_USERS_BLOCKED_FROM_THE_SUITE)
    assert (found.doubt.finding, found.doubt.severity) == ("XC201", "warning")
    assert list(problems(INBOUND, blocked("Office365"))) == []
    for others in (
        ("19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04",),
        ("Office365", "19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04"),
    ):
        assert [each.finding for each in problems(INBOUND, blocked(*others))] == ["XC201"]
    assert {each.severity for each in Doubt} == {None, "warning"}
