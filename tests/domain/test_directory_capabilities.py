"""What of Microsoft 365 is shown to another tenant's users, as Graph lists it; what is odd there is unknown."""

from typing import Any

import pytest

from crosscloud.domain.directory.capabilities import (
    Capability,
    Scope,
    capabilities_from_graph,
    find_section,
    is_open,
)
from crosscloud.domain.truth import Truth

STAFF = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01"
TIPS, CARD = "crossTenantMailTipsAll", "crossTenantOpenProfileCard"
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def listed(name: str, access: Any) -> dict[str, Any]:
    return {"@odata.type": f"#microsoft.graph.{name}", "name": name, "inboundAccess": access}


def test_who_may_see_what_of_whom() -> None:
    included = [{"resourceId": STAFF.upper(), "resourceType": "group"}]
    excluded = [{"resourceId": "All", "resourceType": "user"}]
    scopes = {"included": included, "excluded": excluded}
    found = capabilities_from_graph(
        [listed(TIPS, {"isAllowed": True, "resourceScopes": scopes}), listed(CARD, {"isAllowed": False})]
    )
    assert found == {
        TIPS: Capability(TIPS, YES, (Scope(STAFF, "group"),), (Scope("All", "user"),)),
        CARD: Capability(CARD, NO, None, None),
    }


def test_one_without_a_name_is_known_by_its_type() -> None:
    body = {"@odata.type": f"#microsoft.graph.{CARD}", "inboundAccess": {"isAllowed": True}}
    assert capabilities_from_graph([body]) == {CARD: Capability(CARD, YES)}


@pytest.mark.parametrize(
    "access", [None, {}, [], "all", {"isAllowed": None}, {"isAllowed": "true"}, {"allowed": True}]
)
def test_what_is_not_understood_is_neither_allowed_nor_disabled(access: Any) -> None:
    found = capabilities_from_graph([listed(TIPS, access)])
    assert found is not None
    assert found[TIPS].is_allowed is UNKNOWN


@pytest.mark.parametrize("scopes", [None, {}, {"included": None}, {"included": [{"resourceId": "All"}]}])
def test_an_odd_scope_is_unread_and_the_rest_is_not(scopes: Any) -> None:
    found = capabilities_from_graph([listed(TIPS, {"isAllowed": True, "resourceScopes": scopes})])
    assert found == {TIPS: Capability(TIPS, YES, None, None)}


@pytest.mark.parametrize("odd", [{}, {"name": ""}, {"name": 3}, {"@odata.type": "crossTenantMailTipsAll"}])
def test_a_list_in_which_one_cannot_be_told_from_the_others_is_unread(odd: dict[str, Any]) -> None:
    assert capabilities_from_graph([odd]) is None


def has(**allowed: Truth) -> dict[str, Capability]:
    names = {"tips": TIPS, "card": CARD}
    return {names[short]: Capability(names[short], value) for short, value in allowed.items()}


@pytest.mark.parametrize(
    ("partner", "default", "expected"),
    [
        (has(), has(), NO),  # the system's default: disabled
        (has(), has(tips=YES), YES),
        (has(tips=NO), has(tips=YES), NO),
        (has(tips=YES), has(), YES),
        (has(card=YES), has(), NO),
        (has(card=YES), has(tips=YES), UNKNOWN),  # whether precedence is one by one, no document says
        (has(tips=YES), None, YES),
        (has(), None, UNKNOWN),
        (None, has(tips=YES), UNKNOWN),
        (None, has(), UNKNOWN),
        (has(tips=UNKNOWN), has(), UNKNOWN),
    ],
)
def test_the_partners_own_counts_before_the_default(partner: Any, default: Any, expected: Truth) -> None:
    assert is_open(TIPS, partner, default) is expected


def test_each_rests_on_a_section_of_the_settings() -> None:
    assert find_section(TIPS) == "m365_collaboration_inbound"
    assert find_section("crossTenantMigration") == "app_service_connect_inbound"
