"""Query options and paging."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.query import Query, parse_query


@given(
    st.none() | st.lists(st.sampled_from(["tenantId", "inboundTrust"]), min_size=1).map(tuple),
    st.booleans(),
    st.uuids().map(str),
)
def test_the_next_page_asks_for_the_same_after_the_last_key(
    select: tuple[str, ...] | None, expands: bool, key: str
) -> None:
    query = Query(select, expands)
    assert parse_query(query.next_page(key), can_expand=True, can_page=True) == Query(select, expands, key)


@given(st.none() | st.text(), st.booleans(), st.none() | st.integers(1, 999), st.uuids().map(str))
def test_the_next_page_carries_the_filter_the_count_and_the_size(
    expression: str | None, counts: bool, top: int | None, key: str
) -> None:
    query = Query(filter=expression, counts=counts, top=top)
    again = parse_query(query.next_page(key), can_page=True, can_top=True, can_filter=True)
    assert again == Query(after=key, filter=expression, counts=counts, top=top)


def test_the_token_does_not_show_the_key() -> None:
    token = parse_qs(Query().next_page("a1"))["$skiptoken"]
    assert token != ["a1"]


def test_percent_encoded_options_are_understood() -> None:
    query = parse_query("%24select=tenantId,inboundTrust&%24expand=identitySynchronization", can_expand=True)
    assert query == Query(("tenantId", "inboundTrust"), expands_synchronization=True)


@pytest.mark.parametrize(
    "text",
    [
        "$filter=tenantId eq 'x'",
        "$top=1",
        "$orderby=tenantId",
        "$skip=1",
        "$search=x",
        "$count=true",
        "select=tenantId",
        "$Select=tenantId",
        "$select=a&$select=b",
        "$expand=default",
        "$expand=identitySynchronization($select=tenantId)",
        "$skiptoken=not base64!",
        "$skiptoken=%FF",
    ],
)
def test_other_options_are_refused(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        parse_query(text, can_expand=True, can_page=True)
    assert caught.value.status == 400


@pytest.mark.parametrize("text", ["$top=0", "$top=1000", "$top=", "$top=1.5", "$top=²", "$count=", "$count=True"])
def test_values_that_an_option_cannot_have_are_refused(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        parse_query(text, can_top=True, can_filter=True)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "text",
    ["$expand=identitySynchronization", "$skiptoken=YQ", "$top=1", "$filter=id eq 'x'", "$count=true"],
)
def test_expanding_and_paging_only_where_they_mean_something(text: str) -> None:
    with pytest.raises(GraphError, match="not supported on this resource"):
        parse_query(text)


def test_selecting_keeps_the_order_of_the_document_and_knows_its_names() -> None:
    query = Query(("b", "a"))
    assert list(query.choose({"a": 1, "b": 2, "c": 3}).items()) == [("a", 1), ("b", 2)]
    with pytest.raises(GraphError, match="'b'"):
        query.choose({"a": 1})


def test_nothing_is_selected_where_selecting_means_nothing() -> None:
    with pytest.raises(GraphError, match="not supported on this resource"):
        parse_query("$select=id", can_select=False)
