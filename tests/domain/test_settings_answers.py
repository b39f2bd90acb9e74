"""What an answer must be to count as read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import (
    ALL,
    DEFAULT,
    PARTNER,
    ROOT,
    Settings,
    find_misshapen,
    find_missing,
    to_graph,
)
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT
from tests.strategies import settings_values

WHOLE = {section.graph: to_graph(section, SYSTEM_DEFAULT.get(section.name)) for section in DEFAULT.sections}


def test_the_systems_own_default_is_an_answer_and_no_part_of_it_may_be_missing() -> None:
    assert list(find_missing(DEFAULT, WHOLE)) == []
    assert {section.name for section in DEFAULT.always} == set(SYSTEM_DEFAULT)
    for section in DEFAULT.always:
        assert list(find_missing(DEFAULT, {**WHOLE, section.graph: None})) == [
            (section.graph, "must be an object")
        ]


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.name)
def test_what_is_always_there_is_there_in_every_cloud(settings: Settings) -> None:
    assert all(section.versions_in(cloud) for section in settings.always for cloud in CLOUDS)
    assert all(section in settings.sections for section in settings.always)


def test_an_error_is_no_answer() -> None:
    assert next(find_missing(ROOT, {"id": "p", "error": {}}))[0] == "error"


@how(max_examples=30)
@given(st.data())
def test_what_is_written_has_the_documented_shape(data: st.DataObject) -> None:
    values = data.draw(settings_values(PARTNER))
    body = {section.graph: to_graph(section, values[section.name]) for section in PARTNER.sections}
    assert list(find_misshapen(PARTNER, body)) == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"inboundTrust": []}, "inboundTrust"),
        ({"inboundTrust": {"isMfaAccepted": 1}}, "inboundTrust.isMfaAccepted"),
        ({"b2bCollaborationInbound": {"applications": "x"}}, "b2bCollaborationInbound.applications"),
        (
            {"b2bCollaborationInbound": {"applications": {"targets": [None]}}},
            "b2bCollaborationInbound.applications.targets[0]",
        ),
        (
            {"b2bCollaborationInbound": {"applications": {"accessType": 7}}},
            "b2bCollaborationInbound.applications.accessType",
        ),
    ],
)
def test_a_value_of_another_type_is_named_by_its_place(body: dict[str, Any], place: str) -> None:
    assert [found for found, _ in find_misshapen(PARTNER, body)] == [place]
