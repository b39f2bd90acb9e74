"""JSON data becomes a dataclass, or an error that names the place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from crosscloud.operations.decoding import WrongShapeError, decode


@dataclass(frozen=True)
class Leaf:
    """What a tree holds."""

    name: str
    size: int = 0


@dataclass(frozen=True)
class Tree:
    """Every kind of type."""

    leaves: tuple[Leaf, ...]
    pair: tuple[str, bool]
    by_name: Mapping[str, Leaf]
    anything: Any = None
    maybe: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


SOUND = {"leaves": [{"name": "a", "size": 1}], "pair": ["x", True], "by_name": {"b": {"name": "b"}}}


def test_data_of_the_right_shape() -> None:
    tree = decode(Tree, {**SOUND, "maybe": "m", "anything": [{}]})
    assert tree == Tree((Leaf("a", 1),), ("x", True), {"b": Leaf("b")}, [{}], "m")
    assert decode(Tree, {**SOUND, "maybe": None}).maybe is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"leaves": {}}, "it.leaves is an object, not a list"),
        ({"leaves": [{"name": "a", "size": True}]}, "it.leaves[0].size is bool, not int"),
        ({"leaves": [{"size": 1}]}, "it.leaves[0] lacks name"),
        ({"leaves": [{"name": "a", "colour": 1}]}, "it.leaves[0] has colour, which is not known"),
        ({"leaves": [[]]}, "it.leaves[0] is a list, not an object"),
        ({"pair": ["x"]}, "it.pair has 1 parts, not 2"),
        ({"pair": ["x", 1]}, "it.pair[1] is int, not bool"),
        ({"by_name": {"b": None}}, "it.by_name.b is null, not an object"),
        ({"maybe": 3}, "it.maybe is int"),
    ],
)
def test_data_of_another_shape(change: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongShapeError) as caught:
        decode(Tree, {**SOUND, **change})
    assert words in str(caught.value)
