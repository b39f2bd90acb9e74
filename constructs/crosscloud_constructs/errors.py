"""What is wrong with an intent: the code that says who may reach what.

IntentError             everything wrong that was found, each with where it is and what to do
├── SettingsError       a value: an access, a trust, a set of settings
├── PartnershipError    who with whom: directions and partnerships
└── StackError          what a stack, a provider or a resource was given
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crosscloud_constructs.source import Source


@dataclass(frozen=True, slots=True)
class IntentProblem:
    """One thing that is wrong.

    Attributes:
        what: what is wrong.
        where: the line of code, or the construct's path, that it is about.
        to_do: what to write instead.
    """

    what: str
    where: Source | str
    to_do: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.to_do}"


class IntentError(ValueError):
    """Something in the code cannot be meant.

    Attributes:
        problems: everything that was found wrong at once.
    """

    def __init__(self, problems: Iterable[IntentProblem]) -> None:
        self.problems: Final = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["IntentError"], tuple[tuple[IntentProblem, ...]]]:
        return type(self), (self.problems,)


class SettingsError(IntentError):
    """A value of the settings is wrong in itself."""


class PartnershipError(IntentError):
    """A direction or a partnership is wrong: who with whom, or whose ids."""


class StackError(IntentError):
    """A stack, provider or resource was given something that it cannot take."""
