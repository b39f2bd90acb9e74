"""Access gained and lost, for a comment: what may widen always, the rest as far as there is room."""

from collections.abc import Iterator, Sequence
from typing import Final

from crosscloud.domain.access.words import Line
from crosscloud.report.budget import Part, rows_within
from crosscloud.report.directions import (
    beyond,
    effect_of,
    findings_of,
    in_order,
    may_widen,
    shown,
    state_of,
    terms,
    what,
    who,
    whose,
    why_closed,
)
from crosscloud.report.plain import brief, code, markdown
from crosscloud.review.access import DirectionReview
from crosscloud.review.review import Review

_IN_FULL: Final = 6
"""So many directions that may widen have a table each; more share one."""


def access(review: Review, artifact: str) -> Iterator[Part]:
    """The parts about access, in order."""
    ordered = in_order(review.directions)
    widening = [direction for direction in ordered if may_widen(direction)]
    others = [direction for direction in ordered if direction.is_changed and not may_widen(direction)]
    same = [direction for direction in ordered if not direction.is_changed]
    title = "**Access**: what both tenants' cross-tenant access settings permit together\n\n"
    if not ordered:
        failed = "not decided, as a tenant could not be planned"
        none = "no direction between the tenants of the environment"
        yield Part(f"**Access**: {failed if review.plan.failed else none}\n\n")
        return
    if len(widening) <= _IN_FULL:
        yield Part(title + "".join(_in_full(direction, review) for direction in widening))
    else:
        told = f"{len(widening):,} directions may widen; none is left out.\n\n"
        head = "| | direction | who | may sign in to | |\n|---|---|---|---|---|\n"
        yield Part(title + told + head + "".join(_in_rows(direction, review) for direction in widening) + "\n")
    yield _losing(others, review, artifact)
    yield _staying(same, artifact)
    yield _outside(review, artifact)


def _name(direction: DirectionReview) -> str:
    return f"{code(brief(direction.home))} → {code(brief(direction.resource))}"


def _notes(direction: DirectionReview, review: Review) -> str:
    """The line of the intent and the findings of a direction."""
    source = [code(direction.source)] if direction.source else []
    half = [markdown(whose(direction))] if direction.half_of else []
    return " · ".join([*half, *source, *(f"[{id_}]" for id_ in findings_of(direction, review))])


def _in_full(direction: DirectionReview, review: Review) -> str:
    notes = _notes(direction, review)
    rows = list(_table(direction))
    sentences = [*why_closed(direction), "; ".join(terms(direction))]
    told = "; ".join(text for text in sentences if text)
    return "".join(
        [
            f"**{_name(direction)}**{f' · {notes}' if notes else ''}\n\n",
            *(["| | who | may sign in to |\n|---|---|---|\n", *rows, "\n"] if rows else []),
            f"{markdown(told)}\n\n" if told else "",
        ]
    )


def _table(direction: DirectionReview) -> Iterator[str]:
    reach = direction.reach
    if reach.status == "opened":
        for line in reach.after:
            yield from _lines("" if line.is_nothing else "🔺 gained", [line], loud=True)
    else:
        yield from _lines("before", reach.before)
        yield from _not_known("before", reach.before, reach.after)
    if reach.status not in {"opened", "unchanged"}:
        yield from _lines("**after**", reach.after, loud=True)
        yield from _not_known("**after**", reach.after, reach.before)
        yield from _lines("🔺 gained", reach.gained)
    yield from _lines("🔻 lost", reach.lost)
    yield from _lines("❔ unknown", reach.unknown)


def _not_known(title: str, lines: Sequence[Line], others: Sequence[Line]) -> Iterator[str]:
    """That one side is not known, where the other is; where neither is, what is unknown says it."""
    if others and not lines:
        yield f"| {title} | not known | |\n"


def _lines(title: str, lines: Sequence[Line], *, loud: bool = False) -> Iterator[str]:
    for line in lines:
        is_wide = loud and not line.is_nothing and (line.is_everyone or line.is_everything)
        cells = markdown(who(line, loud=loud)), markdown(what(line, loud=loud))
        yield f"| {title} | {f'**{cells[0]}** | **{cells[1]}**' if is_wide else ' | '.join(cells)} |\n"


def _in_rows(direction: DirectionReview, review: Review) -> str:
    """One row for each line that is gained or not known, or else for what is trusted from now on."""
    reach = direction.reach
    notes = _notes(direction, review)
    rows = [("🔺", line) for line in reach.gained] + [("❔", line) for line in reach.unknown]
    told = [
        f"| {mark} | {_name(direction)} | {markdown(line.who)} | {markdown(line.what)} | {notes} |\n"
        for mark, line in rows
    ]
    if not told or set(direction.trust_after) - set(direction.trust_before):
        told.append(f"| ◆ | {_name(direction)} | {markdown('; '.join(terms(direction)))} | | {notes} |\n")
    return "".join(told)


def _losing(directions: Sequence[DirectionReview], review: Review, artifact: str) -> Part:
    rows = [
        f"| {'🔻' if direction.reach.lost else '❔' if direction.reach.unknown else '◆'} | {_name(direction)} | "
        f"{'<br>'.join(_lost(direction))} | {_notes(direction, review)} |\n"
        for direction in directions
    ]
    head = "| | direction | lost | |\n|---|---|---|---|\n"
    return Part(
        filled=lambda room: rows_within(
            room,
            head,
            rows,
            "\n",
            lambda left: f"_{left:,} more directions only lose and do not fit here: {artifact} has them._\n\n",
        )
    )


def _lost(direction: DirectionReview) -> Iterator[str]:
    for line in direction.reach.lost:
        yield f"{markdown(line.who)} → {markdown(line.what)}"
    for line in direction.reach.unknown:
        yield f"not known: {markdown(line.who)} → {markdown(line.what)}"
    for line in shown(direction.reach.after):
        yield f"still: {markdown(line.who)} → {markdown(line.what)}"
    if terms(direction):
        yield markdown("; ".join(terms(direction)))


def _staying(directions: Sequence[DirectionReview], artifact: str) -> Part:
    kinds = [effect_of(direction) for direction in directions]
    counted = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in dict.fromkeys(kinds))
    rows = []
    for direction in directions:
        told = "; ".join([state_of(direction, "→"), *why_closed(direction)])
        rows.append(f"- {_name(direction)}: {markdown(told)}\n")
    head = f"<details><summary>Not changed by this plan: {counted}</summary>\n\n"
    return Part(
        filled=lambda room: rows_within(
            room,
            head,
            rows,
            "\n</details>\n\n",
            lambda left: f"_{left:,} more directions do not change and do not fit here: {artifact} has them._\n\n",
        )
    )


def _outside(review: Review, artifact: str) -> Part:
    """The partners outside of the environment that do not change, by what our half does."""
    rows = [f"- {markdown(half)}: {', '.join(map(code, names))}\n" for half, names in beyond(review).items()]
    head = (
        f"<details><summary>Partners outside of the environment, unchanged: {len(review.beyond):,}</summary>\n\n"
    )
    return Part(
        filled=lambda room: rows_within(
            room,
            head,
            rows,
            "\n</details>\n\n",
            lambda left: f"_{left:,} lists of unchanged partners do not fit here: {artifact} has them._\n\n",
        )
    )
