"""docs/guides/json.md names every key that the commands print, and none that they do not."""

import json
import re
from typing import Any

import pytest

from tests.acceptance.project import ROOT, Project, ok

PAGE = (ROOT / "docs" / "guides" / "json.md").read_text(encoding="utf-8")
AS_IN_THE_REVIEW = {"users", "applications", "ways"}
"""Keys below which the review's schema says what stands."""
BY_NAME = {"ids", "unread", "policy", "default", "partners", "unreadable", "trust"}
"""Keys whose members are names of tenants, of Graph or of claims."""
NOT_KEYS = {"format", "yes", "no", "unknown", "pass", "fail", "allow", "block", "review.json", "--out", "null"}
COMMANDS: dict[str, tuple[str, ...]] = {
    "access matrix --json": (),
    "access explain --json": (
        *("--from", "contoso", "--to", "fabrikam", "--app", "design-vault"),
        *("--user", "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f99"),
    ),
    "check --json": (),
    "synth --json": (),
    "snapshot": (),
    "provider install --json": (),
}


def keys(document: Any) -> set[str]:
    """Every key in a document, but below those that another description is for."""
    if isinstance(document, list):
        return set().union(*map(keys, document))
    if not isinstance(document, dict):
        return set()
    below = (keys(value) for key, value in document.items() if key not in AS_IN_THE_REVIEW | BY_NAME)
    return set(document).union(*below)


def told(command: str) -> set[str]:
    """The keys that the page names for a command."""
    section = PAGE.partition(f"## `crosscloud {command}`\n")[2].partition("\n## ")[0]
    assert section, command
    return set(re.findall(r"`([a-z_]+)`", section))


def test_the_page_names_the_keys(project: Project) -> None:
    with project.emulated():
        ok(project.crosscloud("plan", "--out", "b.plan"), 2)
        applied = json.loads(ok(project.crosscloud("apply", "b.plan", "--json")))
        assert keys(applied) <= told("apply --json")
        for command, arguments in COMMANDS.items():
            printed = json.loads(ok(project.crosscloud(*command.split(), *arguments)))
            assert keys(printed) - told(command) == set(), command
            assert told(command) - keys(printed) - NOT_KEYS == set(), command


@pytest.mark.parametrize("command", ["plan --json", "apply --json", *COMMANDS])
def test_each_command_has_its_section(command: str) -> None:
    assert f"## `crosscloud {command}`\n" in PAGE
