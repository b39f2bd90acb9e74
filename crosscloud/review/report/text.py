"""The joint plan for a terminal: summary first, then every change, grouped by tenant."""

from collections.abc import Callable, Iterator

from crosscloud import __version__
from crosscloud.review.changes import ObjectChange
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.report.plain import printable
from crosscloud.review.report.words import MARKS, about, counts_of, effect, is_news, remainder, summary_of

Paint = Callable[[str, str], str]
"""From a line and the name of a colour (`red`, `green`, `yellow`, `bold`) to the line as the terminal takes it."""

_WIDTH = 120
_COLOURS = {"+": "green", "~": "yellow", "-": "red", "-/+": "red"}


def unpainted(line: str, _colour: str) -> str:
    """The line as it is: for files, pipes, and those who want no colours."""
    return line


def render(plan: JointPlan, *, paint: Paint = unpainted) -> str:
    """The report, ending with a line break. Nothing in it can steer a terminal but the colours of `paint`."""
    lines = [*_head(plan), *_summary(plan, paint), *_messages(plan, paint), *_changes(plan, paint)]
    return "\n".join(lines) + "\n"


def _head(plan: JointPlan) -> Iterator[str]:
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    read = f"   live settings read {taken[0][:19].replace('T', ' ')} UTC" if taken else ""
    commit = f"   commit {printable(plan.commit)}" if plan.commit else ""
    yield f"crosscloud {__version__}   environment {printable(plan.environment)}{commit}{read}"
    for tenant in plan.tenants:
        if tenant.overrides:
            values = "   ".join(f"{name}={printable(value)}" for name, value in tenant.overrides.items())
            yield f"  {tenant.name} is not reached at its cloud's own endpoints: {values}"


def _summary(plan: JointPlan, paint: Paint) -> Iterator[str]:
    yield ""
    yield paint("SUMMARY", "bold") + f"   {counts_of(plan)}"
    names = max((len(tenant.name) for tenant in plan.tenants), default=0)
    clouds = max((len(tenant.cloud_title) for tenant in plan.tenants), default=0)
    for tenant in plan.tenants:
        line = f"  {tenant.name:{names}}  {tenant.cloud_title:{clouds}}  {summary_of(tenant)}"
        yield paint(line, "red") if tenant.errors else line


def _messages(plan: JointPlan, paint: Paint) -> Iterator[str]:
    said = [(tenant, message) for tenant in plan.tenants for message in tenant.messages if is_news(message)]
    if not said:
        return
    yield ""
    yield paint("MESSAGES", "bold")
    for tenant, message in said:
        colour = "red" if message.severity == "error" else "yellow"
        address = f" {printable(message.address)}:" if message.address else ""
        yield paint(f"  {message.severity:8} {tenant.name}:{address} {printable(message.summary)}", colour)
        yield from (f"           {printable(line)}" for line in message.detail.splitlines())


def _changes(plan: JointPlan, paint: Paint) -> Iterator[str]:
    changing = [tenant for tenant in plan.tenants if tenant.changes]
    if not changing:
        return
    yield ""
    yield paint("CHANGES", "bold")
    for tenant in changing:
        yield from _tenant(tenant, paint)


def _tenant(tenant: TenantPlan, paint: Paint) -> Iterator[str]:
    yield paint(f"{tenant.name}   {tenant.cloud_title}   {tenant.tenant_id}", "bold")
    for change in tenant.changes:
        mark = MARKS[change.action]
        head = f"  {mark} {printable(change.address)}"
        said = "   ".join(t for t in (about(change), printable(tenant.sources.get(change.address, ""))) if t)
        yield paint(f"{head:54} {said}".rstrip(), _COLOURS.get(mark, ""))
        yield from _rows(change)
        yield from (f"      {line}" for line in remainder(change))


def _rows(change: ObjectChange) -> Iterator[str]:
    """Each section once, its members below one another, and what is too long for a line on the next."""
    sections = max((len(row.section) for row in change.rows), default=0)
    members = max((len(row.path) for row in change.rows), default=0)
    shown = ""
    for row in change.rows:
        section = "" if row.section == shown else row.section
        shown = row.section
        head = f"      {section:{sections}}  {f'{row.path:{members}}  ' if members else ''}"
        text = printable(effect(row))
        if len(head) + len(text) <= _WIDTH or not row.before:
            yield head + text
        else:
            yield head + printable(row.before)
            yield " " * (len(head) - 3) + f"-> {printable(row.after)}"
