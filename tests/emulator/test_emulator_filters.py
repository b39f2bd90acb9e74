"""The grammar of $filter: what is understood, what is refused, and what asks for an advanced query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.filters import CLAUSES, LONGEST_TEXT, Filter, Filterable, parse_filter

USERS = Filterable(frozenset({"id", "displayName", "userType", "mail"}), endings=frozenset({"mail"}))
ANN = {"id": "1", "displayName": "Ann O'Neil", "userType": "Guest", "mail": "Ann@Fabrikam.us"}
BOB = {"id": "2", "displayName": "Bob", "userType": "Member", "mail": None}


def parse(text: str) -> Filter:
    """A filter of users."""
    return parse_filter(text, USERS)


@pytest.mark.parametrize(
    ("text", "ann", "bob"),
    [
        ("id eq '1'", True, False),
        ("  id   eq  '1'  ", True, False),
        ("displayName eq 'ann o''neil'", True, False),
        ("id in ('1','2')", True, True),
        ("id in ( '2' )", False, True),
        ("endsWith(mail,'@fabrikam.us')", True, False),
        ("endswith(mail, '@FABRIKAM.us')", True, False),
        ("endsWith(mail,'')", True, False),
        ("mail eq ''", False, False),
        ("userType eq 'Guest' and id eq '1'", True, False),
        ("userType eq 'Guest' and id eq '2'", False, False),
        ("id eq '2' or userType eq 'Guest'", True, True),
        ("id eq '2' or id eq '1' and userType eq 'Member'", False, True),
        ("(id eq '2' or id eq '1') and userType eq 'Guest'", True, False),
        ("userType eq 'Guest' and (endsWith(mail,'@a') or endsWith(mail,'@fabrikam.us'))", True, False),
        ("((id eq '2'))", False, True),
    ],
)
def test_what_is_understood(text: str, ann: bool, bob: bool) -> None:
    found = parse(text)
    assert (found.meets(ANN), found.meets(BOB)) == (ann, bob)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "id",
        "id eq",
        "id eq 1",
        "id eq null",
        "id eq true",
        "id eq f0000000-0000-4000-8000-000000000001",
        "id eq '1",
        "id eq '1''",
        "id eq 'O'Neil'",
        'id eq "1"',
        "id eq'1'",
        "id in('1')",
        "id in ()",
        "id in ('1',)",
        "id in ('1' '2')",
        "id in '1'",
        "id eq '1'and id eq '2'",
        "id eq '1' and",
        "id eq '1' or or id eq '2'",
        "(id eq '1'",
        "id eq '1')",
        "id EQ '1'",
        "id eq '1' AND id eq '2'",
        "not (id eq '1')",
        "not id eq '1'",
        "id ne '1'",
        "id ge '1'",
        "startsWith(displayName,'A')",
        "contains(displayName,'A')",
        "endsWith(displayName,'A')",
        "endsWith(mail)",
        "endsWith('@a',mail)",
        "ENDSWITH(mail,'@a')",
        "endsWith(mail,'@a') eq true",
        "ID eq '1'",
        "otherMails eq 'x'",
        "proxyAddresses/any(p:p eq 'x')",
        "id eq '1'; id eq '2'",
        "'1' eq id",
        "id\teq '1'",
        "(" * 21 + "id eq '1'" + ")" * 21,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        parse(text)
    assert (caught.value.status, caught.value.code) == (400, "Request_BadRequest")


@given(st.text(alphabet="id eqnor()',1'\"andsWith", max_size=40))
def test_whatever_is_sent_is_understood_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except GraphError as error:
        assert error.status == 400  # noqa: PT017  (either of two outcomes)
    else:
        assert isinstance(found.meets(ANN), bool)


@given(st.text(max_size=30))
def test_any_text_can_be_compared_with_when_its_quotes_are_doubled(name: str) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    found = parse(f"displayName in ({quoted}, 'x''y') and userType eq 'Guest'")
    assert found.meets({**ANN, "displayName": name})
    assert not found.meets({**ANN, "displayName": f"{name}!"})


@pytest.mark.parametrize("text", ["endsWith(mail,'@a')", "id eq '1' and (id eq '2' or endsWith(mail,'@a'))"])
def test_endings_ask_for_an_advanced_query(text: str) -> None:
    found = parse(text)
    assert found.is_advanced
    with pytest.raises(GraphError) as caught:
        found.check_plain()
    assert (caught.value.status, caught.value.code) == (400, "Request_UnsupportedQuery")


def listed(number: int) -> str:
    """A filter of so many ids."""
    return f"id in ({','.join(repr(str(n)) for n in range(number))})"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (listed(CLAUSES), CLAUSES),
        (listed(CLAUSES + 1), CLAUSES + 1),
        (" or ".join(["id eq '1'"] * 16), 16),
        (f"{listed(10)} or {listed(6)}", 16),
        (f"{listed(10)} and {listed(6)}", 10),
        (f"(id eq '1' or {listed(3)}) and id eq '1'", 4),
    ],
)
def test_a_plain_query_joins_fifteen_expressions_at_most(text: str, clauses: int) -> None:
    found = parse(text)
    assert found.clauses == clauses
    if clauses <= CLAUSES:
        found.check_plain()
    else:
        with pytest.raises(GraphError, match=rf"{clauses}\. Max allowed: 15") as caught:
            found.check_plain()
        assert caught.value.code == "Request_UnsupportedQuery"


def test_a_plain_query_compares_with_texts_of_a_limited_length() -> None:
    parse(f"displayName eq '{'x' * LONGEST_TEXT}' and id eq '1'").check_plain()
    with pytest.raises(GraphError, match="120"):
        parse(f"displayName eq '{'x' * (LONGEST_TEXT + 1)}' and id eq '1'").check_plain()
