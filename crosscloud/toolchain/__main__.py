"""`python -m crosscloud.toolchain`: what `make setup` ends with.

Puts the tools from PyPI in place where PATH has none, and says which Terraform and Node will be used.
Ends with 1, and one sentence for each, where one is missing or too old.
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from crosscloud.toolchain.find import NODE_MISSING, ToolMissingError, find_node, find_terraform
from crosscloud.toolchain.install import put_in_place
from crosscloud.toolchain.version import NODE, TERRAFORM, version_of


def main(environ: Mapping[str, str] = os.environ, python: Path = Path(sys.executable)) -> int:
    """Runs the command; returns its exit code."""

    def terraform() -> str:
        path = find_terraform(environ, python=str(python))
        return f"Terraform {version_of(TERRAFORM, path, environ)}: {path}"

    def node() -> str:
        path = find_node(environ)
        if path is None:
            raise ToolMissingError(NODE_MISSING)
        return f"Node {version_of(NODE, path, environ)}: {path}"

    steps: tuple[Callable[[], str | None], ...] = (lambda: put_in_place(environ, python), terraform, node)
    failures: dict[str, None] = {}
    for step in steps:
        try:
            said = step()
        except ToolMissingError as error:
            failures[str(error)] = None
        else:
            sys.stdout.write(f"{said}\n" if said else "")
    sys.stderr.writelines(f"{failure}\n" for failure in failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
