"""How wide text is laid out: as COLUMNS or the terminal say, never wider than it is made for."""

import pytest

from crosscloud.cli.session import find_width
from crosscloud.report.sheet import WIDTH


@pytest.mark.parametrize(
    ("columns", "terminal", "width"),
    [
        (None, None, WIDTH),
        (None, 60, 60),
        (None, 400, WIDTH),
        (None, 0, WIDTH),
        ("60", 100, 60),
        ("60", None, 60),
        ("0", 60, WIDTH),
        ("", 60, 60),
        ("wide", 60, 60),
        ("-5", None, WIDTH),
        ("\u0663", 60, 60),
    ],
)
def test_the_width_is_that_of_columns_or_the_terminal(
    columns: str | None, terminal: int | None, width: int
) -> None:
    assert find_width({} if columns is None else {"COLUMNS": columns}, terminal) == width
