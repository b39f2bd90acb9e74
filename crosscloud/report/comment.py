"""The review as a comment on a pull request: what refuses first, changes folded, within GitHub's limit.

Nothing that widens access is ever left out. Where even that does not fit, the comment says so in its first lines
and shows no part of it, as a part would be taken for the whole.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from crosscloud import __version__
from crosscloud.intent.source import IntentText
from crosscloud.report.budget import DoesNotFitError, Part, fit, rows_within
from crosscloud.report.causes import Cause, as_before, causes, place_of
from crosscloud.report.comment_access import access
from crosscloud.report.comment_changes import changes
from crosscloud.report.directions import may_widen, tallies
from crosscloud.report.plain import brief, code, fenced, markdown
from crosscloud.report.verdict import (
    NOT_CUT,
    counts,
    failures,
    how_to_accept,
    label,
    merged,
    remark,
    still_needed,
    when,
)
from crosscloud.report.words import counts_of, is_news, summary_of
from crosscloud.review.review import Review

LIMIT: Final = 65_000
"""The longest comment, in characters; GitHub takes 65,536."""

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
    parts = [
        Part(_head(review)),
        Part(_summary(review)),
        *access(review, artifact),
        _why(review, artifact),
        Part(_still_needed(review)),
        _findings(review, artifact),
        _messages(review, artifact),
        *changes(review.plan, artifact),
        Part(_foot(review)),
    ]
    try:
        return fit(parts, LIMIT)
    except DoesNotFitError:
        return _too_long(review, artifact)


def linked(id_: str) -> str:
    """A finding's id, as a link to its page."""
    return f"[{id_}]" if _ID.fullmatch(id_) else code(id_)


def _marker(review: Review) -> str:
    name = quote(brief(review.plan.environment).encode("utf-8", "replace"), safe="").replace("--", "%2D%2D")
    return f"<!-- crosscloud:review environment={name} -->\n"


def _head(review: Review) -> str:
    """The marker by which the comment is found again, and what refuses."""
    environment = code(brief(review.plan.environment))
    said = [
        f"**crosscloud could not plan {code(brief(tenant.name))}** ({environment}): {markdown(message.summary)}. "
        f"{markdown(' '.join(message.detail.split()))}"
        for tenant, message in failures(review)
    ]
    refusals = [
        f"{markdown(judged.finding.summary)} {linked(judged.finding.id)}" for judged in merged(review.refusals)
    ]
    if refusals:
        said.append(f"**crosscloud refuses this change ({environment}).** {refusals[0]}")
        said += refusals[1:]
    alert = "".join(f"> {line}\n>\n" for line in said)
    return _marker(review) + (f"> [!CAUTION]\n{alert[:-2]}\n" if said else "")


def _summary(review: Review) -> str:
    plan = review.plan
    lines = [
        f"**crosscloud** plan for {code(brief(plan.environment))}: {counts_of(plan)}",
        "",
        "| tenant | cloud | |",
        "|---|---|---|",
        *(f"| {code(brief(t.name))} | {t.cloud_title} | {markdown(summary_of(t))} |" for t in plan.tenants),
        "",
    ]
    told = [f"{word} {len(directions):,}" for word, directions in tallies(review.directions).items()]
    lines.append(f"Directions: {', '.join(told) or 'no change'}. Findings: {counts(merged(review.findings))}.")
    return "\n".join(lines) + "\n\n"


def _why(review: Review, artifact: str) -> Part:
    return Part(
        filled=lambda room: rows_within(
            room,
            "",
            [_cause(cause, review) for cause in causes(review)],
            "",
            lambda left: f"_Why of {left:,} more refusals does not fit here: {artifact} has it._\n\n",
        )
    )


def _cause(cause: Cause, review: Review) -> str:
    lines = [_line(text, review) for text in cause.texts]
    places = place_of(cause, code)
    said = [f"**Why** ({linked(cause.id)}).", *lines, *([f"{places}:"] if places else [])]
    if cause.why:
        said.append(markdown(cause.why))
    instead = f"**Instead.** {markdown(cause.instead)}\n\n" if cause.instead else ""
    return "\n\n".join(part.strip() for part in " ".join(said).split("\n\n")) + f"\n\n{instead}"


def _line(text: IntentText, review: Review) -> str:
    """What a line of the intent says; a block of its own where it changed."""
    if not text.is_changed:
        same = as_before(text, review)
        return f"{code(text.place)} says {code(text.after)}{f', {markdown(same)}' if same else ''}."
    rows = f"- {fenced(text.before)}\n+ {fenced(text.after)}\n"
    return f"{code(text.place)}:\n\n```diff\n{rows}```\n\n"


def _still_needed(review: Review) -> str:
    needed = still_needed(review)
    if len(needed) == 1:
        return f"**Not evaluated**: {markdown(needed[0][1])}\n\n"
    rows = "".join(f"- {name}: {markdown(text)}\n" for name, text in needed)
    return f"**Still needed** before anybody gets in; this plan does not do it\n\n{rows}\n"


def _findings(review: Review, artifact: str) -> Part:
    rows = [
        f"| {linked(judged.finding.id)} | {_bold(label(judged))} | {_tenants(judged.finding.tenants)} | "
        f"{markdown(judged.finding.summary)} {markdown(remark(judged))} |\n"
        for judged in merged(review.findings)
    ]
    head = "| finding | | tenants | |\n|---|---|---|---|\n"
    return Part(
        filled=lambda room: rows_within(
            room,
            head,
            rows,
            "\n",
            lambda left: f"_{left:,} more findings do not fit here: {artifact} has them._\n\n",
        )
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
        for tenant in review.plan.tenants
        for message in tenant.messages
        if message.severity != "error" and is_news(message)
    ]
    return Part(
        filled=lambda room: rows_within(
            room,
            "",
            rows,
            "\n",
            lambda left: f"_{left:,} more messages do not fit here: {artifact} has them._\n\n",
        )
    )


def _foot(review: Review) -> str:
    plan = review.plan
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    said = [
        *when(review),
        *([markdown(how)] if (how := how_to_accept(review)) else []),
        " · ".join(
            [
                *(["".join(_compared(plan.commit, plan.base))] if plan.commit or plan.base else []),
                *([f"live settings read {markdown(taken[0][:19].replace('T', ' '))} UTC"] if taken else []),
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
        f"{counts_of(review.plan)}.\n"
    )
