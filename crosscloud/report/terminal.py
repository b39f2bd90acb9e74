"""The review for a terminal: what refuses, summary, access, what is still needed, findings, changes.

Of access, what may widen comes first and in full; what stays is one line each. What is too long for a line goes on
below, under the place where it began.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

from crosscloud import __version__
from crosscloud.report.causes import Cause, find_causes, name_places, say_as_before, say_compared
from crosscloud.report.changes import (
    MARKS,
    RowText,
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
    is_unread,
    may_widen,
    say_not_named,
    say_what,
    say_who,
    sort_directions,
    tally,
)
from crosscloud.report.elsewhere import ELSEWHERE
from crosscloud.report.essentials import names_essentials
from crosscloud.report.plain import brief, printable
from crosscloud.report.sheet import NARROWEST, WIDTH, Paint, Sheet, unpainted
from crosscloud.report.verdict import (
    SAVED_AS,
    ToldFinding,
    count_findings,
    list_failures,
    list_in_the_way,
    list_refusals,
    list_still_needed,
    list_told_below,
    name_tenants,
    say_how_to_accept,
    say_refusal,
    say_when,
    tell_findings,
)
from crosscloud.review.directions import DirectionReview
from crosscloud.review.model import TenantPlan
from crosscloud.review.review import Review
from crosscloud.wording.access import Line
from crosscloud.wording.essentials import ESSENTIALS, SPELT_OUT
from crosscloud.wording.names import Names

Part: TypeAlias = Literal[
    "head", "refused", "summary", "access", "why", "needed", "findings", "messages", "changes", "notes"
]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
"""The parts of the report, in their order."""

_NAMED: Final = 3
_PLACE: Final = 40
"""The text of a line of the intent begins in this column at the latest."""

_TOLD: Final = 40
"""So many directions that only lose are told in full, and so many that stay are named; the others are counted."""

_AIRY: Final = 12
"""Up to so many stand apart from one another."""

_ELSEWHERE: Final = "crosscloud plan --format html or json has them"
_WHO: Final = 41
_LONGEST_BESIDE: Final = 32
"""A section with a longer name has a line of its own, so that it does not push the others to the right."""

_TOGETHER: Final = "what both tenants' cross-tenant access settings permit together"
_OF_LABELS: Final = {"refuses": "red", "error": "red", "warning": "yellow", "accepted": "yellow"}
_OF_SETS: Final = {"+": "green", "-": "red", "?": "yellow"}
_OF_CHANGES: Final = {"+": "green", "~": "yellow", "-": "red", "-/+": "red"}


def render(review: Review, *, paint: Paint = unpainted, width: int = WIDTH, parts: Sequence[Part] = PARTS) -> str:
    """The report in lines of `width` characters, ending with a line break.

    Nothing in it can steer a terminal but the colours of `paint`. It has those of its parts that are in `parts`.
    """
    told, sheet = tell_findings(review), Sheet(max(width, NARROWEST), paint)
    every: Mapping[Part, Iterator[str]] = {
        "head": _head(review, sheet),
        "refused": _refused(review, told, sheet),
        "summary": _summary(review, told, sheet),
        "access": _access(review, sheet),
        "why": _why(review, told, sheet),
        "needed": _still_needed(review, told, sheet),
        "findings": _findings(review, told, sheet),
        "messages": _messages(review, sheet),
        "changes": _changes(review, sheet),
        "notes": _notes(review, sheet),
    }
    blocks = ["\n".join(lines) for part in PARTS if part in parts and (lines := list(every[part]))]
    return "\n\n".join(blocks) + "\n"


def _titled(title: str, text: str, sheet: Sheet, indent: int = 10) -> Iterator[str]:
    """A part's title, in bold, and what stands beside it."""
    first, *rest = sheet.hanging(title, text, indent)
    yield sheet.paint(title, "bold") + first[len(title) :]
    yield from rest


def _arrow(indent: int, sheet: Sheet) -> str:
    """What stands before a value that takes the place of the one above it, both in column `indent`."""
    return f"{'':{max(sheet.column(indent) - 3, 0)}}->"


