"""Access gained and lost, for a terminal: what may widen first and in full, what stays in one line each."""

from collections.abc import Iterator, Sequence
from typing import Final

from crosscloud.domain.access.words import Line
from crosscloud.report.columns import WIDTH, Paint, hanging
from crosscloud.report.directions import (
    EFFECTS,
    beyond,
    effect_of,
    findings_of,
    in_order,
    is_default,
    is_unread,
    may_widen,
    name_of,
    shown,
    state_of,
    terms,
    what,
    who,
    whose,
    why_closed,
)
from crosscloud.report.plain import printable
from crosscloud.review.access import DirectionReview
from crosscloud.review.review import Review

_TOLD: Final = 40
"""So many directions that only lose are told in full, and so many that stay are named; the others are counted."""

_AIRY: Final = 12
"""Up to so many stand apart from one another."""

_ELSEWHERE: Final = "crosscloud plan --format html or json has them"
_WHO: Final = 41
_COLOURS: Final = {"+": "green", "-": "red", "?": "yellow"}


def access(review: Review, paint: Paint) -> Iterator[str]:
    """The part ACCESS; nothing of it is cut that may widen."""
    ordered = in_order(review.directions)
    yield paint("ACCESS", "bold") + "    what both tenants' cross-tenant access settings permit together"
    if not ordered:
        failed = "not decided: a tenant could not be planned"
        yield f"  {failed if review.plan.failed else 'no direction between the tenants of the environment'}"
        return
    widening = [direction for direction in ordered if may_widen(direction)]
    others = [direction for direction in ordered if direction.is_changed and not may_widen(direction)]
    told = widening + others[:_TOLD]
    for direction in told:
        yield from _changed(direction, review, paint)
        if not direction.half_of and len(told) <= _AIRY:
            yield ""
    if len(others) > _TOLD:
        left = len(others) - _TOLD
        yield f"  and {left:,} more directions only lose: {_ELSEWHERE}"
    yield from _unchanged([direction for direction in ordered if not direction.is_changed])
    yield from _beyond(review)


def _changed(direction: DirectionReview, review: Review, paint: Paint) -> Iterator[str]:
    note = "   ".join(part for part in (whose(direction), direction.source) if part)
    head = f"  {printable(name_of(direction))}"
    tail = " ".join(findings_of(direction, review))
    if len(head) + len(note) + len(tail) + 4 > WIDTH:
        yield paint(head, "bold")
        yield from hanging("", note, 4, tail)
    else:
        line = f"{head:{max(_WHO, len(head) + 2)}}{printable(note)}"
        yield paint(f"{line:{WIDTH - len(tail)}}{tail}".rstrip(), "bold")
    for sentence in why_closed(direction):
        yield from hanging("   ", sentence, 4)
    for line in _sets(direction):
        yield paint(line, _COLOURS.get(line[2:3], ""))
    if terms(direction):
        yield from hanging("   ", "; ".join(terms(direction)), 4)


def _sets(direction: DirectionReview) -> Iterator[str]:
    reach = direction.reach
    if reach.status == "unchanged":
        yield from _rows("", reach.after, "")
        return
    if reach.status == "opened":
        for line in reach.after:
            yield from _row("" if line.is_nothing else "+", line, loud=True)
    elif reach.status in {"closed", "narrowed"} and not reach.unknown:
        yield from _rows("-", reach.lost, "")
        yield from _rows("", shown(reach.after), "still")
    else:
        yield from _rows("", reach.before, "before") if reach.before or not reach.after else _unknown("before")
        yield from (
            _rows("", reach.after, "after", loud=True) if reach.after or not reach.before else _unknown("after")
        )
        yield from _rows("+", reach.gained, "gained")
        yield from _rows("-", reach.lost, "lost")
    if reach.unknown:
        yield from _rows("?", reach.unknown, "unknown")


def _unknown(title: str) -> Iterator[str]:
    yield f"    {title:8}not known"


def _rows(mark: str, lines: Sequence[Line], title: str, *, loud: bool = False) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield from _row(mark, line, "" if number else title, in_column=bool(title), loud=loud)


def _row(mark: str, line: Line, title: str = "", *, in_column: bool = False, loud: bool = False) -> Iterator[str]:
    column = f"{title:8}" if in_column else ""
    yield from hanging(f"  {mark:1} {column}{who(line, loud=loud)}", f"-> {what(line, loud=loud)}", _WHO)


def _unchanged(directions: Sequence[DirectionReview]) -> Iterator[str]:
    defaults = [direction for direction in directions if is_default(direction)]
    directions = [direction for direction in directions if not is_default(direction)]
    unread = [direction for direction in directions if is_unread(direction)]
    told = [d for d in directions if effect_of(d) != "closed" and not is_unread(d)]
    for direction in [*unread[:_TOLD], *told[:_TOLD]]:
        sentences = [state_of(direction), *why_closed(direction), whose(direction)]
        yield from hanging(f"  {name_of(direction)}", "; ".join(part for part in sentences if part), _WHO)
    if len(unread) > _TOLD:
        yield f"  and {len(unread) - _TOLD:,} more directions that are unknown: {_ELSEWHERE}"
    if len(told) > _TOLD:
        kinds = [effect_of(direction) for direction in told[_TOLD:]]
        counted = ", ".join(f"{kinds.count(kind):,} {EFFECTS[kind][1]}" for kind in dict.fromkeys(kinds))
        yield f"  and {len(told) - _TOLD:,} more directions that do not change: {counted}"
    closed = [name_of(direction) for direction in directions if effect_of(direction) == "closed"]
    if len(closed) > _TOLD:
        yield f"  {len(closed):,} directions are closed and stay closed"
    elif closed:
        yield from hanging("  unchanged, closed", ", ".join(closed), _WHO)
    for title, some in (("unknown", [d for d in defaults if is_unread(d)]), ("unchanged", defaults)):
        listed = [_default(d) for d in some if is_unread(d) == (title == "unknown")]
        if listed:
            yield from hanging("  other organisations", f"{title}: {'; '.join(listed)}", _WHO)


def _default(direction: DirectionReview) -> str:
    if is_unread(direction):
        why = ", ".join(direction.not_read)
        return f"{name_of(direction)}{f' ({why})' if why else ''}"
    after = ", ".join(f"{line.who} -> {line.what}" for line in shown(direction.reach.after)) or "nothing"
    return f"{name_of(direction)} ({after})"


def _beyond(review: Review) -> Iterator[str]:
    """The partners outside of the environment, by what our half does: each named, up to a number."""
    for half, partners in beyond(review).items():
        more = f", and {len(partners) - _TOLD:,} more ({_ELSEWHERE})" if len(partners) > _TOLD else ""
        yield from hanging("  outside, unchanged", f"{half}: {', '.join(partners[:_TOLD])}{more}", _WHO)
