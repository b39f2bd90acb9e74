"""What the stacks of an app declare, as plain values: resources added by hand and overrides count too."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crosscloud_constructs.arguments import is_plain
from crosscloud_constructs.bindings.resources import PolicyResource
from crosscloud_constructs.cdk import TerraformResource
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.source import Source
from crosscloud_constructs.tenants import Tenant
from stacks.declaring import DeclaringStack

_PREFIX: Final = "crosscloud_"


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


@dataclass(frozen=True, slots=True)
class Declarations:
    """What one stack declares.

    Attributes:
        objects: the objects of its tenant's policy: the stack's own in the order in which they are applied, then
            those that were added by hand.
        collisions: what was added by hand in the place of something else, which cdktf would mix into one.
    """

    objects: tuple[Declared, ...]
    collisions: tuple[IntentProblem, ...]


def read_declarations(stack: DeclaringStack) -> Declarations:
    """What a stack declares of its tenant's policy.

    What the stack made itself is known here; only what was touched or added by hand is read back from cdktf.
    """
    constructs = _find_constructs(stack)
    written = list(_read_back(stack))
    lines = {
        address: made[0].source for address, made in constructs.items() if isinstance(made[0], PolicyResource)
    }
    by_hand = [
        Declared(
            stack.tenant,
            address.partition(".")[0].removeprefix(_PREFIX),
            address,
            path,
            {name: value for name, value in arguments.items() if is_plain(value)},
            ChainMap(stack.sources, {address: lines[address]} if address in lines else {}),
            frozenset(name for name, value in arguments.items() if not is_plain(value)),
        )
        for address, path, arguments in written
    ]
    own = [
        Declared(
            stack.tenant,
            each.type_name.removeprefix(_PREFIX),
            each.address,
            each.path,
            {**each.arguments, "depends_on": [*each.depends_on]},
            stack.sources,
        )
        for each in stack.bundle.inside
    ]
    collisions = [*_at_one_address(stack, constructs), *_on_one_path(stack, written, lines)]
    place = {address: number for number, address in enumerate(stack.bundle.addresses)}
    objects = sorted((*own, *by_hand), key=lambda each: place.get(each.address, len(place)))
    return Declarations(tuple(objects), tuple(collisions))


def _read_back(stack: DeclaringStack) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The address, path and arguments of each resource of ours that is a construct of its own."""
    for type_name, resources in stack.read_back().get("resource", {}).items():
        for name, arguments in resources.items() if type_name.startswith(_PREFIX) else ():
            address = f"{type_name}.{name}"
            given = {key: value for key, value in arguments.items() if key != "//"}
            yield address, arguments.get("//", {}).get("metadata", {}).get("path", address), given


def _find_constructs(stack: DeclaringStack) -> dict[str, list[TerraformResource]]:
    """The resources of ours that are constructs, by address; of several at one address, the stack's own first."""
    own = {id(made) for made in stack.bundle.outside.values()}
    found: dict[str, list[TerraformResource]] = {}
    for made in stack.node.find_all():
        if isinstance(made, TerraformResource):
            type_name = made.type_name() if isinstance(made, PolicyResource) else made.terraform_resource_type
            if type_name.startswith(_PREFIX):
                at_address = found.setdefault(f"{type_name}.{made.friendly_unique_id}", [])
                at_address.insert(0 if id(made) in own else len(at_address), made)
    return found


def _at_one_address(
    stack: DeclaringStack, constructs: Mapping[str, Sequence[TerraformResource]]
) -> Iterator[IntentProblem]:
    bundled = {each.address: each.path for each in stack.bundle.inside}
    for address, made in constructs.items():
        if len(made) + (address in bundled) == 1:
            continue
        # One that is moved elsewhere is not written itself.
        present = [each for each in made if each.to_terraform().get("resource")]
        first = bundled[address] if address in bundled else present.pop(0).node.path if present else ""
        for each in present:
            where = stack.sources.get(address)
            what = f"{address} is {first} already{f', from {where}' if where else ''}"
            yield _collision(what, each, each.node.path)


def _on_one_path(
    stack: DeclaringStack, written: Iterable[tuple[str, str, object]], lines: Mapping[str, Source]
) -> Iterator[IntentProblem]:
    bundled = {each.path: each.address for each in stack.bundle.inside}
    for address, path, _ in written:
        if path in bundled and bundled[path] != address:
            what = f"{address} has the construct id of {bundled[path]}"
            yield IntentProblem(what, lines.get(address, path), "Give it another construct id", paths=(path,))


def _collision(what: str, made: TerraformResource, path: str) -> IntentProblem:
    where = made.source if isinstance(made, PolicyResource) else path
    return IntentProblem(what, where, "Give it another name=, or change the one that is there", paths=(path,))


def tenants_of(stacks: Iterable[DeclaringStack]) -> dict[str, Tenant]:
    """Every tenant that the stacks are about, by its id."""
    return {tenant.tenant_id: tenant for stack in stacks for tenant in (stack.tenant, *stack.known_tenants)}
