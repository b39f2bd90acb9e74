"""What must stand in a report stands, the rest fills the room, and nobody is handed a part as the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.report.budget import DoesNotFitError, Part, fit, length, rows_within


def filled(rows: list[str], rank: int = 0, share: float = 1.0) -> Part:
    return Part(
        filled=lambda room: rows_within(room, "<\n", rows, ">\n", lambda left: f"{left} left out\n"),
        rank=rank,
        share=share,
    )


def test_everything_stands_where_there_is_room() -> None:
    assert fit([Part("a\n"), filled(["1\n", "2\n"]), Part("z\n")], 1000) == "a\n<\n1\n2\n>\nz\n"


def test_what_does_not_fit_is_counted() -> None:
    text = fit([Part("a\n"), filled(["row\n"] * 200)], 400)
    assert text.startswith("a\n<\nrow\n")
    shown = text.count("row\n")
    assert text.endswith(f">\n{200 - shown} left out\n")


def test_where_nothing_of_a_part_fits_it_has_no_frame() -> None:
    assert fit([filled(["x" * 500])], 200) == "1 left out\n"


def test_what_ranks_last_is_cut_first_wherever_it_stands() -> None:
    text = fit([filled(["last\n"] * 50, 2), filled(["first\n"] * 50, 1)], 700)
    assert text.count("first") == 50
    assert text.startswith("<\nlast")
    assert f"{50 - text.count('last')} left out" in text


def test_a_share_leaves_room_for_others_and_takes_what_they_leave() -> None:
    both = fit([filled(["one\n"] * 500, 1, 0.5), filled(["two\n"] * 500, 2)], 1320)
    assert both.count("one\n") > 100
    assert both.count("two\n") > 100
    alone = fit([filled(["one\n"] * 500, 1, 0.5), filled(["two\n"], 2)], 1320)
    assert alone.count("one\n") > 200
    assert "two\n" in alone


def test_what_must_stand_and_does_not_fit_is_an_error() -> None:
    with pytest.raises(DoesNotFitError):
        fit([Part("x" * 100), filled(["1\n"])], 200)


@given(
    st.lists(st.text(max_size=30), max_size=5),
    st.lists(
        st.tuples(
            st.lists(st.text(max_size=20), max_size=90), st.integers(0, 3), st.sampled_from((0.2, 0.5, 1.0))
        ),
        max_size=4,
    ),
)
def test_the_limit_holds_and_what_must_stand_stands(
    needed: list[str], rows: list[tuple[list[str], int, float]]
) -> None:
    parts = [*(Part(text) for text in needed), *(filled(*group) for group in rows)]
    limit = 1400
    text = fit(parts, limit)
    assert length(text) <= limit
    assert text.startswith("".join(needed))


def test_length_counts_as_javascript_does() -> None:
    assert length("aé🔺\ud800") == 5
