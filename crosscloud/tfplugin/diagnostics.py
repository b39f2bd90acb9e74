"""Errors and warnings as Terraform shows them: summary, detail and the place in the configuration.

Handlers report through `Context.diagnostics`. The full path is kept here; `crosscloud.tfplugin.wire` shortens
it on its way out, because Terraform resolves only a top-level attribute to its own line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Key:
    """Path step: the element of a map under this key."""

    name: str


@dataclass(frozen=True, slots=True)
class SetElement:
    """Path step: some element of a set. Elements of a set have no name by which to tell them apart."""


PathStep: TypeAlias = str | int | Key | SetElement
"""An attribute's name, a list index, a map key, or "some element of this set"."""

Path: TypeAlias = tuple[PathStep, ...]

Severity: TypeAlias = Literal["error", "warning"]


def format_path(path: Sequence[PathStep]) -> str:
    """The path as one would write it in the configuration, such as `inbound.targets[*].id` or `labels["a"]`."""
    text = ""
    for step in path:
        match step:
            case str():
                text += f".{step}" if text else step
            case int():
                text += f"[{step}]"
            case Key(name):
                text += f'["{name}"]'
            case SetElement():
                text += "[*]"
    return text


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning.

    Attributes:
        severity: which of the two.
        summary: what it is, in a few words.
        detail: where, why and what to do next.
        path: the attribute concerned.
        kind: what it has in common with those of other resources, in a word of the reporter's own, such as
            `XC306`: a run tells a few of one kind. Where it is empty the diagnostic is always told.
    """

    severity: Severity
    summary: str
    detail: str = ""
    path: Path = ()
    kind: str = ""

    def with_paragraph(self, text: str) -> "Diagnostic":
        """The same with one more paragraph in its detail."""
        return replace(self, detail=f"{self.detail}\n\n{text}".lstrip())


class Diagnostics:
    """The errors and warnings of one call, in the order in which they were reported."""

    def __init__(self) -> None:
        self._items: list[Diagnostic] = []

    def error(
        self,
        summary: str,
        detail: str = "",
        path: Sequence[PathStep] = (),
        *,
        kind: str = "",
    ) -> None:
        """Report that the call failed.

        Args:
            summary: What is wrong, in a few words.
            detail: Where, why and what to do next, in a sentence or two.
            path: The attribute concerned, from the top; a plain string is one top-level attribute.
            kind: What it has in common with others, of which a run tells a few (see `Diagnostic`).
        """
        steps: Path = (path,) if isinstance(path, str) else tuple(path)
        self._items.append(Diagnostic("error", summary, detail, steps, kind))

    def warning(self, summary: str, detail: str = "", path: Sequence[PathStep] = (), *, kind: str = "") -> None:
        """Report what the reader of the plan should know; the call succeeds. Arguments as for `error`."""
        steps: Path = (path,) if isinstance(path, str) else tuple(path)
        self._items.append(Diagnostic("warning", summary, detail, steps, kind))

    @property
    def has_errors(self) -> bool:
        """Whether an error was reported; warnings do not count."""
        return any(item.severity == "error" for item in self._items)

    def downgrade_errors(self, reason: str) -> None:
        """Turn every error into a warning and append the reason to its detail, as a paragraph of its own.

        They are told however many there are, as the errors would have been: they have no kind any more.
        """
        self._items = [
            replace(item.with_paragraph(reason), severity="warning", kind="") if item.severity == "error" else item
            for item in self._items
        ]

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Diagnostics({self._items!r})"
