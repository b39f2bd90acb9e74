"""Arguments of a block in the two forms that cdktf asks for: plain for JSON, annotated for HCL."""

from collections.abc import Mapping
from typing import Any

from crosscloud_constructs.escape import escaped, escaped_for_hcl


class Attributes:
    """The arguments of one resource, provider or backend, converted once and handed over as one dict.

    Every call between Python and cdktf's JavaScript takes a tenth of a millisecond or more: one dict a block
    keeps synthesis quick.

    Args:
        given: the arguments by their Terraform names; None stands for an argument left out.
        blocks: the names of arguments that are blocks in HCL.
    """

    def __init__(self, given: Mapping[str, Any], blocks: frozenset[str] = frozenset()) -> None:
        self._given = dict(given)
        self._blocks = blocks
        self.for_json: dict[str, Any] = escaped(self._given)

    def for_hcl(self) -> dict[str, Any]:
        """The arguments as cdktf's HCL renderer wants them: each with its kind."""
        return {name: self._annotated(name, value) for name, value in escaped_for_hcl(self._given).items()}

    def _annotated(self, name: str, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            return {"value": value, "isBlock": False, "type": "simple", "storageClassType": "string"}
        if name in self._blocks:
            inner = {key: self._annotated(key, item) for key, item in value.items()}
            return {"value": inner, "isBlock": True, "type": "map", "storageClassType": "stringMap"}
        return {"value": value, "isBlock": False, "type": "any"}
