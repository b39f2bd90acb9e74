"""Objects made of properties: merging, hiding, refusing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.records import Property, Record, Writer
from crosscloud.emulator.surfaces import GLOBAL_BETA, api, portal
from crosscloud.emulator.values import Boolean, Text

V1 = api("v1.0", "Prod")
BETA = api("beta", "Prod")
TRUST = Record("trust", (Property("isA", Boolean()), Property("isB", Boolean())))
THING = Record(
    "thing",
    (
        Property("id", Text(), writer=Writer.NOBODY),
        Property("name", Text(), nullable=False, blank=""),
        Property("managed", Boolean(), writer=Writer.PORTAL),
        Property("newest", Text(), where=GLOBAL_BETA),
        Property("trust", TRUST),
    ),
    type_allowed=True,
)
MEMBERS = st.dictionaries(st.sampled_from(["isA", "isB"]), st.booleans(), min_size=1)


def refused(sent: object, record: Record = THING, at: str = "") -> str:
    """The message with which the object is refused on v1.0."""
    with pytest.raises(GraphError) as caught:
        record.take(sent, None, at, V1)
    assert caught.value.status == 400
    return caught.value.message


@given(MEMBERS, MEMBERS)
def test_members_sent_replace_and_the_others_stay(first: dict[str, bool], second: dict[str, bool]) -> None:
    held = THING.take({"trust": first}, None, "", V1)
    merged = THING.take({"trust": second}, held, "", V1)
    assert merged["trust"] == {"isA": None, "isB": None, **first, **second}


def test_what_is_held_is_not_changed_in_place() -> None:
    held = THING.take({"name": "one", "trust": {"isA": True}}, None, "", V1)
    before = {**held, "trust": {**held["trust"]}}
    THING.take({"name": "two", "trust": {"isA": False}}, held, "", V1)
    assert held == before


def test_null_sets_a_property_to_its_blank() -> None:
    held = THING.take({"trust": {"isA": True}}, None, "", V1)
    assert THING.take({"trust": None}, held, "", V1)["trust"] is None


@pytest.mark.parametrize("name", ["Name", "NAME", "nope", "name ", ""])
def test_an_unknown_or_miscased_property_is_named(name: str) -> None:
    assert refused({name: "x"}) == f"Invalid property '{name}'"


def test_a_property_of_another_version_is_unknown() -> None:
    assert refused({"newest": "x"}) == "Invalid property 'newest'"
    assert THING.take({"newest": "x"}, None, "", BETA)["newest"] == "x"


def test_only_what_a_version_declares_is_shown() -> None:
    held = THING.take({"newest": "x"}, None, "", BETA)
    assert "newest" not in THING.show(held, V1)
    assert THING.show(held, BETA)["newest"] == "x"


@pytest.mark.parametrize("sent", [{"id": "x"}, {"id": None}, {"managed": True}])
def test_what_api_callers_cannot_set_is_refused(sent: dict[str, Any]) -> None:
    assert "read-only" in refused(sent)


def test_the_portal_may_set_more_but_not_everything() -> None:
    surface = portal("Prod")
    assert THING.take({"managed": True, "newest": "x"}, None, "", surface)["managed"] is True
    with pytest.raises(GraphError, match="read-only"):
        THING.take({"id": "x"}, None, "", surface)


@pytest.mark.parametrize(
    "sent",
    [
        {"name": None},
        {"name": 1},
        {"trust": {}},
        {"trust": {"isA": None}},
        {"trust": []},
        {"trust": {"isa": True}},
    ],
)
def test_values_that_mean_nothing_are_refused(sent: dict[str, Any]) -> None:
    refused(sent)


def test_required_members_must_have_a_value_in_the_end() -> None:
    pair = Record("pair", TRUST.properties, required=("isA", "isB"))
    assert "isA and isB are required" in refused({"isA": True}, pair, "pair")
    assert pair.take({"isA": True}, {"isA": None, "isB": False}, "pair", V1) == {"isA": True, "isB": False}


def test_the_type_may_be_stated_only_where_the_service_takes_it() -> None:
    held = THING.take({"@odata.type": "#microsoft.graph.thing", "name": "x"}, None, "", V1)
    assert "@odata.type" not in held
    assert "the type here is thing" in refused({"@odata.type": "#microsoft.graph.trust"})
    assert "cannot be stated" in refused({"trust": {"@odata.type": "#microsoft.graph.trust", "isA": True}})
