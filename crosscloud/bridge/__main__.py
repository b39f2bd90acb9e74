"""The provider as a plugin that Terraform starts: `python -m crosscloud.bridge`."""

import os
import sys

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.tfplugin import serve

if __name__ == "__main__":
    sys.exit(serve(lambda: CrosscloudProvider(os.environ)))
