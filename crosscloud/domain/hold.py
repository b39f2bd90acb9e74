"""A hold: tenants between which nothing may be opened while an incident lasts.

It stands in the environment file, and ends when its entry is taken out there, reviewed like code.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold; of more than two tenants, each with each other.

    Attributes:
        tenants: the ids of the tenants, in lower case.
        reason: why it was put up.
        held_by: who answers for it.
        since: the day from which it is known to stand; it has no end of its own.
        where: its place for a reader, such as `environments/pilot.yaml:61`.
    """

    tenants: tuple[str, ...]
    reason: str
    held_by: str
    since: dt.date
    where: str
