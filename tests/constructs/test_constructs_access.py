"""Accesses: who and what can be named, and how a mistake is answered."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.settings import PARTNER, problems
from crosscloud_constructs import (
    ALL_APPLICATIONS,
    ALL_USERS,
    GUEST_ESSENTIALS,
    OFFICE_365,
    RIGHTS_MANAGEMENT,
    Access,
    SettingsError,
)
from tests.constructs.made_up import id_of, tenant

CONTOSO = tenant("contoso")
ENGINEERS, DESK = CONTOSO.group("engineers"), CONTOSO.application("desk")
GUID = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01"
INBOUND = PARTNER.section("b2b_collaboration_inbound")
ALLOW: Any = Access.allow  # untyped, so that what the type checker would refuse can be tried


def test_values_of_an_environment_and_bare_ids_may_be_mixed() -> None:
    access = Access.allow(
        users=[CONTOSO.user("writers"), GUID], groups=[ENGINEERS], applications=[DESK, OFFICE_365]
    )
    assert access.to_value() == {
        "users_and_groups": {
            "access_type": "allowed",
            "targets": [
                {"target": id_of("contoso", "user", "writers"), "target_type": "user"},
                {"target": GUID, "target_type": "user"},
                {"target": ENGINEERS.id, "target_type": "group"},
            ],
        },
        "applications": {
            "access_type": "allowed",
            "targets": [
                {"target": DESK.id, "target_type": "application"},
                {"target": "Office365", "target_type": "application"},
            ],
        },
    }


def test_everybody_and_everything_are_spelt_out() -> None:
    everybody = Access.allow(users=ALL_USERS, applications=ALL_APPLICATIONS)
    assert everybody == Access.allow(users=[ALL_USERS], applications=[ALL_APPLICATIONS])
    value = everybody.to_value()
    assert isinstance(value, dict)
    assert value["users_and_groups"] == {
        "access_type": "allowed",
        "targets": [{"target": "AllUsers", "target_type": "user"}],
    }


def test_block_all_blocks_everybody_from_everything() -> None:
    assert Access.block_all() == Access.block(users=ALL_USERS, applications=ALL_APPLICATIONS)
    assert Access.block_all().access_type == "blocked"


def test_what_guests_need_is_five_applications_with_rights_management() -> None:
    assert len(set(GUEST_ESSENTIALS)) == 5
    assert RIGHTS_MANAGEMENT in GUEST_ESSENTIALS
    Access.allow(groups=[ENGINEERS], applications=[DESK, *GUEST_ESSENTIALS])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Access.allow(applications=[DESK]), "users_and_groups.targets cannot be empty"),
        (lambda: Access.allow(applications=[DESK]), "everybody is users=ALL_USERS"),
        (lambda: Access.allow(groups=[ENGINEERS]), "applications.targets cannot be empty"),
        (lambda: Access.allow(groups=[ENGINEERS]), "every one is applications=ALL_APPLICATIONS"),
        (lambda: Access.block(groups=[ENGINEERS]), "Access.block.applications.targets cannot be empty"),
        (
            lambda: Access.allow(users=[ALL_USERS, GUID], applications=[DESK]),
            "cannot mix AllUsers with other targets",
        ),
        (
            lambda: Access.allow(users=ALL_USERS, groups=[ENGINEERS], applications=[DESK]),
            "cannot mix AllUsers with other targets",
        ),
        (
            lambda: Access.allow(users=[GUID], applications=[ALL_APPLICATIONS, DESK]),
            "cannot mix AllApplications with other targets",
        ),
        (
            lambda: Access.block(users=ALL_USERS, applications=[DESK]),
            "cannot block all users without blocking all applications",
        ),
        (lambda: Access.allow(users=[GUID, GUID.upper()], applications=[DESK]), "more than once"),
        (lambda: Access.allow(groups=["engineers"], applications=[DESK]), "must be an id (a GUID)"),
        (lambda: Access.allow(users=["AllUsers"], applications=[DESK]), "Write ALL_USERS, without quotes"),
        (lambda: Access.allow(users=[GUID], applications=["all_applications"]), "Write ALL_APPLICATIONS"),
        (lambda: Access.allow(users=[GUID], applications=["Office 365"]), "Write OFFICE_365"),
        (lambda: ALLOW(groups=ENGINEERS, applications=[DESK]), "Write groups=[...], also for one alone"),
        (lambda: Access.allow(groups=GUID, applications=[DESK]), "groups= is no list"),
        (lambda: ALLOW(groups=3, applications=[DESK]), "groups= is no list"),
        (
            lambda: Access.allow(users=[ENGINEERS], applications=[DESK]),
            "engineers (of contoso) in users= is a group",
        ),
        (lambda: Access.allow(users=[ENGINEERS], applications=[DESK]), "Put it into groups="),
        (lambda: Access.allow(groups=[ALL_USERS], applications=[DESK]), "ALL_USERS cannot stand in groups="),
        (lambda: Access.allow(groups=[ENGINEERS], applications=[ALL_USERS]), "Put it into users="),
        (lambda: Access.allow(groups=[DESK], applications=[DESK]), "is an application. Put it into applications="),
        (lambda: ALLOW(groups=[CONTOSO], applications=[DESK]), "groups= has a Tenant. Give a GUID"),
        (lambda: ALLOW(groups=[None], applications=[DESK]), "groups= has a NoneType"),
    ],
)
def test_a_mistake_is_answered_with_what_to_write(make: Callable[[], Any], says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        make()
    assert says in str(caught.value)
    assert str(caught.value).startswith("tests/constructs/test_constructs_access.py:")


def test_all_mistakes_of_one_access_are_reported_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        Access.allow(users=[ENGINEERS, ALL_APPLICATIONS], applications=["AllUsers"])
    assert len(caught.value.problems) == 3
    assert len(str(caught.value).splitlines()) == 3
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  # our own bytes


ids = st.lists(st.uuids().map(str), min_size=1, max_size=4, unique=True)


@given(ids, ids, ids, st.sampled_from((Access.allow, Access.block)))
def test_every_access_that_can_be_made_is_legal(
    users: list[str], groups: list[str], applications: list[str], make: Callable[..., Access]
) -> None:
    access = make(users=users, groups=[g for g in groups if g not in users], applications=applications)
    assert not list(problems(INBOUND, access.to_value()))
