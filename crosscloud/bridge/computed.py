"""Attributes that data sources answer: the same settings, but nothing in them can be given."""

from typing import Any

from crosscloud.domain.settings import Bool, Collection, Object, Settings, Text, Type
from crosscloud.tfplugin import BOOL, STRING, Attribute, NestedObject, list_of, set_of


def make_computed_sections(settings: Settings) -> tuple[Attribute, ...]:
    """The attributes of every section of `settings`; null where Graph has null, or does not answer it."""
    return tuple(_make_attribute(section.name, section.type, section.doc) for section in settings.sections)


def make_computed_id(description: str) -> Attribute:
    """`id`, which Terraform's tools expect of everything."""
    return Attribute("id", STRING, description=description, computed=True)


def _make_attribute(name: str, type_: Type, description: str) -> Attribute:
    return Attribute(name, **_find_content(type_), description=description, computed=True)


def _find_content(type_: Type) -> dict[str, Any]:
    match type_:
        case Bool():
            return {"type": BOOL}
        case Text():
            return {"type": STRING}
        case Collection(element=Text(), ordered=ordered):
            return {"type": (list_of if ordered else set_of)(STRING)}
        case Collection(element=Object() as element, ordered=ordered):
            return {"nested": NestedObject(_make_members(element), "list" if ordered else "set")}
        case Object():
            return {"nested": NestedObject(_make_members(type_), "single")}
    raise TypeError(type_)


def _make_members(type_: Object) -> tuple[Attribute, ...]:
    return tuple(_make_attribute(member.name, member.type, member.doc) for member in type_.members)
