"""The entries of `hold`: tenants between which no plan may open anything until the entry is taken out."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.hold import Hold
from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.fields import Fields
from crosscloud.environment.tenant import Tenant
from crosscloud.environment.tree import Node, Scalar

_TENANTS: Final = "two or more names of tenants, or one name and a partner's tenant id"


def read_holds(
    nodes: tuple[Node, ...],
    tenants: Mapping[str, Tenant],
    known: Collection[str],
    path: Path,
    problems: Problems,
) -> Iterator[Hold]:
    """The entries of `hold` that are right.

    Args:
        nodes: what stands under `hold`.
        tenants: the file's tenants that are right.
        known: the names of all the file's tenants.
        path: the environment file.
        problems: takes the mistakes.
    """
    for node in nodes:
        fields = Fields(node, "an entry of hold", problems)
        held = tuple(_tenants(fields, tenants, known, problems))
        reason = fields.text("reason", "what happened, with the number of the incident")
        held_by = fields.text("held_by", "who answers for it")
        since = fields.date("since", "the day on which it began, such as 2027-06-30")
        fields.finish()
        if held and reason and held_by and since:
            yield Hold(held, reason, held_by, since, f"environments/{path.name}:{node.line}")


def _tenants(
    fields: Fields, tenants: Mapping[str, Tenant], known: Collection[str], problems: Problems
) -> Iterator[str]:
    """The ids of the tenants that are held; nothing where they are not a hold."""
    names = {tenant.tenant_id: name for name, tenant in tenants.items()}
    found: list[str] = []
    ids = 0
    items = fields.items("tenants", f"{_TENANTS}, such as [contoso, fabrikam]")
    for item in items:
        text = item.text if isinstance(item, Scalar) else ""
        id_ = tenants[text].tenant_id if text in tenants else fold(text)
        if text not in known and not is_guid(text):
            guess = hint(text, known, "the file has")
            problems.add(item.line, f"hold names a tenant that the file does not have: {text!r}{guess}")
        elif text not in known and id_ in names:
            problems.add(item.line, f"hold gives the tenant id of {names[id_]}: write its name, {names[id_]}")
        elif id_ in found:
            problems.add(item.line, f"hold names the tenant {text} twice: keep one")
        ids += text not in known
        found.append(id_)
    if len(items) == 1:
        problems.add(items[0].line, f"hold needs {_TENANTS}")
    elif items and ids == len(items):
        problems.add(items[0].line, "hold needs a name of a tenant of the file beside a partner's tenant id")
    elif ids and len(items) > 2:
        problems.add(items[0].line, "hold gives a tenant id beside several others: write one entry for each name")
    yield from found
