"""Kinds of value that Graph properties hold: what a request may send, and what is held then.

A kind is a small frozen object with two methods. `take` checks what was sent and returns what to hold; `show`
returns what a caller on one surface sees of it. The plain kinds here are replaced as a whole; `records` has
the objects, which merge member by member, and `targets` the target lists.
Source: the property tables of the Microsoft Graph reference, crossTenantAccessPolicy resources.
"""

from dataclasses import dataclass
from typing import Protocol

from crosscloud.emulator.errors import invalid_value
from crosscloud.emulator.surfaces import Surface


class Kind(Protocol):
    """What a property can hold."""

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """What to hold after `sent` (never None) arrives at path `at`, where `held` was held.

        Raises:
            GraphError: if `sent` cannot be held.
        """

    def show(self, held: object, surface: Surface) -> object:
        """What `surface` sees of `held` (never None)."""


class Plain:
    """A value that everybody sees as it is held."""

    def show(self, held: object, surface: Surface) -> object:
        """`held` itself."""
        return held


@dataclass(frozen=True)
class Text(Plain):
    """A string."""

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it is a string."""
        if not isinstance(sent, str):
            raise invalid_value(at, "it must be a string.")
        return sent


@dataclass(frozen=True)
class Boolean(Plain):
    """True or false; never a number or the word."""

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it is a Boolean."""
        if not isinstance(sent, bool):
            raise invalid_value(at, "it must be true or false.")
        return sent


@dataclass(frozen=True)
class Choice(Plain):
    """One member of an enumeration, spelt exactly; `unknownFutureValue` is never valid in a request."""

    members: tuple[str, ...]

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it is a member."""
        if not isinstance(sent, str) or sent not in self.members:
            raise invalid_value(at, f"it must be one of {', '.join(self.members)}.")
        return sent


@dataclass(frozen=True)
class Choices(Plain):
    """A list of members of an enumeration, each at most once.

    Attributes:
        members: the members.
        can_be_empty: whether `[]` means something.
    """

    members: tuple[str, ...]
    can_be_empty: bool = False

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it is such a list; it replaces the list that was held."""
        if not isinstance(sent, list) or not all(isinstance(item, str) for item in sent):
            raise invalid_value(at, "it must be a list of strings.")
        if any(item not in self.members for item in sent):
            raise invalid_value(at, f"it may list only {', '.join(self.members)}.")
        if len(set(sent)) != len(sent):
            raise invalid_value(at, "it must not list a value twice.")
        if not sent and not self.can_be_empty:
            raise invalid_value(at, "it must not be empty.")
        return list(sent)


@dataclass(frozen=True)
class Flags(Plain):
    """Members of an enumeration of which a value may have several, joined by commas."""

    members: tuple[str, ...]

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it names members, each at most once."""
        names = sent.split(",") if isinstance(sent, str) else []
        if not names or any(name not in self.members for name in names) or len(set(names)) != len(names):
            raise invalid_value(at, f"it must be one or several of {', '.join(self.members)}, joined by commas.")
        return sent


@dataclass(frozen=True)
class ListOf:
    """A list, replaced as a whole, of values of one kind."""

    kind: Kind

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, each of its values taken as a new one."""
        if not isinstance(sent, list):
            raise invalid_value(at, "it must be a list.")
        return [self.kind.take(item, None, f"{at}/{index}", surface) for index, item in enumerate(sent)]

    def show(self, held: object, surface: Surface) -> object:
        """What `surface` sees of each value."""
        return [self.kind.show(item, surface) for item in held] if isinstance(held, list) else held
