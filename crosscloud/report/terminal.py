"""The review for a terminal: what refuses, summary, access, what is still needed, findings, changes.

Of access, what may widen comes first and in full; what stays is one line each. What is too long for a line goes on
below, under the place where it began.
"""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import Final

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
    EFFECTS,
    DirectionWording,
    find_effect,
    find_ids,
    is_unread,
    may_widen,
    say_what,
    say_who,
    sort_directions,
    tally,
)
from crosscloud.report.essentials import names_essentials
from crosscloud.report.plain import brief, printable
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

Paint = Callable[[str, str], str]
"""From a line and the name of a colour (`red`, `green`, `yellow`, `bold`, or empty) to the line as it is shown."""

WIDTH: Final = 120
_OVERHANG: Final = 16
"""What is longer than its column by more stands on a line of its own."""

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

_OF_LABELS: Final = {"refuses": "red", "error": "red", "warning": "yellow", "accepted": "yellow"}
_OF_SETS: Final = {"+": "green", "-": "red", "?": "yellow"}
_OF_CHANGES: Final = {"+": "green", "~": "yellow", "-": "red", "-/+": "red"}


def unpainted(line: str, _colour: str) -> str:
    """The line as it is: for files, pipes, and those who want no colours."""
    return line


def render(review: Review, *, paint: Paint = unpainted) -> str:
    """The report, ending with a line break. Nothing in it can steer a terminal but the colours of `paint`."""
    told = tell_findings(review)
    parts = (
        _head(review),
        _refused(review, told, paint),
        _summary(review, told, paint),
        _access(review, paint),
        _why(review, told, paint),
        _still_needed(review, told, paint),
        _findings(review, told, paint),
        _messages(review, paint),
        _changes(review, paint),
        _notes(review),
    )
    blocks = ["\n".join(lines) for lines in map(list, parts) if lines]
    return "\n\n".join(blocks) + "\n"


def _head(review: Review) -> Iterator[str]:
    plan = review.plan
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    read = f"   live settings read {taken[0][:19].replace('T', ' ')} UTC" if taken else ""
    commit = f"   {'commit ' if plan.commit else ''}{brief(say_compared(review))}" if say_compared(review) else ""
    name = f"crosscloud {__version__}"
    yield from hanging(name, f"environment {brief(plan.environment)}{commit}{read}", len(name) + 3)
    for tenant in plan.tenants:
        if tenant.overrides:
            values = "   ".join(f"{name}={value}" for name, value in tenant.overrides.items())
            name = brief(tenant.name)
            yield from hanging(f"  {name} is not reached at its cloud's own endpoints:", values, 4)


def _refused(review: Review, told: Sequence[ToldFinding], paint: Paint) -> Iterator[str]:
    for tenant, message in list_failures(review):
        address = f"{message.address}: " if message.address else ""
        for line in hanging("FAILED", f"{brief(tenant.name)}: {address}{message.summary}", 10):
            yield paint(line, "red")
        for detail in message.detail.splitlines():
            yield from hanging("", detail, 10)
    for finding in list_refusals(told):
        for line in hanging("REFUSED", say_refusal(finding), 10, finding.id):
            yield paint(line, "red")


def _summary(review: Review, told: Sequence[ToldFinding], paint: Paint) -> Iterator[str]:
    plan = review.plan
    yield paint("SUMMARY", "bold") + f"   {count_tenants(plan)}"
    shown = [(printable(brief(tenant.name)), tenant) for tenant in plan.tenants]
    names = min(max((len(name) for name, _ in shown), default=0), 30)
    names = max(names, 8)
    clouds = max((len(tenant.cloud.title) for tenant in plan.tenants), default=0)
    for name, tenant in shown:
        line = f"  {name:{names}}  {tenant.cloud.title:{clouds}}  {sum_up(tenant)}"
        yield paint(line, "red") if tenant.errors else line
    words = DirectionWording(review.names)
    for word, directions in tally(review.directions).items():
        listed = ", ".join(words.name_ends(direction) for direction in directions[:_NAMED])
        more = f", and {len(directions) - _NAMED:,} more (below)" if len(directions) > _NAMED else ""
        count = f"{len(directions):,} directions: " if len(directions) > 1 else ""
        yield from hanging(f"  {word}", f"{count}{listed}{more}", names + 4)
    yield from hanging("  findings", count_findings(told), names + 4)


