"""Sending a request until it is answered, without ever doing twice what must be done once.

What may be repeated follows from what a request does. A read may. So may a PATCH or a DELETE: they state an
end, not a step. A POST that may have arrived may not: its outcome is unknown, and only reading again tells.
"""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from crosscloud.graph.errors import (
    AnswerLostError,
    ConnectionFailedError,
    UnexpectedAnswerError,
    UntrustedCertificateError,
)
from crosscloud.graph.retries import Pause, Retries
from crosscloud.graph.transport import Answer, Request, Transport

TRY_AGAIN: Final = frozenset({429, 503, 504})
READ_AGAIN: Final = TRY_AGAIN | {408, 500, 502}
"""After these a write may have been made by halves; a read may be tried again."""

_GATEWAY_TIMEOUT: Final = 504


class Effect(enum.Enum):
    """What a request does to the service."""

    READ = enum.auto()
    """Nothing (asking for a token counts as nothing too)."""

    REPEATABLE = enum.auto()
    """Sent twice, it has the effect of once: PATCH, DELETE."""

    ONCE = enum.auto()
    """It must not be sent again once it may have arrived: POST, and a PUT that creates."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last answer, and whether an earlier try that was not answered may have taken effect."""

    answer: Answer
    unsure: bool


def exchange(
    transport: Transport, effect: Effect, make: Callable[[], Request], retries: Retries, doing: str
) -> Outcome:
    """Send what `make` makes (anew for each try) and return the answer, whatever its status.

    An answer 429, 503 or 504 is tried again after the time it names, else after a growing one; of a read also
    one of 408, 500 or 502. So is a request that found no connection, and one whose answer was lost if `effect`
    permits, unless that took long.

    Args:
        transport: sends.
        effect: what may be repeated.
        make: makes the request of one try.
        retries: how often and how long.
        doing: what is tried, as a verb phrase, for errors.

    Raises:
        ConnectionFailedError: no answer, and nothing was changed.
        UnexpectedAnswerError: a read was answered with more than an answer may hold.
        AnswerLostError: a write may have arrived, and no try was answered.
    """
    unsure = False
    wait: float
    began = retries.now()
    again = READ_AGAIN if effect is Effect.READ else TRY_AGAIN
    for attempt in range(retries.tries):
        is_last = attempt == retries.tries - 1
        request = make()
        try:
            answer = transport.send(request)
        except ConnectionFailedError as error:
            unsure = unsure or error.sent
            blind = error.sent and effect is Effect.ONCE
            wait = retries.backoff(attempt)
            too_late = retries.since(began) + wait > retries.reach_within
            if is_last or too_late or blind or isinstance(error, UntrustedCertificateError):
                if unsure and effect is not Effect.READ:
                    raise answer_lost(doing, str(error)) from error
                raise
            retries.sleep(wait)
        except UnexpectedAnswerError as error:
            if effect is not Effect.READ:
                raise answer_lost(doing, str(error)) from error
            raise
        else:
            unsure = unsure or answer.status == _GATEWAY_TIMEOUT
            if answer.status not in again or is_last:
                return Outcome(answer, unsure)
            wait = _wait(answer, attempt, retries)
            if retries.since(began) + wait >= retries.give_up_at:
                return Outcome(answer, unsure)
            retries.pause(Pause(urlsplit(request.url).netloc, wait, answer.status))
    msg = "Retries.tries must be at least 1"
    raise ValueError(msg)


def answer_lost(doing: str, why: str) -> AnswerLostError:
    """The error for a write whose outcome is unknown."""
    return AnswerLostError(f"cannot tell whether the attempt to {doing} took effect: {why}; read again to know")


def _wait(answer: Answer, attempt: int, retries: Retries) -> float:
    """Seconds until the next try: as many as the service names, if it names any."""
    named = retry_after(answer.headers.get("Retry-After", ""), retries.now())
    return retries.backoff(attempt) if named is None else named


def retry_after(header: str, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header names, as a number or a date; None where it names none."""
    text = header.strip()
    if re.fullmatch(r"[0-9]+", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    # A date without a zone is in UTC: RFC 9110, section 5.6.7.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
