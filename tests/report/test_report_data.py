"""The review as JSON keeps to the published schema, and is harmless to show."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crosscloud.report.data import render
from tests.report import crowds, reviews

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "review.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def valid(text: str) -> Any:
    data = json.loads(text)
    problems = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]
    assert problems == []
    return data


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (reviews.first, 2),
        (reviews.widening, 3),
        (reviews.empty, 0),
        (reviews.failed, 1),
        (reviews.half_open, 0),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_review_keeps_to_the_schema(make: Any, code: int) -> None:
    data = valid(render(make()))
    assert data["exit_code"] == code
    assert {direction["changed"] for direction in data["access"]} <= {True, False}


def test_the_schema_refuses_what_is_no_review() -> None:
    data = json.loads(render(reviews.widening()))
    data["access"][0]["reach"]["status"] = "open"
    data["findings"][0]["surprise"] = 1
    del data["environment"]
    assert len(list(VALIDATOR.iter_errors(data))) == 3


def test_hostile_names_are_escaped_and_kept() -> None:
    text = render(crowds.hostile(crowds.HOSTILE))
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert valid(text)["tenants"][0]["name"] == crowds.HOSTILE[0]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    text = render(crowds.hostile(texts))
    assert text.isascii()
    assert valid(text)["tenants"][0]["name"] == texts[0]
