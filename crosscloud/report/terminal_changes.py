"""The changes for a terminal: every settings object, grouped by tenant, member by member."""

from collections.abc import Iterator
from typing import Final

from crosscloud.report.columns import WIDTH, Paint, hanging
from crosscloud.report.plain import brief, printable
from crosscloud.report.words import MARKS, about, effect, remainder
from crosscloud.review.changes import ObjectChange
from crosscloud.review.model import JointPlan, TenantPlan

_LONGEST_BESIDE: Final = 32
_COLOURS: Final = {"+": "green", "~": "yellow", "-": "red", "-/+": "red"}


def changes(plan: JointPlan, paint: Paint) -> Iterator[str]:
    """The part CHANGES; nothing where no tenant changes."""
    changing = [tenant for tenant in plan.tenants if tenant.changes]
    if changing:
        yield paint("CHANGES", "bold")
    for tenant in changing:
        yield from _tenant(tenant, paint)


def _tenant(tenant: TenantPlan, paint: Paint) -> Iterator[str]:
    yield paint(f"{printable(brief(tenant.name))}   {tenant.cloud_title}   {printable(tenant.tenant_id)}", "bold")
    for change in tenant.changes:
        mark = MARKS[change.action]
        said = "   ".join(part for part in (about(change), tenant.sources.get(change.address, "")) if part)
        for line in hanging(f"  {mark} {change.address}", said, 54):
            yield paint(line, _COLOURS.get(mark, ""))
        yield from _rows(change)
        for line in remainder(change):
            yield from hanging("     ", line, 6)


def _rows(change: ObjectChange) -> Iterator[str]:
    """Each section once, its members below one another, and what is too long for a line on the next.

    A section with a long name has a line of its own, so that it does not push the others to the right.
    """
    beside = [row for row in change.rows if len(row.section) <= _LONGEST_BESIDE]
    sections = max((len(row.section) for row in beside), default=0)
    members = max((len(row.path) for row in beside), default=0)
    shown = ""
    for row in change.rows:
        section = "" if row.section == shown else row.section
        shown = row.section
        head = f"      {section:{sections}}  {f'{row.path:{members}}  ' if members else ''}"
        if len(row.section) > _LONGEST_BESIDE:
            if section:
                yield f"      {printable(section)}"
            head = f"          {row.path}{'  ' if row.path else ''}"
        text = effect(row)
        if len(head) + len(printable(text)) <= WIDTH or not row.before:
            yield from hanging(head.rstrip(), text, len(head))
        else:
            yield from hanging(head.rstrip(), row.before, len(head))
            yield from hanging(f"{'':{len(head) - 3}}->", row.after, len(head))
