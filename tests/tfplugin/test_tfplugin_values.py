"""The unknown value, and what is wholly known."""

import copy
import pickle

import pytest

from crosscloud.tfplugin import Unknown, is_wholly_known
from crosscloud.tfplugin.values import copied


def test_truth_of_the_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="is Unknown"):
        bool(Unknown)


def test_copies_of_the_unknown_are_itself() -> None:
    assert copy.copy(Unknown) is Unknown
    assert copy.deepcopy({"a": [Unknown]})["a"][0] is Unknown
    assert pickle.loads(pickle.dumps(Unknown)) is Unknown  # noqa: S301 - our own bytes
    assert repr(Unknown) == "Unknown"


@pytest.mark.parametrize("value", [None, "", 0, [], {}, {"a": [None, {"b": "c"}]}])
def test_known(value: object) -> None:
    assert is_wholly_known(value)


@pytest.mark.parametrize("value", [Unknown, [Unknown], {"a": {"b": ["x", Unknown]}}, (Unknown,), {Unknown}])
def test_not_known(value: object) -> None:
    assert not is_wholly_known(value)


def test_a_copy_is_equal_and_apart() -> None:
    value = {"a": [{"b": "c"}, Unknown, None], "d": 1}
    copy_ = copied(value)
    assert copy_ == value
    copy_["a"][0]["b"] = "changed"
    copy_["a"].append("more")
    assert value == {"a": [{"b": "c"}, Unknown, None], "d": 1}
