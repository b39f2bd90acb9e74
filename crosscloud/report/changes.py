"""What a tenant's changes come to and what each does, in the words that every report shares."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from crosscloud.domain.settings import PARTNER
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.object_changes import Action, ObjectChange, Row, Side, State
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.wording.names import Names
from crosscloud.wording.settings import in_words

MARKS: Final[Mapping[Action, str]] = MappingProxyType(
    {
        "create": "+",
        "change": "~",
        "adopt": "~",
        "replace": "-/+",
        "remove": "-",
        "stop managing": ".",
        "state": ".",
    }
)

_PHRASES: Final = {
    "create": ("+ {n} partner", "+ {n} partners"),
    "remove": ("- {n} partner", "- {n} partners"),
    "make": ("+ {n} identity synchronization", "+ {n} identity synchronizations"),
    "drop": ("- {n} identity synchronization", "- {n} identity synchronizations"),
    "replace": ("-/+ {n} replaced", "-/+ {n} replaced"),
    "adopt": ("~ {n} existing settings object adopted", "~ {n} existing settings objects adopted"),
    "change": ("~ {n} changed", "~ {n} changed"),
    "stop managing": (". {n} no longer managed", ". {n} no longer managed"),
    "state": (". {n} only in Terraform's state", ". {n} only in Terraform's state"),
}
_BEFORE: Final[Mapping[State, str]] = MappingProxyType(
    {"absent": "", "inherited": "inherited", "unread": "not read", "after apply": "(known after apply)"}
)
_AFTER: Final[Mapping[State, str]] = MappingProxyType(
    {"absent": "removed", "inherited": "inherited", "unread": "unknown", "after apply": "(known after apply)"}
)
_DESTROYED: Final = {
    "keep": "on_destroy is keep: nothing is written; the settings stay as they are",
    "restore": "on_destroy is restore: back to what stood there when it was adopted",
    "reset": "on_destroy is reset: back to the service's own default",
}


@dataclass(frozen=True, slots=True)
class RowText:
    """One row of a change in words.

    Attributes:
        section: the section, or an option of the resource itself.
        path: the member within it; empty for the whole.
        before: the live value; empty for what is new.
        after: the planned value.
    """

    section: str
    path: str
    before: str
    after: str

    @property
    def name(self) -> str:
        """The section and member that the row is about."""
        return f"{self.section}.{self.path}" if self.path else self.section

    @property
    def effect(self) -> str:
        """`before -> after`, or the value alone where there was nothing before."""
        return f"{self.before} -> {self.after}" if self.before else self.after


def list_rows(change: ObjectChange, names: Names) -> Iterator[RowText]:
    """What changes, member by member, and then what changes of the resource itself."""
    for row in change.rows:
        yield RowText(
            row.section.name,
            ".".join(row.path),
            _side_in_words(row, row.before, _BEFORE, names),
            _side_in_words(row, row.after, _AFTER, names),
        )
    for name, before, after in change.options:
        yield RowText(name, "", str(before).lower(), str(after).lower())


def _side_in_words(row: Row, side: Side, words: Mapping[State, str], names: Names) -> str:
    return in_words(row.type, side.value, names.of_id) if side.state == "known" else words[side.state]


def sum_up(tenant: TenantPlan) -> str:
    """What a tenant's plan comes to: `+ 1 partner   ~ 2 existing settings objects adopted`."""
    if tenant.errors:
        return "could not be planned"
    counts = Counter(_counted_as(change) for change in tenant.changes)
    phrases = [_PHRASES[kind][counts[kind] != 1].format(n=counts[kind]) for kind in _PHRASES if counts[kind]]
    if not phrases:
        return "changes outside of the cross-tenant access settings" if tenant.has_changes else "no changes"
    return "   ".join(phrases)


def _counted_as(change: ObjectChange) -> str:
    if change.settings is PARTNER:
        return change.action
    return {"create": "make", "remove": "drop"}.get(change.action, change.action)


def count_tenants(plan: JointPlan) -> str:
    """How many tenants change, how many in Terraform's state alone, and how many could not be read."""
    changing = [tenant for tenant in plan.tenants if tenant.has_changes]
    noted = sum(_is_only_noted(tenant) for tenant in changing)
    written = len(changing) - noted
    unreadable = sum(bool(tenant.errors or tenant.unreadable) for tenant in plan.tenants)
    in_state = f", {noted} only in Terraform's state" if noted else ""
    return f"{written} {'tenant changes' if written == 1 else 'tenants change'}{in_state}, {unreadable} unreadable"


def _is_only_noted(tenant: TenantPlan) -> bool:
    """Whether nothing of all that changes is written to the tenant."""
    return bool(tenant.changes) and all(change.action in ("state", "stop managing") for change in tenant.changes)


def say_about(change: ObjectChange) -> str:
    """What a reader should know of a change beside its rows."""
    said = []
    if change.action == "adopt":
        said.append("adopted; before = live value")
    elif change.action in ("create", "remove"):
        said.append(f"tenant_id {change.partner or _AFTER['after apply']}")
    if change.on_destroy is not None:
        said.append(_DESTROYED[change.on_destroy])
    elif change.action == "stop managing":
        said.append("nothing is written; the settings stay as they are")
    return "; ".join(said)


def list_remaining(change: ObjectChange) -> list[str]:
    """The sections that are not among the rows, in one line for each reason."""
    reasons = (
        ("unchanged", change.unchanged),
        ("inherited", change.inherited),
        ("not read, so not known whether they change", change.unread),
    )
    return [f"{reason}: {', '.join(sections)}" for reason, sections in reasons if sections]


def list_messages(plan: JointPlan) -> list[tuple[TenantPlan, TerraformMessage]]:
    """What Terraform and the provider said that the rest of a report does not: no errors, which come first.

    That an object is adopted is shown among the changes, with its values. Where nobody can say what it holds, or
    its creation will be refused, the warning is told.
    """
    return [
        (tenant, message)
        for tenant in plan.tenants
        for message in _news(tenant.messages, _shown_as_adopted(tenant))
    ]


def _news(messages: Iterable[TerraformMessage], adopted: frozenset[str]) -> Iterator[TerraformMessage]:
    return (
        message
        for message in messages
        if message.severity != "error" and not (message.severity == "warning" and message.address in adopted)
    )


def _shown_as_adopted(tenant: TenantPlan) -> frozenset[str]:
    if tenant.unreadable:
        return frozenset()
    return frozenset(
        change.address for change in tenant.changes if change.action == "adopt" and not change.will_be_refused
    )