def _head(review: Review, sheet: Sheet) -> Iterator[str]:
    plan = review.plan
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    read = f"   live settings read {taken[0][:19].replace('T', ' ')} UTC" if taken else ""
    commit = f"   {'commit ' if plan.commit else ''}{brief(say_compared(review))}" if say_compared(review) else ""
    name = f"crosscloud {__version__}"
    yield from sheet.hanging(name, f"environment {brief(plan.environment)}{commit}{read}", len(name) + 3)
    for tenant in plan.tenants:
        if tenant.overrides:
            values = "   ".join(f"{name}={value}" for name, value in tenant.overrides.items())
            name = brief(tenant.name)
            yield from sheet.hanging(f"  {name} {ELSEWHERE}:", values, 4)


def _refused(review: Review, told: Sequence[ToldFinding], sheet: Sheet) -> Iterator[str]:
    for tenant, message in list_failures(review):
        address = f"{message.address}: " if message.address else ""
        for line in sheet.hanging("FAILED", f"{brief(tenant.name)}: {address}{message.summary}", 10):
            yield sheet.paint(line, "red")
        for detail in message.detail.splitlines():
            yield from sheet.hanging("", detail, 10)
    for finding in list_refusals(told):
        for line in sheet.hanging("REFUSED", say_refusal(finding), 10, finding.id):
            yield sheet.paint(line, "red")


def _summary(review: Review, told: Sequence[ToldFinding], sheet: Sheet) -> Iterator[str]:
    plan = review.plan
    yield from _titled("SUMMARY", count_tenants(plan), sheet)
    shown = [(printable(brief(tenant.name)), tenant) for tenant in plan.tenants]
    names = min(max((len(name) for name, _ in shown), default=0), 30)
    names = max(names, 8)
    clouds = max((len(tenant.cloud.title) for tenant in plan.tenants), default=0)
    for name, tenant in shown:
        head = f"  {name:{names}}  {tenant.cloud.title:{clouds}}"
        for line in sheet.hanging(head, sum_up(tenant), len(head) + 2):
            yield sheet.paint(line, "red") if tenant.errors else line
    words = DirectionWording(review.names)
    for word, directions in tally(review.directions).items():
        listed = ", ".join(words.name_ends(direction) for direction in directions[:_NAMED])
        more = f", and {len(directions) - _NAMED:,} more (below)" if len(directions) > _NAMED else ""
        count = f"{len(directions):,} directions: " if len(directions) > 1 else ""
        yield from sheet.hanging(f"  {word}", f"{count}{listed}{more}", names + 4)
    yield from sheet.hanging("  findings", count_findings(told), names + 4)


def _why(review: Review, told: Sequence[ToldFinding], sheet: Sheet) -> Iterator[str]:
    """Why a plan is refused, from which line of the intent, and what to do instead."""
    for cause in find_causes(review, list_refusals(told)):
        first, *rest = _cause(cause, review, sheet)
        yield sheet.paint(first[:3], "bold") + first[3:]
        yield from rest
        if cause.instead:
            first, *rest = sheet.hanging("INSTEAD", cause.instead, 10)
            yield sheet.paint(first[:7], "bold") + first[7:]
            yield from rest
    if how := say_how_to_accept(review):
        yield from sheet.hanging("", how, 10)


def _cause(cause: Cause, review: Review, sheet: Sheet) -> Iterator[str]:
    title, tail = "WHY", cause.id
    for text in cause.texts:
        head = f"{title:10}{printable(text.place)}"
        indent = min(len(head) + 3, _PLACE)
        if text.is_changed:
            yield from sheet.hanging(head, text.before, indent, tail)
            yield from sheet.hanging(_arrow(indent, sheet), text.after, indent)
        else:
            same = say_as_before(text, review)
            yield from sheet.hanging(head, f"{text.after}{f'   ({same})' if same else ''}", indent, tail)
        title, tail = "", ""
    places = name_places(cause)
    words = ": ".join(part for part in (places, cause.why) if part)
    if words or tail:
        yield from sheet.hanging(title, words, 10, tail)


