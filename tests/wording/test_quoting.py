"""A directory's texts are cut, and its lists shortened, before a finding shows them."""

from crosscloud.wording.quoting import listed, quoted


def test_a_text_is_cut_where_it_is_too_long() -> None:
    assert quoted("Guests") == '"Guests"'
    assert quoted("x" * 80) == f'"{"x" * 80}"'
    assert quoted("x" * 5_000) == f'"{"x" * 79}…"'


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    assert listed(["b", "a"]) == "a, b"
    assert listed(f"{n:04}" for n in range(1_205)) == "0000, 0001, 0002, 0003, 0004 and 1,200 more"
