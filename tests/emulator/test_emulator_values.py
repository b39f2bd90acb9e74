"""Plain kinds of value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.surfaces import api
from crosscloud.emulator.values import Boolean, Choice, Choices, Flags, Kind, ListOf, Text

SURFACE = api("v1.0", "Prod")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def accepts(kind: Kind, sent: object) -> bool:
    """Whether the kind takes the value; it must be held as it was sent."""
    try:
        held = kind.take(sent, None, "x", SURFACE)
    except GraphError as error:
        return "400 Request_BadRequest: Invalid value specified for property 'x" not in str(error)
    return held == sent and type(held) is type(sent)


@given(JSON)
def test_text_takes_exactly_the_strings(sent: object) -> None:
    assert accepts(Text(), sent) == isinstance(sent, str)


@given(JSON)
def test_boolean_takes_exactly_true_and_false(sent: object) -> None:
    assert accepts(Boolean(), sent) == isinstance(sent, bool)


@given(JSON | st.sampled_from(["allowed", "blocked", "Allowed", "unknownFutureValue"]))
def test_a_choice_takes_exactly_its_members(sent: object) -> None:
    assert accepts(Choice(("allowed", "blocked")), sent) == (sent in ("allowed", "blocked"))


@given(st.lists(st.sampled_from(["a", "b", "A", ""])))
def test_choices_take_each_member_once_in_any_order(sent: list[str]) -> None:
    is_valid = set(sent) <= {"a", "b"} and len(set(sent)) == len(sent)
    assert accepts(Choices(("a", "b"), can_be_empty=True), sent) == is_valid
    assert accepts(Choices(("a", "b")), sent) == (is_valid and bool(sent))


@pytest.mark.parametrize("sent", ["a", {"a": "b"}, [1], [None], [["a"]], 1])
def test_choices_take_only_lists_of_strings(sent: object) -> None:
    assert not accepts(Choices(("a", "b")), sent)


@given(st.lists(st.sampled_from(["a", "b", "A", "", " b"])))
def test_flags_take_each_member_once_joined_by_commas(sent: list[str]) -> None:
    is_valid = bool(sent) and set(sent) <= {"a", "b"} and len(set(sent)) == len(sent)
    assert accepts(Flags(("a", "b")), ",".join(sent)) == is_valid


@pytest.mark.parametrize("sent", [["a"], 1, {}, True])
def test_flags_take_only_text(sent: object) -> None:
    assert not accepts(Flags(("a", "b")), sent)


@given(JSON)
def test_a_list_takes_exactly_the_lists_of_what_its_kind_takes(sent: object) -> None:
    is_valid = isinstance(sent, list) and all(isinstance(item, str) for item in sent)
    assert accepts(ListOf(Text()), sent) == is_valid


def test_a_list_says_which_item_is_wrong_and_shows_each() -> None:
    with pytest.raises(GraphError, match="'x/1'"):
        ListOf(Text()).take(["a", 1], None, "x", SURFACE)
    assert ListOf(Text()).show(["a"], SURFACE) == ["a"]
