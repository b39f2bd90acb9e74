"""Which version of a state a saved plan was made on, and how another one is told."""

import io
import json
import zipfile

import pytest

from crosscloud.terraform.state_version import StateVersion, moved_on, planned_on

STATE = {"version": 4, "serial": 3, "lineage": "e1cca4b0", "resources": []}


def saved_plan(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, text in parts.items():
            written.writestr(name, text)
    return file.getvalue()


def test_a_saved_plan_holds_the_state_that_it_was_made_on() -> None:
    assert planned_on(saved_plan(tfplan="x", tfstate=json.dumps(STATE))) == StateVersion(3, "e1cca4b0")


def test_what_the_cloud_backend_saves_holds_none() -> None:
    reference = {"remote_plan_format": 1, "run_id": "run-x", "hostname": "app.terraform.io"}
    assert planned_on(json.dumps(reference).encode()) is None


@pytest.mark.parametrize("parts", [{"tfplan": "x"}, {"tfstate": "{"}, {"tfstate": "[]"}, {"tfstate": "{}"}])
def test_a_saved_plan_that_is_damaged(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"serial|state|property"):
        planned_on(saved_plan(**parts))


def test_a_state_that_does_not_exist_yet() -> None:
    assert StateVersion.of_state("") == StateVersion.of_state("\n") == StateVersion()
    assert StateVersion.of_state(json.dumps(STATE)) == StateVersion(3, "e1cca4b0")


@pytest.mark.parametrize(
    ("planned", "now", "words"),
    [
        (StateVersion(), StateVersion(), ""),
        (StateVersion(3, "a"), StateVersion(3, "a"), ""),
        (StateVersion(0, ""), StateVersion(0, "b"), ""),  # Terraform's own rule for a first plan
        (StateVersion(), StateVersion(1, "b"), "it was written since (serial 0, now 1)"),
        (StateVersion(3, "a"), StateVersion(4, "a"), "it was written since (serial 3, now 4)"),
        (StateVersion(3, "a"), StateVersion(3, "b"), "it is another state by now (lineage a, now b)"),
        (StateVersion(3, "a"), StateVersion(), "it is another state by now (lineage a, now none)"),
    ],
)
def test_a_state_that_moved_on(planned: StateVersion, now: StateVersion, words: str) -> None:
    assert moved_on(planned, now) == words
