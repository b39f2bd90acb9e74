"""The review as a comment on a pull request: what refuses first, changes folded, within GitHub's limit.

Nothing that widens access is ever left out. Where even that does not fit, the comment says so in its first lines
and shows no part of it, as a part would be taken for the whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from crosscloud import __version__
from crosscloud.intent.source import IntentText
from crosscloud.report.budget import DoesNotFitError, Part, fit, rows_within
from crosscloud.report.causes import Cause, find_causes, name_places, say_as_before
from crosscloud.report.changes import (
    MARKS,
    count_tenants,
    list_messages,
    list_remaining,
    list_rows,
    say_about,
    sum_up,
)
from crosscloud.report.directions import (
    DirectionWording,
    count_effects,
    find_effect,
    find_ids,
    may_widen,
    say_not_named,
    say_what,
    say_who,
    sort_directions,
    tally,
)
from crosscloud.report.elsewhere import ELSEWHERE
from crosscloud.report.essentials import names_essentials
from crosscloud.report.plain import brief, code, fenced, markdown, printable
from crosscloud.report.verdict import (
    NOT_CUT,
    SAVED_AS,
    ToldFinding,
    count_findings,
    list_failures,
    list_in_the_way,
    list_refusals,
    list_still_needed,
    list_told_below,
    say_how_to_accept,
    say_refusal,
    say_when,
    tell_findings,
)
from crosscloud.review.directions import DirectionReview
from crosscloud.review.model import TenantPlan
from crosscloud.review.object_changes import ObjectChange
from crosscloud.review.review import Review
from crosscloud.wording.access import Line
from crosscloud.wording.essentials import ESSENTIALS, SPELT_OUT
from crosscloud.wording.names import Names

LIMIT: Final = 65_000
"""The longest comment, in characters; GitHub takes 65,536."""

_IN_FULL: Final = 6
"""So many directions that may widen have a table each; more share one."""

_RANKS: Final = {
    rank: number
    for number, rank in enumerate(("why", "findings", "lost", "changes", "messages", "unchanged", "outside"))
}
"""What is cut last comes first: what a reader must act on, then what stays as it is."""

_ID: Final = re.compile(r"XC\d{3}")
_PAGES: Final = "../blob/main/docs/findings"
"""Seen from a pull request of the repository."""


def render(review: Review, *, artifact: str = "the HTML or JSON report of this run") -> str:
    """The comment, at most `LIMIT` characters, ending with a line break.

    Nothing that comes from a tenant or a file can format, link, mention or be HTML in it.

    Args:
        review: what it shows.
        artifact: where the whole report is, in words: a reader is sent there for what does not fit.
    """
    told = tell_findings(review)
    parts = [
        Part(_head(review, told)),
        Part(_summary(review, told)),
        *_access(review, artifact),
        _why(review, told, artifact),
        Part(_still_needed(review, told)),
        _findings(list_told_below(review, told), artifact),
        _messages(review, artifact),
        *_changes(review, artifact),
        Part(_foot(review)),
    ]
    try:
        return fit(parts, LIMIT)
    except DoesNotFitError:
        return _too_long(review, artifact)


def linked(ids: Iterable[str]) -> str:
    """The ids of a finding, each as a link to its page."""
    return ", ".join(f"[{id_}]" if _ID.fullmatch(id_) else code(id_) for id_ in ids)


def _marker(review: Review) -> str:
    name = quote(brief(review.plan.environment).encode("utf-8", "replace"), safe="").replace("--", "%2D%2D")
    return f"<!-- crosscloud:review environment={name} -->\n"


def _head(review: Review, told: Sequence[ToldFinding]) -> str:
    """The marker by which the comment is found again, and what refuses."""
    environment = code(brief(review.plan.environment))
    said = [
        f"**crosscloud could not plan {code(brief(tenant.name))}** ({environment}): {markdown(message.summary)}. "
        f"{markdown(' '.join(message.detail.split()))}"
        for tenant, message in list_failures(review)
    ]
    refusals = [f"{markdown(say_refusal(finding))} {linked(finding.ids)}" for finding in list_refusals(told)]
    if refusals:
        said.append(f"**crosscloud refuses this change ({environment}).** {refusals[0]}")
        said += refusals[1:]
    alert = "".join(f"> {line}\n>\n" for line in said)
    return _marker(review) + (f"> [!CAUTION]\n{alert[:-2]}\n" if said else "")


def _summary(review: Review, told: Sequence[ToldFinding]) -> str:
    plan = review.plan
    lines = [
        f"**crosscloud** plan for {code(brief(plan.environment))}: {count_tenants(plan)}",
        "",
        "| tenant | cloud | |",
        "|---|---|---|",
        *(f"| {code(brief(t.name))} | {t.cloud.title} | {markdown(sum_up(t))} |" for t in plan.tenants),
        "",
    ]
    for tenant in plan.tenants:
        if tenant.overrides:
            where = " ".join(code(f"{key}={value}") for key, value in tenant.overrides.items())
            lines += [f"{code(brief(tenant.name))} **{ELSEWHERE}**: {where}", ""]
    tallied = [f"{word} {len(directions):,}" for word, directions in tally(review.directions).items()]
    lines.append(f"Directions: {', '.join(tallied) or 'no change'}. Findings: {count_findings(told)}.")
    return "\n".join(lines) + "\n\n"


def _access(review: Review, artifact: str) -> Iterator[Part]:
    """The parts about access, in order."""
    ordered, words = sort_directions(review.directions), DirectionWording(review.names)
    widening = [direction for direction in ordered if may_widen(direction)]
    others = [direction for direction in ordered if direction.is_changed and not may_widen(direction)]
    same = [direction for direction in ordered if not direction.is_changed]
    title = "**Access**: what both tenants' cross-tenant access settings permit together; "
    title += f"{say_not_named(ordered)}\n\n"
    if not ordered:
        failed = "not decided, as a tenant could not be planned"
        none = "no direction between the tenants of the environment"
        yield Part(f"**Access**: {failed if review.plan.failed else none}\n\n")
        return
    if len(widening) <= _IN_FULL:
        yield Part(title + "".join(_in_full(direction, review, words) for direction in widening))
    else:
        told = f"{len(widening):,} directions may widen; none is left out.\n\n"
        head = "| | direction | who | may sign in to | |\n|---|---|---|---|---|\n"
        yield Part(
            title + told + head + "".join(_in_rows(direction, review, words) for direction in widening) + "\n"
        )
    yield _losing(others, review, words, artifact)
    yield _staying(same, words, artifact)
    yield _unchanged_partners(review, words, artifact)


def _name(direction: DirectionReview, words: DirectionWording) -> str:
    home, resource = (words.name_party(party) for party in (direction.home, direction.resource))
    return f"{code(brief(home))} → {code(brief(resource))}"


def _notes(direction: DirectionReview, review: Review, words: DirectionWording) -> str:
    """The line of the intent and the findings of a direction."""
    source = [code(direction.source)] if direction.source else []
    half = [markdown(words.say_whose(direction))] if direction.half_of else []
    return " · ".join([*half, *source, *(f"[{id_}]" for id_ in find_ids(direction, review))])


def _in_full(direction: DirectionReview, review: Review, words: DirectionWording) -> str:
    notes = _notes(direction, review, words)
    rows = list(_table(direction, words))
    sentences = [*words.list_why_closed(direction), "; ".join(words.list_terms(direction))]
    told = "; ".join(text for text in (*sentences, *words.list_ways(direction, "→")) if text)
    return "".join(
        [
            f"**{_name(direction, words)}**{f' · {notes}' if notes else ''}\n\n",
            *(["| | who | may sign in to |\n|---|---|---|\n", *rows, "\n"] if rows else []),
            f"{markdown(told)}\n\n" if told else "",
        ]
    )


def _table(direction: DirectionReview, words: DirectionWording) -> Iterator[str]:
    status = direction.status
    before, after = words.list_before(direction), words.list_after(direction)
    if status == "opened":
        for line in after:
            yield from _lines("" if line.statement.is_nothing else "🔺 gained", [line], loud=True)
    else:
        yield from _lines("before", before)
        yield from _not_known("before", before, after)
    if status not in {"opened", "unchanged"}:
        yield from _lines("**after**", after, loud=True)
        yield from _not_known("**after**", after, before)
        yield from _lines("🔺 gained", words.list_gained(direction))
    yield from _lines("🔻 lost", words.list_lost(direction))
    yield from _lines("❔ unknown", words.list_unknown(direction))


def _not_known(title: str, lines: Sequence[Line], others: Sequence[Line]) -> Iterator[str]:
    """That one side is not known, where the other is; where neither is, what is unknown says it."""
    if others and not lines:
        yield f"| {title} | not known | |\n"


def _lines(title: str, lines: Sequence[Line], *, loud: bool = False) -> Iterator[str]:
    for line in lines:
        said = line.statement
        is_wide = loud and not said.is_nothing and (said.is_everyone or said.is_everything)
        cells = markdown(say_who(line, loud=loud)), markdown(say_what(line, loud=loud))
        yield f"| {title} | {f'**{cells[0]}** | **{cells[1]}**' if is_wide else ' | '.join(cells)} |\n"


def _in_rows(direction: DirectionReview, review: Review, words: DirectionWording) -> str:
    """A row for each line that is gained, lost or not known, and for other ways, trust and consent that change."""
    notes = _notes(direction, review, words)
    rows = [("🔺", line) for line in words.list_gained(direction)]
    rows += [("🔻", line) for line in words.list_lost(direction)]
    rows += [("❔", line) for line in words.list_unknown(direction)]
    told = [
        f"| {mark} | {_name(direction, words)} | {markdown(line.who)} | {markdown(line.what)} | {notes} |\n"
        for mark, line in rows
    ]
    if ways := words.list_ways(direction, "→"):
        told.append(f"| ◆ | {_name(direction, words)} | {markdown('; '.join(ways))} | | {notes} |\n")
    if not told or direction.has_other_terms:
        terms = markdown("; ".join(words.list_terms(direction)))
        told.append(f"| ◆ | {_name(direction, words)} | {terms} | | {notes} |\n")
    return "".join(told)


def _losing(directions: Sequence[DirectionReview], review: Review, words: DirectionWording, artifact: str) -> Part:
    def show(direction: DirectionReview) -> str:
        access = direction.access
        mark = "🔻" if access.lost else "❔" if access.unknown or access.maybe_lost else "◆"
        told = "<br>".join(_lost(direction, words))
        return f"| {mark} | {_name(direction, words)} | {told} | {_notes(direction, review, words)} |\n"

    head = "| | direction | lost | |\n|---|---|---|---|\n"
    return Part(
        rank=_RANKS["lost"],
        share=0.5,
        filled=lambda room: rows_within(
            room,
            head,
            directions,
            "\n",
            lambda left: f"_{left:,} more directions only lose and do not fit here: {artifact} has them._\n\n",
            show,
        ),
    )


def _lost(direction: DirectionReview, words: DirectionWording) -> Iterator[str]:
    for line in words.list_lost(direction):
        yield f"{markdown(line.who)} → {markdown(line.what)}"
    for line in words.list_unknown(direction):
        yield f"not known: {markdown(line.who)} → {markdown(line.what)}"
    for line in words.list_permitted(direction):
        yield f"still: {markdown(line.who)} → {markdown(line.what)}"
    if terms := [*words.list_terms(direction), *words.list_ways(direction, "→")]:
        yield markdown("; ".join(terms))


def _staying(directions: Sequence[DirectionReview], words: DirectionWording, artifact: str) -> Part:
    counted = count_effects(map(find_effect, directions))

    def show(direction: DirectionReview) -> str:
        ways = words.list_ways(direction, "→")
        told = "; ".join([words.say_state(direction, "→"), *ways, *words.list_why_closed(direction)])
        return f"- {_name(direction, words)}: {markdown(told)}\n"

    head = f"<details><summary>Not changed by this plan: {counted}</summary>\n\n"
    return Part(
        rank=_RANKS["unchanged"],
        filled=lambda room: rows_within(
            room,
            head,
            directions,
            "\n</details>\n\n",
            lambda left: f"_{left:,} more directions do not change and do not fit here: {artifact} has them._\n\n",
            show,
        ),
    )


def _unchanged_partners(review: Review, words: DirectionWording, artifact: str) -> Part:
    """The partners outside of the environment that do not change, by what our half does."""
    groups, count = words.group_unchanged_partners(review), len(review.unchanged_partners)
    rows = [f"- {markdown(half)}: {', '.join(map(code, names))}\n" for half, names in groups.items()]
    head = f"<details><summary>Partners outside of the environment, unchanged: {count:,}</summary>\n\n"
    return Part(
        rank=_RANKS["outside"],
        filled=lambda room: rows_within(
            room,
            head,
            rows,
            "\n</details>\n\n",
            lambda left: f"_{left:,} lists of unchanged partners do not fit here: {artifact} has them._\n\n",
        ),
    )


def _why(review: Review, told: Sequence[ToldFinding], artifact: str) -> Part:
    return Part(
        rank=_RANKS["why"],
        share=0.5,
        filled=lambda room: rows_within(
            room,
            "",
            [_cause(cause, review) for cause in find_causes(review, list_refusals(told))],
            "",
            lambda left: f"_Why of {left:,} more refusals does not fit here: {artifact} has it._\n\n",
        ),
    )


def _cause(cause: Cause, review: Review) -> str:
    lines = [_line(text, review) for text in cause.texts]
    places = name_places(cause, code)
    said = [f"**Why** ({linked([cause.id])}).", *lines, *([f"{places}:"] if places else [])]
    if cause.why:
        said.append(markdown(cause.why))
    instead = f"**Instead.** {markdown(cause.instead)}\n\n" if cause.instead else ""
    return "\n\n".join(part.strip() for part in " ".join(said).split("\n\n")) + f"\n\n{instead}"


def _line(text: IntentText, review: Review) -> str:
    """What a line of the intent says; a block of its own where it changed."""
    if not text.is_changed:
        same = say_as_before(text, review)
        return f"{code(text.place)} says {code(text.after)}{f', {markdown(same)}' if same else ''}."
    rows = f"- {fenced(text.before)}\n+ {fenced(text.after)}\n"
    return f"{code(text.place)}:\n\n```diff\n{rows}```\n\n"


def _still_needed(review: Review, told: Sequence[ToldFinding]) -> str:
    needed = list_still_needed(review)
    if len(needed) == 1:
        return f"**Not evaluated**: {markdown(needed[0][1])}\n\n"
    rows = "".join(
        f"- **{finding.label}** {_tenants(finding.tenants)}: {markdown(finding.summary)} {markdown(finding.fix)} "
        f"{linked(finding.ids)}\n"
        for finding in list_in_the_way(review, told)
    )
    rows += "".join(f"- {name}: {markdown(text)}\n" for name, text in needed)
    return f"**Still needed** before anybody gets in; this plan does not do it\n\n{rows}\n"


def _findings(told: Sequence[ToldFinding], artifact: str) -> Part:
    def show(finding: ToldFinding) -> str:
        return (
            f"| {linked(finding.ids)} | {_bold(finding.label)} | {_tenants(finding.tenants)} | "
            f"{markdown(finding.summary)} {markdown(finding.remark)} |\n"
        )

    head = "| finding | | tenants | |\n|---|---|---|---|\n"
    return Part(
        rank=_RANKS["findings"],
        share=0.5,
        filled=lambda room: rows_within(
            room,
            head,
            told,
            "\n",
            lambda left: f"_{left:,} more findings do not fit here: {artifact} has them._\n\n",
            show,
        ),
    )


def _bold(word: str) -> str:
    return f"**{word}**" if word in {"refuses", "error"} else word


def _tenants(tenants: tuple[str, ...]) -> str:
    more = f" and {len(tenants) - 5:,} more" if len(tenants) > 5 else ""
    return ", ".join(code(brief(tenant)) for tenant in tenants[:5]) + more


def _messages(review: Review, artifact: str) -> Part:
    rows = [
        f"- **{message.severity}** {code(brief(tenant.name))}: {markdown(message.summary)} "
        f"{markdown(' '.join(message.detail.split()))}\n"
        for tenant, message in list_messages(review.plan)
    ]
    return Part(
        rank=_RANKS["messages"],
        filled=lambda room: rows_within(
            room,
            "",
            rows,
            "\n",
            lambda left: f"_{left:,} more messages do not fit here: {artifact} has them._\n\n",
        ),
    )


def _changes(review: Review, artifact: str) -> Iterator[Part]:
    """One fold for each tenant that changes, as a diff."""
    changing = [tenant for tenant in review.plan.tenants if tenant.changes]
    for number, tenant in enumerate(changing):
        yield _changes_of(tenant, review.names, artifact, share=1 / (len(changing) - number))


def _changes_of(tenant: TenantPlan, names: Names, artifact: str, *, share: float) -> Part:
    count = len(tenant.changes)
    name = escape(printable(brief(tenant.name)))
    head = (
        f"<details><summary><code>{name}</code> · {tenant.cloud.title} · "
        f"{count:,} {'change' if count == 1 else 'changes'}</summary>\n\n```diff\n"
    )

    def left_out(left: int) -> str:
        return f"_{left:,} more changes of this tenant do not fit here: {artifact} has them._\n\n"

    def show(change: ObjectChange) -> str:
        return "".join(f"{line}\n" for line in _change(change, tenant, names))

    return Part(
        filled=lambda room: rows_within(room, head, tenant.changes, "```\n</details>\n\n", left_out, show),
        rank=_RANKS["changes"],
        share=share,
    )


def _change(change: ObjectChange, tenant: TenantPlan, names: Names) -> Iterator[str]:
    done = f"{MARKS[change.action]} {change.action}"
    said = "; ".join(part for part in (done, say_about(change), tenant.sources.get(change.address, "")) if part)
    yield f"  {fenced(change.address)}   # {fenced(said)} "
    for row in list_rows(change, names):
        if row.before:
            yield f"-   {fenced(row.name)}  {fenced(row.before)}"
        yield f"+   {fenced(row.name)}  {fenced(row.after)}"
    yield from (f"    {fenced(line)}" for line in list_remaining(change))


def _foot(review: Review) -> str:
    plan = review.plan
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    said = [
        *say_when(review),
        *([f"{ESSENTIALS.capitalize()}: {markdown(SPELT_OUT)}."] if names_essentials(review) else []),
        *([markdown(how)] if (how := say_how_to_accept(review)) else []),
        " · ".join(
            [
                *(["".join(_compared(plan.commit, plan.base))] if plan.commit or plan.base else []),
                *([f"live settings read {markdown(taken[0][:19].replace('T', ' '))} UTC"] if taken else []),
                *([f"{SAVED_AS} {code(f'sha256:{review.digest}')}"] if review.digest else []),
                f"crosscloud {__version__}",
            ]
        ),
    ]
    return f"\n<sub>{' '.join(said)}</sub>\n\n" + "".join(_links(review))


def _compared(commit: str, base: str) -> Iterator[str]:
    """The commit, and what the intent is compared with."""
    if commit:
        yield code(brief(commit))
    if base:
        yield f"{' ' if commit else 'compared '}{'against' if commit else 'with'} {code(brief(base))}"


def _links(review: Review) -> Iterator[str]:
    for id_ in sorted({judged.finding.id for judged in review.findings}):
        if _ID.fullmatch(id_):
            yield f"[{id_}]: {_PAGES}/{id_}.md\n"


def _too_long(review: Review, artifact: str) -> str:
    widening = sum(may_widen(direction) for direction in review.directions)
    refused = f"crosscloud refuses this change ({len(review.refusals):,} findings). " if review.refusals else ""
    return (
        f"{_marker(review)}> [!CAUTION]\n> **{refused}This review does not fit in a comment.** {widening:,} "
        f"directions may widen; in a comment {NOT_CUT}, so none is shown here. "
        f"Read {artifact} before you decide.\n\n"
        f"{count_tenants(review.plan)}.\n"
    )
