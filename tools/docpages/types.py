"""A page for the provider, each resource, each data source and each function, from the provider's own schemas."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from crosscloud.bridge.provider import ADDRESS, CrosscloudProvider
from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import Settings
from crosscloud.tfplugin import Attribute, DataSource, Function, Resource
from tools.docpages.examples import PARTNER, TENANT, data_example, example, hcl, provider_example
from tools.docpages.text import GENERATED, table

FOLDER = "docs/reference/types"


def pages() -> dict[str, str]:
    """The pages by path."""
    provider = CrosscloudProvider({})
    found = {f"{FOLDER}/provider.md": _provider(provider)}
    lines = [f"- [provider](provider.md): {_first_sentence(provider.schema.description)}"]
    entries = [
        *[(r.type_name, f"`{r.type_name}`", r.schema.description, _resource(r)) for r in provider.resources],
        *[
            (f"data_{d.type_name}", f"`data.{d.type_name}`", d.schema.description, _data_source(d))
            for d in provider.data_sources
        ],
        *[
            (f"function_{f.name}", f"`provider::crosscloud::{f.name}`", f.summary, _function(f))
            for f in provider.functions
        ],
    ]
    for file, title, meaning, page in entries:
        found[f"{FOLDER}/{file}.md"] = page
        lines.append(f"- [{title}]({file}.md): {_first_sentence(meaning)}")
    found[f"{FOLDER}/index.md"] = _page("Terraform types", "The provider and everything that it offers.", lines)
    return found


def _provider(provider: CrosscloudProvider) -> str:
    block = hcl('provider "crosscloud"', provider_example(provider.schema.attributes))
    source = f'terraform {{\n  required_providers {{\n    crosscloud = {{ source = "{ADDRESS}" }}\n  }}\n}}'
    parts = ["## Example", "", "```hcl", source, "", block, "```", "", *_attributes(provider.schema.attributes)]
    return _page("Provider `crosscloud`", provider.schema.description, parts)


def _resource(resource: Resource[Any]) -> str:
    settings = _settings(resource)
    values = example(resource.schema.attributes, settings)
    name = resource.type_name
    parts = [
        *("## Example", "", "```hcl", hcl(f'resource "{name}" "this"', values), "```", ""),
        *_attributes(resource.schema.attributes),
        *_availability(settings),
        *_import(resource),
    ]
    return _page(f"Resource `{name}`", resource.schema.description, parts)


def _data_source(source: DataSource[Any]) -> str:
    settings = _settings(source)
    values = data_example(source.schema.attributes)
    parts = [
        *("## Example", "", "```hcl", hcl(f'data "{source.type_name}" "this"', values), "```", ""),
        *_attributes(source.schema.attributes),
        *_availability(settings),
    ]
    return _page(f"Data source `{source.type_name}`", source.schema.description, parts)


def _function(function: Function) -> str:
    called = ", ".join(parameter.name for parameter in function.parameters)
    rows = [(f"`{p.name}`", str(p.type), p.description) for p in function.parameters]
    parts = [
        *("```hcl", f"provider::crosscloud::{function.name}({called}) # {function.return_type}", "```", ""),
        *(function.description, "", "## Parameters", ""),
        *table(("name", "type", "meaning"), rows),
    ]
    return _page(f"Function `{function.name}`", f"{function.summary}.", parts)


def _settings(of: object) -> Settings | None:
    found = getattr(of, "settings", None)
    return found if isinstance(found, Settings) else None


def _attributes(attributes: Sequence[Attribute]) -> list[str]:
    return ["## Attributes", "", *table(("name", "type", "given", "meaning"), _rows(attributes)), ""]


def _rows(attributes: Sequence[Attribute]) -> Iterator[Sequence[str]]:
    """A row for each attribute and member; members that stand above already are not repeated."""
    shown: dict[tuple[Attribute, ...], str] = {}

    def rows(members: Sequence[Attribute], at: str) -> Iterator[Sequence[str]]:
        for member in members:
            path = f"{at}{member.name}"
            below = () if member.nested is None else tuple(_without_rules(member.nested.attributes))
            first = shown.setdefault(below, path) if below else path
            like = "" if first == path else f", as `{first}`"
            yield f"`{path}`", f"{_type(member)}{like}", _presence(member), member.description
            if member.nested is not None and not like:
                yield from rows(member.nested.attributes, f"{path}.")

    yield from rows(attributes, "")


def _without_rules(attributes: Sequence[Attribute]) -> Iterator[Attribute]:
    """The attributes as a reader sees them: two that differ in their functions alone are the same."""
    for one in attributes:
        nested = one.nested and replace(one.nested, attributes=tuple(_without_rules(one.nested.attributes)))
        yield replace(one, validators=(), equal=None, nested=nested)


def _type(attribute: Attribute) -> str:
    if attribute.nested is None:
        return str(attribute.type)
    return "object" if attribute.nested.nesting == "single" else f"{attribute.nested.nesting} of objects"


def _presence(attribute: Attribute) -> str:
    if attribute.default is not None:
        shown = str(attribute.default).lower() if isinstance(attribute.default, bool) else attribute.default
        words = f"optional, default `{shown}`"
    elif attribute.required:
        words = "required"
    elif attribute.optional:
        filled = "optional, else as it is" if attribute.keep_prior else "optional, else computed"
        words = filled if attribute.computed else "optional"
    else:
        words = "computed"
    notes = [
        note
        for note, holds in (
            ("a change replaces the resource", attribute.requires_replace),
            ("sensitive", attribute.sensitive),
            ("deprecated", attribute.deprecated),
        )
        if holds
    ]
    return "; ".join((words, *notes))


def _availability(settings: Settings | None) -> list[str]:
    """Which version of Graph has each section in which cloud, and where that is documented."""
    if settings is None:
        return []
    rows = [
        (
            f"`{section.name}`",
            f"`{section.graph}`",
            *(", ".join(_versions(section.versions_in(cloud))) or "-" for cloud in CLOUDS),
            section.source,
        )
        for section in settings.sections
    ]
    head = ("section", "in Graph", *(f"`{cloud}`" for cloud in CLOUDS), "source")
    note = (
        "The version of Microsoft Graph that crosscloud uses in each cloud comes first; `-`: Graph does not have "
        "it there, and crosscloud refuses it. Outside the Global cloud this is known from documents and schemas "
        "alone."
    )
    return ["## In each cloud", "", note, "", *table(head, rows), ""]


def _versions(versions: Sequence[str] | str) -> tuple[str, ...]:
    return (versions,) if isinstance(versions, str) else tuple(versions)


def _import(resource: Resource[Any]) -> list[str]:
    if not resource.importing:
        return ["## Import", "", "Cannot be imported.", ""]
    address = f"{resource.type_name}.this"
    has_partner = any(attribute.name == "tenant_id" for attribute in resource.schema.attributes)
    block = f'import {{\n  to = {address}\n  id = "{PARTNER if has_partner else TENANT}"\n}}'
    return ["## Import", "", resource.importing, "", "```hcl", block, "```", ""]


def _page(title: str, lead: str, parts: Sequence[str]) -> str:
    return "\n".join((GENERATED, "", f"# {title}", "", lead, "", *parts)).rstrip() + "\n"


def _first_sentence(text: str) -> str:
    return f"{text.strip().split('. ')[0].rstrip('.')}."