def _still_needed(review: Review, told: Sequence[ToldFinding], sheet: Sheet) -> Iterator[str]:
    needed = list_still_needed(review)
    if len(needed) == 1:
        yield from sheet.hanging("NOT EVALUATED", needed[0][1], 19)
        return
    yield from _titled("STILL NEEDED", "before anybody gets in: this plan does not do it", sheet, 13)
    for finding in list_in_the_way(review, told):
        text = f"{name_tenants(finding)}: {finding.summary} {finding.fix}"
        for line in sheet.hanging(f"  {finding.label}", text, 19, finding.id):
            yield sheet.paint(line, _OF_LABELS.get(finding.label, ""))
    for name, text in needed:
        yield from sheet.hanging(f"  {name}", text, 19)


def _findings(review: Review, told: Sequence[ToldFinding], sheet: Sheet) -> Iterator[str]:
    below = list_told_below(review, told)
    if not below:
        return
    yield from _titled("FINDINGS", "beside those above" if len(below) < len(told) else "", sheet, 9)
    widest = max(len(name_tenants(finding)) for finding in below)
    indent = 21 + min(max(widest, 10), 24) + 2
    for finding in below:
        head = f"  {finding.label:8}  {finding.id:7}  {name_tenants(finding)}"
        text = " ".join(part for part in (finding.summary, finding.remark) if part)
        first, *rest = sheet.hanging(head, text, indent)
        yield sheet.paint(first, _OF_LABELS.get(finding.label, ""))
        yield from rest


def _messages(review: Review, sheet: Sheet) -> Iterator[str]:
    """What Terraform and the provider said, but the errors, which came first."""
    said = list_messages(review.plan)
    if said:
        yield sheet.paint("MESSAGES", "bold")
    for tenant, message in said:
        address = f"{message.address}: " if message.address else ""
        head = f"  {message.severity:8}  {brief(tenant.name)}:"
        for line in sheet.hanging(head, f"{address}{message.summary}", 12):
            yield sheet.paint(line, "yellow")
        for detail in message.detail.splitlines():
            yield from sheet.hanging("", detail, 12)


def _access(review: Review, sheet: Sheet) -> Iterator[str]:
    """The part ACCESS; nothing of it is cut that may widen."""
    ordered, words = sort_directions(review.directions), DirectionWording(review.names)
    yield from _titled("ACCESS", f"{_TOGETHER}; {say_not_named(ordered)}", sheet)
    if not ordered:
        failed = "not decided: a tenant could not be planned"
        none = "no direction between the tenants of the environment"
        yield from sheet.hanging("", failed if review.plan.failed else none, 2)
        return
    widening = [direction for direction in ordered if may_widen(direction)]
    others = [direction for direction in ordered if direction.is_changed and not may_widen(direction)]
    told = widening + others[:_TOLD]
    for direction in told:
        yield from _changed(direction, review, words, sheet)
        if not direction.half_of and len(told) <= _AIRY:
            yield ""
    if len(others) > _TOLD:
        left = len(others) - _TOLD
        yield from sheet.hanging("", f"and {left:,} more directions only lose: {_ELSEWHERE}", 2)
    yield from _unchanged([direction for direction in ordered if not direction.is_changed], words, sheet)
    yield from _unchanged_partners(review, words, sheet)


