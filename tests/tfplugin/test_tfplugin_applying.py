"""What goes into the state after create, update and delete."""

from typing import Any

import pytest

from crosscloud.tfplugin import (
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    Diagnostics,
    Key,
    NestedObject,
    Path,
    Unknown,
    set_of,
)
from crosscloud.tfplugin.applying import OBJECT_EXISTS, finish_create, finish_delete, finish_update
from crosscloud.tfplugin.shape import conform

MEMBERS = [Attribute("x", STRING, optional=True), Attribute("on", BOOL, optional=True)]
ATTRIBUTES = [
    Attribute("id", STRING, computed=True),
    Attribute("owner", STRING, optional=True, equal=lambda a, b: a.lower() == b.lower()),
    Attribute("size", NUMBER, optional=True),
    Attribute("tags", set_of(STRING), optional=True, computed=True),
    Attribute("one", nested=NestedObject(MEMBERS), optional=True, computed=True),
    Attribute("rows", nested=NestedObject(MEMBERS, "list"), optional=True),
    Attribute("named", nested=NestedObject(MEMBERS, "map"), optional=True),
    Attribute("some", nested=NestedObject(MEMBERS, "set"), optional=True),
]


def full(**values: Any) -> dict[str, Any]:
    shaped: dict[str, Any] = conform(ATTRIBUTES, values)
    return shaped


def create(planned: dict[str, Any], answer: Any) -> tuple[Any, list[Path]]:
    """The state, and the paths that were warned about."""
    diagnostics = Diagnostics()
    state = finish_create("thing", ATTRIBUTES, full(**planned), answer, diagnostics)
    assert not diagnostics.has_errors
    return state, [item.path for item in diagnostics]


def test_unknown_values_are_taken_from_the_answer() -> None:
    planned = {"id": Unknown, "size": 1, "one": {"x": "a", "on": Unknown}, "tags": Unknown}
    answer = {"id": "i", "size": 1, "one": {"x": "a", "on": True}, "tags": {"t"}}
    assert create(planned, answer) == (full(**answer | {"tags": ["t"]}), [])


@pytest.mark.parametrize(
    ("planned", "answer", "stored", "path"),
    [
        ({"size": 1}, {"size": 2}, {"size": 1}, ("size",)),
        ({"size": 1}, {}, {"size": 1}, ("size",)),
        ({}, {"size": 1}, {}, ("size",)),
        ({"size": 1}, {"size": "many"}, {"size": 1}, ("size",)),
        ({"size": 1}, {"size": Unknown}, {"size": 1}, ("size",)),
        ({"id": Unknown}, {"id": Unknown}, {"id": None}, ("id",)),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, {"tags": ["a"]}, ("tags",)),
        ({"one": {"x": "a"}}, {"one": {"x": "b"}}, {"one": {"x": "a"}}, ("one", "x")),
        ({"one": {"x": "a", "on": Unknown}}, {}, {"one": {"x": "a"}}, ("one",)),
        (
            {"rows": [{"x": "a"}, {}]},
            {"rows": [{"x": "a"}, {"x": "b"}]},
            {"rows": [{"x": "a"}, {}]},
            ("rows", 1, "x"),
        ),
        ({"rows": [{"x": "a"}]}, {"rows": []}, {"rows": [{"x": "a"}]}, ("rows",)),
        (
            {"named": {"k": {"x": "a"}}},
            {"named": {"k": {}}},
            {"named": {"k": {"x": "a"}}},
            ("named", Key("k"), "x"),
        ),
        ({"named": {"k": {"x": "a"}}}, {"named": {}}, {"named": {"k": {"x": "a"}}}, ("named",)),
        ({"some": [{"x": "a"}]}, {"some": [{"x": "b"}]}, {"some": [{"x": "a"}]}, ("some",)),
        ({"size": 1, "id": Unknown}, "not an object", {"size": 1}, ()),
    ],
)
def test_what_differs_from_the_plan_is_stored_as_planned_with_a_warning(
    planned: dict[str, Any], answer: Any, stored: dict[str, Any], path: Path
) -> None:
    assert create(planned, answer) == (full(**stored), [path])


def test_another_spelling_or_order_is_no_difference() -> None:
    planned = {"owner": "Ada", "tags": ["a", "b"], "some": [{"x": "a"}, {"x": "b"}]}
    answer = {"owner": "ADA", "tags": ["b", "a"], "some": [{"x": "b"}, {"x": "a"}]}
    assert create(planned, answer) == (full(**planned), [])


def test_collections_with_unknown_elements_are_taken_as_answered() -> None:
    state, paths = create({"some": [{"x": Unknown}], "tags": [Unknown]}, {"some": [{"x": "a"}], "tags": ["t"]})
    assert (state, paths) == (full(some=[{"x": "a"}], tags=["t"]), [])


def test_create_with_state_and_errors_keeps_the_state_and_only_warns() -> None:
    diagnostics = Diagnostics()
    diagnostics.error("not ready", "pending", "size")
    state = finish_create("thing", ATTRIBUTES, full(id=Unknown), {"id": "i"}, diagnostics)
    assert state == full(id="i")
    (item,) = diagnostics
    assert (item.severity, item.detail, item.path) == ("warning", f"pending\n\n{OBJECT_EXISTS}", ("size",))


def test_create_without_state_is_an_error() -> None:
    silent, outspoken = Diagnostics(), Diagnostics()
    outspoken.error("refused")
    assert finish_create("thing", ATTRIBUTES, full(), None, silent) is None
    assert finish_create("thing", ATTRIBUTES, full(), None, outspoken) is None
    assert [item.summary for item in silent] == ["Nothing known of the created thing"]
    assert [item.summary for item in outspoken] == ["refused"]


def update(answer: Any, diagnostics: Diagnostics) -> dict[str, Any]:
    return finish_update(
        "thing",
        attributes=ATTRIBUTES,
        prior=full(id="i", size=1, owner="Ada"),
        planned=full(id="i", size=2, owner="Ada"),
        answer=answer,
        diagnostics=diagnostics,
    )


def test_update_stores_the_planned_values() -> None:
    diagnostics = Diagnostics()
    assert update({"id": "i", "size": 3, "owner": "ADA"}, diagnostics) == full(id="i", size=2, owner="Ada")
    assert [(item.severity, item.path) for item in diagnostics] == [("warning", ("size",))]


def test_update_without_state_keeps_the_prior_one_and_is_an_error() -> None:
    diagnostics = Diagnostics()
    assert update(None, diagnostics) == full(id="i", size=1, owner="Ada")
    assert [item.summary for item in diagnostics] == ["Nothing known of the updated thing"]


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        ({"id": "i", "size": 7, "owner": "ADA"}, {"id": "i", "size": 7, "owner": "Ada"}),
        ({"id": "i", "size": "seven"}, {"id": "i", "size": 1, "owner": "Ada"}),
        ({"id": Unknown}, {"id": "i", "size": 1, "owner": "Ada"}),
        (None, {"id": "i", "size": 1, "owner": "Ada"}),
    ],
)
def test_update_half_way_stores_what_was_answered_beside_the_error(answer: Any, stored: dict[str, Any]) -> None:
    diagnostics = Diagnostics()
    diagnostics.error("half-way")
    assert update(answer, diagnostics) == full(**stored)
    assert [item.severity for item in diagnostics] == ["error"]


def test_delete_keeps_the_state_after_an_error() -> None:
    diagnostics = Diagnostics()
    assert finish_delete({"id": "i"}, diagnostics) is None
    diagnostics.error("refused")
    assert finish_delete({"id": "i"}, diagnostics) == {"id": "i"}
