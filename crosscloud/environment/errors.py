"""What can be wrong with environments; every text says where, and what to write instead.

ConfigurationError
├── EnvironmentNotFoundError    no such file; says which environments exist
├── EnvironmentFileError        a file has mistakes: all of them at once, each with its line
└── UnknownNameError            a tenant, group, user or application that the file does not name
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from crosscloud.errors import CrosscloudError

_LONGEST: Final = 500  # characters of one message; names in a file may be of any length


class ConfigurationError(CrosscloudError, ValueError):
    """Anything wrong with an environment file, or with a name asked of one."""


class EnvironmentNotFoundError(ConfigurationError):
    """The environment asked for has no file."""


class UnknownNameError(ConfigurationError):
    """A name that the environment file does not have."""


class EnvironmentFileError(ConfigurationError):
    """Everything that is wrong with one environment file.

    Attributes:
        path: the file.
        problems: (line, text) of each mistake, in the order of the file; lines count from 1.
    """

    def __init__(self, path: Path, problems: Sequence[tuple[int, str]]) -> None:
        self.path = path
        self.problems: list[tuple[int, str]] = sorted(problems, key=lambda problem: problem[0])
        where = shown_path(path)
        super().__init__("\n".join(f"{where}:{line}: {text}" for line, text in self.problems))

    def __reduce__(self) -> tuple[type["EnvironmentFileError"], tuple[Path, list[tuple[int, str]]]]:
        return type(self), (self.path, self.problems)


class Problems:
    """Collects the mistakes of one file while it is read, so that all can be reported together."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], None] = {}

    def add(self, line: int, text: str) -> None:
        """Note a mistake in `line`; the same one is kept once (an alias may lead to it several times)."""
        printable = "".join(character if character.isprintable() else "\ufffd" for character in text)
        self._found[(line, printable[:_LONGEST])] = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def error(self, path: Path) -> EnvironmentFileError:
        """The error that reports all of them; `path` is the file."""
        return EnvironmentFileError(path, list(self._found))


def hint(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """What to say after a `name` that is not `known`: ` (did you mean contoso?)`.

    Where none is spelt like it, the known names are listed after the words `otherwise`; without those,
    nothing is said.
    """
    names = list(known)
    close = get_close_matches(name, names, n=1)
    if close:
        return f" (did you mean {close[0]}?)"
    return f" ({otherwise} {', '.join(names) or 'none'})" if otherwise else ""


def shown_path(path: Path) -> str:
    """`path` as messages show it: relative where it lies below the current folder."""
    folder = Path.cwd()
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
