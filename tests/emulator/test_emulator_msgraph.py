"""Microsoft's own Graph SDK and azure-identity as independent clients of the emulator.

The SDK was generated from Microsoft's published schema: that it reads and writes everything here is the best check
of the emulator's property tables that needs no tenant. Its known traps must fail as they do at the service.
"""

import asyncio
from typing import TYPE_CHECKING

import pytest
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.b2b_identity_providers_type import B2bIdentityProvidersType
from msgraph.generated.models.cross_tenant_access_policy import CrossTenantAccessPolicy
from msgraph.generated.models.cross_tenant_access_policy_b2_b_setting import CrossTenantAccessPolicyB2BSetting
from msgraph.generated.models.cross_tenant_access_policy_configuration_default import (
    CrossTenantAccessPolicyConfigurationDefault,
)
from msgraph.generated.models.cross_tenant_access_policy_configuration_partner import (
    CrossTenantAccessPolicyConfigurationPartner,
)
from msgraph.generated.models.cross_tenant_access_policy_inbound_trust import CrossTenantAccessPolicyInboundTrust
from msgraph.generated.models.cross_tenant_access_policy_target import CrossTenantAccessPolicyTarget
from msgraph.generated.models.cross_tenant_access_policy_target_configuration import (
    CrossTenantAccessPolicyTargetConfiguration,
)
from msgraph.generated.models.cross_tenant_access_policy_target_configuration_access_type import (
    CrossTenantAccessPolicyTargetConfigurationAccessType as AccessType,
)
from msgraph.generated.models.cross_tenant_access_policy_target_type import (
    CrossTenantAccessPolicyTargetType as TargetType,
)
from msgraph.generated.models.cross_tenant_access_policy_tenant_restrictions import (
    CrossTenantAccessPolicyTenantRestrictions,
)
from msgraph.generated.models.cross_tenant_identity_sync_policy_partner import CrossTenantIdentitySyncPolicyPartner
from msgraph.generated.models.cross_tenant_user_sync_inbound import CrossTenantUserSyncInbound
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.tenant_information import TenantInformation

from crosscloud.emulator import EmulatedTenant, Emulator
from crosscloud.emulator.entities import DEFAULT, IDENTITY_SYNCHRONIZATION, PARTNER, UNDECLARED, policy
from crosscloud.emulator.records import Record
from crosscloud.emulator.surfaces import api
from tests.emulator.graph_client import ALL, CONTOSO, GROUP, World, b2b, label, log_lines
from tests.emulator.graph_client import PARTNER as PARTNER_ID
from tests.emulator.graph_sdk import graph_sdk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from msgraph.generated.policies.cross_tenant_access_policy.cross_tenant_access_policy_request_builder import (
        CrossTenantAccessPolicyRequestBuilder as Policy,
    )

# The SDK warns of deprecated classes of its own when it is imported.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:msgraph"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:kiota_abstractions"),
]


def run(emulator: Emulator, use: "Callable[[Policy], Awaitable[None]]", tenant: EmulatedTenant = CONTOSO) -> None:
    """Use the SDK in an event loop of its own."""

    async def main() -> None:
        async with graph_sdk(emulator, tenant) as client:
            await use(client.policies.cross_tenant_access_policy)

    asyncio.run(main())


def configuration(access: AccessType, target: str, of: TargetType) -> CrossTenantAccessPolicyTargetConfiguration:
    """A target configuration as the SDK has it."""
    targets = [CrossTenantAccessPolicyTarget(target=target, target_type=of)]
    return CrossTenantAccessPolicyTargetConfiguration(access_type=access, targets=targets)


def section() -> CrossTenantAccessPolicyB2BSetting:
    """One group to Office 365."""
    return CrossTenantAccessPolicyB2BSetting(
        users_and_groups=configuration(AccessType.Allowed, GROUP, TargetType.Group),
        applications=configuration(AccessType.Allowed, "Office365", TargetType.Application),
    )


