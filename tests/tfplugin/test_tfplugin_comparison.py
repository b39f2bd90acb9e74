"""When values mean the same, and whose spelling is kept."""

import itertools
from typing import Any

import pytest

from crosscloud.tfplugin import NUMBER, STRING, Attribute, NestedObject, Nesting, Unknown, list_of, map_of, set_of
from crosscloud.tfplugin.comparison import equal_objects, equal_values, keep_spelling


def same_text(a: str, b: str) -> bool:
    return a.casefold() == b.casefold()


MEMBERS = [Attribute("id", STRING, required=True, equal=same_text), Attribute("n", NUMBER, optional=True)]


def nested(nesting: Nesting) -> Attribute:
    return Attribute("a", nested=NestedObject(MEMBERS, nesting), optional=True)


@pytest.mark.parametrize(
    ("attribute", "a", "b", "equal"),
    [
        (Attribute("a", set_of(STRING), optional=True), ["x", "y"], ["y", "x"], True),
        (Attribute("a", list_of(STRING), optional=True), ["x", "y"], ["y", "x"], False),
        (Attribute("a", map_of(set_of(NUMBER)), optional=True), {"k": [1, 2]}, {"k": [2, 1]}, True),
        (Attribute("a", map_of(STRING), optional=True), {"k": "x"}, {"l": "x"}, False),
        (Attribute("a", STRING, optional=True), None, None, True),
        (Attribute("a", STRING, optional=True), None, "", False),
        (Attribute("a", STRING, optional=True), Unknown, "", False),
        (Attribute("a", STRING, optional=True), Unknown, Unknown, True),
        (Attribute("a", STRING, optional=True), "X", "x", False),
        (Attribute("a", STRING, optional=True, equal=same_text), "X", "x", True),
        (Attribute("a", STRING, optional=True, equal=same_text), None, "x", False),
        (nested("single"), {"id": "X", "n": 1}, {"id": "x", "n": 1}, True),
        (nested("single"), {"id": "X", "n": 1}, {"id": "x", "n": 2}, False),
        (nested("list"), [{"id": "X", "n": 1}], [{"id": "x", "n": 1}], True),
        (nested("list"), [{"id": "X", "n": 1}], [], False),
        (nested("map"), {"k": {"id": "X", "n": 1}}, {"k": {"id": "x", "n": 1}}, True),
        (nested("map"), {"k": {"id": "X", "n": 1}}, {"l": {"id": "x", "n": 1}}, False),
        (
            nested("set"),
            [{"id": "X", "n": 1}, {"id": "y", "n": 1}],
            [{"id": "Y", "n": 1}, {"id": "x", "n": 1}],
            True,
        ),
        (
            nested("set"),
            [{"id": "X", "n": 1}, {"id": "x", "n": 1}],
            [{"id": "x", "n": 1}, {"id": "y", "n": 1}],
            False,
        ),
        (
            nested("set"),
            [{"id": "aB", "n": 1}, {"id": "Ab", "n": 1}],
            [{"id": "ab", "n": 1}, {"id": "AB", "n": 2}],
            False,
        ),
        (nested("set"), [Unknown], [{"id": "x", "n": 1}], False),
    ],
)
def test_equal_values(attribute: Attribute, a: Any, b: Any, equal: bool) -> None:
    assert equal_values(attribute, a, b) is equal
    assert equal_values(attribute, b, a) is equal


def test_sets_without_semantic_equality_compare_exactly_and_without_order() -> None:
    attribute = Attribute("a", nested=NestedObject([Attribute("n", NUMBER, optional=True)], "set"), optional=True)
    elements = [{"n": 1}, {"n": 2}, {"n": None}]
    for order in itertools.permutations(elements):
        assert equal_values(attribute, elements, list(order))
    assert not equal_values(attribute, elements, [{"n": 1}, {"n": 2}, {"n": 3}])


def test_an_object_equals_neither_null_nor_unknown() -> None:
    assert not equal_objects(MEMBERS, {"id": "x", "n": 1}, None)
    assert not equal_objects(MEMBERS, Unknown, None)
    assert equal_objects(MEMBERS, None, None)


def test_the_earlier_spelling_is_kept_wherever_it_means_the_same() -> None:
    attributes = [
        Attribute("owner", STRING, optional=True, equal=same_text),
        Attribute("exact", STRING, optional=True),
        Attribute("one", nested=NestedObject(MEMBERS), optional=True),
        Attribute("rows", nested=NestedObject(MEMBERS, "list"), optional=True),
        Attribute("named", nested=NestedObject(MEMBERS, "map"), optional=True),
        Attribute("some", nested=NestedObject(MEMBERS, "set"), optional=True),
    ]
    value = {
        "owner": "ADA",
        "exact": "X",
        "one": {"id": "A", "n": 2},
        "rows": [{"id": "A", "n": 2}, {"id": "NEW", "n": 0}],
        "named": {"k": {"id": "A", "n": 1}, "new": {"id": "N", "n": 1}},
        "some": [{"id": "B", "n": 1}, {"id": "A", "n": 2}, {"id": "c", "n": 3}],
    }
    earlier = {
        "owner": "Ada",
        "exact": "x",
        "one": {"id": "a", "n": 1},
        "rows": [{"id": "a", "n": 1}],
        "named": {"k": {"id": "a", "n": 1}},
        "some": [{"id": "a", "n": 1}, {"id": "c", "n": 3}, {"id": "b", "n": 1}],
    }
    assert keep_spelling(attributes, value, earlier) == {
        "owner": "Ada",
        "exact": "X",
        "one": {"id": "a", "n": 2},
        "rows": [{"id": "a", "n": 2}, {"id": "NEW", "n": 0}],
        "named": {"k": {"id": "a", "n": 1}, "new": {"id": "N", "n": 1}},
        "some": [{"id": "b", "n": 1}, {"id": "A", "n": 2}, {"id": "c", "n": 3}],
    }


def test_nothing_is_kept_where_there_was_nothing() -> None:
    attributes = [Attribute("owner", STRING, optional=True, equal=same_text)]
    assert keep_spelling(attributes, {"owner": "ADA"}, None) == {"owner": "ADA"}
    assert keep_spelling(attributes, {"owner": "ADA"}, {"owner": None}) == {"owner": "ADA"}
    assert keep_spelling(attributes, {"owner": None}, {"owner": "ada"}) == {"owner": None}
    assert keep_spelling(attributes, {"owner": Unknown}, {"owner": "ada"}) == {"owner": Unknown}
    assert keep_spelling(attributes, None, {"owner": "ada"}) is None


def test_an_equality_of_a_whole_nested_attribute() -> None:
    def both_empty(a: dict[str, Any], b: dict[str, Any]) -> bool:
        return a == b or not (a["n"] or b["n"])

    attribute = Attribute(
        "a", nested=NestedObject([Attribute("n", NUMBER, optional=True)]), optional=True, equal=both_empty
    )
    assert keep_spelling([attribute], {"a": {"n": 0}}, {"a": {"n": None}}) == {"a": {"n": None}}
    assert keep_spelling([attribute], {"a": {"n": 1}}, {"a": {"n": None}}) == {"a": {"n": 1}}
