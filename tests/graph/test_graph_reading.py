"""A reading as one tenant of a snapshot."""

from pathlib import Path

from crosscloud.domain.clouds import USGOV
from crosscloud.graph import ResponseError, SignInError, TenantReading, read_snapshot, write_snapshot
from tests.graph.scripted_service import DEFAULT_JSON, NOON, PARTNER, TENANT


def test_a_readable_tenant() -> None:
    reading = TenantReading(TENANT, USGOV, NOON, {"id": "p"}, {"id": "d"}, [{"tenantId": PARTNER}])
    assert reading.to_snapshot("contoso") == {
        "name": "contoso",
        "tenant_id": TENANT,
        "cloud": "usgov",
        "policy": {"id": "p"},
        "default": {"id": "d"},
        "partners": [{"tenantId": PARTNER}],
        "unreadable": {},
    }


def test_reasons_are_short_and_a_snapshot_takes_them(tmp_path: Path) -> None:
    denied = ResponseError(403, "Authorization_RequestDenied", "Insufficient.", "id-1", doing="read the partners")
    reading = TenantReading(
        TENANT,
        USGOV,
        NOON,
        None,
        DEFAULT_JSON,
        None,
        {"policy": SignInError("refused", code="AADSTS1"), "partners": denied},
    )
    tenant = reading.to_snapshot("contoso")
    assert tenant["unreadable"] == {
        "policy": "refused",
        "partners": "403 Authorization_RequestDenied Insufficient",
    }
    write_snapshot(tmp_path / "s.json", NOON, [tenant])
    assert read_snapshot(tmp_path / "s.json").tenants == (tenant,)
