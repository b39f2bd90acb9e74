"""Functions that a provider offers to the Terraform language, called as `provider::NAME::FUNCTION(...)`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crosscloud.tfplugin.cty import Type


class FunctionArgumentError(ValueError):
    """An argument is not acceptable.

    Args:
        index: The argument's position, from 0.
        text: What is wrong with it, and what would be right.
    """

    def __init__(self, index: int, text: str) -> None:
        super().__init__(text)
        self.index = index
        self.text = text


@dataclass(frozen=True)
class Parameter:
    """One parameter of a function. Terraform never calls a function with a null or unknown argument here."""

    name: str
    type: Type
    description: str = ""


@dataclass(frozen=True)
class Function:
    """A pure function.

    Attributes:
        name: Its name in the Terraform language.
        parameters: In the order of the call.
        return_type: The type of what `call` returns.
        summary: One line.
        description: Markdown.
        call: Takes the arguments by position. Raises `FunctionArgumentError` for an argument that it does not
            accept.
    """

    name: str
    parameters: Sequence[Parameter]
    return_type: Type
    summary: str
    description: str
    call: Callable[..., Any]