@pytest.mark.parametrize("tenant", ALL, ids=label)
def test_policy_and_default_are_read_in_every_cloud(emulator: Emulator, tenant: EmulatedTenant) -> None:
    async def use(builder: "Policy") -> None:
        root, default = await builder.get(), await builder.default.get()
        assert root is not None
        assert default is not None
        assert root.allowed_cloud_endpoints == ([] if tenant.cloud.name == "global" else None)
        assert default.is_service_default is True
        inbound = default.b2b_collaboration_inbound
        assert inbound is not None
        assert inbound.applications is not None
        assert inbound.applications.access_type is AccessType.Allowed
        assert inbound.applications.targets is not None
        assert inbound.applications.targets[0].target_type is TargetType.Application
        redemption = default.invitation_redemption_identity_provider_configuration
        assert redemption is not None
        assert redemption.fallback_identity_provider is B2bIdentityProvidersType.DefaultConfiguredIdp
        assert (default.tenant_restrictions is not None) == (tenant.cloud.name == "global")

    run(emulator, use, tenant)


def test_policy_and_default_are_patched(emulator: Emulator) -> None:
    async def use(builder: "Policy") -> None:
        await builder.patch(CrossTenantAccessPolicy(allowed_cloud_endpoints=["microsoftonline.us"]))
        trust = CrossTenantAccessPolicyInboundTrust(is_mfa_accepted=True)
        await builder.default.patch(CrossTenantAccessPolicyConfigurationDefault(inbound_trust=trust))
        changed = await builder.default.get()
        assert changed is not None
        assert changed.is_service_default is False
        await builder.default.reset_to_system_default.post()

    run(emulator, use)
    state = emulator.state("contoso")
    assert state["policy"]["allowedCloudEndpoints"] == ["microsoftonline.us"]
    assert state["default"]["isServiceDefault"] is True


def test_partners_are_created_patched_read_and_deleted(emulator: Emulator) -> None:
    async def use(builder: "Policy") -> None:
        partner = CrossTenantAccessPolicyConfigurationPartner(
            tenant_id=PARTNER_ID, b2b_collaboration_inbound=section()
        )
        created = await builder.partners.post(partner)
        assert created is not None
        assert created.tenant_id == PARTNER_ID
        assert created.inbound_trust is None
        one = builder.partners.by_cross_tenant_access_policy_configuration_partner_tenant_id(PARTNER_ID)
        trust = CrossTenantAccessPolicyInboundTrust(is_mfa_accepted=True)
        await one.patch(CrossTenantAccessPolicyConfigurationPartner(inbound_trust=trust))
        await one.identity_synchronization.put(
            CrossTenantIdentitySyncPolicyPartner(
                display_name="F", user_sync_inbound=CrossTenantUserSyncInbound(is_sync_allowed=True)
            )
        )
        held = emulator.state("contoso")["partners"][0]
        assert held["b2bCollaborationInbound"] == b2b("allowed", users=GROUP, applications="Office365")
        assert held["inboundTrust"]["isMfaAccepted"] is True
        with pytest.raises(ODataError) as conflict:
            await builder.partners.post(partner)
        assert conflict.value.response_status_code == 409
        assert conflict.value.error is not None
        assert conflict.value.error.code == "Request_MultipleObjectsWithSameKeyValue"
        await one.identity_synchronization.delete()
        await one.delete()
        with pytest.raises(ODataError) as missing:
            await one.get()
        assert missing.value.response_status_code == 404

    run(emulator, use)


