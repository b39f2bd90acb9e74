"""The tables in docs/emulator.md: the paths that are emulated, those that are not, and who declares what."""

from pathlib import Path

from crosscloud.emulator.conditional_access import CONDITIONAL_ACCESS_POLICY
from crosscloud.emulator.directory_objects import (
    AUTHORIZATION_POLICY,
    B2B_MANAGEMENT_POLICY,
    GROUP,
    ORGANIZATION,
    SERVICE_PRINCIPAL,
    USER,
)
from crosscloud.emulator.entities import (
    DEFAULT,
    IDENTITY_SYNCHRONIZATION,
    M365_CAPABILITY,
    NOT_HELD,
    PARTNER,
    policy,
)
from crosscloud.emulator.records import Record, Writer
from crosscloud.emulator.routes import GAPS, ROUTES
from crosscloud.emulator.surfaces import VERSIONS, api
from tools.docpages.text import fill, table

PAGE = "docs/emulator.md"
_SCHEMAS = ("Prod", "Fairfax", "Mooncake")


def pages(root: Path) -> dict[str, str]:
    """The page with its tables filled."""
    page = (root / PAGE).read_text(encoding="utf-8")
    routes = [
        (
            f"`/{route.path}`",
            ", ".join(route.acts),
            _permissions(route.readers, route.writers),
            route.emulated,
            route.source,
        )
        for route in ROUTES
    ]
    page = fill(page, "routes", table(("path", "methods", "permissions", "what is emulated", "source"), routes))
    gaps = [(f"`{' '.join((', '.join(gap.methods), f'/{gap.path}')).strip()}`", gap.why) for gap in GAPS]
    gaps += [(f"property `{name}` of `{type_}`", why) for (type_, name), why in NOT_HELD.items()]
    page = fill(page, "gaps", table(("path", "why not"), gaps))
    return {PAGE: fill(page, "properties", _properties())}


def _permissions(readers: frozenset[str], writers: frozenset[str]) -> str:
    reads = " or ".join(f"`{role}`" for role in sorted(readers))
    writes = " or ".join(f"`{role}`" for role in sorted(writers))
    return f"GET: {reads}; else {writes}" if writers else reads


def _properties() -> list[str]:
    """Each property, who may set it, and where it is declared."""
    settings = (policy(()), DEFAULT, PARTNER, IDENTITY_SYNCHRONIZATION, M365_CAPABILITY)
    policies = (AUTHORIZATION_POLICY, B2B_MANAGEMENT_POLICY, CONDITIONAL_ACCESS_POLICY)
    records = (*settings, *policies, ORGANIZATION, SERVICE_PRINCIPAL, GROUP, USER)
    rows = [row for record in records for row in _of(record)]
    heads = [f"{version} {schema}" for version in VERSIONS for schema in _SCHEMAS]
    return table(("type", "property", "set by", *heads), rows)


def _of(record: Record) -> list[tuple[str, ...]]:
    setters = {Writer.API: "API", Writer.PORTAL: "portal", Writer.NOBODY: "nobody"}
    return [
        (
            f"`{record.type_name}`",
            f"`{one.name}`",
            setters[one.writer],
            *(
                "yes" if api(version, schema).declares(one.where) else "-"
                for version in VERSIONS
                for schema in _SCHEMAS
            ),
        )
        for one in record.properties
    ]
