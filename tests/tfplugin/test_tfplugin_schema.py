"""What a schema accepts, and what it refuses at construction."""

from typing import Any

import pytest

from crosscloud.tfplugin import BOOL, STRING, Attribute, NestedObject, Schema, list_of, map_of, set_of


def test_a_default_implies_optional_and_computed() -> None:
    attribute = Attribute("enabled", BOOL, default=False)
    assert attribute.optional
    assert attribute.computed


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"name": "Name", "type": STRING, "optional": True}, "lower case"),
        ({"name": "a"}, "either a type or nested"),
        ({"name": "a", "type": STRING, "nested": NestedObject([]), "optional": True}, "either a type or nested"),
        ({"name": "a", "type": STRING}, "required, optional or computed"),
        ({"name": "a", "type": STRING, "required": True, "optional": True}, "cannot be required and also"),
        ({"name": "a", "type": STRING, "required": True, "default": "x"}, "cannot be required and also"),
        ({"name": "a", "type": STRING, "optional": True, "keep_prior": True}, "computed to keep"),
    ],
)
def test_combinations_without_sense_are_refused(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Attribute(**arguments)


def test_computed_members_of_set_elements_are_refused_at_any_depth() -> None:
    def elements(member: Attribute, **of: Any) -> Attribute:
        return Attribute("a", nested=NestedObject([member], nesting="set"), **of)

    etag = Attribute("etag", STRING, computed=True)
    inner = Attribute("inner", nested=NestedObject([etag]), optional=True)
    for given in ({"optional": True}, {"required": True}, {"optional": True, "computed": True}):
        with pytest.raises(ValueError, match="'etag', which cannot be computed inside a set"):
            elements(inner, **given)
    with pytest.raises(ValueError, match="'inner', which cannot be computed inside a set"):
        elements(
            Attribute("inner", nested=NestedObject([]), optional=True, computed=True),
            optional=True,
        )
    elements(Attribute("kind", STRING, default="user"), optional=True)
    Attribute("a", nested=NestedObject([etag], nesting="list"), optional=True)


def test_a_set_that_comes_from_the_provider_alone_has_computed_members() -> None:
    etag = Attribute("etag", STRING, computed=True)
    assert Attribute("a", nested=NestedObject([etag], nesting="set"), computed=True).nested is not None


def test_names_are_unique_and_not_reserved() -> None:
    twice = [Attribute("a", STRING, optional=True)] * 2
    with pytest.raises(ValueError, match="there twice"):
        Schema(twice)
    with pytest.raises(ValueError, match="there twice"):
        NestedObject(twice)
    count = Attribute("count", STRING, optional=True)
    with pytest.raises(ValueError, match="reserves the name"):
        Schema([count])
    NestedObject([count])


def test_equality_and_secrets_are_found_at_any_depth() -> None:
    def holder(**marks: Any) -> Attribute:
        return Attribute("a", nested=NestedObject([Attribute("b", STRING, optional=True, **marks)]), optional=True)

    assert not holder().has_equality
    assert not holder().has_secrets
    assert holder(equal=str.__eq__).has_equality
    assert holder(sensitive=True).has_secrets


def test_types_as_terraform_and_as_people_write_them() -> None:
    nested = map_of(list_of(set_of(STRING)))
    assert nested.to_json() == ["map", ["list", ["set", "string"]]]
    assert str(nested) == "map of list of set of string"
