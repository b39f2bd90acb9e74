"""What the stacks of an app declare, read from the stacks: resources added by hand and overrides count too."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosscloud_constructs.cdk import IConstruct, TerraformStack
from crosscloud_constructs.source import Source
from crosscloud_constructs.tenants import Tenant

_PREFIX: Final = "crosscloud_"


class DeclaringStack(TerraformStack):
    """A stack of one tenant.

    Attributes:
        tenant: whose stack it is.
        known_tenants: every tenant that its partnerships are about, managed or not.
        sources: for a Terraform address, or one section of it (`ADDRESS.SECTION`), the line of the intent.
        warnings: what the whole intent says of this stack, for its note: findings that refuse nothing.
    """

    tenant: Tenant
    known_tenants: tuple[Tenant, ...]
    sources: dict[str, Source]
    warnings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Declared:
    """One object of a tenant's policy, as its stack declares it.

    Attributes:
        tenant: whose policy.
        kind: the resource's type, without `crosscloud_`.
        address: its Terraform address.
        path: its construct, as `STACK/CONSTRUCT`.
        values: its arguments, as in Terraform's JSON; those that only Terraform can compute are left out.
        sources: see `DeclaringStack`.
        computed: the names of the arguments that only Terraform can compute.
    """

    tenant: Tenant
    kind: str
    address: str
    path: str
    values: Mapping[str, Any]
    sources: Mapping[str, Source]
    computed: frozenset[str] = frozenset()

    def where(self, section: str = "") -> Source | str:
        """The line of the intent that a section, or else the whole, follows from; the path where none is known."""
        return self.sources.get(f"{self.address}.{section}") or self.sources.get(self.address) or self.path


def stacks_of(app: IConstruct) -> list[DeclaringStack]:
    """The tenants' stacks of an app, in the order in which they were made."""
    return [child for child in app.node.children if isinstance(child, DeclaringStack)]


def declared_in(stack: DeclaringStack) -> Iterator[Declared]:
    """What a stack declares of its tenant's policy."""
    by_path = _lines_of_code(stack)
    document: Mapping[str, Any] = stack.to_terraform()
    for type_, resources in document.get("resource", {}).items():
        if not type_.startswith(_PREFIX):
            continue
        for name, arguments in resources.items():
            address = f"{type_}.{name}"
            path = arguments.get("//", {}).get("metadata", {}).get("path", address)
            made = {address: by_path[path]} if path in by_path else {}
            given = {key: value for key, value in arguments.items() if key != "//"}
            values = {key: value for key, value in given.items() if is_plain(value)}
            yield Declared(
                stack.tenant,
                type_.removeprefix(_PREFIX),
                address,
                path,
                values,
                {**made, **stack.sources},
                frozenset(given.keys() - values.keys()),
            )


def is_plain(value: object) -> bool:
    """Whether nothing in `value` is left for Terraform to compute."""
    match value:
        case str():
            return "${" not in value.replace("$${", "")
        case Mapping():
            return all(is_plain(each) for each in value.values())
        case list():
            return all(is_plain(each) for each in value)
        case _:
            return True


def tenants_of(stacks: Iterable[DeclaringStack]) -> dict[str, Tenant]:
    """Every tenant that the stacks are about, by its id."""
    return {tenant.tenant_id: tenant for stack in stacks for tenant in (stack.tenant, *stack.known_tenants)}


def _lines_of_code(stack: DeclaringStack) -> dict[str, Source]:
    """By the path of a construct, the line that made it."""
    sources = ((child.node.path, getattr(child, "source", None)) for child in stack.node.find_all())
    return {path: source for path, source in sources if isinstance(source, Source)}
