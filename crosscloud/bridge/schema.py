"""Terraform attributes made from the description of the settings: nothing about a section is written twice.

For resources, which are given sections, and for data sources, where nothing can be given.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from crosscloud.domain.clouds import UnknownCloudError, find_cloud
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings import (
    Bool,
    Collection,
    Member,
    Object,
    Section,
    Settings,
    Text,
    Type,
    is_same,
    problems,
    problems_in,
)
from crosscloud.tfplugin import BOOL, STRING, Attribute, NestedObject, is_wholly_known, list_of, set_of


def make_section_attribute(settings: Settings, section: Section, *, required: bool = False) -> Attribute:
    """The attribute of one section.

    A partner's section left out is inherited, so it is optional. A section of a singleton left out is left
    as it is, so it is optional and computed, and keeps its prior value in the plan.
    """
    keeps = settings.name != "partner_settings" and not required
    return Attribute(
        section.name,
        **_find_type(section.type, lambda member: _make_given_member(settings, member)),
        description=section.doc,
        required=required,
        optional=not required,
        computed=keeps,
        keep_prior=keeps,
        validators=(_make_validator(settings, section),),
        equal=_make_equality(section.type),
    )


def make_section_attributes(settings: Settings, *, required: bool = False) -> tuple[Attribute, ...]:
    """The attributes of every section of `settings`."""
    return tuple(make_section_attribute(settings, section, required=required) for section in settings.sections)


def make_identity_attributes() -> tuple[Attribute, ...]:
    """`id` and `home_tenant_id`, which every resource has."""
    return (
        Attribute("id", STRING, description="The tenant id, in lower case.", computed=True, keep_prior=True),
        Attribute(
            "home_tenant_id",
            STRING,
            description="The tenant in which these settings are; it never changes.",
            computed=True,
            keep_prior=True,
        ),
    )


def make_tenant_id_attribute(description: str, *, requires_replace: bool = False) -> Attribute:
    """A required tenant id, compared without regard to case."""
    return Attribute(
        "tenant_id",
        STRING,
        description=description,
        required=True,
        requires_replace=requires_replace,
        validators=(must_be_guid,),
        equal=lambda one, other: bool(fold(one) == fold(other)),
    )


def make_computed_sections(settings: Settings) -> tuple[Attribute, ...]:
    """The attributes of every section of `settings`; null where Graph has null, or does not answer it."""
    return tuple(map(_make_computed_member, settings.sections))


def make_computed_id(description: str) -> Attribute:
    """`id`, which Terraform's tools expect of everything."""
    return Attribute("id", STRING, description=description, computed=True)


def must_be_guid(value: str | None) -> str | None:
    """A validator: a tenant is named by its id, since Graph takes no domain name for a tenant elsewhere.

    In a set, Terraform lets null through.
    """
    return None if value is not None and is_guid(value) else "must be a GUID (a domain name is not accepted)"


def must_be_cloud(value: str) -> str | None:
    """A validator: the name of a cloud."""
    try:
        find_cloud(value)
    except UnknownCloudError as error:
        return f"cannot be {value!r}: {error}"
    return None


def must_be_date(value: str) -> str | None:
    """A validator: a day, as ISO 8601 writes it."""
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return f"must be a date such as 2027-06-30, not {value!r}"
    return None


def must_say_something(value: str) -> str | None:
    """A validator: a text that is not blank."""
    return None if value.strip() else "cannot be empty"


def must_be_one_of(*choices: str) -> Callable[[str], str | None]:
    """A validator: one of `choices`, exactly as written."""

    def check(value: str) -> str | None:
        return None if value in choices else f"must be one of {', '.join(choices)}, not {value!r}"

    return check


def _make_given_member(settings: Settings, member: Member) -> Attribute:
    type_ = _find_type(member.type, lambda below: _make_given_member(settings, below))
    if member.default is not None:  # a null that Graph answered beside other members stays one
        return Attribute(member.name, **type_, description=member.doc, default=member.default, keep_prior=True)
    optional = settings.name in member.optional_in
    return Attribute(member.name, **type_, description=member.doc, optional=optional, required=not optional)


def _make_computed_member(member: Member | Section) -> Attribute:
    type_ = _find_type(member.type, _make_computed_member)
    return Attribute(member.name, **type_, description=member.doc, computed=True)


def _find_type(type_: Type, make_member: Callable[[Member], Attribute]) -> dict[str, Any]:
    """How the attribute says its type: `type=` for what is not an object, `nested=` for what is."""
    match type_:
        case Bool():
            return {"type": BOOL}
        case Text():
            return {"type": STRING}
        case Collection(element=Text(), ordered=ordered):
            return {"type": list_of(STRING) if ordered else set_of(STRING)}
        case Collection(element=Object(members=members), ordered=ordered):
            return {"nested": NestedObject(tuple(map(make_member, members)), "list" if ordered else "set")}
        case Object(members=members):
            return {"nested": NestedObject(tuple(map(make_member, members)), "single")}
    raise TypeError(type_)


def _make_validator(settings: Settings, section: Section) -> Callable[[Any], list[str]]:
    def check(value: Any) -> list[str]:
        if not is_wholly_known(value):
            return []
        found = [*problems(section, value), *problems_in(settings, section, value)]
        if not found:
            return []
        from crosscloud.wording.settings_problems import problem_in_words  # noqa: PLC0415 - seldom needed

        return [" ".join(filter(None, (".".join(each.path), problem_in_words(each)))) for each in found]

    return check


def _make_equality(type_: Type) -> Callable[[Any, Any], bool]:
    return lambda one, other: is_same(type_, one, other)
