"""Tenants for the tests of findings, made as Graph answers them: a snapshot, then what is read from it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import find_cloud
from crosscloud.domain.findings import Finding, Situation, TenantFacts, check
from crosscloud.domain.tenant import from_snapshot, make_unread_tenant, read_partner

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
TAILSPIN, OUTSIDE = "11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"
ENGINEERS, FIELD = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01", "e81d7b26-3c4f-4a95-b6e0-5f2a9c8d1b03"
VAULT, DESK = "19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04", "7a9e4f10-52c7-4b86-a1d3-94be0c6d3e02"
TO_GLOBAL, TO_USGOV, TO_CHINA = "microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"
MFA = {
    "isMfaAccepted": True,
    "isCompliantDeviceAccepted": False,
    "isHybridAzureADJoinedDeviceAccepted": False,
}
NO_TRUST = {**MFA, "isMfaAccepted": False}


def targets(access: str, names: tuple[str, ...], kind: str) -> dict[str, Any]:
    def one(name: str) -> dict[str, str]:
        return {"target": name, "targetType": "user" if name == "AllUsers" else kind}

    return {"accessType": access, "targets": [one(name) for name in names]}


def b2b(users: str, who: tuple[str, ...], applications: str, what: tuple[str, ...]) -> dict[str, Any]:
    """A section in Graph's JSON."""
    return {
        "usersAndGroups": targets(users, who, "group"),
        "applications": targets(applications, what, "application"),
    }


OPEN = b2b("allowed", ("AllUsers",), "allowed", ("AllApplications",))
CLOSED = b2b("blocked", ("AllUsers",), "blocked", ("AllApplications",))
MAIL = b2b("allowed", ("AllUsers",), "allowed", (RIGHTS_MANAGEMENT,))
TO_VAULT = b2b("allowed", (ENGINEERS,), "allowed", (VAULT, *GUEST_ESSENTIALS))
TO_DESK = b2b("allowed", (FIELD,), "allowed", (DESK, *GUEST_ESSENTIALS))

SYSTEM_DEFAULT: Mapping[str, Any] = {
    "b2bCollaborationInbound": OPEN,
    "b2bCollaborationOutbound": OPEN,
    "b2bDirectConnectInbound": CLOSED,
    "b2bDirectConnectOutbound": CLOSED,
    "inboundTrust": NO_TRUST,
    "invitationRedemptionIdentityProviderConfiguration": {
        "primaryIdentityProviderPrecedenceOrder": ["azureActiveDirectory", "externalFederation"],
        "fallbackIdentityProvider": "defaultConfiguredIdp",
    },
}
HARDENED: Mapping[str, Any] = {
    **SYSTEM_DEFAULT,
    "b2bCollaborationInbound": CLOSED,
    "b2bCollaborationOutbound": MAIL,
}


NOT_ANSWERED = object()
"""In place of a property that Graph leaves out of its answer."""


def partner(tenant_id: str, **sections: Any) -> dict[str, Any]:
    """A partner in Graph's JSON, as `$expand` answers it; what is not given is null."""
    inherited = {"inboundAllowed": None, "outboundAllowed": None}
    whole = {"automaticUserConsentSettings": inherited, "identitySynchronization": None, **sections}
    return {"tenantId": tenant_id, **{name: value for name, value in whole.items() if value is not NOT_ANSWERED}}


def tenant(
    name: str,
    tenant_id: str,
    cloud: str,
    *partners: Mapping[str, Any],
    enabled: tuple[str, ...] | None = (),
    default: Mapping[str, Any] | None = HARDENED,
    **more: Any,
) -> TenantFacts:
    """A tenant as it was read; `more` is handed on to `TenantFacts`."""
    snapshot = {
        "name": name,
        "tenant_id": tenant_id,
        "cloud": cloud,
        "policy": None if enabled is None else {"allowedCloudEndpoints": list(enabled)},
        "default": default,
        "partners": list(partners),
    }
    return TenantFacts(from_snapshot(snapshot), **more)


