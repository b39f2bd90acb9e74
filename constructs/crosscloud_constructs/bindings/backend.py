"""Any of Terraform's backends, with its arguments as Terraform names them."""

from collections.abc import Mapping
from typing import Any

from crosscloud_constructs.arguments import Arguments
from crosscloud_constructs.bindings.wrong_values import refuse_foreign
from crosscloud_constructs.cdk import Construct, TerraformBackend, TerraformRemoteState
from crosscloud_constructs.errors import IntentProblem, StackError


class StateBackend(TerraformBackend):
    """Where the state of a stack is kept.

    cdktf's own classes know the arguments of the day they were written; this one passes on what it is given.
    """

    def __init__(self, scope: Construct, kind: str, settings: Mapping[str, Any]) -> None:
        """Adds the backend to a stack.

        Args:
            scope: the stack.
            kind: the backend's name in Terraform, such as `azurerm`; `cloud` is HCP Terraform.
            settings: its arguments. Never credentials: synthesised files and saved plans hold them in clear.
        """
        # Set before super().__init__, which may already call back into this object.
        self._kind = kind
        blocks = frozenset({"workspaces"}) if kind == "cloud" else frozenset[str]()
        refuse_foreign(f"StateBackend {kind}", settings)
        self._arguments = Arguments(settings, blocks)
        super().__init__(scope, "backend", kind)

    def to_terraform(self) -> Any:
        """The block for Terraform's JSON."""
        return self._block(self._arguments.for_json)

    def to_hcl_terraform(self) -> Any:
        """The block for cdktf's HCL renderer."""
        return self._block(self._arguments.for_hcl())

    def get_remote_state_data_source(self, scope: Construct, name: str, from_stack: str) -> TerraformRemoteState:
        """Refused: a stack cannot refer to another one's resources.

        Raises:
            StackError: always. Terraform could not plan the second stack before the first is applied.
        """
        what = f"a construct of another stack refers to one of {from_stack}"
        to_do = "Compute the shared value in Python, and give it to both"
        raise StackError([IntentProblem(what, scope.node.path, to_do)])

    def _block(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if self._kind == "cloud":
            return {"terraform": {"cloud": arguments}}
        return {"terraform": {"backend": {self._kind: arguments}}}
