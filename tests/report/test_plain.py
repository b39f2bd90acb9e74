"""Hostile text harms nothing: not a terminal, not Markdown, not a fenced block."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.report.plain import fenced, markdown, printable


@pytest.mark.parametrize("text", ["a\x1b[31mred", "a\u202eb", "one\ntwo", "\x07", "a\u2028b", "\u200b"])
def test_what_could_steer_a_terminal_is_spelt_out(text: str) -> None:
    shown = printable(text)
    assert "\\u" in shown
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp"} for char in shown)


@given(st.text())
def test_nothing_printable_is_on_two_lines(text: str) -> None:
    assert len(printable(text).splitlines()) <= 1


def test_ordinary_text_is_itself() -> None:
    assert printable("Käthe → 北京 (ENG)") == "Käthe → 北京 (ENG)"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](http://evil)", "**bold**", "`code`", "|cell|", "@team", "![i](u)"]
)
def test_markdown_of_hostile_text_is_only_text(text: str) -> None:
    shown = markdown(text)
    for char in "<>`*[]|@!":
        assert char not in shown.replace(f"\\{char}", "").replace("&lt;", "").replace("&gt;", "")


@given(st.text(alphabet="`~a\n", max_size=12))
def test_a_fence_is_not_closed_from_within(text: str) -> None:
    assert "```" not in fenced(text)
