"""Resources that a stack makes by the thousand, as one element.

As constructs of their own, each would cost seven calls between Python and Node. One that is asked for becomes an
ordinary construct then, so that everything of cdktf works on it; those that nobody touches stay together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from crosscloud_constructs.arguments import escape_for_json, is_plain
from crosscloud_constructs.bindings.plain import PlainElement
from crosscloud_constructs.bindings.resources import PolicyResource
from crosscloud_constructs.cdk import Aspects, Construct, IAspect, IConstruct, TerraformStack, implements
from crosscloud_constructs.source import Source

_Made = TypeVar("_Made", bound=PolicyResource)


@dataclass(slots=True, eq=False)
class BundledResource(Generic[_Made]):
    """A resource of a bundle.

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
        construct: the construct that it has become; None while it is inside.
    """

    make: Callable[..., _Made]
    type_name: str
    construct_id: str
    path: str
    name: str
    given: Mapping[str, Any]
    arguments: Mapping[str, Any]
    depends_on: tuple[str, ...]
    source: Source
    construct: _Made | None = None

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
        self._resources: dict[str, BundledResource[Any]] = {}
        self._needed: set[str] = set()
        super().__init__(stack, construct_id)
        self._stack_path = stack.node.path
        Aspects.of(self).add(_VisitResources(self, stack))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those of all its resources, in the order in which they were added."""
        return tuple(self._resources)

    @property
    def inside(self) -> tuple[BundledResource[Any], ...]:
        """Those that are no constructs of their own, in the order in which they were added."""
        return tuple(each for each in self._resources.values() if each.construct is None)

    @property
    def outside(self) -> Mapping[str, PolicyResource]:
        """Those that have become constructs of their own, by their addresses."""
        made = ((address, each.construct) for address, each in self._resources.items())
        return {address: construct for address, construct in made if construct is not None}

    def add(
        self,
        made_by: type[_Made],
        construct_id: str,
        *,
        name: str,
        depends_on: Iterable[str] = (),
        source: Source,
        given: Mapping[str, Any],
    ) -> BundledResource[_Made]:
        """Adds a resource.

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
        if resource.address in self._resources:
            raise ValueError(f"the bundle has {resource.address} already")
        if not is_plain(resource.arguments):
            resource.construct = self._make(resource)
        self._resources[resource.address] = resource
        self._need(resource.depends_on)
        return resource

    def take_out(self, resource: BundledResource[_Made]) -> _Made:
        """A resource as a construct of its own, which it becomes here unless it is one already.

        Raises:
            ValueError: where the resource is not one of this bundle.
        """
        if self._resources.get(resource.address) is not resource:
            raise ValueError(f"the bundle has no {resource.address} that was added as this one")
        if resource.construct is None:
            resource.construct = self._make(resource)  # where it raises, the resource stays inside
        return resource.construct

    def take_out_all(self, below: str = "") -> list[PolicyResource]:
        """Those that were inside until now, as constructs of their own.

        Args:
            below: an address, or the type that addresses begin with; left out, all are taken out.
        """
        return [
            self.take_out(each) for each in self.inside if not below or f"{each.address}.".startswith(f"{below}.")
        ]

    def _make(self, resource: BundledResource[_Made]) -> _Made:
        made = resource.make(self._stack, resource.construct_id, name=resource.name, **resource.given)
        made.source = resource.source
        if resource.depends_on:
            made.depends_on = [*resource.depends_on]
        if resource.address in self._needed:
            _pin(made)
        return made

    def _need(self, addresses: Iterable[str]) -> None:
        """Have what others depend on keep its address, whether it is a construct already or becomes one later."""
        for address in addresses:
            if address not in self._needed:
                self._needed.add(address)
                needed = self._resources.get(address)
                if needed is not None and needed.construct is not None:
                    _pin(needed.construct)

    def fragment(self) -> dict[str, Any]:
        """The resources that are inside."""
        found: dict[str, dict[str, Any]] = {}
        for resource in self.inside:
            found.setdefault(resource.type_name, {})[resource.name] = resource.to_json()
        return {"resource": found} if found else {}


def _pin(made: PolicyResource) -> None:
    """Keep cdktf from giving a resource another name."""
    made.fqn  # noqa: B018 - asking for it is what does that


@implements(IAspect)
class _VisitResources:
    """Has the aspects of a stack visit what is bundled in it, as cdktf has them visit every construct."""

    def __init__(self, bundle: ResourceBundle, stack: Construct) -> None:
        self._bundle = bundle
        self._stack = stack

    def visit(self, node: IConstruct) -> None:
        aspects = [aspect for scope in _visited_scopes(self._stack) for aspect in Aspects.of(scope).all]
        # Made here, the constructs are not among the children that cdktf has listed to visit.
        for made in self._bundle.take_out_all() if aspects else ():
            for aspect in aspects:
                aspect.visit(made)


def _visited_scopes(stack: Construct) -> Sequence[IConstruct]:
    """A stack and the scopes above it whose aspects cdktf has visit it: up to the outermost stack around it.

    Aspects of what is above all stacks, as the app is, are never called. Source: cdktf,
    lib/synthesize/synthesizer.ts.
    """
    scopes = stack.node.scopes
    outermost = next(place for place, scope in enumerate(scopes) if isinstance(scope, TerraformStack))
    return scopes[outermost:]
