"""What became of the objects that a run set out to write, as far as the provider that writes them knows.

Terraform tells of a resource that failed only that it failed. Whether Graph refused the write, took a part of it,
or never answered is known here, and an apply must not tell what is known as unknown.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from crosscloud.bridge.run_registry import Key
from crosscloud.domain.truth import Truth
from crosscloud.graph import CrosscloudGraphError

WriteOutcome = Literal["written", "not written", "partly", "unknown"]


class WriteLedger:
    """The writes of one run, object by object. Safe to use from several threads.

    An object of which nothing is kept was not begun here; what is said of it must come from elsewhere.
    """

    def __init__(self) -> None:
        """Nothing was begun yet."""
        self._lock = threading.Lock()
        self._under_way: dict[Key, int] = {}
        self._changed: dict[Key, list[Truth]] = {}

    @contextmanager
    def setting_out(self, key: Key) -> Iterator[None]:
        """While the block runs, what becomes of the object is unknown; then it is what its writes came to."""
        with self._lock:
            self._under_way[key] = self._under_way.get(key, 0) + 1
            self._changed.setdefault(key, [])
        try:
            yield
        finally:
            with self._lock:
                self._under_way[key] -= 1

    @contextmanager
    def writing(self, key: Key) -> Iterator[None]:
        """The block asks Graph to change the object; what it raises tells whether Graph did."""
        changed = [Truth.UNKNOWN]
        try:
            yield
            changed = [Truth.YES]
        except CrosscloudGraphError as error:
            changed = [Truth.YES, error.changed] if error.earlier_took_effect else [error.changed]
            raise
        finally:
            with self._lock:
                self._changed.setdefault(key, []).extend(changed)

    def doubt(self, key: Key) -> None:
        """What Graph said of the object contradicts itself, so that nobody knows what became of it."""
        with self._lock:
            self._changed.setdefault(key, []).append(Truth.UNKNOWN)

    def outcomes(self) -> dict[Key, WriteOutcome]:
        """What became of each object that was begun."""
        with self._lock:
            return {
                key: "unknown" if self._under_way.get(key) else _sum_up(changed)
                for key, changed in self._changed.items()
            }


def _sum_up(changed: list[Truth]) -> WriteOutcome:
    if Truth.UNKNOWN in changed:
        return "unknown"
    if Truth.YES not in changed:
        return "not written"
    return "partly" if Truth.NO in changed else "written"
