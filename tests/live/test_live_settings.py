"""Two snapshots of one tenant: what differs, and what is not known to be the same."""

from typing import Any

from crosscloud.live.settings import differences

ID, OTHER = "2c63888f-28f0-4481-be6d-dce7a7ace732", "11111111-2222-4333-8444-555555555555"


def snapshot(**parts: Any) -> dict[str, Any]:
    return {"policy": {"allowedCloudEndpoints": ["microsoftonline.us"]}, "default": {}, "partners": [], **parts}


def test_the_same_in_another_case_and_order_and_with_unknown_properties_is_the_same() -> None:
    def partner(tenant_id: str) -> dict[str, Any]:
        return {
            "tenantId": tenant_id,
            "inboundTrust": None,
            "automaticUserConsentSettings": {"inboundAllowed": None},
        }

    one = snapshot(partners=[partner(ID), partner(OTHER)])
    two = snapshot(partners=[{**partner(OTHER), "seen": 1}, partner(ID.upper())])
    assert differences(one, two) == []


def test_what_changed_is_named() -> None:
    found = differences(snapshot(), snapshot(policy={"allowedCloudEndpoints": []}))
    assert found == ["cross-cloud settings: allowed_cloud_endpoints was [microsoftonline.us], is []"]


def test_partners_that_came_and_went_are_named() -> None:
    found = differences(snapshot(partners=[{"tenantId": ID}]), snapshot(partners=[{"tenantId": OTHER}]))
    assert found == [f"partner {OTHER} is listed now", f"partner {ID} is no longer listed"]


def test_what_was_read_only_once_is_not_known_to_be_the_same() -> None:
    for part in ("policy", "default", "partners"):
        assert len(differences(snapshot(), snapshot(**{part: None}))) == 1
        assert differences(snapshot(**{part: None}), snapshot(**{part: None})) == []


def test_identity_synchronization_that_changed_is_named() -> None:
    def with_sync(*, allowed: bool) -> dict[str, Any]:
        return snapshot(
            partners=[{"tenantId": ID, "identitySynchronization": {"userSyncInbound": {"isSyncAllowed": allowed}}}]
        )

    (found,) = differences(with_sync(allowed=True), with_sync(allowed=False))
    assert found.startswith(f"partner {ID}, identity synchronization: user_sync_inbound")
