"""Faults that a test asks for: throttling, outages, lost answers, slow answers and stale reads.

They are added in the process that runs the emulator and cannot be reached over HTTP. Source for what a client must
bear: Microsoft Graph throttling guidance (429 with Retry-After), Graph error responses (503, 504), and published
provider code that waits for reads to catch up with writes.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.errors import EmulatorError
from crosscloud.emulator.tenants import EmulatedTenant


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, for the next requests that match.

    Attributes:
        tenant: name of the tenant that the request is about; any if None.
        method: HTTP method; any if None.
        path_contains: a part of the path with its query, percent-decoded, as the request log has it.
        times: how many requests it meets before it is used up.
        status: answer with this status, and do nothing else; or after doing what is asked, where it `acts`.
        retry_after: seconds, for the Retry-After header of that answer.
        acts: whether what is asked is done all the same, and only the answer is wrong.
        body: JSON of that answer; an error of the service asked unless given.
        drop_before: close the connection, and do nothing else.
        drop_connection: do what is asked, then close the connection instead of answering.
        latency: seconds to wait before anything else.
        stale_reads: after a write that matches and succeeds, the tenant's next so many GETs of Graph still see
            what was before it.

    Raises:
        EmulatorError: for a combination that means nothing.
    """

    tenant: str | None = None
    method: str | None = None
    path_contains: str = ""
    times: int = 1
    status: int | None = None
    retry_after: int | None = None
    acts: bool = False
    body: Mapping[str, Any] | None = None
    drop_before: bool = False
    drop_connection: bool = False
    latency: float = 0
    stale_reads: int = 0

    def __post_init__(self) -> None:
        instead = (self.status is not None) + self.drop_before + (self.drop_connection or self.stale_reads > 0)
        if instead > 1:
            raise EmulatorError(
                "a fault answers with a status, or drops before, or acts on the real answer: not several"
            )
        if instead == 0 and self.latency <= 0:
            raise EmulatorError("a fault needs a status, a drop, stale reads or a latency")
        if self.status is None and (self.retry_after is not None or self.body is not None or self.acts):
            raise EmulatorError("retry_after, acts and body belong to a fault with a status")
        if self.times < 1:
            raise EmulatorError("a fault must be met at least once")

    def meets(self, tenant: str | None, method: str, target: str) -> bool:
        """Whether it is meant for such a request."""
        return (
            self.tenant in (None, tenant)
            and self.method in (None, method)
            and self.path_contains in target
            and not (self.stale_reads and method == "GET")
        )


class Faults:
    """The faults that wait for a request, in the order in which they were added, and the stale reads left."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[Fault, int]] = []
        self._stale: dict[str, tuple[TenantState, int]] = {}

    def add(self, fault: Fault) -> None:
        """Let `fault` happen to the next requests that match it; earlier faults come first."""
        with self._changed:
            self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        """Forget all faults and stale reads."""
        with self._changed:
            self._waiting.clear()
            self._stale.clear()

    @property
    def waiting(self) -> tuple[Fault, ...]:
        """The faults that are not used up."""
        with self._changed:
            return tuple(fault for fault, _ in self._waiting)

    def wait_until_met(self, timeout: float) -> bool:
        """Wait until every fault is used up, at most `timeout` seconds; returns whether they are."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout)

    def take(self, tenant: str | None, method: str, target: str) -> Fault | None:
        """The first fault for such a request, which counts as met; None if there is none."""
        with self._changed:
            for index, (fault, left) in enumerate(self._waiting):
                if fault.meets(tenant, method, target):
                    self._waiting[index : index + 1] = [(fault, left - 1)] if left > 1 else []
                    self._changed.notify_all()
                    return fault
        return None

    def keep_stale(self, tenant: EmulatedTenant, state: TenantState, reads: int) -> None:
        """Let the tenant's next `reads` GETs see `state`."""
        with self._changed:
            self._stale[tenant.key] = (state, reads)

    def take_stale(self, tenant: EmulatedTenant) -> TenantState | None:
        """What this GET of the tenant sees, if it is not the present state."""
        with self._changed:
            if tenant.key not in self._stale:
                return None
            state, left = self._stale.pop(tenant.key)
            if left > 1:
                self._stale[tenant.key] = (state, left - 1)
            return state
