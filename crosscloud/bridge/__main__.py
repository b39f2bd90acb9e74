"""The provider as a plugin that Terraform starts: `python -m crosscloud.bridge`."""

import os
import sys
from typing import TYPE_CHECKING

from crosscloud.tfplugin.plugin import serve

if TYPE_CHECKING:
    from crosscloud.bridge.provider import CrosscloudProvider


def make_provider() -> "CrosscloudProvider":
    """The provider, which is loaded when the handshake is done: Terraform waits for that one line."""
    from crosscloud.bridge.provider import CrosscloudProvider  # noqa: PLC0415 - see above

    return CrosscloudProvider(os.environ)


if __name__ == "__main__":
    sys.exit(serve(make_provider))
