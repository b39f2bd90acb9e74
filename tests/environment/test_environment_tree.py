"""YAML as a tree with lines: what is read, and what a hostile file cannot do."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.environment.errors import Problems
from crosscloud.environment.tree import MAX_BYTES, MAX_VALUES, Items, Node, Scalar, Table, read_tree

_PATH = Path("e.yaml")


def read(raw: bytes) -> tuple[Node | None, str]:
    problems = Problems()
    tree = read_tree(raw, problems)
    return tree, "" if not problems else str(problems.error(_PATH))


def test_values_have_their_kind_and_line() -> None:
    tree, problems = read(b"a: text\nb:\n  - 1\n  - true\n  - 2027-01-31\n  -\nno: 'x'\n")
    assert not problems
    assert isinstance(tree, Table)
    assert tree.entries["a"] == Scalar(1, "text", "text")
    assert tree.entries["b"] == Items(
        3,
        (
            Scalar(3, 1, "1"),
            Scalar(4, True, "true"),
            Scalar(5, dt.date(2027, 1, 31), "2027-01-31"),
            Scalar(6, None, ""),
        ),
    )
    assert tree.lines == {"a": 1, "b": 2, "no": 7}


def test_names_stay_text_whatever_yaml_takes_them_for() -> None:
    tree, problems = read(b"no: 1\n1: 2\n2027-01-01: 3\n~: 4\n")
    assert not problems
    assert isinstance(tree, Table)
    assert list(tree.entries) == ["no", "1", "2027-01-01", "~"]


def test_an_alias_stands_for_what_it_names() -> None:
    tree, problems = read(b"a: &x [1, 2]\nb: *x\n")
    assert not problems
    assert isinstance(tree, Table)
    assert tree.entries["a"] == tree.entries["b"]


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 15)]
    tree, problems = read("\n".join(lines).encode())
    assert tree is None
    assert f"more than {MAX_VALUES} values" in problems


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"a: &x [*x]\n", "an alias is in itself"),
        (b"a: &x {b: *x, c: *x}\n", "an alias is in itself"),
        (b"[" * 30 + b"]" * 30, "nested more than"),
        (b"[" * 100_000, "nested too deeply"),
        (b"x" * (MAX_BYTES + 1), "an environment file has at most"),
        (b"a: \xff\n", "not text in UTF-8"),
        (b"a: b\nc: \x07\n", "not text in UTF-8"),
        (b'a: "\\UFFFFFFFF"\n', "an escape that stands for no character"),
        (b"a: *missing\n", "this is not YAML"),
        (b"a: 'open\n", "this is not YAML"),
        (b"a: 2027-02-30\n", "put it in quotes"),
        (b"a: !!timestamp x\n", "the tag !!timestamp is not taken here"),
        (b"a: !!bool maybe\n", "the tag !!bool is not taken here"),
        (b"a: !!map x\n", "the tag !!map is not taken here"),
        (b"a: !!seq {b: c}\n", "the tag !!seq is not taken here"),
        (b"a: !!str [b]\n", "the tag !!str is not taken here"),
        (b"a: =\n", "the tag !!value is not taken here"),
        (b"a: <<\n", "the tag !!merge is not taken here"),
        (b"a: !own x\n", "the tag !own is not taken here"),
    ],
)
def test_what_cannot_be_read_is_refused(raw: bytes, says: str) -> None:
    _, problems = read(raw)
    assert says in problems


def test_the_line_of_a_wrong_byte_is_named() -> None:
    _, problems = read(b"a: b\n\nc: \xff\n")
    assert problems.startswith("e.yaml:3:")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_bytes_they_are_read_or_reported(raw: bytes) -> None:
    tree, problems = read(raw)
    assert tree is None or isinstance(tree, Node)
    assert all(line.startswith("e.yaml:") for line in problems.splitlines())