def contoso(*partners: Mapping[str, Any], **more: Any) -> TenantFacts:
    """A tenant of Global that has enabled US Government."""
    return tenant("contoso", CONTOSO, "global", *partners, **{"enabled": (TO_USGOV,), **more})


def fabrikam(*partners: Mapping[str, Any], **more: Any) -> TenantFacts:
    """A tenant of US Government that has enabled Global."""
    return tenant("fabrikam", FABRIKAM, "usgov", *partners, **{"enabled": (TO_GLOBAL,), **more})


def tailspin(*partners: Mapping[str, Any], cloud: str = "global", **more: Any) -> TenantFacts:
    """A third tenant."""
    return tenant("tailspin", TAILSPIN, cloud, *partners, **more)


def not_read(name: str, tenant_id: str, cloud: str, reason: str = "it was not read", **more: Any) -> TenantFacts:
    """A tenant of which nothing was read, for one reason."""
    return TenantFacts(make_unread_tenant(name, tenant_id, find_cloud(cloud), reason), **more)


def situation(*tenants: TenantFacts, **more: Any) -> Situation:
    """A situation of these tenants; `more` is handed on to `Situation`."""
    return Situation({facts.settings.tenant_id: facts for facts in tenants}, **more)


def pair_of(ours: tuple[Any, Any], theirs: tuple[Any, Any], **more: Any) -> Situation:
    """Contoso and Fabrikam, listing each other, each with these inbound and outbound sections."""
    names = ("b2bCollaborationInbound", "b2bCollaborationOutbound")
    return situation(
        contoso(partner(FABRIKAM, **dict(zip(names, ours, strict=True)))),
        fabrikam(partner(CONTOSO, **dict(zip(names, theirs, strict=True)))),
        **more,
    )


def both_ends(**more: Any) -> Situation:
    """Contoso and Fabrikam as the demonstration leaves them: a partnership both ways, hardened defaults."""
    to_fabrikam = partner(
        FABRIKAM,
        b2bCollaborationOutbound=TO_VAULT,
        b2bCollaborationInbound=TO_DESK,
        inboundTrust=MFA,
        automaticUserConsentSettings={"inboundAllowed": False, "outboundAllowed": True},
    )
    to_contoso = partner(
        CONTOSO,
        b2bCollaborationInbound=TO_VAULT,
        b2bCollaborationOutbound=TO_DESK,
        inboundTrust={**MFA, "isCompliantDeviceAccepted": True},
        automaticUserConsentSettings={"inboundAllowed": True, "outboundAllowed": False},
    )
    declared = frozenset({(CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)})
    return situation(contoso(to_fabrikam), fabrikam(to_contoso), **{"declared": declared, **more})


def untouched(**more: Any) -> Situation:
    """Contoso and Fabrikam before anything was set."""
    return situation(
        contoso(enabled=(), default=SYSTEM_DEFAULT), fabrikam(enabled=(), default=SYSTEM_DEFAULT), **more
    )


def with_settings(facts: TenantFacts, **changes: Any) -> TenantFacts:
    """The tenant with other settings than were read, as a plan would leave it."""
    return replace(facts, settings=replace(facts.settings, **changes))


def with_partner(facts: TenantFacts, tenant_id: str, **sections: Any) -> TenantFacts:
    """The tenant with these sections (by name) in the entry of one partner, in place of those that were read."""
    entry = facts.settings.partners.get(tenant_id) or read_partner({"tenantId": tenant_id})
    written = replace(entry, sections={**entry.sections, **sections})
    return with_settings(facts, partners={**facts.settings.partners, tenant_id: written})


def found(id_: str, findings: list[Finding]) -> list[Finding]:
    """The findings of one id."""
    return [each for each in findings if each.id == id_]


def checked(id_: str, *tenants: TenantFacts, **more: Any) -> list[Finding]:
    """What `check` finds of one id."""
    return found(id_, check(situation(*tenants, **more)))
