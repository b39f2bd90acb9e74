"""Whether a Terraform or Node is new enough, asked of the program itself; only `make setup` asks."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crosscloud.runtime.programs import Programs
from crosscloud.toolchain.find import NODE_VARIABLE, TERRAFORM_VARIABLE, ToolMissingError


@dataclass(frozen=True, slots=True)
class Tool:
    """A program and the oldest version of it that crosscloud works with.

    Attributes:
        title: its name in messages.
        arguments: what makes it print its version.
        oldest: major and minor number.
        variable: the environment variable that names another one.
    """

    title: str
    arguments: tuple[str, ...]
    oldest: tuple[int, int]
    variable: str


TERRAFORM: Final = Tool("Terraform", ("version",), (1, 6), TERRAFORM_VARIABLE)
"""As the stacks say in `required_version`. Functions of the provider need 1.8 (Terraform's release notes)."""
NODE: Final = Tool("Node", ("--version",), (18, 0), NODE_VARIABLE)
"""The oldest release line that jsii 1.142 does not call unsupported or untested."""

_VERSION: Final = re.compile(r"\bv(\d+)\.(\d+)\.\d+\S*", re.ASCII)
_PATIENCE_SECONDS: Final = 60


def version_of(tool: Tool, path: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The version that the program at `path` says it is, such as `1.11.4`.

    Raises:
        ToolMissingError: where it does not say, or is older than `tool.oldest`.
    """
    try:
        answer = Programs().run(
            [str(path), *tool.arguments], {**environ, "CHECKPOINT_DISABLE": "1"}, timeout=_PATIENCE_SECONDS
        )
    except OSError as error:
        raise ToolMissingError(f"{path} cannot be run as {tool.title} ({error}). {_advice(tool)}") from error
    found = _VERSION.search(answer.stdout)
    if found is None:
        said = (answer.stderr or answer.stdout).strip().partition("\n")[0]
        raise ToolMissingError(f"{path} does not say its version (it says {said!r}). {_advice(tool)}")
    version = found.group().removeprefix("v")
    if (int(found[1]), int(found[2])) < tool.oldest:
        raise ToolMissingError(f"{path} is {tool.title} {version}, which is too old. {_advice(tool)}")
    return version


def _advice(tool: Tool) -> str:
    oldest = ".".join(str(number) for number in tool.oldest).removesuffix(".0")
    return f"Install {tool.title} {oldest} or later, or set {tool.variable} to the path of one."
