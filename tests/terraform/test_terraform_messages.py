"""Terraform's own texts, made short, with what to do where it does not say that."""

import json
from pathlib import Path

import pytest

from crosscloud.terraform.messages import TerraformMessage, explained, list_messages_in, unwrapped

BOXED = """
╷
│ Error: Failed to query available provider packages
│ 
│ Could not list the versions of the provider nobody/gone:
│ the registry cannot be reached
╵
╷
│ Warning: Something else
╵
"""  # noqa: W291 (as Terraform prints it)


def test_boxes_become_messages() -> None:
    first, second = list_messages_in(BOXED)
    assert first == TerraformMessage(
        "error",
        "Failed to query available provider packages",
        "Could not list the versions of the provider nobody/gone: the registry cannot be reached",
        "",
    )
    assert (second.severity, second.summary, second.detail) == ("warning", "Something else", "")


def test_what_is_no_diagnostic_is_shown_whole() -> None:
    assert list_messages_in("flag provided but not defined") == [
        TerraformMessage("error", "Terraform failed", "flag provided but not defined", "")
    ]
    assert list_messages_in("")[0].detail == "it said nothing"


def test_an_introduction_is_left_out_where_a_cause_follows() -> None:
    text = "Error: Terraform encountered problems during initialisation.\n\nError: Unreadable module\n\nno"
    assert [message.summary for message in list_messages_in(text)] == ["Unreadable module"]


def test_lists_keep_their_lines() -> None:
    assert unwrapped("Two\nproblems:\n\n- one\n- two\n  more") == "Two problems:\n- one\n- two\nmore"


@pytest.mark.parametrize(
    ("summary", "detail", "words"),
    [
        (
            "Error acquiring the state lock",
            "Error message: resource temporarily unavailable\nLock Info:\n  ID:        1-2\n  Who:       ann@b\n"
            "  Created:   2026-01-02 03:04:05.6 +0000 UTC\n  Operation: OperationTypeApply\n",
            ["locked by ann@b since 2026-01-02 03:04:05", "force-unlock 1-2"],
        ),
        ("Backend configuration changed", "…", ["init -migrate-state", ".terraform"]),
        ("Error refreshing state: 2 problems:", "- broken", ["- broken", "/state/x.tfstate.backup"]),
    ],
)
def test_what_to_do_about_the_state(tmp_path: Path, summary: str, detail: str, words: list[str]) -> None:
    document = {"terraform": {"backend": {"local": {"path": "/state/x.tfstate"}}}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    text = explained(TerraformMessage("error", summary, detail, ""), tmp_path).detail
    assert not [word for word in words if word not in text], text


def test_a_lock_without_particulars_and_any_other_message_stay_as_they_are(tmp_path: Path) -> None:
    for summary in ("Error acquiring the state lock", "Partner is listed already"):
        message = TerraformMessage("error", summary, 'import {\n  to = x\n  id = "y"\n}', "a.b")
        assert explained(message, tmp_path) == message


@pytest.mark.parametrize("number", ["70021", "700211", "700212", "700213"])
def test_a_state_outside_of_global_needs_a_second_federated_credential(tmp_path: Path, number: str) -> None:
    said = TerraformMessage("error", "Failed to get existing workspaces", f"AADSTS{number}: No matching", "")

    def told(**backend: object) -> str:
        document = {"terraform": {"backend": {"azurerm": backend}}}
        (tmp_path / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
        return explained(said, tmp_path).detail

    words = told(use_oidc=True, environment="usgovernment")
    assert words.startswith(said.detail)
    assert "a second federated credential" in words
    assert "ARM_OIDC_TOKEN" in words
    assert told(use_oidc=True, environment="public") == said.detail
    assert told(environment="usgovernment") == said.detail
    other = TerraformMessage("error", "Failed", "AADSTS7000215: wrong", "")
    told(use_oidc=True, environment="china")
    assert explained(other, tmp_path) == other
