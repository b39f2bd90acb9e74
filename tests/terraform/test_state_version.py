"""Which version of a state a saved plan was made on, and how another one is told."""

import io
import json
import zipfile

import pytest

from crosscloud.terraform.state_version import Moved, StateVersion, moved_on, planned_on

STATE = {"version": 4, "serial": 3, "lineage": "e1cca4b0", "resources": []}


def saved_plan(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, text in parts.items():
            written.writestr(name, text)
    return file.getvalue()


def test_a_saved_plan_holds_the_state_that_it_was_made_on() -> None:
    assert planned_on(saved_plan(tfplan="x", tfstate=json.dumps(STATE))) == StateVersion(3, "e1cca4b0")


REFERENCE = {"remote_plan_format": 1, "run_id": "run-x", "hostname": "app.terraform.io"}


def test_what_the_cloud_backend_saves_holds_none() -> None:
    assert planned_on(json.dumps(REFERENCE).encode()) is None


WHOLE = saved_plan(tfplan="x", tfstate=json.dumps(STATE))


@pytest.mark.parametrize(
    "plan",
    [
        b"",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-1],
        b"{}",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        json.dumps({**REFERENCE, "remote_plan_format": 2}).encode(),
        json.dumps({**REFERENCE, "run_id": ""}).encode(),
        json.dumps({**REFERENCE, "hostname": None}).encode(),
        json.dumps(REFERENCE).encode()[:-1],
    ],
)
def test_what_is_neither_a_saved_plan_nor_a_reference_is_damaged(plan: bytes) -> None:
    with pytest.raises(ValueError, match="it holds no state that can be read"):
        planned_on(plan)


def test_a_state_whose_compressed_bytes_are_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("tfstate", json.dumps(STATE) * 9)
    data = bytearray(file.getvalue())
    data[37:46] = b"\xff" * 9  # behind the header of the part: 30 bytes and its name
    with pytest.raises(ValueError, match="it holds no state that can be read"):
        planned_on(bytes(data))


@pytest.mark.parametrize("parts", [{"tfplan": "x"}, {"tfstate": "{"}, {"tfstate": "[]"}, {"tfstate": "{}"}])
def test_a_saved_plan_that_is_damaged(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"serial|state|property"):
        planned_on(saved_plan(**parts))


def test_a_state_that_does_not_exist_yet() -> None:
    assert StateVersion.of_state("") == StateVersion.of_state("\n") == StateVersion()
    assert StateVersion.of_state(json.dumps(STATE)) == StateVersion(3, "e1cca4b0")


@pytest.mark.parametrize(
    ("planned", "now", "moved"),
    [
        (StateVersion(), StateVersion(), None),
        (StateVersion(3, "a"), StateVersion(3, "a"), None),
        (StateVersion(0, ""), StateVersion(0, "b"), None),  # Terraform's own rule for a first plan
        (StateVersion(), StateVersion(1, "b"), Moved("serial", 0, 1)),
        (StateVersion(3, "a"), StateVersion(4, "a"), Moved("serial", 3, 4)),
        (StateVersion(3, "a"), StateVersion(3, "b"), Moved("lineage", "a", "b")),
        (StateVersion(3, "a"), StateVersion(), Moved("missing", "a")),
    ],
)
def test_a_state_that_moved_on(planned: StateVersion, now: StateVersion, moved: Moved | None) -> None:
    assert moved_on(planned, now) == moved
