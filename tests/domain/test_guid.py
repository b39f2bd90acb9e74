"""Ids compare without regard to case; everything else keeps its case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.guid import fold, is_guid
from tests.strategies import guids

GUID = "0A1b2c3D-4e5F-6789-aBcD-ef0123456789"


def test_a_guid_in_any_case() -> None:
    assert is_guid(GUID)
    assert fold(GUID) == "0a1b2c3d-4e5f-6789-abcd-ef0123456789"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AllUsers",
        "contoso.onmicrosoft.com",
        f"{{{GUID}}}",
        f" {GUID}",
        f"{GUID}\n",
        GUID.replace("-", ""),
        GUID[:-1],
        f"{GUID}0",
        GUID.replace("a", "g"),
        GUID.replace("6", "\u0666"),  # a digit, not an ASCII one
    ],
)
def test_what_is_no_guid_keeps_its_case(text: str) -> None:
    assert not is_guid(text)
    assert fold(text) == text


@given(guids() | st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(guids())
def test_every_spelling_folds_to_the_same(guid: str) -> None:
    assert is_guid(guid)
    assert fold(guid.upper()) == fold(guid.lower()) == fold(guid) == guid.lower()
