"""Tells all mistakes of an intent at once, rather than one for each run.

A value that is wrong raises where it is made. While a collection is open (`stacks.IntentApp` opens one), its
mistakes are kept instead and the program goes on; the app's `synth()` raises them together, so nothing wrong is
ever written.
"""

from collections.abc import Iterable, Sequence
from typing import NoReturn

from crosscloud.domain.named import UnknownNames
from crosscloud_constructs.errors import IntentError, IntentProblem, merged
from crosscloud_constructs.source import calling_code


class Collection:
    """Mistakes that are kept until the end, and the values that have them."""

    def __init__(self) -> None:
        """Open it: from now on, `refuse` keeps mistakes here. One that was open before is closed."""
        # The values themselves are held: the id of one that is gone would be given to another.
        self._refused: list[tuple[object, IntentProblem]] = []
        self._made: list[object] = []
        _Open.collection = self
        UnknownNames.tell = self._add_unknown_name

    @property
    def problems(self) -> tuple[IntentProblem, ...]:
        """What is wrong so far, in the order in which it was found, each once."""
        return merged(problem for _, problem in self._refused)

    def close(self) -> None:
        """From now on, mistakes are raised where they are made."""
        if _Open.collection is self:
            _Open.collection = None
            UnknownNames.tell = None

    @property
    def made(self) -> tuple[object, ...]:
        """The values that are for a stack, in the order in which they were made."""
        return tuple(self._made)

    def remember(self, value: object) -> None:
        """Note that a value was made which some stack is to be given."""
        self._made.append(value)

    def _add_unknown_name(self, what: str, to_do: str) -> None:
        self.add([IntentProblem(what, calling_code(), to_do)], None)

    def add(self, problems: Iterable[IntentProblem], value: object) -> None:
        """Keep `problems`, those of `value`."""
        self._refused.extend((value, problem) for problem in problems)

    def locate(self, value: object, path: str) -> None:
        """Note that `value`, which may be refused, was to become the construct at `path`."""
        self._refused = [
            (refused, problem.at(path) if refused is value else problem) for refused, problem in self._refused
        ]

    def has_refused(self, value: object) -> bool:
        """Whether `value` is wrong."""
        return any(refused is value for refused, _ in self._refused)


class _Open:
    """The collection that is open in this process, if any: an intent is one program."""

    collection: Collection | None = None


def refuse(error: IntentError, value: object) -> None:
    """Raise `error`; while a collection is open, keep its problems there, as those of `value`, and go on."""
    if _Open.collection is None:
        raise error
    _Open.collection.add(error.problems, value)


def refuse_each(wrong: Sequence[tuple[object, IntentProblem]], kind: type[IntentError]) -> None:
    """As `refuse`, for several values, each with a problem of its own: one error of this `kind` for all."""
    if wrong and _Open.collection is None:
        raise kind(merged(problem for _, problem in wrong))
    for value, problem in wrong:
        refuse(kind([problem]), value)


def stop(error: IntentError) -> NoReturn:
    """Raise `error`, after which the program cannot go on, together with all that was kept before it."""
    kept = _Open.collection.problems if _Open.collection is not None else ()
    raise type(error)(merged((*kept, *error.problems)))


def remember(value: object) -> None:
    """Note, while a collection is open, that a value was made which some stack is to be given."""
    if _Open.collection is not None:
        _Open.collection.remember(value)


def is_refused(value: object) -> bool:
    """Whether `value` was refused, so that nothing may be made from it."""
    return _Open.collection is not None and _Open.collection.has_refused(value)


def locate(value: object, path: str) -> None:
    """Note the construct that a value was to become, for the messages about it."""
    if _Open.collection is not None:
        _Open.collection.locate(value, path)
