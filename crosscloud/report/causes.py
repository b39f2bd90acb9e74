"""Why a plan is refused, as every report tells it: the line of the intent, the cause, what to do instead.

What a finding says of several directions alike is told once, with the lines of all of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.intent.source import IntentText
from crosscloud.report.directions import find_sources, is_of_a_gain
from crosscloud.report.verdict import ToldFinding
from crosscloud.review.review import Review

_NAMED: Final = 4
"""So many lines are named of each cause; of the others, the number."""
_ACCESS: Final = "access"
_CALLED: Final = re.compile(rf"(?:{_ACCESS}=)?(?P<name>[A-Za-z_][\w.]*)\(")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the plan is refused, once for all that has this reason.

    Attributes:
        id: the id of the finding.
        why: what the settings come to, in sentences; may be empty.
        instead: what to do, in sentences; may be empty.
        texts: the lines of the intent whose text is shown: who may reach what, now and before.
        places: further lines, of which the place alone is named.
        left_out: how many lines beyond these there are.
    """

    id: str
    why: str
    instead: str
    texts: tuple[IntentText, ...]
    places: tuple[str, ...]
    left_out: int


def find_causes(review: Review, refusals: Iterable[ToldFinding]) -> list[Cause]:
    """Why `refusals` refuse the plan, most urgent first."""
    found: dict[tuple[str, str, str], dict[str, IntentText | None]] = {}
    for told in refusals:
        lines = found.setdefault((told.id, told.detail, told.fix), {})
        for judged in told.judged:
            for source in find_sources(judged, review):
                text = review.plan.intent.get(source) if is_of_a_gain(judged) else None
                is_about_access = text is not None and (not text.arguments or _ACCESS in text.arguments)
                lines[source] = text if is_about_access else None
    return [_cause(review, *key, lines) for key, lines in found.items()]


def _cause(review: Review, id_: str, why: str, instead: str, lines: dict[str, IntentText | None]) -> Cause:
    # Those that changed first: they are the likelier cause.
    ordered = sorted(lines.items(), key=lambda line: line[1] is None or not line[1].is_changed)
    shown = ordered[:_NAMED]
    texts = tuple(text for _, text in shown if text is not None)
    return Cause(
        id=id_,
        why=why,
        instead=" ".join([*_kept(review, texts), *([instead] if instead else [])]),
        texts=texts,
        places=tuple(source for source, text in shown if text is None),
        left_out=len(ordered) - len(shown),
    )


def _kept(review: Review, texts: tuple[IntentText, ...]) -> Iterator[str]:
    """That what stood there before is to be kept, where one line is known to have changed."""
    changed = [text for text in texts if text.is_changed]
    if len(changed) == 1:
        called = _CALLED.match(changed[0].before)
        what = f"the {called['name']}" if called else f"what {changed[0].place} said"
        yield f"Keep {what} of {review.plan.base}."


def name_places(cause: Cause, shown: Callable[[str], str] = str) -> str:
    """The lines that are only named: `main.py:23, main.py:40 and 3 more lines`; empty where there is none."""
    more = f"{cause.left_out:,} more {'line' if cause.left_out == 1 else 'lines'}" if cause.left_out else ""
    named = ", ".join(map(shown, cause.places))
    return " and ".join(part for part in (named, more) if part)


def say_as_before(text: IntentText, review: Review) -> str:
    """That a line says what it said: the cause lies elsewhere; empty where it changed or that is not known."""
    return f"as in {review.plan.base}" if text.before and not text.is_changed else ""


def say_compared(review: Review) -> str:
    """The commit and what the intent is compared with: `c07a3e9 (base 4be19d7)`; empty outside of git."""
    base = f"base {review.plan.base}" if review.plan.base else ""
    return f"{review.plan.commit} ({base})" if review.plan.commit and base else review.plan.commit or base
