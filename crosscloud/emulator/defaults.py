"""What a tenant has before anybody changes anything: the system default and an empty policy.

Source: Microsoft Graph reference, crossTenantAccessPolicyConfigurationDefault (B2B collaboration allowed, B2B
direct connect blocked, no trust, no automatic consent) and resetToSystemDefault (order of identity providers);
the values of `tenantRestrictions`, the Microsoft 365 sections and the undocumented properties come from published
beta answers.
"""

import uuid
from typing import Any

from crosscloud.emulator.records import Document


def _identifier(tenant_key: str, what: str) -> str:
    return str(uuid.uuid5(uuid.UUID(tenant_key), what))


def _everything(access_type: str, keyword: str, target_type: str) -> dict[str, Any]:
    return {"accessType": access_type, "targets": [{"target": keyword, "targetType": target_type}]}


def _everyone(access_type: str) -> dict[str, Any]:
    return _everything(access_type, "AllUsers", "user")


def _every_application(access_type: str) -> dict[str, Any]:
    return _everything(access_type, "AllApplications", "application")


def _b2b(access_type: str) -> dict[str, Any]:
    return {"usersAndGroups": _everyone(access_type), "applications": _every_application(access_type)}


def system_policy(tenant_key: str) -> Document:
    """The policy root of the tenant, with no other cloud enabled."""
    return {
        "id": _identifier(tenant_key, "crossTenantAccessPolicy"),
        "deletedDateTime": None,
        "description": None,
        "displayName": "CrossTenantAccessPolicy",
        "allowedCloudEndpoints": [],
    }


def system_default(tenant_key: str) -> Document:
    """The default configuration of the tenant, as the service ships it."""
    return {
        "id": _identifier(tenant_key, "crossTenantAccessPolicyConfigurationDefault"),
        "isServiceDefault": True,
        "b2bCollaborationInbound": _b2b("allowed"),
        "b2bCollaborationOutbound": _b2b("allowed"),
        "b2bDirectConnectInbound": _b2b("blocked"),
        "b2bDirectConnectOutbound": _b2b("blocked"),
        "inboundTrust": {
            "isMfaAccepted": False,
            "isCompliantDeviceAccepted": False,
            "isHybridAzureADJoinedDeviceAccepted": False,
            "isCompliantNetworkAccepted": False,
        },
        "tenantRestrictions": {**_b2b("blocked"), "devices": None},
        "m365CollaborationInbound": {"users": _everyone("blocked")},
        "m365CollaborationOutbound": {"usersAndGroups": _everyone("allowed")},
        "appServiceConnectInbound": {"applications": _every_application("blocked")},
        "blockServiceProviderOutboundAccess": False,
        "automaticUserConsentSettings": {"inboundAllowed": False, "outboundAllowed": False},
        "invitationRedemptionIdentityProviderConfiguration": {
            "primaryIdentityProviderPrecedenceOrder": [
                "azureActiveDirectory",
                "externalFederation",
                "socialIdentityProviders",
            ],
            "fallbackIdentityProvider": "defaultConfiguredIdp",
        },
        "crossCloudMeetingConfiguration": {"inboundAllowed": False, "outboundAllowed": False},
        "protectedContentSharing": {"inboundAllowed": True, "outboundAllowed": True},
    }
