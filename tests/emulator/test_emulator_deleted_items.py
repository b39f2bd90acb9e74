"""The bin: what was deleted in the Global cloud can be restored for 30 days."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crosscloud.emulator import portal
from crosscloud.emulator.emulator import Emulator
from tests.emulator.graph_client import (
    CONTOSO,
    FABRIKAM,
    PARTNER,
    PARTNERS,
    HttpClient,
    World,
    b2b,
    code,
)

ONE = f"{PARTNERS}/{PARTNER}"
SYNC = f"{ONE}/identitySynchronization"
BIN = "policies/deletedItems/crossTenantPartners"
SYNC_BIN = "policies/deletedItems/crossTenantSyncPolicyPartners"


def beta(world: World, method: str, path: str) -> Any:
    return world.call(method, path, version="beta")


def deleted(world: World) -> dict[str, Any]:
    """A partner with a section and a synchronization, both deleted; what the partner was."""
    world.add_partner(b2bCollaborationInbound=b2b("blocked"))
    was = world.get(ONE, version="beta")
    assert world.call("PUT", SYNC, {"displayName": "x", "userSyncInbound": {"isSyncAllowed": True}}).status == 204
    assert world.call("DELETE", SYNC).status == 204
    assert world.call("DELETE", ONE).status == 204
    return was


def test_what_was_deleted_is_listed_and_read(world: World) -> None:
    deleted(world)
    (listed,) = world.get(BIN, version="beta")["value"]
    assert listed["tenantId"] == PARTNER
    assert listed["b2bCollaborationInbound"] == b2b("blocked")
    assert datetime.fromisoformat(listed["deletedDateTime"]).tzinfo is not None
    read = world.get(f"{BIN}/{PARTNER}", version="beta")
    assert {name: value for name, value in read.items() if name != "@odata.context"} == listed
    (synchronization,) = world.get(SYNC_BIN, version="beta")["value"]
    assert (synchronization["tenantId"], synchronization["displayName"]) == (PARTNER, "x")


def test_what_is_restored_is_as_it_was_and_no_longer_in_the_bin(world: World) -> None:
    was = deleted(world)
    restored = beta(world, "POST", f"{BIN}/{PARTNER}/restore")
    assert (restored.status, restored.body["tenantId"], restored.body["deletedDateTime"]) == (200, PARTNER, None)
    assert world.get(ONE, version="beta") == was
    assert beta(world, "POST", f"{SYNC_BIN}/{PARTNER}/restore").status == 200
    assert world.get(SYNC)["userSyncInbound"] == {"isSyncAllowed": True}
    for path in (BIN, SYNC_BIN):
        assert world.get(path, version="beta")["value"] == []
        assert beta(world, "POST", f"{path}/{PARTNER}/restore").status == 404


def test_a_permanent_deletion_is_final(world: World) -> None:
    deleted(world)
    assert beta(world, "DELETE", f"{BIN}/{PARTNER}").status == 204
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/restore")):
        answer = beta(world, method, f"{BIN}/{PARTNER}{path}")
        assert (answer.status, code(answer)) == (404, "Request_ResourceNotFound")
    assert len(world.get(SYNC_BIN, version="beta")["value"]) == 1


def test_a_partner_that_was_made_anew_is_not_overwritten(world: World) -> None:
    deleted(world)
    world.add_partner()
    assert beta(world, "POST", f"{BIN}/{PARTNER}/restore").status == 409
    assert world.get(ONE)["b2bCollaborationInbound"] is None


def test_a_synchronization_is_restored_below_its_partner_alone(world: World) -> None:
    deleted(world)
    assert beta(world, "POST", f"{SYNC_BIN}/{PARTNER}/restore").status == 404


def test_nothing_is_restored_where_it_was(world: World) -> None:
    deleted(world)
    for path in (f"{ONE}/restore", f"{SYNC}/restore"):
        answer = beta(world, "POST", path)
        assert (answer.status, code(answer)) == (400, "BadRequest")


@pytest.mark.parametrize(("tenant", "version"), [(CONTOSO, "v1.0"), (FABRIKAM, "beta"), (FABRIKAM, "v1.0")])
def test_other_clouds_and_v1_have_no_bin(world: World, tenant: Any, version: str) -> None:
    world.call("POST", PARTNERS, {"tenantId": PARTNER}, tenant=tenant)
    assert world.call("DELETE", ONE, tenant=tenant).status == 204
    assert world.call("GET", BIN, tenant=tenant, version=version).status == 400
    assert world.call("GET", ONE, tenant=tenant).status == 404


def test_reading_needs_a_permission_to_read_and_restoring_one_to_write(world: World) -> None:
    deleted(world)
    reader = f"Bearer {world.tokens.issue(CONTOSO, roles={'Policy.Read.All'})}"
    assert world.call("GET", BIN, version="beta", authorization=reader).status == 200
    assert world.call("POST", f"{BIN}/{PARTNER}/restore", version="beta", authorization=reader).status == 403


def test_after_thirty_days_it_is_gone(tmp_path: Path) -> None:
    clock = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    with Emulator([CONTOSO], tmp_path / "graph", now=lambda: clock[0]) as emulator, HttpClient(emulator) as http:
        there = f"{emulator.endpoints('contoso').graph}/beta/{BIN}"
        emulator.seed_partners("contoso", [{"tenantId": PARTNER}])
        emulator.change("contoso", partners={PARTNER: None})
        clock[0] += timedelta(days=30) - timedelta(seconds=1)
        assert [one["tenantId"] for one in http.call("GET", there).json()["value"]] == [PARTNER]
        clock[0] += timedelta(seconds=1)
        assert http.call("GET", there).json()["value"] == []
        assert http.call("POST", f"{there}/{PARTNER}/restore").status_code == 404


def test_a_service_provider_cannot_be_removed_and_its_synchronization_can(world: World) -> None:
    seed = [{"tenantId": PARTNER, "isServiceProvider": True, "identitySynchronization": {"displayName": "x"}}]
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    world.store.update(CONTOSO, lambda state: (portal.seed(state, CONTOSO, seed, now), None))
    assert world.get(ONE)["isServiceProvider"] is True
    assert world.call("DELETE", SYNC).status == 204
    assert world.call("DELETE", ONE).status == 400
    assert world.call("PATCH", ONE, {"inboundTrust": {"isMfaAccepted": True}}).status == 204