def _why(review: Review, told: Sequence[ToldFinding], paint: Paint) -> Iterator[str]:
    """Why a plan is refused, from which line of the intent, and what to do instead."""
    for cause in find_causes(review, list_refusals(told)):
        first, *rest = _cause(cause, review)
        yield paint(first[:3], "bold") + first[3:]
        yield from rest
        if cause.instead:
            first, *rest = hanging("INSTEAD", cause.instead, 10)
            yield paint(first[:7], "bold") + first[7:]
            yield from rest
    if how := say_how_to_accept(review):
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
            same = say_as_before(text, review)
            yield from hanging(head, f"{text.after}{f'   ({same})' if same else ''}", indent, tail)
        title, tail = "", ""
    places = name_places(cause)
    words = ": ".join(part for part in (places, cause.why) if part)
    if words or tail:
        yield from hanging(title, words, 10, tail)


def _still_needed(review: Review, told: Sequence[ToldFinding], paint: Paint) -> Iterator[str]:
    needed = list_still_needed(review)
    if len(needed) == 1:
        yield from hanging("NOT EVALUATED", needed[0][1], 19)
        return
    yield paint("STILL NEEDED", "bold") + " before anybody gets in: this plan does not do it"
    for finding in list_in_the_way(review, told):
        text = f"{name_tenants(finding)}: {finding.summary} {finding.fix}"
        for line in hanging(f"  {finding.label}", text, 19, finding.id):
            yield paint(line, _OF_LABELS.get(finding.label, ""))
    for name, text in needed:
        yield from hanging(f"  {name}", text, 19)


def _findings(review: Review, told: Sequence[ToldFinding], paint: Paint) -> Iterator[str]:
    below = list_told_below(review, told)
    if not below:
        return
    yield paint("FINDINGS", "bold") + (" beside those above" if len(below) < len(told) else "")
    widest = max(len(name_tenants(finding)) for finding in below)
    indent = 21 + min(max(widest, 10), 24) + 2
    for finding in below:
        head = f"  {finding.label:8}  {finding.id:7}  {name_tenants(finding)}"
        text = " ".join(part for part in (finding.summary, finding.remark) if part)
        first, *rest = hanging(head, text, indent)
        yield paint(first, _OF_LABELS.get(finding.label, ""))
        yield from rest


def _messages(review: Review, paint: Paint) -> Iterator[str]:
    """What Terraform and the provider said, but the errors, which came first."""
    said = list_messages(review.plan)
    if said:
        yield paint("MESSAGES", "bold")
    for tenant, message in said:
        address = f"{message.address}: " if message.address else ""
        head = f"  {message.severity:8}  {brief(tenant.name)}:"
        for line in hanging(head, f"{address}{message.summary}", 12):
            yield paint(line, "yellow")
        for detail in message.detail.splitlines():
            yield from hanging("", detail, 12)


def _access(review: Review, paint: Paint) -> Iterator[str]:
    """The part ACCESS; nothing of it is cut that may widen."""
    ordered, words = sort_directions(review.directions), DirectionWording(review.names)
    yield paint("ACCESS", "bold") + "    what both tenants' cross-tenant access settings permit together"
    if not ordered:
        failed = "not decided: a tenant could not be planned"
        yield f"  {failed if review.plan.failed else 'no direction between the tenants of the environment'}"
        return
    widening = [direction for direction in ordered if may_widen(direction)]
    others = [direction for direction in ordered if direction.is_changed and not may_widen(direction)]
    told = widening + others[:_TOLD]
    for direction in told:
        yield from _changed(direction, review, words, paint)
        if not direction.half_of and len(told) <= _AIRY:
            yield ""
    if len(others) > _TOLD:
        left = len(others) - _TOLD
        yield f"  and {left:,} more directions only lose: {_ELSEWHERE}"
    yield from _unchanged([direction for direction in ordered if not direction.is_changed], words)
    yield from _unchanged_partners(review, words)


def _changed(direction: DirectionReview, review: Review, words: DirectionWording, paint: Paint) -> Iterator[str]:
    note = "   ".join(part for part in (words.say_whose(direction), direction.source) if part)
    head = f"  {printable(words.name_ends(direction))}"
    tail = " ".join(find_ids(direction, review))
    if len(head) + len(note) + len(tail) + 4 > WIDTH:
        yield paint(head, "bold")
        yield from hanging("", note, 4, tail)
    else:
        line = f"{head:{max(_WHO, len(head) + 2)}}{printable(note)}"
        yield paint(f"{line:{WIDTH - len(tail)}}{tail}".rstrip(), "bold")
    for sentence in words.list_why_closed(direction):
        yield from hanging("   ", sentence, 4)
    for line in _sets(direction, words):
        yield paint(line, _OF_SETS.get(line[2:3], ""))
    if terms := words.list_terms(direction):
        yield from hanging("   ", "; ".join(terms), 4)


