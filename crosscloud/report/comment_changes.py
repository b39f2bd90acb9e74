"""The changes for a comment: one fold for each tenant, as a diff, as far as there is room."""

from collections.abc import Iterator
from html import escape

from crosscloud.report.budget import Part, rows_within
from crosscloud.report.plain import brief, fenced, printable
from crosscloud.report.words import about, remainder, where
from crosscloud.review.changes import ObjectChange
from crosscloud.review.model import JointPlan, TenantPlan


def changes(plan: JointPlan, artifact: str) -> Iterator[Part]:
    """One part for each tenant that changes."""
    for tenant in plan.tenants:
        if tenant.changes:
            yield _tenant(tenant, artifact)


def _tenant(tenant: TenantPlan, artifact: str) -> Part:
    count = len(tenant.changes)
    name = escape(printable(brief(tenant.name)))
    head = (
        f"<details><summary><code>{name}</code> · {tenant.cloud_title} · "
        f"{count:,} {'change' if count == 1 else 'changes'}</summary>\n\n```diff\n"
    )
    rows = ["".join(f"{line}\n" for line in _change(change, tenant)) for change in tenant.changes]

    def left_out(left: int) -> str:
        return f"_{left:,} more changes of this tenant do not fit here: {artifact} has them._\n\n"

    return Part(filled=lambda room: rows_within(room, head, rows, "```\n</details>\n\n", left_out))


def _change(change: ObjectChange, tenant: TenantPlan) -> Iterator[str]:
    said = "; ".join(part for part in (about(change), tenant.sources.get(change.address, "")) if part)
    yield f"  {fenced(change.address)}{f'   # {fenced(said)}' if said else ''}"
    for row in change.rows:
        if row.before:
            yield f"-   {fenced(where(row))}  {fenced(row.before)}"
        yield f"+   {fenced(where(row))}  {fenced(row.after)}"
    yield from (f"    {fenced(line)}" for line in remainder(change))
