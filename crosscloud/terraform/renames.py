"""What a plan would remove and make anew only because a tenant is called otherwise now: it moves in the state.

Addresses are made of names, `crosscloud_partner_settings.fabrikam`; what is at them is known by its tenant id. A
plan that removes an entry at one address and creates the same one at another is planned again with `moved` blocks:
then nothing is written, and Terraform shows the move. Source: Terraform, "Refactor modules", the `moved` block.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import PARTNER
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.files import write_private
from crosscloud.terraform.errors import PlanShapeError

_TYPES: Final = (PARTNER.type_name, IDENTITY_SYNCHRONIZATION.type_name)
_MOVED: Final = "moved"


@dataclass(frozen=True, slots=True)
class Rename:
    """One object that a plan has at another address than the state.

    Attributes:
        before: its address in the state.
        after: its address in the code.
        occupant: the tenant id of what the state still has at `after`; empty where that is free.
    """

    before: str
    after: str
    occupant: str = ""


def find_renames(document: Mapping[str, Any]) -> tuple[Rename, ...]:
    """What a plan (its JSON) removes at one address and creates at another.

    Raises:
        PlanShapeError: where the plan is not of the documented shape.
    """
    removed: dict[tuple[str, str], str] = {}
    created: dict[tuple[str, str], str] = {}
    stored: dict[str, str] = {}
    try:
        for entry in document.get("resource_changes", ()):
            kind, address, actions = entry.get("type"), entry["address"], entry["change"]["actions"]
            if kind not in _TYPES or entry.get("mode") != "managed":
                continue
            before, after = entry["change"].get("before") or {}, entry["change"].get("after") or {}
            old, new = before.get("tenant_id"), after.get("tenant_id")
            if isinstance(old, str):
                stored[address] = fold(old)
                if "delete" in actions:
                    removed[kind, fold(old)] = address
            if "create" in actions and isinstance(new, str):
                created[kind, fold(new)] = address
    except (AttributeError, KeyError, TypeError) as error:
        raise PlanShapeError.of(f"{type(error).__name__}: {error}") from error
    return tuple(
        Rename(removed[what], address, stored.get(address, ""))
        for what, address in sorted(created.items())
        if what in removed and removed[what] != address
    )


def write_moves(stack: Path, renames: tuple[Rename, ...]) -> None:
    """Add to the stack's JSON the `moved` blocks of `renames`; the next synthesis writes it without them.

    Raises:
        PlanShapeError: where the stack is none.
        OSError: where it cannot be read or written.
    """
    try:
        document: Any = json.loads(stack.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PlanShapeError.of(f"the stack: {error}") from error
    if not isinstance(document, dict):
        raise PlanShapeError.of("the stack is no JSON object")
    own = document.get(_MOVED, [])
    blocks = [*(own if isinstance(own, list) else [own]), *({"from": r.before, "to": r.after} for r in renames)]
    write_private(stack, json.dumps({**document, _MOVED: blocks}, indent=2).encode())
