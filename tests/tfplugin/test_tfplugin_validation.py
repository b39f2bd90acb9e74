"""Validators are run wherever there is a known value, and their paths are complete."""

from typing import Any

from crosscloud.tfplugin import (
    STRING,
    Attribute,
    Diagnostic,
    Diagnostics,
    Key,
    NestedObject,
    SetElement,
    Unknown,
    set_of,
)
from crosscloud.tfplugin.shape import conform
from crosscloud.tfplugin.validation import validate_object


def refuse(value: Any) -> str:
    return f"cannot be {value!r}"


def refuse_twice(value: Any) -> list[str]:
    return ["must be good", f"cannot be {value!r}"]


MEMBERS = [Attribute("x", STRING, optional=True, validators=[refuse])]


def check(attribute: Attribute, value: Any) -> list[Diagnostic]:
    diagnostics = Diagnostics()
    validate_object([attribute], conform([attribute], {attribute.name: value}), diagnostics)
    return list(diagnostics)


def test_each_message_is_an_error_that_reads_as_a_sentence() -> None:
    attribute = Attribute("name", STRING, optional=True, validators=[refuse, refuse_twice, lambda value: None])
    summary, path = "Invalid value for name", ("name",)
    assert check(attribute, "x") == [
        Diagnostic("error", summary, "name cannot be 'x'.", path),
        Diagnostic("error", summary, "name must be good.", path),
        Diagnostic("error", summary, "name cannot be 'x'.", path),
    ]


def test_paths_into_nested_values() -> None:
    def nested(nesting: Any) -> Attribute:
        inner = Attribute("inner", nested=NestedObject(MEMBERS, nesting), optional=True)
        return Attribute("outer", nested=NestedObject([inner]), optional=True)

    cases: list[tuple[str, Any, tuple[Any, ...]]] = [
        ("single", {"x": "v"}, ("outer", "inner", "x")),
        ("list", [{}, {"x": "v"}], ("outer", "inner", 1, "x")),
        ("set", [{}, {"x": "v"}], ("outer", "inner", SetElement(), "x")),
        ("map", {"k": {"x": "v"}}, ("outer", "inner", Key("k"), "x")),
    ]
    for nesting, value, path in cases:
        (diagnostic,) = check(nested(nesting), {"inner": value})
        assert diagnostic.path == path
    (in_set,) = check(nested("set"), {"inner": [{"x": "v"}]})
    assert in_set.detail == "outer.inner[*].x cannot be 'v'."


def test_what_is_not_given_or_not_known_is_passed_over() -> None:
    assert check(Attribute("name", STRING, optional=True, validators=[refuse]), None) == []
    assert check(Attribute("name", STRING, optional=True, validators=[refuse]), Unknown) == []
    assert check(Attribute("tags", set_of(STRING), optional=True, validators=[refuse]), ["a", Unknown]) == []
    some = Attribute("some", nested=NestedObject(MEMBERS, "set"), optional=True, validators=[refuse])
    assert [item.path for item in check(some, [Unknown, {"x": "v"}])] == [("some", SetElement(), "x")]


def test_a_nested_attribute_is_itself_validated() -> None:
    def not_empty(value: dict[str, Any]) -> str | None:
        return None if any(member is not None for member in value.values()) else "cannot be empty"

    nested = NestedObject([Attribute("x", STRING, optional=True)])
    attribute = Attribute("one", nested=nested, optional=True, validators=[not_empty])
    assert [item.detail for item in check(attribute, {})] == ["one cannot be empty."]
    assert check(attribute, {"x": "v"}) == []


def test_what_is_required_cannot_be_null_at_any_depth() -> None:
    name = Attribute("name", STRING, required=True)
    assert check(name, None) == [
        Diagnostic("error", "Missing value for name", "name is required and cannot be null.", ("name",))
    ]
    assert check(name, Unknown) == []
    inner = Attribute("inner", nested=NestedObject([name], "set"), optional=True)
    assert check(inner, None) == []
    assert [item.detail for item in check(inner, [{}, {"name": "n"}])] == [
        "inner[*].name is required and cannot be null."
    ]


def test_an_object_of_a_collection_cannot_be_null() -> None:
    for nesting, value, detail in (
        ("list", [{"x": None}, None], "inner[1] cannot be null."),
        ("set", [None], "inner[*] cannot be null."),
        ("map", {"k": None}, 'inner["k"] cannot be null.'),
    ):
        nested: Any = nesting
        (found,) = check(Attribute("inner", nested=NestedObject(MEMBERS, nested), optional=True), value)
        assert (found.summary, found.detail) == ("Invalid value for inner", detail)
