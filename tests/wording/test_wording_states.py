"""How a state has moved on, in words."""

from typing import get_args

import pytest

from crosscloud.terraform.state_version import Moved, Why
from crosscloud.wording.states import moved_state_in_words

TOLD = {
    Moved("missing", "a"): "it is there no more (its lineage was a)",
    Moved("lineage", "a", "b"): "it is another state by now (lineage a, now b)",
    Moved("serial", 3, 4): "it was written since (serial 3, now 4)",
}


@pytest.mark.parametrize(("moved", "words"), TOLD.items(), ids=str)
def test_each_kind_has_its_words(moved: Moved, words: str) -> None:
    assert moved_state_in_words(moved.why, moved.planned, moved.now) == words


def test_no_kind_is_left_out() -> None:
    assert {moved.why for moved in TOLD} == set(get_args(Why))
