"""`findTenantInformationByTenantId`: who is found, with which permission."""

import pytest

from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.wire import Answer
from tests.emulator.graph_client import ALL, CONTOSO, FABRIKAM, PARTNER, TAILSPIN, WOODGROVE, World, code, label

ROLE = "CrossTenantInformation.ReadBasic.All"
DOMAINS = {
    "contoso": "contoso.onmicrosoft.com",
    "fabrikam": "fabrikam.onmicrosoft.us",
    "woodgrove": "woodgrove.onmicrosoft.us",
    "tailspin": "tailspin.partner.onmschina.cn",
}


def find(world: World, tenant_id: str, *, asks: EmulatedTenant, role: str = ROLE, version: str = "v1.0") -> Answer:
    """Ask for a tenant by its id."""
    path = f"tenantRelationships/findTenantInformationByTenantId(tenantId='{tenant_id}')"
    bearer = f"Bearer {world.tokens.issue(asks, roles={role})}"
    return world.call("GET", path, tenant=asks, version=version, authorization=bearer)


@pytest.mark.parametrize("version", ["v1.0", "beta"])
@pytest.mark.parametrize("tenant", ALL, ids=label)
def test_a_tenant_is_found_in_its_own_cloud(world: World, tenant: EmulatedTenant, version: str) -> None:
    answer = find(world, tenant.tenant_id.upper(), asks=tenant, version=version)
    assert answer.status == 200
    assert answer.body is not None
    assert {name: value for name, value in answer.body.items() if name != "@odata.context"} == {
        "tenantId": tenant.key,
        "displayName": tenant.name,
        "defaultDomainName": DOMAINS[tenant.name],
        "federationBrandName": None,
    }


def test_both_us_government_clouds_find_one_another(world: World) -> None:
    assert find(world, WOODGROVE.tenant_id, asks=FABRIKAM).status == 200


@pytest.mark.parametrize(
    ("asks", "tenant_id"),
    [
        (CONTOSO, FABRIKAM.tenant_id),
        (FABRIKAM, CONTOSO.tenant_id),
        (CONTOSO, TAILSPIN.tenant_id),
        (CONTOSO, PARTNER),
        (CONTOSO, "contoso.com"),
    ],
    ids=label,
)
def test_who_is_elsewhere_or_nowhere_is_not_found(world: World, asks: EmulatedTenant, tenant_id: str) -> None:
    answer = find(world, tenant_id, asks=asks)
    assert (answer.status, code(answer)) == (404, "Request_ResourceNotFound")


@pytest.mark.parametrize("role", ["Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"])
def test_the_permissions_for_the_policy_do_not_open_it(world: World, role: str) -> None:
    answer = find(world, CONTOSO.tenant_id, asks=CONTOSO, role=role)
    assert (answer.status, code(answer)) == (403, "Authorization_RequestDenied")


def test_it_opens_nothing_else(world: World) -> None:
    bearer = f"Bearer {world.tokens.issue(CONTOSO, roles={ROLE})}"
    assert world.call("GET", "policies/crossTenantAccessPolicy", authorization=bearer).status == 403
