"""What is told about values that Graph takes: exactly where a reader may be misled."""

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.settings import DEFAULT, PARTNER, Value, doubts
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
    ("value", "finding", "words"),
    [
        (
            {"users_and_groups": half("allowed", ID, "user")},
            "XC211",
            "leaves out applications; Microsoft does not",
        ),
        ({"applications": half("allowed", ID, "application")}, "XC211", "leaves out users_and_groups; Microsoft"),
        (b2b("allowed", "blocked"), "XC207", "the users named reach every application but those named"),
        (b2b("blocked", "allowed"), "XC207", "everybody but the users named reaches the applications named"),
        (b2b("blocked", "blocked"), "XC208", "blocks only the users named from only the applications named"),
    ],
)
def test_what_may_mislead(value: Value, finding: str, words: str) -> None:
    ((found, text),) = doubts(INBOUND, value)
    assert found == finding
    assert words in text


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
    assert list(doubts(INBOUND, value)) == []
    assert list(doubts(RESTRICTIONS, value)) == []


def test_restrictions_of_devices_alone() -> None:
    ((found, text),) = doubts(RESTRICTIONS, {"devices": {"mode": "allowed", "rule": "x"}})
    assert (found, text.partition(";")[0]) == ("XC211", "leaves out users_and_groups and applications")


@pytest.mark.parametrize("name", SECTIONS)
@how(max_examples=25)
@given(data=st.data())
def test_at_most_one_thing_is_told_and_of_sections_with_two_halves_alone(name: str, data: st.DataObject) -> None:
    section = SECTIONS[name]
    found = list(doubts(section, data.draw(values(section, may_leave_out=True))))
    has_halves = name == "tenant_restrictions" or name.startswith("b2b_")
    assert len(found) <= has_halves
