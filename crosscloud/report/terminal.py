"""The review for a terminal: what refuses, summary, access, what is still needed, findings, changes."""

from collections.abc import Iterator

from crosscloud import __version__
from crosscloud.report.causes import Cause, as_before, causes, compared, place_of
from crosscloud.report.columns import Paint, hanging, unpainted
from crosscloud.report.directions import name_of, tallies
from crosscloud.report.plain import brief, printable
from crosscloud.report.terminal_access import access
from crosscloud.report.terminal_changes import changes
from crosscloud.report.verdict import (
    counts,
    failures,
    how_to_accept,
    label,
    merged,
    remark,
    still_needed,
    tenants_of,
    when,
)
from crosscloud.report.words import counts_of, is_news, summary_of
from crosscloud.review.review import Review

_COLOURS = {"refuses": "red", "error": "red", "warning": "yellow", "accepted": "yellow"}
_NAMED = 3
_PLACE = 40
"""The text of a line of the intent begins in this column at the latest."""


def render(review: Review, *, paint: Paint = unpainted) -> str:
    """The report, ending with a line break. Nothing in it can steer a terminal but the colours of `paint`."""
    parts = (
        _head(review),
        _refused(review, paint),
        _summary(review, paint),
        access(review, paint),
        _why(review, paint),
        _still_needed(review, paint),
        _findings(review, paint),
        _messages(review, paint),
        changes(review.plan, paint),
        iter(when(review)),
    )
    blocks = ["\n".join(lines) for lines in map(list, parts) if lines]
    return "\n\n".join(blocks) + "\n"


def _head(review: Review) -> Iterator[str]:
    plan = review.plan
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    read = f"   live settings read {taken[0][:19].replace('T', ' ')} UTC" if taken else ""
    commit = f"   {'commit ' if plan.commit else ''}{brief(compared(review))}" if compared(review) else ""
    name = f"crosscloud {__version__}"
    yield from hanging(name, f"environment {brief(plan.environment)}{commit}{read}", len(name) + 3)
    for tenant in plan.tenants:
        if tenant.overrides:
            values = "   ".join(f"{name}={value}" for name, value in tenant.overrides.items())
            name = brief(tenant.name)
            yield from hanging(f"  {name} is not reached at its cloud's own endpoints:", values, 4)


def _refused(review: Review, paint: Paint) -> Iterator[str]:
    for tenant, message in failures(review):
        address = f"{message.address}: " if message.address else ""
        for line in hanging("FAILED", f"{brief(tenant.name)}: {address}{message.summary}", 10):
            yield paint(line, "red")
        for detail in message.detail.splitlines():
            yield from hanging("", detail, 10)
    for judged in merged(review.refusals):
        summary = judged.finding.summary
        is_named = all(tenant in summary for tenant in judged.finding.tenants)
        text = summary if is_named else f"{tenants_of(judged)}: {summary}"
        for line in hanging("REFUSED", text, 10, judged.finding.id):
            yield paint(line, "red")


def _summary(review: Review, paint: Paint) -> Iterator[str]:
    plan = review.plan
    yield paint("SUMMARY", "bold") + f"   {counts_of(plan)}"
    shown = [(printable(brief(tenant.name)), tenant) for tenant in plan.tenants]
    names = min(max((len(name) for name, _ in shown), default=0), 30)
    names = max(names, 8)
    clouds = max((len(tenant.cloud_title) for tenant in plan.tenants), default=0)
    for name, tenant in shown:
        line = f"  {name:{names}}  {tenant.cloud_title:{clouds}}  {summary_of(tenant)}"
        yield paint(line, "red") if tenant.errors else line
    for word, directions in tallies(review.directions).items():
        listed = ", ".join(name_of(direction) for direction in directions[:_NAMED])
        more = f", and {len(directions) - _NAMED:,} more (below)" if len(directions) > _NAMED else ""
        count = f"{len(directions):,} directions: " if len(directions) > 1 else ""
        yield from hanging(f"  {word}", f"{count}{listed}{more}", names + 4)
    yield from hanging("  findings", counts(merged(review.findings)), names + 4)


def _why(review: Review, paint: Paint) -> Iterator[str]:
    """Why a plan is refused, from which line of the intent, and what to do instead."""
    for cause in causes(review):
        first, *rest = _cause(cause, review)
        yield paint(first[:3], "bold") + first[3:]
        yield from rest
        if cause.instead:
            first, *rest = hanging("INSTEAD", cause.instead, 10)
            yield paint(first[:7], "bold") + first[7:]
            yield from rest
    if how := how_to_accept(review):
        yield from hanging("", how, 10)


def _cause(cause: Cause, review: Review) -> Iterator[str]:
    title, tail = "WHY", cause.id
    for text in cause.texts:
        head = f"{title:10}{printable(text.place)}"
        indent = min(len(head) + 3, _PLACE)
        if text.is_changed:
            yield from hanging(head, text.before, indent, tail)
            yield from hanging(f"{'':{indent - 3}}->", text.after, indent)
        else:
            same = as_before(text, review)
            yield from hanging(head, f"{text.after}{f'   ({same})' if same else ''}", indent, tail)
        title, tail = "", ""
    places = place_of(cause)
    words = ": ".join(part for part in (places, cause.why) if part)
    if words or tail:
        yield from hanging(title, words, 10, tail)


def _still_needed(review: Review, paint: Paint) -> Iterator[str]:
    needed = still_needed(review)
    if len(needed) == 1:
        yield from hanging("NOT EVALUATED", needed[0][1], 19)
        return
    yield paint("STILL NEEDED", "bold") + " before anybody gets in: this plan does not do it"
    for name, text in needed:
        yield from hanging(f"  {name}", text, 19)


def _findings(review: Review, paint: Paint) -> Iterator[str]:
    found = merged(review.findings)
    if not found:
        return
    yield paint("FINDINGS", "bold")
    widest = max(len(tenants_of(judged)) for judged in found)
    indent = 21 + min(max(widest, 10), 24) + 2
    for judged in found:
        head = f"  {label(judged):8}  {judged.finding.id:7}  {tenants_of(judged)}"
        text = " ".join(part for part in (judged.finding.summary, remark(judged)) if part)
        first, *rest = hanging(head, text, indent)
        yield paint(first, _COLOURS.get(label(judged), ""))
        yield from rest


def _messages(review: Review, paint: Paint) -> Iterator[str]:
    """What Terraform and the provider said, but the errors, which came first."""
    said = [
        (tenant, message)
        for tenant in review.plan.tenants
        for message in tenant.messages
        if message.severity != "error" and is_news(message)
    ]
    if not said:
        return
    yield paint("MESSAGES", "bold")
    for tenant, message in said:
        address = f"{message.address}: " if message.address else ""
        head = f"  {message.severity:8}  {brief(tenant.name)}:"
        for line in hanging(head, f"{address}{message.summary}", 12):
            yield paint(line, "yellow")
        for detail in message.detail.splitlines():
            yield from hanging("", detail, 12)