def _sets(direction: DirectionReview, words: DirectionWording) -> Iterator[str]:
    access, status = direction.access, direction.status
    if status == "unchanged":
        yield from _rows("", words.list_after(direction), "")
        return
    unknown = words.list_unknown(direction)
    if status == "opened":
        for line in words.list_after(direction):
            yield from _row("" if line.statement.is_nothing else "+", line, loud=True)
    elif status in {"closed", "narrowed"} and not unknown:
        yield from _rows("-", words.list_lost(direction), "")
        yield from _rows("", words.list_permitted(direction), "still")
    else:
        before, after = words.list_before(direction), words.list_after(direction)
        yield from _rows("", before, "before") if before or not after else _unknown("before")
        yield from _rows("", after, "after", loud=True) if after or not before else _unknown("after")
        yield from _rows("+", words.list_gained(direction) if access.gained else [], "gained")
        yield from _rows("-", words.list_lost(direction) if access.lost else [], "lost")
    yield from _rows("?", unknown, "unknown")


def _unknown(title: str) -> Iterator[str]:
    yield f"    {title:8}not known"


def _rows(mark: str, lines: Sequence[Line], title: str, *, loud: bool = False) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield from _row(mark, line, "" if number else title, in_column=bool(title), loud=loud)


def _row(mark: str, line: Line, title: str = "", *, in_column: bool = False, loud: bool = False) -> Iterator[str]:
    column = f"{title:8}" if in_column else ""
    yield from hanging(f"  {mark:1} {column}{say_who(line, loud=loud)}", f"-> {say_what(line, loud=loud)}", _WHO)


def _unchanged(directions: Sequence[DirectionReview], words: DirectionWording) -> Iterator[str]:
    defaults = [direction for direction in directions if direction.is_default]
    directions = [direction for direction in directions if not direction.is_default]
    unread = [direction for direction in directions if is_unread(direction)]
    told = [d for d in directions if find_effect(d) != "closed" and not is_unread(d)]
    for direction in [*unread[:_TOLD], *told[:_TOLD]]:
        sentences = [
            words.say_state(direction),
            *words.list_why_closed(direction),
            words.say_whose(direction),
        ]
        yield from hanging(f"  {words.name_ends(direction)}", "; ".join(part for part in sentences if part), _WHO)
    if len(unread) > _TOLD:
        yield f"  and {len(unread) - _TOLD:,} more directions that are unknown: {_ELSEWHERE}"
    if len(told) > _TOLD:
        kinds = [find_effect(direction) for direction in told[_TOLD:]]
        counted = ", ".join(f"{kinds.count(kind):,} {EFFECTS[kind][1]}" for kind in dict.fromkeys(kinds))
        yield f"  and {len(told) - _TOLD:,} more directions that do not change: {counted}"
    closed = [words.name_ends(direction) for direction in directions if find_effect(direction) == "closed"]
    if len(closed) > _TOLD:
        yield f"  {len(closed):,} directions are closed and stay closed"
    elif closed:
        yield from hanging("  unchanged, closed", ", ".join(closed), _WHO)
    for title, some in (("unknown", [d for d in defaults if is_unread(d)]), ("unchanged", defaults)):
        listed = [_default(d, words) for d in some if is_unread(d) == (title == "unknown")]
        if listed:
            yield from hanging("  other organisations", f"{title}: {'; '.join(listed)}", _WHO)


def _default(direction: DirectionReview, words: DirectionWording) -> str:
    name = words.name_ends(direction)
    if is_unread(direction):
        why = ", ".join(words.list_unread(direction))
        return f"{name} ({why})" if why else name
    permitted = ", ".join(f"{line.who} -> {line.what}" for line in words.list_permitted(direction))
    return f"{name} ({permitted or 'nothing'})"


def _unchanged_partners(review: Review, words: DirectionWording) -> Iterator[str]:
    """The partners outside of the environment, by what our half does: each named, up to a number."""
    for half, partners in words.group_unchanged_partners(review).items():
        more = f", and {len(partners) - _TOLD:,} more ({_ELSEWHERE})" if len(partners) > _TOLD else ""
        yield from hanging("  outside, unchanged", f"{half}: {', '.join(partners[:_TOLD])}{more}", _WHO)


