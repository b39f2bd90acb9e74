"""The grammar of target lists."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.surfaces import api
from crosscloud.emulator.targets import ALL_USERS_ONLY, APPLICATIONS, USERS, USERS_AND_GROUPS, Targets
from tests.emulator.graph_client import GROUP, PARTNER

SURFACE = api("v1.0", "Prod")


def take(kind: Targets, *pairs: tuple[str, str]) -> object:
    """Take a list of targets, each given as target and type."""
    return kind.take([{"target": t, "targetType": of} for t, of in pairs], None, "targets", SURFACE)


def refused(kind: Targets, sent: object) -> str:
    """The message with which the list is refused."""
    with pytest.raises(GraphError) as caught:
        kind.take(sent, None, "targets", SURFACE)
    assert caught.value.status == 400
    return caught.value.message


@given(
    st.lists(
        st.tuples(st.uuids().map(str), st.sampled_from(["user", "group"])), min_size=1, unique_by=lambda p: p[0]
    )
)
def test_ids_are_held_as_they_were_sent(pairs: list[tuple[str, str]]) -> None:
    assert take(USERS_AND_GROUPS, *pairs) == [{"target": t, "targetType": of} for t, of in pairs]


@pytest.mark.parametrize(
    ("kind", "target", "of"),
    [
        (USERS_AND_GROUPS, "AllUsers", "user"),
        (ALL_USERS_ONLY, "AllUsers", "user"),
        (USERS, "AllUsers", "user"),
        (USERS, GROUP, "user"),
        (APPLICATIONS, "AllApplications", "application"),
        (APPLICATIONS, "Office365", "application"),
        (APPLICATIONS, GROUP, "application"),
    ],
)
def test_each_list_takes_its_own_targets(kind: Targets, target: str, of: str) -> None:
    assert take(kind, (target, of)) == [{"target": target, "targetType": of}]


def test_a_suite_of_applications_may_stand_beside_ids() -> None:
    assert take(APPLICATIONS, ("Office365", "application"), (GROUP, "application"))


@pytest.mark.parametrize(
    ("kind", "target", "of"),
    [
        (USERS_AND_GROUPS, "AllUsers", "group"),
        (USERS_AND_GROUPS, "allusers", "user"),
        (USERS_AND_GROUPS, "AllApplications", "application"),
        (USERS_AND_GROUPS, GROUP, "application"),
        (USERS_AND_GROUPS, GROUP, "unknownFutureValue"),
        (USERS_AND_GROUPS, "someone@contoso.com", "user"),
        (USERS, GROUP, "group"),
        (APPLICATIONS, "AllUsers", "user"),
        (APPLICATIONS, "AllApplications", "user"),
        (APPLICATIONS, "AllMicrosoftApps", "application"),
        (APPLICATIONS, "MicrosoftAdminPortals", "application"),
    ],
)
def test_keywords_and_types_of_another_list_are_refused(kind: Targets, target: str, of: str) -> None:
    refused(kind, [{"target": target, "targetType": of}])


def test_a_wildcard_stands_alone() -> None:
    both: list[Any] = [{"target": "AllUsers", "targetType": "user"}, {"target": GROUP, "targetType": "group"}]
    assert "alone" in refused(USERS_AND_GROUPS, both)


def test_an_inbound_default_cannot_choose_users() -> None:
    assert "AllUsers only" in refused(ALL_USERS_ONLY, [{"target": GROUP, "targetType": "user"}])


def test_a_target_in_another_case_is_the_same_target() -> None:
    both = [{"target": t, "targetType": "group"} for t in (PARTNER, PARTNER.upper())]
    assert "twice" in refused(USERS_AND_GROUPS, both)


@pytest.mark.parametrize(
    "sent",
    [
        [],
        "AllUsers",
        {},
        ["AllUsers"],
        [{"target": "AllUsers"}],
        [{"target": "AllUsers", "targetType": None}],
        [{"target": 1, "targetType": "user"}],
        [{"target": "AllUsers", "TargetType": "user"}],
        [{"target": "AllUsers", "targetType": "user", "@odata.type": "#microsoft.graph.x"}],
    ],
)
def test_what_is_no_list_of_targets_is_refused(sent: object) -> None:
    refused(USERS_AND_GROUPS, sent)
