"""A stack that declares the policy of one tenant; what it makes itself stays together until it is asked for."""

from contextlib import ExitStack
from typing import Any

from crosscloud_constructs import Partnership
from crosscloud_constructs.bindings.bundle import ResourceBundle
from crosscloud_constructs.bindings.plain import PlainElement, PlainSynthesizer, drop_unfinished
from crosscloud_constructs.cdk import Construct, IConstruct, TerraformStack
from crosscloud_constructs.source import Source
from crosscloud_constructs.tenants import Tenant


class DeclaringStack(TerraformStack):
    """A stack of one tenant.

    Attributes:
        tenant: whose stack it is.
        given: the partnerships that it was given, those that do not involve its tenant among them.
        known_tenants: every tenant that its partnerships are about, managed or not.
        sources: for a Terraform address, or one section of it (`ADDRESS.SECTION`), the line of the intent.
        warnings: what the whole intent says of this stack, for its provenance: findings that refuse nothing.
        bundle: the resources that the stack makes itself.
    """

    tenant: Tenant
    given: tuple[Partnership, ...]
    known_tenants: tuple[Tenant, ...]
    sources: dict[str, Source]
    warnings: list[dict[str, Any]]

    def __init__(self, scope: Construct, stack_id: str, tenant: Tenant) -> None:
        """Adds the stack, which declares nothing yet, to an app."""
        # Set before super().__init__, which may already call back into this object.
        self._plain: list[PlainElement] = []
        super().__init__(scope, stack_id)
        self.tenant = tenant
        self.given = ()
        self.known_tenants = ()
        self.sources = {}
        self.warnings = []
        self.bundle = ResourceBundle(self, "crosscloud-resources")
        self._plain.append(self.bundle)
        self.synthesizer = PlainSynthesizer(self, self._plain)

    def add_plain(self, element: PlainElement) -> None:
        """Have `element` written with the other plain ones."""
        self._plain.append(element)

    def read_back(self) -> dict[str, Any]:
        """The stack's JSON without what is plain: what was touched or added by hand."""
        with self._left_out():
            document: dict[str, Any] = self.to_terraform()
        drop_unfinished(document)
        return document

    def add_override(self, path: str, value: Any) -> None:
        """As cdktf's; a resource that it is about becomes a construct of its own, so that it is read with it."""
        block, *address = path.split(".")[:3]
        if block == "resource":
            self.bundle.take_out_all(".".join(address))
        super().add_override(path, value)

    def prepare_stack(self) -> None:
        """As cdktf's, which looks for references to other stacks: there are none in what is plain."""
        with self._left_out():
            super().prepare_stack()

    def to_hcl_terraform(self) -> Any:
        """As cdktf's, whose renderer takes one resource for each element."""
        self.bundle.take_out_all()
        return super().to_hcl_terraform()

    def _left_out(self) -> ExitStack:
        with ExitStack() as left_out:
            for element in self._plain:
                left_out.enter_context(element.left_out())
            return left_out.pop_all()


def stacks_of(app: IConstruct) -> list[DeclaringStack]:
    """The tenants' stacks of an app, in the order in which they were made."""
    return [child for child in app.node.children if isinstance(child, DeclaringStack)]
