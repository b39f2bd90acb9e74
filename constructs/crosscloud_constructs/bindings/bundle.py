"""Resources that a stack makes by the thousand, as one element.

As constructs of their own, each would cost seven calls between Python and Node. One that is asked for becomes an
ordinary construct then, so that everything of cdktf works on it; those that nobody touches stay together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosscloud_constructs.arguments import escape_for_json, is_plain
from crosscloud_constructs.bindings.plain import PlainElement
from crosscloud_constructs.bindings.resources import PolicyResource
from crosscloud_constructs.cdk import Aspects, Construct, IAspect, IConstruct, implements
from crosscloud_constructs.source import Source


@dataclass(frozen=True, slots=True)
class BundledResource:
    """A resource in a bundle.

    Attributes:
        make: the class of its construct, once it has one.
        type_name: Terraform's name for its type.
        construct_id: the construct's id in the scope of the bundle.
        path: the path of the construct.
        name: the name in its Terraform address.
        given: its arguments, as the class takes them.
        arguments: the same as in Terraform's JSON: escaped.
        depends_on: the addresses of what must be applied before.
        source: where in the code it was made.
    """

    make: Callable[..., PolicyResource]
    type_name: str
    construct_id: str
    path: str
    name: str
    given: Mapping[str, Any]
    arguments: Mapping[str, Any]
    depends_on: tuple[str, ...]
    source: Source

    @property
    def address(self) -> str:
        """Its Terraform address."""
        return f"{self.type_name}.{self.name}"

    def to_json(self) -> dict[str, Any]:
        """The resource in Terraform's JSON, with the metadata that cdktf writes for a construct of its own."""
        made = {**self.arguments, "//": {"metadata": {"path": self.path, "uniqueId": self.name}}}
        return {**made, "depends_on": [*self.depends_on]} if self.depends_on else made


class ResourceBundle(PlainElement):
    """Resources of one stack, in one element.

    A resource with arguments that only Terraform can compute is made a construct at once, as it may refer to
    others. Aspects of the stack visit each resource, which makes all of them constructs. So must a stack do before
    it is written as HCL (`take_out_all`): cdktf's renderer takes one resource for an element.
    """

    def __init__(self, stack: Construct, construct_id: str) -> None:
        """Adds an empty bundle to a stack."""
        # Set before super().__init__, which may already call back into this object.
        self._stack: Final = stack
        self._addresses: list[str] = []
        self._inside: dict[str, BundledResource] = {}
        self._outside: dict[str, PolicyResource] = {}
        self._needed: set[str] = set()
        super().__init__(stack, construct_id)
        self._stack_path = stack.node.path
        Aspects.of(self).add(_VisitResources(self, stack))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those of all its resources, in the order in which they were added."""
        return tuple(self._addresses)

    @property
    def inside(self) -> tuple[BundledResource, ...]:
        """Those that are no constructs of their own, in the order in which they were added."""
        return tuple(self._inside.values())

    @property
    def outside(self) -> Mapping[str, PolicyResource]:
        """Those that have become constructs of their own, by their addresses."""
        return self._outside

    def add(
        self,
        made_by: type[PolicyResource],
        construct_id: str,
        *,
        name: str,
        depends_on: Iterable[str] = (),
        source: Source,
        given: Mapping[str, Any],
    ) -> str:
        """Adds a resource and answers its address.

        Args:
            made_by: its class.
            construct_id: the construct's id in the stack.
            name: the name in the Terraform address.
            depends_on: the addresses of what must be applied before.
            source: where in the code it was made.
            given: its arguments, as the class takes them.

        Raises:
            ValueError: for an address that the bundle has already.
        """
        resource = BundledResource(
            made_by,
            made_by.type_name(),
            construct_id,
            f"{self._stack_path}/{construct_id}",
            name,
            given,
            escape_for_json(dict(given)),
            tuple(depends_on),
            source,
        )
        address = resource.address
        if address in self._inside or address in self._outside:
            raise ValueError(f"the bundle has {address} already")
        self._addresses.append(address)
        self._needed.update(resource.depends_on)
        if is_plain(resource.arguments):
            self._inside[address] = resource
        else:
            self._outside[address] = self._make(resource)
        return address

    def take_out(self, address: str) -> PolicyResource:
        """The resource at `address` as a construct of its own, which it becomes here unless it is one already.

        Raises:
            KeyError: where the bundle never had it.
        """
        if address not in self._outside:
            self._outside[address] = self._make(self._inside.pop(address))
        return self._outside[address]

    def take_out_all(self, below: str = "") -> list[PolicyResource]:
        """Those that were inside until now, as constructs of their own.

        Args:
            below: an address, or the type that addresses begin with; left out, all are taken out.
        """
        addresses = [each for each in self._inside if not below or f"{each}.".startswith(f"{below}.")]
        return [self.take_out(address) for address in addresses]

    def _make(self, resource: BundledResource) -> PolicyResource:
        made = resource.make(self._stack, resource.construct_id, name=resource.name, **resource.given)
        made.source = resource.source
        if resource.depends_on:
            made.depends_on = [*resource.depends_on]
        if resource.address in self._needed:
            made.fqn  # noqa: B018 - asking for it keeps cdktf from giving another name to what others depend on
        return made

    def fragment(self) -> dict[str, Any]:
        """The resources that are inside."""
        found: dict[str, dict[str, Any]] = {}
        for resource in self._inside.values():
            found.setdefault(resource.type_name, {})[resource.name] = resource.to_json()
        return {"resource": found} if found else {}


@implements(IAspect)
class _VisitResources:
    """Has the aspects of a stack visit what is bundled in it, as cdktf has them visit every construct."""

    def __init__(self, bundle: ResourceBundle, stack: Construct) -> None:
        self._bundle = bundle
        self._stack = stack

    def visit(self, node: IConstruct) -> None:
        aspects = Aspects.of(self._stack).all
        # Made here, the constructs are not among the children that cdktf has listed to visit.
        for made in self._bundle.take_out_all() if aspects else ():
            for aspect in aspects:
                aspect.visit(made)
