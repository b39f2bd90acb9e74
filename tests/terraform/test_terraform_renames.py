"""What a plan has at another address than the state, and the blocks that move it."""

import json
from pathlib import Path
from typing import Any

import pytest

from crosscloud.terraform.errors import PlanShapeError
from crosscloud.terraform.renames import Rename, find_renames, write_moves

ONE, OTHER = (f"{digit}bbbbbbb-0000-4000-8000-000000000001" for digit in "12")
PARTNER, SYNC = "crosscloud_partner_settings", "crosscloud_partner_identity_synchronization"


def change(name: str, old: str | None, new: str | None, *, kind: str = PARTNER) -> dict[str, Any]:
    """One resource of a plan: created, removed, or both in one place."""
    actions = [*(["delete"] if old else []), *(["create"] if new else [])]
    return {
        "address": f"{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "change": {
            "actions": actions,
            "before": {"tenant_id": old} if old else None,
            "after": {"tenant_id": new} if new else None,
        },
    }


def renames(*changes: dict[str, Any]) -> tuple[Rename, ...]:
    return find_renames({"resource_changes": list(changes)})


def test_an_entry_that_is_removed_and_created_elsewhere_has_another_name() -> None:
    found = renames(change("old", ONE, None), change("new", None, ONE.upper()))
    assert found == (Rename(f"{PARTNER}.old", f"{PARTNER}.new"),)


def test_each_kind_is_moved_by_itself() -> None:
    found = renames(
        change("old", ONE, None),
        change("new", None, ONE),
        change("old", ONE, None, kind=SYNC),
        change("new", None, ONE, kind=SYNC),
        change("other", OTHER, None, kind=SYNC),
        change("other", None, OTHER, kind="crosscloud_settings"),
    )
    assert set(found) == {Rename(f"{kind}.old", f"{kind}.new") for kind in (PARTNER, SYNC)}


def test_names_that_are_exchanged_are_both_occupied() -> None:
    found = renames(change("a", ONE, OTHER), change("b", OTHER, ONE))
    assert set(found) == {
        Rename(f"{PARTNER}.b", f"{PARTNER}.a", ONE),
        Rename(f"{PARTNER}.a", f"{PARTNER}.b", OTHER),
    }


@pytest.mark.parametrize(
    "changes",
    [
        [change("a", ONE, None), change("b", None, OTHER)],
        [change("a", ONE, ONE)],
        [change("a", None, ONE)],
        [change("a", ONE, None)],
    ],
)
def test_what_is_made_or_removed_keeps_its_name(changes: list[dict[str, Any]]) -> None:
    assert renames(*changes) == ()


def test_an_unknown_tenant_is_no_rename() -> None:
    made = change("b", None, ONE)
    made["change"]["after"] = {}
    assert renames(change("a", ONE, None), made) == ()


def test_another_shape_is_said() -> None:
    with pytest.raises(PlanShapeError):
        find_renames({"resource_changes": [{"type": PARTNER, "mode": "managed"}]})


def test_the_blocks_stand_beside_those_of_the_stack(tmp_path: Path) -> None:
    stack = tmp_path / "cdk.tf.json"
    stack.write_text(json.dumps({"resource": {}, "moved": [{"from": "x.a", "to": "x.b"}]}), encoding="utf-8")
    write_moves(stack, (Rename(f"{PARTNER}.old", f"{PARTNER}.new"),))
    assert json.loads(stack.read_text(encoding="utf-8")) == {
        "resource": {},
        "moved": [{"from": "x.a", "to": "x.b"}, {"from": f"{PARTNER}.old", "to": f"{PARTNER}.new"}],
    }


def test_a_stack_of_another_shape_is_said(tmp_path: Path) -> None:
    stack = tmp_path / "cdk.tf.json"
    for text in ("[]", "{"):
        stack.write_text(text, encoding="utf-8")
        with pytest.raises(PlanShapeError):
            write_moves(stack, ())
