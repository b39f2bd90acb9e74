"""The sentences that every report shares: what a tenant's changes come to, and what a change does."""

from collections import Counter

from crosscloud.review.changes import ObjectChange, Row
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.terraform.cli import TerraformMessage

MARKS = {
    "create": "+",
    "change": "~",
    "take over": "~",
    "replace": "-/+",
    "remove": "-",
    "stop managing": ".",
    "state": ".",
}

_PHRASES = {
    "create": ("+ {n} partner", "+ {n} partners"),
    "remove": ("- {n} partner", "- {n} partners"),
    "make": ("+ {n} identity synchronization", "+ {n} identity synchronizations"),
    "drop": ("- {n} identity synchronization", "- {n} identity synchronizations"),
    "replace": ("-/+ {n} replaced", "-/+ {n} replaced"),
    "taken": ("~ {n} existing settings object taken over", "~ {n} existing settings objects taken over"),
    "change": ("~ {n} changed", "~ {n} changed"),
    "stop managing": (". {n} no longer managed", ". {n} no longer managed"),
    "state": (". {n} only in Terraform's state", ". {n} only in Terraform's state"),
}


def summary_of(tenant: TenantPlan) -> str:
    """What a tenant's plan comes to: `+ 1 partner   ~ 2 existing settings objects taken over`."""
    if tenant.errors:
        return "could not be planned"
    counts = Counter(_counted_as(change) for change in tenant.changes)
    phrases = [_PHRASES[kind][counts[kind] != 1].format(n=counts[kind]) for kind in _PHRASES if counts[kind]]
    if not phrases:
        return "changes outside of the cross-tenant access settings" if tenant.has_changes else "no changes"
    return "   ".join(phrases)


def _counted_as(change: ObjectChange) -> str:
    if change.action == "take over":
        return "taken"
    is_partner = change.kind == "partner_settings"
    return (
        {"create": "make", "remove": "drop"}.get(change.action, change.action) if not is_partner else change.action
    )


def counts_of(plan: JointPlan) -> str:
    """How many tenants change and how many could not be read."""
    changing = sum(tenant.has_changes for tenant in plan.tenants)
    unreadable = sum(bool(tenant.errors or tenant.unreadable) for tenant in plan.tenants)
    return f"{changing} {'tenant changes' if changing == 1 else 'tenants change'}, {unreadable} unreadable"


def about(change: ObjectChange) -> str:
    """What a reader should know of a change beside its rows."""
    said = {
        "take over": "taken over; before = live value",
        "create": f"tenant_id {change.partner}",
        "remove": f"tenant_id {change.partner}",
    }.get(change.action, "")
    return "; ".join(text for text in (said, change.note) if text)


def effect(row: Row) -> str:
    """`before -> after`, or the value alone where the partner is new and had nothing before."""
    return f"{row.before} -> {row.after}" if row.before else row.after


def is_news(message: TerraformMessage) -> bool:
    """Whether a message says something that the changes do not: taking over is shown there, with its values."""
    return not (message.severity == "warning" and message.summary.endswith("taken over"))


def where(row: Row) -> str:
    """The section and member that a row is about."""
    return f"{row.section}.{row.path}" if row.path else row.section


def remainder(change: ObjectChange) -> list[str]:
    """The sections that stay, in one line for each reason."""
    lines = []
    if change.unchanged:
        lines.append(f"unchanged: {', '.join(change.unchanged)}")
    if change.inherited:
        lines.append(f"inherited: {', '.join(change.inherited)}")
    return lines
