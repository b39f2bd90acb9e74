"""What the resources of one Terraform run said that they manage, so that two of them cannot have the same object.

Terraform tells a provider no addresses. But it plans each resource once, or twice where it is to be replaced
(first with its state, then without, on the same configuration), so any other two plans of one object are two
resources. It also tells nothing of the state of a resource that is replaced; that was seen when it was read.

One object of this class lives as long as one ConfigureProvider call: a plan, or an apply. Two aliases of the
provider for one tenant are two runs; what they do to each other cannot be told here.
"""

import threading
from collections.abc import Mapping
from typing import Any

Key = tuple[str, str]
"""A Terraform type, and the id of the object."""


class RunRegistry:
    """Who manages what in one run. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = threading.Lock()
        self._planned: dict[Key, list[tuple[bool, str]]] = {}
        self._stored: dict[Key, Mapping[str, Any]] = {}
        self._made: set[Key] = set()
        self._destroyed: set[Key] = set()

    def add_plan(self, key: Key, *, is_new: bool, config: object) -> bool:
        """Remember that a resource is planned; whether it is the only one of the run for this object.

        Args:
            key: the object.
            is_new: whether it was planned without a prior state.
            config: its configuration.
        """
        given = repr(config)  # `Unknown` cannot be compared
        with self._lock:
            earlier = self._planned.setdefault(key, [])
            is_replaced = is_new and earlier == [(False, given)]
            alone = not earlier or is_replaced
            earlier.append((is_new, given))
            return alone

    def is_planned(self, key: Key) -> bool:
        """Whether a resource for this object was planned so far."""
        with self._lock:
            return key in self._planned

    def remember_state(self, key: Key, state: Mapping[str, Any]) -> None:
        """Remember what Terraform's state holds of an object that exists."""
        with self._lock:
            self._stored[key] = dict(state)

    def find_state(self, key: Key) -> Mapping[str, Any] | None:
        """What Terraform's state was seen to hold of the object; None where nothing was seen."""
        with self._lock:
            return self._stored.get(key)

    def mark_made(self, key: Key) -> None:
        """Remember that a resource of this run has made the object, or adopted it."""
        with self._lock:
            self._made.add(key)

    def is_made(self, key: Key) -> bool:
        """Whether a resource of this run has made the object, or adopted it."""
        with self._lock:
            return key in self._made

    def mark_destroyed(self, key: Key) -> None:
        """Remember that a resource of this run for the object is destroyed: what is live changes."""
        with self._lock:
            self._destroyed.add(key)

    def is_destroyed(self, key: Key) -> bool:
        """Whether this run has destroyed a resource for the object: the one that replaces it was judged before."""
        with self._lock:
            return key in self._destroyed
