"""Texts of a service are harmless once they are shown."""

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.graph.text import clean


def test_leaves_plain_text_alone() -> None:
    assert clean("Insufficient privileges (é) später.") == "Insufficient privileges (é) später."


def test_removes_terminal_escapes_line_breaks_and_direction_overrides() -> None:
    assert clean("a\x1b[31mred\r\n::error::b\u202ec\u2028d") == "a [31mred ::error::b c d"


def test_cuts_and_says_so() -> None:
    assert clean("x" * 50, limit=10) == "x" * 9 + "…"


@given(st.text(st.characters()), st.integers(1, 40))
def test_always_one_printable_line_within_the_limit(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    assert all(character.isprintable() or character.isspace() for character in shown)
    assert len(shown.splitlines()) <= 1
    assert clean(shown, limit) == shown