def test_all_pages_of_partners_are_listed_with_their_synchronization(emulator: Emulator) -> None:
    ids = [f"a1111111-1111-4111-8111-{number:012}" for number in range(205)]
    sync = {"userSyncInbound": {"isSyncAllowed": True}}
    emulator.seed_partners("contoso", [{"tenantId": one, "identitySynchronization": sync} for one in ids])

    from msgraph.generated.policies.cross_tenant_access_policy.partners.partners_request_builder import (
        PartnersRequestBuilder,
    )

    async def use(builder: "Policy") -> None:
        query = PartnersRequestBuilder.PartnersRequestBuilderGetQueryParameters(expand=["identitySynchronization"])
        page = await builder.partners.get(request_configuration=RequestConfiguration(query_parameters=query))
        seen: list[str | None] = []
        while page is not None:
            for partner in page.value or []:
                assert partner.identity_synchronization is not None
                assert partner.identity_synchronization.user_sync_inbound is not None
                seen.append(partner.tenant_id)
            link = page.odata_next_link
            page = await builder.partners.with_url(link).get() if link else None
        assert seen == ids

    run(emulator, use)
    assert len([line for line in log_lines(emulator) if "/partners" in line["path"]]) == 3


def test_nulls_that_the_sdk_misspells_are_refused_and_right_ones_inherit(emulator: Emulator) -> None:
    emulator.seed_partners("contoso", [{"tenantId": PARTNER_ID, "inboundTrust": {"isMfaAccepted": True}}])

    async def use(builder: "Policy") -> None:
        one = builder.partners.by_cross_tenant_access_policy_configuration_partner_tenant_id(PARTNER_ID)
        partner = CrossTenantAccessPolicyConfigurationPartner()
        partner.inbound_trust = None
        with pytest.raises(APIError) as refused:
            await one.patch(partner)
        assert refused.value.response_status_code == 400
        assert emulator.state("contoso")["partners"][0]["inboundTrust"] is not None
        right = CrossTenantAccessPolicyConfigurationPartner(additional_data={"inboundTrust": None})
        await one.patch(right)
        assert emulator.state("contoso")["partners"][0]["inboundTrust"] is None

    run(emulator, use)


def test_the_type_that_the_sdk_adds_to_tenant_restrictions_is_refused(emulator: Emulator) -> None:
    async def use(builder: "Policy") -> None:
        restrictions = CrossTenantAccessPolicyTenantRestrictions(
            users_and_groups=configuration(AccessType.Blocked, "AllUsers", TargetType.User),
            applications=configuration(AccessType.Blocked, "AllApplications", TargetType.Application),
        )
        with pytest.raises(ODataError) as refused:
            await builder.default.patch(
                CrossTenantAccessPolicyConfigurationDefault(tenant_restrictions=restrictions)
            )
        assert refused.value.response_status_code == 400

    run(emulator, use)


@pytest.mark.parametrize(
    ("record", "model", "left_out"),
    [
        (policy(()), CrossTenantAccessPolicy(), {"default", "partners", "templates"}),
        (DEFAULT, CrossTenantAccessPolicyConfigurationDefault(), {"m365Capabilities"}),
        (
            PARTNER,
            CrossTenantAccessPolicyConfigurationPartner(),
            {"identitySynchronization", "m365Capabilities", "serviceProviderConstraints"},
        ),
        (IDENTITY_SYNCHRONIZATION, CrossTenantIdentitySyncPolicyPartner(), set()),
    ],
    ids=["policy", "default", "partner", "synchronization"],
)
def test_the_tables_name_the_properties_that_the_sdk_knows(
    record: Record,
    model: CrossTenantAccessPolicy
    | CrossTenantAccessPolicyConfigurationDefault
    | CrossTenantAccessPolicyConfigurationPartner
    | CrossTenantIdentitySyncPolicyPartner,
    left_out: set[str],
) -> None:
    known = set(model.get_field_deserializers()) - {"@odata.type"}
    assert set(record.declared(api("v1.0", "Prod"))) - set(UNDECLARED) == known - left_out


def test_tenant_information_has_the_properties_that_the_sdk_knows(world: World) -> None:
    path = f"tenantRelationships/findTenantInformationByTenantId(tenantId='{CONTOSO.key}')"
    token = world.tokens.issue(CONTOSO, roles={"CrossTenantInformation.ReadBasic.All"})
    answer = world.call("GET", path, authorization=f"Bearer {token}")
    assert answer.body is not None
    known = set(TenantInformation().get_field_deserializers()) - {"@odata.type"}
    assert set(answer.body) - {"@odata.context"} == known
