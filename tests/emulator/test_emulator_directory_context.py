"""A tenant's directory context: what follows from the tenant, what is edited, and what is kept."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import GLOBAL
from crosscloud.emulator import EmulatedTenant, Emulator, EmulatorError, GraphError
from crosscloud.emulator.directory import new_state
from crosscloud.emulator.directory_context import CROSS_CLOUD_WORKER, SERVICE_PRINCIPALS, SORTS
from crosscloud.emulator.store import Store
from crosscloud.emulator.tenants import Tenants
from tests.emulator.graph_client import ALL, CONTOSO, GROUP, PARTNER

NAMED = EmulatedTenant(
    "contoso",
    CONTOSO.tenant_id,
    GLOBAL,
    groups={GROUP.upper(): "Pilot"},
    applications={PARTNER: "Portal"},
    users={GROUP: "Ann"},
)
POLICY = {"displayName": "p", "state": "enabled", "conditions": {"clientAppTypes": ["all"]}}


def held(emulator: Emulator, sort: str) -> dict[str, Any]:
    """All of contoso's objects of a sort."""
    return dict(emulator.directory("contoso")[sort])


def test_names_follow_from_the_tenant() -> None:
    state = new_state(NAMED)
    assert state.directory == {}
    assert SORTS["groups"].held(state, NAMED) == {GROUP: {"id": GROUP, "displayName": "Pilot"}}
    user = SORTS["users"].held(state, NAMED)[GROUP]
    assert (user["displayName"], user["userType"], user["mail"]) == ("Ann", "Member", None)
    assert user["userPrincipalName"].endswith("@contoso.onmicrosoft.com")
    principals = SERVICE_PRINCIPALS.held(state, NAMED)
    assert {one["appId"]: one["displayName"] for one in principals.values()} == {
        CROSS_CLOUD_WORKER: "Microsoft B2B Cross Cloud Worker",
        PARTNER: "Portal",
    }
    assert all(key == one["id"] != one["appId"] for key, one in principals.items())


@pytest.mark.parametrize("what", ["groups", "applications", "users"])
def test_an_id_of_a_named_object_is_a_guid(what: str) -> None:
    names: dict[str, Any] = {what: {"pilot": "Pilot"}}
    with pytest.raises(EmulatorError, match=f"among the {what} of contoso is not a GUID: 'pilot'"):
        EmulatedTenant("contoso", CONTOSO.tenant_id, GLOBAL, **names)


def test_edits_patch_add_and_remove(emulator: Emulator) -> None:
    emulator.change_directory("contoso", groups=[{"id": GROUP.upper(), "displayName": "a"}, {"displayName": "b"}])
    emulator.change_directory("contoso", groups=[{"id": GROUP, "displayName": "c"}])
    (other,) = set(held(emulator, "groups")) - {GROUP}
    assert {one["displayName"] for one in held(emulator, "groups").values()} == {"b", "c"}
    emulator.change_directory("contoso", groups=[{"displayName": "b"}])
    assert len(held(emulator, "groups")) == 2, "the same name makes the same id"
    emulator.change_directory("contoso", removed={"groups": [GROUP.upper()]})
    assert set(held(emulator, "groups")) == {other}
    emulator.change_directory("contoso", groups=[{"id": GROUP, "displayName": "again"}])
    assert held(emulator, "groups")[GROUP]["displayName"] == "again"


def test_what_follows_from_the_tenant_can_be_removed(emulator: Emulator) -> None:
    (worker,) = held(emulator, "service_principals")
    emulator.change_directory("contoso", removed={"service_principals": [worker]})
    assert held(emulator, "service_principals") == {}


