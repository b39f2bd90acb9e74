"""Which property each version of Graph declares in each cloud."""

import pytest

from crosscloud.emulator.entities import DEFAULT, IDENTITY_SYNCHRONIZATION, PARTNER, policy
from crosscloud.emulator.records import Record
from crosscloud.emulator.surfaces import api

RECORDS = {"policy": policy(()), "default": DEFAULT, "partner": PARTNER, "sync": IDENTITY_SYNCHRONIZATION}
SURFACES = {f"{version} {schema}" for version in ("v1.0", "beta") for schema in ("Prod", "Fairfax", "Mooncake")}
GLOBAL = {"v1.0 Prod", "beta Prod"}
M365 = ("m365CollaborationInbound", "m365CollaborationOutbound", "appServiceConnectInbound")


def declared(record: Record, surface: str) -> set[str]:
    """The names that a version declares in a cloud."""
    version, schema = surface.split()
    return set(record.declared(api(version, schema)))


@pytest.mark.parametrize(
    ("record", "name", "where"),
    [
        ("policy", "allowedCloudEndpoints", {*GLOBAL, "beta Fairfax", "beta Mooncake"}),
        ("policy", "displayName", SURFACES),
        ("default", "b2bCollaborationInbound", SURFACES),
        ("default", "automaticUserConsentSettings", SURFACES - {"beta Mooncake"}),
        ("default", "invitationRedemptionIdentityProviderConfiguration", SURFACES),
        ("default", "tenantRestrictions", GLOBAL),
        *[("default", name, GLOBAL) for name in M365],
        ("default", "crossCloudMeetingConfiguration", GLOBAL),
        ("partner", "crossCloudMeetingConfiguration", GLOBAL),
        ("partner", "protectedContentSharing", GLOBAL),
        ("partner", "inboundTrust", SURFACES),
        ("partner", "automaticUserConsentSettings", SURFACES - {"beta Mooncake"}),
        ("partner", "tenantRestrictions", GLOBAL),
        *[("partner", name, GLOBAL) for name in M365],
        ("partner", "isInMultiTenantOrganization", GLOBAL),
        ("partner", "blockServiceProviderOutboundAccess", {"beta Prod"}),
        ("partner", "invitationRedemptionIdentityProviderConfiguration", set()),
        ("sync", "userSyncInbound", SURFACES),
        ("sync", "groupSyncInbound", {"beta Prod", "beta Fairfax"}),
        ("sync", "externalCloudAuthorizedApplicationId", {"beta Prod", "beta Fairfax"}),
    ],
)
def test_a_property_is_declared_where_the_schema_has_it(record: str, name: str, where: set[str]) -> None:
    assert {surface for surface in SURFACES if name in declared(RECORDS[record], surface)} == where
