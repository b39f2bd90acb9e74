"""Provenance in the synthesised file: which tenant a stack is for, and which line of code each resource is from.

Terraform ignores everything under the key `//`; the joint plan reads it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crosscloud_constructs.bindings.plain import PlainElement
from crosscloud_constructs.cdk import Construct

FORMAT: Final = "crosscloud/stack/v1"
REQUIRED_TERRAFORM: Final = ">= 1.6"


class StackProvenance(PlainElement):
    """Adds to the stack's JSON the key `//`, `crosscloud`, and the version of Terraform that it needs.

    cdktf's HCL renderer writes neither: a stack synthesised to HCL goes without them.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        environment: str,
        tenant: str,
        tenant_id: str,
        cloud: str,
        sources: Mapping[str, str],
        directions: Sequence[Mapping[str, str]],
        warnings: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Adds it to a stack.

        Args:
            scope: the stack.
            environment: the name of the environment.
            tenant: the tenant's name.
            tenant_id: its id.
            cloud: the name of its cloud.
            sources: for each Terraform address, the line of code that it is from.
            directions: the directions declared with this tenant: `home` and `resource` (tenant ids), `source`.
            warnings: findings that refuse nothing: `finding`, `severity`, `where` (the line), `what`, `to_do`,
                `paths` (the constructs). Read when the stack is written, since the whole intent must be known.
        """
        # Set before super().__init__, which may already call back into this object.
        self._provenance = {
            "format": FORMAT,
            "environment": environment,
            "tenant": tenant,
            "tenant_id": tenant_id,
            "cloud": cloud,
            "sources": dict(sources),
            "directions": [dict(direction) for direction in directions],
        }
        self._warnings = warnings
        super().__init__(scope, "crosscloud-provenance")

    def fragment(self) -> dict[str, Any]:
        """The provenance, beside cdktf's own metadata."""
        provenance = {**self._provenance, "warnings": [dict(each) for each in self._warnings]}
        return {"//": {"crosscloud": provenance}}

    def to_terraform(self) -> Any:
        """What cdktf merges into the stack's JSON; an override of `terraform.required_version` wins over it."""
        return {**super().to_terraform(), "terraform": {"required_version": REQUIRED_TERRAFORM}}
