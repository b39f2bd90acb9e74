"""What the documentation names exists: commands, options, targets, links."""

import re
from pathlib import Path

import pytest

from crosscloud.cli.main import run
from tools.docpages.prose import (
    all_commands,
    broken_links,
    code_of,
    commands_in,
    unknown_command,
    unknown_targets,
    untold_commands,
    written_pages,
)
from tools.docs import ROOT

HAND_WRITTEN = [page for page in written_pages(ROOT) if "reference" not in page.parts]
SHEET = ROOT / "help"


def code(page: Path) -> list[str]:
    """The lines of code in a page; the cheat sheet is code throughout."""
    text = page.read_text(encoding="utf-8")
    return text.splitlines() if page == SHEET else list(code_of(text))


@pytest.mark.parametrize("page", [*HAND_WRITTEN, SHEET], ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in code(page):
        for words in commands_in(line):
            assert unknown_command(words) is None, line
        assert unknown_targets(line, makefile) == [], line


def test_every_command_that_is_named_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    named = {
        words[0] for page in (*HAND_WRITTEN, SHEET) for line in code(page) for words in commands_in(line) if words
    }
    named = {name for name in named if re.fullmatch("[a-z]+", name)}
    assert {"demo", "plan", "apply", "snapshot"} <= named
    for name in sorted(named):
        assert run([name, "--help"]) == 0
        assert f"crosscloud {name}" in capsys.readouterr().out


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_command_that_nobody_is_told_of_is_named() -> None:
    everything = " ".join(f"crosscloud {name}" for name in all_commands() if name != "plan")
    assert untold_commands(everything) == ["plan"]
    assert untold_commands(f"{everything} crosscloud plan") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("crosscloud plan --env pilot --out p.plan    # exit 2", [["plan", "--env", "pilot", "--out", "p.plan"]]),
        ('eval "$(crosscloud completion bash)"', [["completion", "bash"]]),
        (".venv/bin/crosscloud --help", [["--help"]]),
        ("crosscloud/domain/ is a folder", []),
        ("provider crosscloud = {", []),
    ],
)
def test_commands_are_found_in_code(line: str, expected: list[list[str]]) -> None:
    assert commands_in(line) == expected


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["plan", "--env", "x"], None),
        (["provider", "install", "--mirror", "x"], None),
        (["COMMAND", "--help"], None),
        (["--version"], None),
        (["plan", "--nonsense"], "`crosscloud plan` has no option --nonsense"),
        (["provider", "remove"], "`crosscloud provider` has no command remove"),
        (["nonsense"], "`crosscloud` has no command nonsense"),
    ],
)
def test_what_does_not_exist_is_named(words: list[str], wrong: str | None) -> None:
    assert unknown_command(words) == wrong


def test_a_session_has_commands_after_the_prompt_only() -> None:
    text = "```\n$ crosscloud plan\ncrosscloud 0.1.0 said this\n```\nand `crosscloud apply`\n"
    assert list(code_of(text)) == ["crosscloud plan", "crosscloud apply"]


def test_links_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A `good` heading\n", encoding="utf-8")
    page = tmp_path / "page.md"
    links = ["other.md", "other.md#a-good-heading", "https://example.com/x", "none.md", "other.md#none"]
    page.write_text("\n".join(f"[x]({link})" for link in links), encoding="utf-8")
    assert broken_links(page) == ["none.md", "other.md#none"]


def test_targets_of_make_are_known() -> None:
    assert unknown_targets("make demo && make nonsense", "demo: setup\n\techo\n") == ["nonsense"]
