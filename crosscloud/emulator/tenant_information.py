"""`findTenantInformationByTenantId`: what a tenant tells of itself to others of its cloud.

Source: Microsoft Graph reference, tenantRelationship: findTenantInformationByTenantId, and tenantInformation. The
reference says neither whether a tenant of another cloud is found nor how an unknown one is answered: here both
are the directory's ordinary 404, so a client cannot come to rely on more.
"""

from typing import Final

from crosscloud.emulator.calls import Call, Resource
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.errors import bad_request, not_found
from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.wire import Answer

ROLE: Final = "CrossTenantInformation.ReadBasic.All"


def _find(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    tenant_id = call.keys[0].lower()
    found = call.tenants.with_id(tenant_id)
    if call.request.query:
        raise bad_request("The function findTenantInformationByTenantId takes no query options.")
    if found is None or found.cloud.endpoint != call.tenant.cloud.endpoint:
        raise not_found(tenant_id)
    return state, Answer(
        200, {"@odata.context": call.context("microsoft.graph.tenantInformation"), **_about(found)}
    )


def _about(tenant: EmulatedTenant) -> dict[str, str | None]:
    return {
        "tenantId": tenant.key,
        "federationBrandName": None,
        "displayName": tenant.name,
        "defaultDomainName": tenant.initial_domain,
    }


FIND_BY_ID: Final = Resource(
    "tenantRelationships/findTenantInformationByTenantId(tenantId='{tenantId}')",
    {"GET": _find},
    "the emulated tenants of the caller's own cloud, with their name; any other id is 404",
    "Graph reference, tenantRelationship: findTenantInformationByTenantId",
    readers=frozenset({ROLE}),
    writers=frozenset(),
)
