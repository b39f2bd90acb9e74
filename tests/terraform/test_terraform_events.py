"""Terraform's lines as typed events, and what an apply did, told by them."""

import json
from typing import Any

import pytest

from crosscloud.terraform.events import (
    Applied,
    Diagnostic,
    Failed,
    Finished,
    Going,
    Started,
    TerraformEvent,
    event_in,
    sum_up_events,
)
from crosscloud.terraform.messages import TerraformMessage


def hook(kind: str, **members: Any) -> str:
    return json.dumps({"type": kind, "hook": {"resource": {"addr": "a.b"}, **members}})


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (hook("apply_start", action="create"), Started("a.b", "create")),
        (hook("apply_progress", action="create", elapsed_seconds=10), Going("a.b", "create", 10)),
        (hook("apply_complete", action="create"), Finished("a.b", "create")),
        (hook("apply_errored", action="create"), Failed("a.b", "create")),
        (hook("refresh_start"), Started("a.b", "refresh")),
        (hook("refresh_complete"), Finished("a.b", "refresh")),
        (
            json.dumps({"type": "diagnostic", "diagnostic": {"severity": "warning", "summary": "s"}}),
            Diagnostic(TerraformMessage("warning", "s", "", "")),
        ),
        (json.dumps({"type": "version", "terraform": "1.11.4"}), None),
        (json.dumps({"type": "apply_start", "hook": []}), None),
        (json.dumps({"type": "apply_start"}), None),
        ("[]", None),
        ("not JSON", None),
        ("", None),
    ],
)
def test_each_line(line: str, event: object) -> None:
    assert event_in(line) == event


def test_what_an_apply_did() -> None:
    error = TerraformMessage("error", "Refused", "", "c")
    told: list[TerraformEvent] = [
        Started("data.x", "read"),
        Finished("data.x", "read"),
        Started("a", "refresh"),
        Finished("a", "refresh"),
        Started("b", "create"),
        Started("c", "delete"),
        Going("c", "delete", 10),
        Finished("b", "create"),
        Failed("c", "delete"),
        Diagnostic(error),
    ]
    assert sum_up_events(told) == Applied((error,), ("b",), ("c",))
    assert sum_up_events(told).failed
    assert not sum_up_events([]).failed


def test_one_that_is_removed_to_be_made_anew_and_is_not_made_is_not_done() -> None:
    told: list[TerraformEvent] = [
        Started("a", "delete"),
        Finished("a", "delete"),
        Started("a", "create"),
        Failed("a", "create"),
    ]
    assert sum_up_events(told) == Applied((), (), ("a",))
