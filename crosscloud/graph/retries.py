"""How often and how long to wait before a request is sent once more; the seam for tests that must not sleep."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _random_fraction() -> float:
    return int.from_bytes(os.urandom(4), "big") / 2**32


@dataclass(frozen=True, slots=True)
class Retries:
    """The rules for trying again, and the clock they go by.

    Attributes:
        tries: how many times a request is sent at most.
        first_wait: seconds before the second try where the service names none; doubled for each further one.
        give_up_at: a wait named by the service that is this long (seconds) is not waited for (Microsoft's
            own Graph clients give up at 180 s).
        reach_within: seconds from the first try after which one that found no connection, or no answer, is the
            last: who waits in front of a terminal is to learn soon that a host cannot be reached.
        sleep: waits for so many seconds.
        now: the time, aware.
        fraction: a random number in [0, 1): several clients must not come back at the same moment.
    """

    tries: int = 4
    first_wait: float = 1.0
    give_up_at: float = 180.0
    reach_within: float = 6.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _utc_now
    fraction: Callable[[], float] = _random_fraction

    def backoff(self, attempt: int) -> float:
        """Seconds to wait after try number `attempt` (from 0): exponential, of which half is random."""
        return self.first_wait * 2.0**attempt * (0.5 + self.fraction() / 2)