def _changed(direction: DirectionReview, review: Review, words: DirectionWording, sheet: Sheet) -> Iterator[str]:
    note = "   ".join(part for part in (words.say_whose(direction), direction.source) if part)
    head = f"  {printable(words.name_ends(direction))}"
    tail = " ".join(find_ids(direction, review))
    column = max(sheet.column(_WHO), len(head) + 2)
    if column + len(note) + len(tail) + 2 > sheet.width:
        for line in sheet.hanging("", head.strip(), 2):
            yield sheet.paint(line, "bold")
        yield from sheet.hanging("", note, 4, tail)
    else:
        line = f"{head:{column}}{printable(note)}"
        yield sheet.paint(f"{line:{sheet.width - len(tail)}}{tail}".rstrip(), "bold")
    for sentence in words.list_why_closed(direction):
        yield from sheet.hanging("   ", sentence, 4)
    for line in _sets(direction, words, sheet):
        yield sheet.paint(line, _OF_SETS.get(line[2:3], ""))
    if terms := words.list_terms(direction):
        yield from sheet.hanging("   ", "; ".join(terms), 4)
    for sentence in words.list_ways(direction):
        yield from sheet.hanging("   ", sentence, 4)


def _sets(direction: DirectionReview, words: DirectionWording, sheet: Sheet) -> Iterator[str]:
    access, status = direction.access, direction.status
    if status == "unchanged":
        yield from _rows(sheet, "", words.list_after(direction), "")
        return
    unknown = words.list_unknown(direction)
    if status == "opened":
        for line in words.list_after(direction):
            yield from _row(sheet, "" if line.statement.is_nothing else "+", line, loud=True)
    elif status in {"closed", "narrowed"} and not unknown:
        yield from _rows(sheet, "-", words.list_lost(direction), "")
        yield from _rows(sheet, "", words.list_permitted(direction), "still")
    else:
        before, after = words.list_before(direction), words.list_after(direction)
        yield from _rows(sheet, "", before, "before") if before or not after else _unknown("before")
        yield from _rows(sheet, "", after, "after", loud=True) if after or not before else _unknown("after")
        yield from _rows(sheet, "+", words.list_gained(direction) if access.gained else [], "gained")
        yield from _rows(sheet, "-", words.list_lost(direction) if access.lost else [], "lost")
    yield from _rows(sheet, "?", unknown, "unknown")


def _unknown(title: str) -> Iterator[str]:
    yield f"    {title:8}not known"


def _rows(sheet: Sheet, mark: str, lines: Sequence[Line], title: str, *, loud: bool = False) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield from _row(sheet, mark, line, "" if number else title, in_column=bool(title), loud=loud)


def _row(
    sheet: Sheet, mark: str, line: Line, title: str = "", *, in_column: bool = False, loud: bool = False
) -> Iterator[str]:
    column = f"{title:8}" if in_column else ""
    who, what = say_who(line, loud=loud), say_what(line, loud=loud)
    yield from sheet.hanging(f"  {mark:1} {column}{who}", f"-> {what}", _WHO)


def _unchanged(directions: Sequence[DirectionReview], words: DirectionWording, sheet: Sheet) -> Iterator[str]:
    defaults = [direction for direction in directions if direction.is_default]
    directions = [direction for direction in directions if not direction.is_default]
    unread = [direction for direction in directions if is_unread(direction)]
    closed = [direction for direction in directions if find_effect(direction) == "closed"]
    are_closed = set(map(id, closed))
    told = [d for d in directions if not is_unread(d) and id(d) not in are_closed]
    for direction in [*unread[:_TOLD], *told[:_TOLD]]:
        sentences = [
            words.say_state(direction),
            *words.list_ways(direction),
            *words.list_why_closed(direction),
            words.say_whose(direction),
        ]
        yield from sheet.hanging(
            f"  {words.name_ends(direction)}", "; ".join(part for part in sentences if part), _WHO
        )
    if len(unread) > _TOLD:
        more = f"and {len(unread) - _TOLD:,} more directions that are unknown: {_ELSEWHERE}"
        yield from sheet.hanging("", more, 2)
    if len(told) > _TOLD:
        counted = count_effects(map(find_effect, told[_TOLD:]))
        yield from sheet.hanging("", f"and {len(told) - _TOLD:,} more directions that do not change: {counted}", 2)
    if len(closed) > _TOLD:
        yield f"  {len(closed):,} directions are closed and stay closed"
    elif closed:
        yield from sheet.hanging("  unchanged, closed", ", ".join(map(words.name_ends, closed)), _WHO)
    for title, some in (("unknown", [d for d in defaults if is_unread(d)]), ("unchanged", defaults)):
        listed = [_default(d, words) for d in some if is_unread(d) == (title == "unknown")]
        if listed:
            yield from sheet.hanging("  other organisations", f"{title}: {'; '.join(listed)}", _WHO)


