"""The catalogue, the rules and the pages say the same."""

import re
from pathlib import Path

import pytest

from crosscloud.domain import settings as settings_package
from crosscloud.domain.findings import CATALOGUE, Entry
from crosscloud.domain.findings import rules as rules_package

PAGES = Path(__file__).parents[3] / "docs" / "findings"
HEADINGS = ["What it means", "Example", "How to fix it", "When to accept it", "Source"]
NOT_REPORTED = {"XC310"}
"""Kept for its meaning; nothing that crosscloud can know today raises it."""


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=str)
def test_each_finding_has_a_page(entry: Entry) -> None:
    text = (PAGES / f"{entry.id}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {entry.id}: {entry.title}\n\n**{entry.severity}** · {entry.when}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert text.endswith(f"## Source\n\n{entry.source}.\n")
    sections = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    assert all(len(section.strip()) > 20 for section in sections)


def test_there_is_no_other_page_and_the_index_lists_them_all() -> None:
    assert {path.stem for path in PAGES.glob("XC*.md")} == set(CATALOGUE)
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(XC\d+)\]\((XC\d+)\.md\) \| (\w+) \| (.+) \|$", index, re.MULTILINE) == [
        (entry.id, entry.id, entry.severity, entry.title) for entry in CATALOGUE.values()
    ]


def test_each_finding_of_the_settings_is_raised_by_a_rule() -> None:
    folders = [Path(str(package.__file__)).parent for package in (rules_package, settings_package)]
    code = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    named = set(re.findall(r'"(XC\d{3})"', code))
    assert named == set(CATALOGUE) - NOT_REPORTED
    assert {id_ for id_, entry in CATALOGUE.items() if entry.when.startswith("Not reported today")} == NOT_REPORTED
