"""Text in lines of any width: nothing is left out, no word is cut that fits a line, and columns line up."""

import re
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.report.sheet import NARROWEST, WIDTH, Sheet

GUID = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a"
WORDS = st.lists(st.text(alphabet="ab-", min_size=1, max_size=30), max_size=30).map(" ".join)
WIDTHS = st.sampled_from((NARROWEST, 60, 79, 80, 100, WIDTH))


@given(WORDS, st.integers(0, 60), WIDTHS)
def test_every_word_stands_whole_and_in_its_order(text: str, indent: int, width: int) -> None:
    lines = list(Sheet(width).hanging("head", text, indent, "tail"))
    assert " ".join(" ".join(lines).split()).replace(" tail", "", 1) == " ".join(["head", *text.split()])
    assert all(len(line) <= width for line in lines)


@given(WORDS, st.integers(0, 60))
def test_what_is_too_long_goes_on_below_as_any_text_is_wrapped(text: str, indent: int) -> None:
    indent = max(indent, 5)
    found = list(Sheet().hanging("head", text, indent))
    wanted = wrap(text, WIDTH - indent, break_on_hyphens=False) or [""]
    assert [line[indent:].rstrip() for line in found] == wanted
    assert found[0].startswith("head")


@pytest.mark.parametrize("width", [NARROWEST, 60, 100, WIDTH])
def test_an_id_that_does_not_fit_its_column_moves_it(width: int) -> None:
    lines = list(Sheet(width).hanging("  group of somebody", f"allowed group {GUID}, group {GUID}", 90))
    assert "".join(lines).count(GUID) == 2
    assert all(len(line) <= width for line in lines)


def test_a_word_that_is_wider_than_the_line_is_cut_only_where_no_id_is_so_long() -> None:
    digest = "sha256:" + "0f" * 32
    assert digest in "\n".join(Sheet(NARROWEST).hanging("", f"review.json {digest}"))
    assert max(map(len, Sheet(60).hanging("", f"a {'x' * 1000}", 20))) <= 60


def test_the_end_of_the_first_line_stays_at_the_margin() -> None:
    first, *rest = Sheet(60).hanging("REFUSED", "a word " * 20, 10, "XC307")
    assert re.fullmatch(r"REFUSED +a .* XC307", first)
    assert len(first) == 60
    assert rest
    assert "XC307" not in "".join(rest)