def _default(direction: DirectionReview, words: DirectionWording) -> str:
    name = words.name_ends(direction)
    if is_unread(direction):
        why = "; ".join(filter(None, [", ".join(words.list_unread(direction)), *words.list_ways(direction)]))
        return f"{name} ({why})" if why else name
    permitted = ", ".join(f"{line.who} -> {line.what}" for line in words.list_permitted(direction))
    return f"{name} ({'; '.join([permitted or 'nothing', *words.list_ways(direction)])})"


def _unchanged_partners(review: Review, words: DirectionWording, sheet: Sheet) -> Iterator[str]:
    """The partners outside of the environment, by what our half does: each named, up to a number."""
    for half, partners in words.group_unchanged_partners(review).items():
        more = f", and {len(partners) - _TOLD:,} more ({_ELSEWHERE})" if len(partners) > _TOLD else ""
        yield from sheet.hanging("  outside, unchanged", f"{half}: {', '.join(partners[:_TOLD])}{more}", _WHO)


def _changes(review: Review, sheet: Sheet) -> Iterator[str]:
    """Every settings object that changes, by tenant, member by member; nothing where no tenant changes."""
    changing = [tenant for tenant in review.plan.tenants if tenant.changes]
    if changing:
        yield sheet.paint("CHANGES", "bold")
    for tenant in changing:
        yield from _changes_of(tenant, review.names, sheet)


def _changes_of(tenant: TenantPlan, names: Names, sheet: Sheet) -> Iterator[str]:
    name = printable(brief(tenant.name))
    for line in sheet.hanging(name, f"{tenant.cloud.title}   {tenant.tenant_id}", len(name) + 3):
        yield sheet.paint(line, "bold")
    for change in tenant.changes:
        mark = MARKS[change.action]
        said = "   ".join(part for part in (say_about(change), tenant.sources.get(change.address, "")) if part)
        for line in sheet.hanging(f"  {mark} {change.address}", said, 54):
            yield sheet.paint(line, _OF_CHANGES.get(mark, ""))
        yield from _members(list(list_rows(change, names)), sheet)
        for line in list_remaining(change):
            yield from sheet.hanging("     ", line, 6)


def _notes(review: Review, sheet: Sheet) -> Iterator[str]:
    """When it takes hold, what a name stands for, and by what the saved plan is known."""
    for sentence in say_when(review):
        yield from sheet.hanging("", sentence)
    if names_essentials(review):
        yield from sheet.hanging(ESSENTIALS, SPELT_OUT, len(ESSENTIALS) + 3)
    if review.digest:
        yield from sheet.hanging("", f"{SAVED_AS} sha256:{review.digest}")


def _members(rows: Sequence[RowText], sheet: Sheet) -> Iterator[str]:
    """Each section once, its members below one another, and what is too long for a line on the next."""
    longest = sheet.column(_LONGEST_BESIDE)
    beside = [row for row in rows if len(row.section) <= longest]
    sections = max((len(row.section) for row in beside), default=0)
    members = max((len(row.path) for row in beside), default=0)
    shown = ""
    for row in rows:
        section = "" if row.section == shown else row.section
        shown = row.section
        head = f"      {section:{sections}}  {f'{row.path:{members}}  ' if members else ''}"
        if len(row.section) > longest:
            if section:
                yield f"      {printable(section)}"
            head = f"          {row.path}{'  ' if row.path else ''}"
        text = row.effect
        if len(head) + len(printable(text)) <= sheet.width or not row.before:
            yield from sheet.hanging(head.rstrip(), text, len(head))
        else:
            yield from sheet.hanging(head.rstrip(), row.before, len(head))
            yield from sheet.hanging(_arrow(len(head), sheet), row.after, len(head))
