"""What is wrong with an intent: the code that says who may reach what.

IntentError             everything wrong that was found, each with where it is and what to do
├── SettingsError       a value: an access, a trust, a set of settings
├── PartnershipError    who with whom: directions and partnerships
└── StackError          what a stack, a provider or a resource was given

NodeError               the Node in which cdktf runs is not there, or ended
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from crosscloud.errors import CrosscloudError
from crosscloud_constructs.source import Source


@dataclass(frozen=True, slots=True)
class IntentProblem:
    """One thing that is wrong, or that the reader should know.

    Attributes:
        what: what is wrong.
        where: the line of code that it is about; the construct's path where no line is known.
        to_do: what to write instead.
        finding: the id of the finding that it is (docs/findings); empty where it is none.
        severity: `error` refuses the intent; `warning`, `info` and `unknown` are told.
        paths: the constructs that it is about, as `STACK/CONSTRUCT`.
    """

    what: str
    where: Source | str
    to_do: str
    finding: str = ""
    severity: Literal["error", "warning", "info", "unknown"] = "error"
    paths: tuple[str, ...] = ()

    def __str__(self) -> str:
        paths = f" ({', '.join(self.paths)})" if self.paths else ""
        return f"{self.where}{paths}: {self.finding}{' ' if self.finding else ''}{self.what}. {self.to_do}"

    def at(self, *paths: str) -> "IntentProblem":
        """The same, about the constructs at `paths` as well."""
        return replace(self, paths=tuple(dict.fromkeys((*self.paths, *paths))))


def merged(problems: Iterable[IntentProblem]) -> tuple[IntentProblem, ...]:
    """`problems` in their order, each once: what is said of several constructs names all of them."""
    found: dict[tuple[str, str, str, str], IntentProblem] = {}
    for problem in problems:
        key = (problem.finding, problem.severity, str(problem.where), problem.what)
        found[key] = found[key].at(*problem.paths) if key in found else problem
    return tuple(found.values())


class IntentError(CrosscloudError, ValueError):
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


class NodeError(CrosscloudError):
    """The Node in which cdktf runs is not there, or ended; the text says what to do."""
