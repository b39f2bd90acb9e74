"""An example for each Terraform type, made from its schema, so that a new section has its example at once.

A section that some cloud does not have, or that the made-up values do not suit (its own validators say so), is
left out; what is required stands in every example.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import Bool, Collection, Object, Section, Settings, Text, Type
from crosscloud.tfplugin import Attribute
from crosscloud.tfplugin.cty import Collection as CtyCollection

PARTNER: Final = "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
_GROUP: Final = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01"
_APPLICATION: Final = "19c5d2e7-6a41-4b0f-9e58-3f7a2c8d1b46"
TENANT: Final = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11"
_BY_NAME: Final[Mapping[str, Any]] = {
    "allowed_cloud_endpoints": ["microsoftonline.us"],
    "cloud": "global",
    "display_name": "Fabrikam",
    "environment_prefix": "CROSSCLOUD_CONTOSO",
    "tenant_id": PARTNER,
}
# Nothing that works between clouds: Microsoft supports no direct connect there.
_LEFT_OUT: Final = frozenset({"b2b_direct_connect_inbound", "b2b_direct_connect_outbound"})


def example(attributes: Sequence[Attribute], settings: Settings | None) -> dict[str, Any]:
    """A configuration of a resource, data source or provider.

    Args:
        attributes: its attributes.
        settings: the kind of settings that it is about, if any.
    """
    found: dict[str, Any] = {}
    sections = {} if settings is None else {section.name: section for section in settings.sections}
    for attribute in attributes:
        section = sections.get(attribute.name)
        if section is not None and settings is not None:
            value = _section(section, settings)
            suits = not any(validator(value) for validator in attribute.validators)
            if attribute.required or (suits and _is_common(section)):
                found[attribute.name] = value
        elif attribute.required:
            found[attribute.name] = _BY_NAME.get(attribute.name, _by_type(attribute))
    return found


def data_example(attributes: Sequence[Attribute]) -> dict[str, Any]:
    """A configuration of a data source: what is required, and whose tenant it is about where that may be said."""
    wanted = [one for one in attributes if one.required or (one.optional and one.name == "tenant_id")]
    return {one.name: _BY_NAME.get(one.name, _by_type(one)) for one in wanted}


def provider_example(attributes: Sequence[Attribute]) -> dict[str, Any]:
    """A configuration of the provider: what is required, and the prefix that tells two tenants apart."""
    return {
        attribute.name: TENANT
        if attribute.name == "tenant_id"
        else _BY_NAME.get(attribute.name, _by_type(attribute))
        for attribute in attributes
        if attribute.required or attribute.name == "environment_prefix"
    }


def hcl(header: str, values: Mapping[str, Any]) -> str:
    """A block of the Terraform language, laid out as `terraform fmt` lays it out."""
    return "\n".join((f"{header} {{", *_members(values, "  "), "}")) if values else f"{header} {{}}"


def _is_common(section: Section) -> bool:
    return section.name not in _LEFT_OUT and all(section.version_in(cloud) for cloud in CLOUDS)


def _section(section: Section, settings: Settings) -> Any:
    if section.name in _BY_NAME:
        return _BY_NAME[section.name]
    return _value(section.type, is_partner=settings.name.startswith("partner"))


def _value(type_: Type, *, is_partner: bool) -> Any:
    match type_:
        case Bool():
            return is_partner
        case Text(choices=choices, keywords=keywords):
            return choices[0] if choices else keywords[0] if keywords else "…"
        case Collection(element=Text(choices=choices)):
            return list(choices) or ["…"]
        case Collection(element=Object(members=members)):
            by_name = {member.name: member.type for member in members}
            return [_target(by_name, is_partner=is_partner)]
        case Object(members=members):
            found = {member.name: _value(member.type, is_partner=is_partner) for member in members}
            if "access_type" in found and not is_partner:
                found["access_type"] = "blocked"
            return found
    raise TypeError(type_)


def _target(members: Mapping[str, Type], *, is_partner: bool) -> dict[str, Any]:
    """A target: a group or an application for a partner, everybody or everything for the default."""
    found = {name: _value(type_, is_partner=is_partner) for name, type_ in members.items()}
    kind = members.get("target_type")
    if is_partner and isinstance(kind, Text):
        is_group = "group" in kind.choices
        found |= {
            "target": _GROUP if is_group else _APPLICATION,
            "target_type": "group" if is_group else kind.choices[0],
        }
    return found


def _by_type(attribute: Attribute) -> Any:
    if isinstance(attribute.type, CtyCollection):
        return []
    return {"bool": True, "number": 1}.get(str(attribute.type), "…")


def _members(values: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    flat: list[tuple[str, str]] = []
    for name, value in values.items():
        text = _expression(value, indent)
        if len(text) == 1:
            flat.append((name, text[0]))
            continue
        lines += _aligned(flat, indent)
        flat = []
        lines += [f"{indent}{name} = {text[0]}", *text[1:]]
    return lines + _aligned(flat, indent)


def _aligned(members: Sequence[tuple[str, str]], indent: str) -> list[str]:
    width = max((len(name) for name, _ in members), default=0)
    return [f"{indent}{name:<{width}} = {text}" for name, text in members]


def _expression(value: Any, indent: str) -> list[str]:
    """The lines of a value; all but the first are indented."""
    match value:
        case bool():
            return ["true" if value else "false"]
        case str():
            return [f'"{value}"']
        case dict():
            inline = ", ".join(f"{name} = {_expression(one, '')[0]}" for name, one in value.items())
            if all(isinstance(one, str) for one in value.values()):
                return [f"{{ {inline} }}"]
            return ["{", *_members(value, f"{indent}  "), f"{indent}}}"]
        case list():
            return [f"[{', '.join(_expression(one, indent)[0] for one in value)}]"]
        case _:
            return [str(value)]
