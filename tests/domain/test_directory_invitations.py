"""The list of domains that guests may, or may not, be invited from."""

import json
from typing import Any

import pytest

from crosscloud.domain.directory.invitations import NO_LIST, DomainList, domain_list_from_graph


def policy(lists: dict[str, Any]) -> dict[str, Any]:
    content = {"B2BManagementPolicy": {"InvitationsAllowedAndBlockedDomainsPolicy": lists, "PreviewPolicy": {}}}
    return {"definition": [json.dumps(content)]}


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ([], NO_LIST),
        ([{"definition": []}], NO_LIST),
        ([policy({})], NO_LIST),
        ([policy({"BlockedDomains": []})], NO_LIST),
        (
            [policy({"AllowedDomains": [], "BlockedDomains": ["Live.com"]})],
            DomainList(False, frozenset({"live.com"})),
        ),
        ([policy({"AllowedDomains": ["Contoso.com"]})], DomainList(True, frozenset({"contoso.com"}))),
        ([{"definition": ['{"B2BManagementPolicy": {}}']}], NO_LIST),
    ],
)
def test_the_list_in_a_definition(policies: list[dict[str, Any]], expected: DomainList) -> None:
    assert domain_list_from_graph(policies) == expected


@pytest.mark.parametrize("domains", ["contoso.com", 3, {"contoso.com": 1}, [None]])
def test_what_is_no_list_of_domains_is_unknown(domains: Any) -> None:
    assert domain_list_from_graph([policy({"AllowedDomains": domains})]) is None


@pytest.mark.parametrize(
    "definition", ["not JSON", "[]", "{}", '{"B2BManagementPolicy": 3}', "3", "[" * 100_000], ids=len
)
def test_what_cannot_be_understood_is_unknown(definition: str) -> None:
    assert domain_list_from_graph([{"definition": [definition]}]) is None


@pytest.mark.parametrize(
    "odd",
    [{}, {"definition": None}, {"definition": "x"}, policy({"blockedDomains": ["contoso.com"]})],
)
def test_a_policy_that_does_not_say_whom_it_keeps_out_is_not_taken_for_none(odd: dict[str, Any]) -> None:
    assert domain_list_from_graph([policy({}), odd]) is None


def test_an_allow_list_keeps_out_all_others_and_a_deny_list_its_own() -> None:
    allowed, denied = DomainList(True, frozenset({"a.com"})), DomainList(False, frozenset({"a.com"}))
    assert [allowed.keeps_out(domain) for domain in ("A.com", "b.com")] == [False, True]
    assert [denied.keeps_out(domain) for domain in ("A.com", "b.com")] == [True, False]
    assert not NO_LIST.keeps_out("a.com")
