"""Bringing values into the shape of a schema."""

from decimal import Decimal
from typing import Any

import pytest

from crosscloud.tfplugin import BOOL, NUMBER, STRING, Attribute, NestedObject, Unknown, list_of, map_of, set_of
from crosscloud.tfplugin.shape import ShapeError, conform, conform_default

MEMBERS = [Attribute("x", STRING, optional=True), Attribute("on", BOOL, optional=True)]
ATTRIBUTES = [
    Attribute("name", STRING, optional=True),
    Attribute("size", NUMBER, optional=True),
    Attribute("tags", set_of(STRING), optional=True),
    Attribute("grid", list_of(map_of(NUMBER)), optional=True),
    Attribute("one", nested=NestedObject(MEMBERS), optional=True),
    Attribute("some", nested=NestedObject(MEMBERS, "set"), optional=True),
    Attribute("rows", nested=NestedObject(MEMBERS, "list"), optional=True),
    Attribute("named", nested=NestedObject(MEMBERS, "map"), optional=True),
]
NULLS = dict.fromkeys([attribute.name for attribute in ATTRIBUTES])


def test_absent_members_are_null_and_others_are_dropped() -> None:
    assert conform(ATTRIBUTES, {"one": {"x": "y", "z": 1}, "nonsense": 1}) == NULLS | {
        "one": {"x": "y", "on": None}
    }


def test_null_and_unknown_pass_at_every_level() -> None:
    assert conform(ATTRIBUTES, None) is None
    assert conform(ATTRIBUTES, Unknown) is Unknown
    value = NULLS | {"tags": [Unknown, None], "some": [Unknown], "named": {"k": None}, "one": Unknown}
    assert conform(ATTRIBUTES, value) == value


def test_any_collection_of_python_becomes_a_list() -> None:
    shaped = conform(ATTRIBUTES, {"tags": frozenset({"a"}), "rows": ({"x": "y"},)})
    assert shaped["tags"] == ["a"]
    assert shaped["rows"] == [{"x": "y", "on": None}]


@pytest.mark.parametrize(
    ("given", "number"),
    [(5, 5), (1.5, 1.5), ("123456789012345678901", 123456789012345678901), ("0.1", Decimal("0.1"))],
)
def test_numbers(given: Any, number: Any) -> None:
    shaped = conform(ATTRIBUTES, {"size": given})["size"]
    assert shaped == number
    assert type(shaped) is type(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"name": 5}, "name must be a string, not int"),
        ({"size": True}, "size must be a number, not bool"),
        ({"size": "five"}, "size must be a number, not str"),
        ({"size": float("nan")}, "size must be a number, not float"),
        ({"tags": "abc"}, "tags must be a set of string, not str"),
        ({"tags": ["a", 1]}, r"tags\[\*\] must be a string, not int"),
        ({"grid": [{}, {"k": "x"}]}, r'grid\[1\]\["k"\] must be a number, not str'),
        ({"grid": [[]]}, r"grid\[0\] must be a map of number, not list"),
        ({"one": []}, "one must be an object, not list"),
        ({"some": {}}, "some must be a set, not dict"),
        ({"some": [{"on": "yes"}]}, r"some\[\*\]\.on must be a bool, not str"),
        ({"rows": [{}, {"on": 0}]}, r"rows\[1\]\.on must be a bool, not int"),
        ({"named": []}, "named must be a map, not list"),
        ({"named": {"k": {"x": 1}}}, r'named\["k"\]\.x must be a string, not int'),
        ([], "the object must be an object, not list"),
    ],
)
def test_misfits_are_refused_with_their_place_and_without_the_value(value: Any, text: str) -> None:
    with pytest.raises(ShapeError, match=f"^{text}$"):
        conform(ATTRIBUTES, value)


def test_defaults_are_new_each_time_and_must_fit() -> None:
    attribute = Attribute("tags", set_of(STRING), default=("a",))
    first = conform_default(attribute)
    assert first == ["a"]
    assert conform_default(attribute) is not first
    with pytest.raises(ShapeError, match="on must be a bool"):
        conform_default(Attribute("on", BOOL, default="yes"))