def test_edits_are_all_or_nothing(emulator: Emulator) -> None:
    before = emulator.directory("contoso")
    with pytest.raises(GraphError):
        emulator.change_directory("contoso", users=[{"displayName": "a"}], groups=[{"displayName": 1}])
    assert emulator.directory("contoso") == before


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ({"authorization_policy": {"allowInvitesFrom": "nobody"}}, "must be one of none"),
        ({"authorization_policy": {"id": "x", "allowInvites": "none"}}, "Invalid property 'allowInvites'"),
        ({"conditional_access_policies": [{"displayName": "p", "state": "enabled"}]}, "conditions are required"),
        ({"conditional_access_policies": [{**POLICY, "state": "on"}]}, "'state'"),
        ({"conditional_access_policies": [{**POLICY, "grantControls": {"operator": "XOR"}}]}, "AND, OR"),
        ({"conditional_access_policies": [{**POLICY, "sessionControls": []}]}, "must be an object"),
        ({"users": [{"mail": "a@b", "userType": "Friend"}]}, "'userType'"),
        ({"users": [{"userType": "Guest"}]}, "needs id or mail or displayName"),
        ({"service_principals": [{"appId": PARTNER}]}, "displayName"),
        ({"verified_domains": [{"isDefault": True, "name": "contoso.com"}]}, "one verified domain"),
        ({"verified_domains": [{"type": "Managed"}]}, "needs name"),
        ({"removed": {"users": [PARTNER]}}, f"no user '{PARTNER}'"),
    ],
)
def test_what_the_service_would_not_hold_is_refused(emulator: Emulator, edits: dict[str, Any], why: str) -> None:
    with pytest.raises(GraphError, match=why) as caught:
        emulator.change_directory("contoso", **edits)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("tenants", "why"),
    [
        ({"membershipKind": "some"}, "membershipKind"),
        ("all", "membershipKind"),
        ({"membershipKind": "all", "members": []}, "Invalid property 'members'"),
        ({"membershipKind": "enumerated", "members": ["contoso.com"]}, "tenant ids"),
        ({"membershipKind": "enumerated", "members": PARTNER}, "tenant ids"),
        ({"membershipKind": "enumerated", "others": []}, "Invalid property 'others'"),
    ],
)
def test_external_tenants_are_all_or_listed_by_id(emulator: Emulator, tenants: object, why: str) -> None:
    users = {"includeGuestsOrExternalUsers": {"externalTenants": tenants}}
    with pytest.raises(GraphError, match=why):
        emulator.change_directory(
            "contoso", conditional_access_policies=[{**POLICY, "conditions": {"users": users}}]
        )


def test_a_name_that_is_no_collection_is_told(emulator: Emulator) -> None:
    with pytest.raises(EmulatorError, match="'guests' is none of conditional_access_policies"):
        emulator.change_directory("contoso", guests=[])


def test_another_domain_can_become_the_default(emulator: Emulator) -> None:
    domains = [{"name": "contoso.com", "isDefault": True}, {"name": CONTOSO.initial_domain, "isDefault": False}]
    emulator.change_directory("contoso", verified_domains=domains)
    defaults = {name: one["isDefault"] for name, one in held(emulator, "verified_domains").items()}
    assert defaults == {"contoso.com": True, CONTOSO.initial_domain: False}


def test_edits_survive_and_the_rest_follows_the_tenant(tmp_path: Path) -> None:
    with Emulator([CONTOSO], tmp_path) as emulator:
        (worker,) = held(emulator, "service_principals")
        emulator.change_directory(
            "contoso",
            authorization_policy={"allowInvitesFrom": "none"},
            conditional_access_policies=[POLICY],
            removed={"service_principals": [worker]},
        )
        before = emulator.directory("contoso")
    with Emulator([NAMED], tmp_path) as emulator:
        after = emulator.directory("contoso")
        assert after["authorization_policy"] == before["authorization_policy"]
        assert after["authorization_policy"]["allowInvitesFrom"] == "none"
        assert after["conditional_access_policies"] == before["conditional_access_policies"] != {}
        assert after["groups"][GROUP]["displayName"] == "Pilot"
        assert [one["appId"] for one in after["service_principals"].values()] == [PARTNER]
        emulator.change_directory("contoso", groups=[{"id": GROUP, "displayName": "Renamed"}])
        assert held(emulator, "groups")[GROUP]["displayName"] == "Renamed"


def test_what_is_shown_is_a_copy(emulator: Emulator) -> None:
    emulator.directory("contoso")["authorization_policy"]["allowInvitesFrom"] = "none"
    assert emulator.directory("contoso")["authorization_policy"]["allowInvitesFrom"] == "everyone"


def test_a_file_from_before_there_were_directories_opens(tmp_path: Path) -> None:
    path = tmp_path / "graph.sqlite"
    with closing(Store(path, Tenants(ALL))):
        pass
    with closing(sqlite3.connect(path)) as database:
        kinds = {kind for (kind,) in database.execute("SELECT DISTINCT kind FROM document")}
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
    assert kinds == {"policy", "default"}, "as every version before wrote"
    with closing(Store(path, Tenants(ALL))) as store:
        assert store.read(CONTOSO) == new_state(CONTOSO)
