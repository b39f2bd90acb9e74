"""How often a request is sent, how long it may take and how much may come back; the seam for tests of time.

Without a bound of each kind, a service that sends a byte now and then, or pages without end, holds a plan up for
ever.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _random_fraction() -> float:
    return int.from_bytes(os.urandom(4), "big") / 2**32


def _tell_nobody(_pause: "Pause") -> None:
    """Who made the connection does not want to know."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A service asked to be left alone for a while.

    Attributes:
        host: which.
        seconds: for how long.
        status: what it answered.
    """

    host: str
    seconds: float
    status: int


Tell: TypeAlias = Callable[[Pause], None]


@dataclass(frozen=True, slots=True)
class Retries:
    """The rules for trying again, and the clock they go by.

    Attributes:
        tries: how many times a request is sent at most.
        first_wait: seconds before the second try where the service names none; doubled for each further one.
        give_up_at: seconds from the first try after which none is made, and so the longest wait for which a
            service can ask (Microsoft's own Graph clients give up at a wait of 180 s).
        reach_within: seconds from the first try after which one that found no connection, or no answer, is the
            last: who waits in front of a terminal is to learn soon that a host cannot be reached.
        tell_from: a pause of so many seconds is told; who waits for a shorter one hardly sees it.
        tell: is told, before it is waited.
        sleep: waits for so many seconds.
        now: the time, aware.
        fraction: a random number in [0, 1): several clients must not come back at the same moment.
    """

    tries: int = 4
    first_wait: float = 1.0
    give_up_at: float = 180.0
    reach_within: float = 6.0
    tell_from: float = 3.0
    tell: Tell = _tell_nobody
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _utc_now
    fraction: Callable[[], float] = _random_fraction

    def since(self, moment: datetime) -> float:
        """Seconds that have gone by since `moment`."""
        return (self.now() - moment).total_seconds()

    def pause(self, pause: Pause) -> None:
        """Wait; told first, where it is long."""
        if pause.seconds >= self.tell_from:
            self.tell(pause)
        self.sleep(pause.seconds)

    def backoff(self, attempt: int) -> float:
        """Seconds to wait after try number `attempt` (from 0): exponential, of which half is random."""
        return self.first_wait * 2.0**attempt * (0.5 + self.fraction() / 2)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a service's answers is taken before they count as none.

    The largest tenants have some thousands of partners of a few kilobytes each.

    Attributes:
        seconds: from sending a request to the last byte of its answer.
        size: bytes of one answer, once decompressed.
        pages: pages of one collection.
        pages_seconds: from asking for the first page of a collection to asking for the last.
        pages_size: bytes of all pages of a collection together.
        total_seconds: from the first request over a connection to the end of the last; None where it serves writes
            too, which must not be cut off between two of them.
    """

    seconds: float = 120.0
    size: int = 64 * 2**20
    pages: int = 1000
    pages_seconds: float = 600.0
    pages_size: int = 256 * 2**20
    total_seconds: float | None = None
