"""What Graph says of a tenant's directory, part by part; what it does not say is unread, never absent."""

from typing import Any

import pytest

from crosscloud.domain.directory import NOT_ASKED, PARTS, UNSAID, DirectoryContext
from crosscloud.domain.directory.invitations import NO_LIST
from crosscloud.domain.directory.reasons import needs

WHOLE: dict[str, Any] = {
    "authorization": {"allowInvitesFrom": "everyone"},
    "conditional_access": [],
    "invitation_domains": [],
    "organization": {"verifiedDomains": [{"name": "Contoso.com"}, {"name": "contoso.onmicrosoft.com"}]},
    "worker": [{"accountEnabled": True}],
    "m365_capabilities": [],
    "groups": {"0D6B3C55-8f5a-4d0e-8d3e-3b7c8a4e2f01": "Engineers"},
    "applications": {"19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04": None},
}


def test_every_part_that_was_read() -> None:
    found = DirectoryContext.from_graph(WHOLE, {})
    assert found.unread == {}
    assert (found.invites_from, found.conditional_access, found.invitation_domains) == ("everyone", (), NO_LIST)
    assert found.domains == frozenset({"contoso.com", "contoso.onmicrosoft.com"})
    assert found.names == {
        "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01": "Engineers",
        "19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04": None,
    }


def test_what_was_not_read_keeps_its_reason() -> None:
    found = DirectoryContext.from_graph({}, {"worker": needs("Application.Read.All")})
    assert found.unread["worker"] == needs("Application.Read.All")
    assert (found.worker, found.domains, found.invites_from, found.conditional_access) == (None, None, None, None)
    assert set(DirectoryContext.none_read(NOT_ASKED).unread) == set(PARTS)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ("authorization", {}),
        ("authorization", {"allowInvitesFrom": ["everyone"]}),
        ("organization", {"verifiedDomains": None}),
        ("organization", {"verifiedDomains": [{"name": ["contoso.com"]}, 3]}),
        ("invitation_domains", [{"definition": 3}]),
        ("invitation_domains", [{"definition": ["?"]}]),
        ("worker", [{"accountEnabled": None}]),
        ("worker", [{"accountEnabled": [True]}]),
        ("worker", [{"accountEnabled": 0}]),
        ("m365_capabilities", [{"inboundAccess": {"isAllowed": True}}]),
        ("m365_capabilities", [{"name": "crossTenantMailTipsAll"}, {"name": "crossTenantMailTipsAll"}]),
        ("conditional_access", [{"state": "enabled", "grantControls": {"builtInControls": ["mfa"]}}]),
    ],
)
def test_an_answer_that_does_not_say_counts_as_unread(part: str, answer: Any) -> None:
    found = DirectoryContext.from_graph({**WHOLE, part: answer}, {})
    assert found.unread == {part: UNSAID}


@pytest.mark.parametrize(
    ("principals", "worker"),
    [
        ([], "absent"),
        ([{"accountEnabled": True}], "enabled"),
        ([{"accountEnabled": False}], "disabled"),
        ([{"accountEnabled": True}, {"accountEnabled": False}], "disabled"),
    ],
)
def test_the_worker(principals: list[dict[str, Any]], worker: str) -> None:
    assert DirectoryContext.from_graph({**WHOLE, "worker": principals}, {}).worker == worker