def _changes(review: Review, paint: Paint) -> Iterator[str]:
    """Every settings object that changes, by tenant, member by member; nothing where no tenant changes."""
    changing = [tenant for tenant in review.plan.tenants if tenant.changes]
    if changing:
        yield paint("CHANGES", "bold")
    for tenant in changing:
        yield from _changes_of(tenant, review.names, paint)


def _changes_of(tenant: TenantPlan, names: Names, paint: Paint) -> Iterator[str]:
    yield paint(f"{printable(brief(tenant.name))}   {tenant.cloud.title}   {printable(tenant.tenant_id)}", "bold")
    for change in tenant.changes:
        mark = MARKS[change.action]
        said = "   ".join(part for part in (say_about(change), tenant.sources.get(change.address, "")) if part)
        for line in hanging(f"  {mark} {change.address}", said, 54):
            yield paint(line, _OF_CHANGES.get(mark, ""))
        yield from _members(list(list_rows(change, names)))
        for line in list_remaining(change):
            yield from hanging("     ", line, 6)


def _notes(review: Review) -> Iterator[str]:
    """When it takes hold, what a name stands for, and by what the saved plan is known."""
    for sentence in say_when(review):
        yield from hanging("", sentence)
    if names_essentials(review):
        yield from hanging(ESSENTIALS, SPELT_OUT, len(ESSENTIALS) + 3)
    if review.digest:
        yield from hanging("", f"{SAVED_AS} sha256:{review.digest}")


def _members(rows: Sequence[RowText]) -> Iterator[str]:
    """Each section once, its members below one another, and what is too long for a line on the next."""
    beside = [row for row in rows if len(row.section) <= _LONGEST_BESIDE]
    sections = max((len(row.section) for row in beside), default=0)
    members = max((len(row.path) for row in beside), default=0)
    shown = ""
    for row in rows:
        section = "" if row.section == shown else row.section
        shown = row.section
        head = f"      {section:{sections}}  {f'{row.path:{members}}  ' if members else ''}"
        if len(row.section) > _LONGEST_BESIDE:
            if section:
                yield f"      {printable(section)}"
            head = f"          {row.path}{'  ' if row.path else ''}"
        text = row.effect
        if len(head) + len(printable(text)) <= WIDTH or not row.before:
            yield from hanging(head.rstrip(), text, len(head))
        else:
            yield from hanging(head.rstrip(), row.before, len(head))
            yield from hanging(f"{'':{len(head) - 3}}->", row.after, len(head))


def hanging(head: str, text: str, indent: int = 0, tail: str = "") -> Iterator[str]:
    """`head`, then `text` from column `indent` on, over as many lines as it needs; `tail` ends the first.

    Nothing in them can steer a terminal. Nothing is left out: a word that is wider than the column is broken.
    """
    if (
        head.isprintable()
        and text.isprintable()
        and not tail
        and len(head) < indent
        and 0 < len(text) <= WIDTH - indent
    ):
        yield f"{head:{indent}}{text}".rstrip()  # most are as short as this
        return
    head, text, tail = printable(head), printable(text), printable(tail)
    if len(head) >= indent + _OVERHANG:
        is_long = len(head) > WIDTH
        yield from (
            wrap(head, WIDTH, subsequent_indent="    ", break_on_hyphens=False) if is_long else [head.rstrip()]
        )
        head = ""
    indent = max(indent, len(head) + 1 if head else 0)
    room = WIDTH - indent - (len(tail) + 2 if tail else 0)
    room = max(room, 20)
    fits = len(text) <= room and text == text.rstrip()
    rows = [text] if fits else _broken(text, room)
    for number, row in enumerate(rows):
        line = f"{head if not number else '':{indent}}{row}"
        yield (f"{line:{WIDTH - len(tail)}}{tail}" if tail and not number else line).rstrip()


def _broken(text: str, room: int) -> list[str]:
    """`text` in rows of `room` characters, broken at spaces, or where there is none within words."""
    rows: list[str] = []
    rest = text
    while len(rest) > room:
        cut = rest.rfind(" ", 0, room + 1)
        if cut <= 0 or "  " in text or text.endswith(" "):
            return wrap(text, room, break_long_words=True, break_on_hyphens=False) or [""]
        rows.append(rest[:cut])
        rest = rest[cut + 1 :]
    return [*rows, rest.rstrip()]
