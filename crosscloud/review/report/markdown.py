"""The joint plan as a comment on a pull request: summary first, each tenant's changes folded below it."""

from collections.abc import Iterator

from crosscloud import __version__
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.report.plain import fenced, markdown
from crosscloud.review.report.words import about, counts_of, is_news, remainder, summary_of, where


def render(plan: JointPlan) -> str:
    """The comment. Nothing that comes from a tenant or a file can format, link or be HTML in it."""
    lines = [
        f"<!-- crosscloud:review environment={markdown(plan.environment)} -->",
        f"**crosscloud** plan for `{fenced(plan.environment)}`: {counts_of(plan)}",
        "",
        "| tenant | cloud | |",
        "|---|---|---|",
        *(f"| {markdown(t.name)} | {t.cloud_title} | {markdown(summary_of(t))} |" for t in plan.tenants),
        "",
        *(line for tenant in plan.tenants for line in _messages(tenant)),
        *(line for tenant in plan.tenants for line in _tenant(tenant)),
        _foot(plan),
    ]
    return "\n".join(lines) + "\n"


def _messages(tenant: TenantPlan) -> Iterator[str]:
    said = [message for message in tenant.messages if is_news(message)]
    for message in said:
        detail = " ".join(message.detail.split())
        yield f"- **{message.severity}** {markdown(tenant.name)}: {markdown(message.summary)} {markdown(detail)}"
    if said:
        yield ""


def _tenant(tenant: TenantPlan) -> Iterator[str]:
    if not tenant.changes:
        return
    count = len(tenant.changes)
    yield (
        f"<details><summary><b>{markdown(tenant.name)}</b> · {tenant.cloud_title} · "
        f"{count} {'change' if count == 1 else 'changes'}</summary>"
    )
    yield ""
    yield "```diff"
    for change in tenant.changes:
        said = about(change)
        yield f"  {fenced(change.address)}{f'   # {fenced(said)}' if said else ''}"
        for row in change.rows:
            if row.before:
                yield f"-   {where(row)}  {fenced(row.before)}"
            yield f"+   {where(row)}  {fenced(row.after)}"
        yield from (f"    {line}" for line in remainder(change))
    yield "```"
    yield "</details>"


def _foot(plan: JointPlan) -> str:
    taken = sorted(tenant.taken_at for tenant in plan.tenants if tenant.taken_at)
    read = f" · live settings read {taken[0][:19].replace('T', ' ')} UTC" if taken else ""
    commit = f" · `{fenced(plan.commit)}`" if plan.commit else ""
    return f"<sub>crosscloud {__version__}{commit}{read}</sub>"
