"""What a tenant holds, and every way in which it can change.

`TenantState` is a value: each function takes one and returns the next, or raises `GraphError` and nothing has
happened. The API and the portal (as tests play it) go through the same functions; the surface says who acts.
Sources: Microsoft Graph reference, the create, update and delete pages of crossTenantAccessPolicy,
crossTenantAccessPolicyConfigurationDefault, -Partner and crossTenantIdentitySyncPolicyPartner.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from crosscloud.domain.clouds import enableable_endpoints
from crosscloud.domain.guid import is_guid
from crosscloud.emulator.defaults import system_default, system_policy
from crosscloud.emulator.entities import (
    CAPABILITIES_OF_DEFAULT,
    CAPABILITIES_OF_PARTNER,
    DEFAULT,
    IDENTITY_SYNCHRONIZATION,
    M365_CAPABILITY,
    PARTNER,
    policy,
)
from crosscloud.emulator.errors import GraphError, bad_request, invalid_property, invalid_value, not_found
from crosscloud.emulator.moments import written
from crosscloud.emulator.records import Document
from crosscloud.emulator.surfaces import DELETED_ITEMS, Surface
from crosscloud.emulator.tenants import EmulatedTenant

_TYPE: Final = "#microsoft.graph."


@dataclass(frozen=True)
class TenantState:
    """Everything that one tenant holds.

    Attributes:
        policy: the policy root.
        default: the default configuration.
        partners: by tenant id in lower case.
        identity_synchronization: likewise, the policies of the partners that have one.
        capabilities: the Microsoft 365 capabilities of partners, and of the default, by whose (a tenant id, or
            empty) and name.
        deleted_partners: the partners that were deleted and can be restored, each with its `deletedDateTime`.
        deleted_synchronization: likewise, what partners had of identity synchronization.
        directory: what the portal has changed of all else, by type and key; None for what it has removed.
    """

    policy: Document
    default: Document
    partners: Mapping[str, Document]
    identity_synchronization: Mapping[str, Document]
    capabilities: Mapping[tuple[str, str], Document] = field(default_factory=dict)
    deleted_partners: Mapping[str, Document] = field(default_factory=dict)
    deleted_synchronization: Mapping[str, Document] = field(default_factory=dict)
    directory: Mapping[tuple[str, str], Document | None] = field(default_factory=dict)


def new_state(tenant: EmulatedTenant) -> TenantState:
    """A tenant that nobody has changed."""
    return TenantState(system_policy(tenant.key), system_default(tenant.key), {}, {})


def update_policy(state: TenantState, tenant: EmulatedTenant, sent: object, surface: Surface) -> TenantState:
    """The policy root is patched."""
    record = policy(enableable_endpoints(tenant.cloud))
    return replace(state, policy=record.take(sent, state.policy, "", surface))


def update_default(state: TenantState, sent: object, surface: Surface) -> TenantState:
    """The default is patched; whatever differs from before is no longer the service's default."""
    changed = DEFAULT.take(sent, state.default, "", surface)
    if changed != state.default:
        changed["isServiceDefault"] = False
    return replace(state, default=changed)


def reset_default(state: TenantState, tenant: EmulatedTenant) -> TenantState:
    """The default becomes the system's again."""
    return replace(state, default=system_default(tenant.key))


def create_partner(state: TenantState, tenant: EmulatedTenant, sent: Document, surface: Surface) -> TenantState:
    """A partner is added; `sent` names its `tenantId`."""
    settings = _partner_settings(sent, surface)
    tenant_id = settings.pop("tenantId", None)
    if not isinstance(tenant_id, str) or not is_guid(tenant_id):
        raise invalid_value("tenantId", "it must be the tenant id of the partner, a GUID.")
    key = tenant_id.lower()
    if key == tenant.key:
        raise invalid_value("tenantId", "a tenant cannot be its own partner.")
    if key in state.partners:
        raise GraphError(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "Another object with the same value for property tenantId already exists.",
        )
    created = {**PARTNER.take(settings, None, "", surface), "tenantId": key}
    return replace(state, partners={**state.partners, key: created})


def update_partner(state: TenantState, tenant_id: str, sent: Document, surface: Surface) -> TenantState:
    """A partner is patched."""
    key = partner_key(tenant_id)
    if key not in state.partners:
        raise _no_object()
    changed = PARTNER.take(_partner_settings(sent, surface), state.partners[key], "", surface)
    return replace(state, partners={**state.partners, key: changed})


def delete_partner(state: TenantState, tenant: EmulatedTenant, tenant_id: str, now: datetime) -> TenantState:
    """A partner is removed, to the bin where its cloud has one; its identity synchronization must be gone."""
    key = existing_partner(state, tenant_id)
    if key in state.identity_synchronization:
        raise bad_request(
            "The configuration includes a user synchronization policy: delete identitySynchronization before."
        )
    kept = {(whose, name): held for (whose, name), held in state.capabilities.items() if whose != key}
    deleted = _binned(tenant, state.deleted_partners, key, state.partners[key], now)
    return replace(state, partners=_without(state.partners, key), capabilities=kept, deleted_partners=deleted)


def create_synchronization(state: TenantState, tenant_id: str, sent: object, surface: Surface) -> TenantState:
    """A partner's identity synchronization is put in place; it must not exist."""
    key = existing_partner(state, tenant_id)
    if key in state.identity_synchronization:
        message = (
            "A conflicting object with one or more of the specified property values is present in the directory."
        )
        raise GraphError(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            message,
            details=[{"code": "ConflictingObjects", "message": message, "target": "tenantId"}],
        )
    created = {**IDENTITY_SYNCHRONIZATION.take(sent, None, "", surface), "tenantId": key}
    policies = {**state.identity_synchronization, key: created}
    return replace(state, identity_synchronization=policies)


def update_synchronization(state: TenantState, tenant_id: str, sent: object, surface: Surface) -> TenantState:
    """A partner's identity synchronization is patched."""
    key = partner_key(tenant_id)
    if key not in state.identity_synchronization:
        raise _no_object()
    held = state.identity_synchronization[key]
    policies = {**state.identity_synchronization, key: IDENTITY_SYNCHRONIZATION.take(sent, held, "", surface)}
    return replace(state, identity_synchronization=policies)


def delete_synchronization(
    state: TenantState, tenant: EmulatedTenant, tenant_id: str, now: datetime
) -> TenantState:
    """A partner's identity synchronization is removed; as a partner, it may be restored."""
    key = existing_synchronization(state, tenant_id)
    held = state.identity_synchronization
    deleted = _binned(tenant, state.deleted_synchronization, key, held[key], now)
    return replace(state, identity_synchronization=_without(held, key), deleted_synchronization=deleted)


def put_capability(
    state: TenantState, whose: str, sent: Document, surface: Surface, now: str, *, name: str | None = None
) -> TenantState:
    """A Microsoft 365 capability is created, or the one called `name` changed.

    Args:
        state: what the tenant holds.
        whose: a partner's key, or empty for the default.
        sent: the body; a new one states its type.
        surface: who acts.
        now: the moment, as Graph writes it.
        name: the capability to change.
    """
    kinds = CAPABILITIES_OF_PARTNER if whose else CAPABILITIES_OF_DEFAULT
    stated = sent.get("@odata.type")
    if name is None and not (isinstance(stated, str) and stated.removeprefix(_TYPE) in kinds):
        raise bad_request(
            f"The type of the capability must be stated: '@odata.type' is one of {', '.join(kinds)}."
        )
    kind = str(stated).removeprefix(_TYPE) if name is None else name
    if name is not None and stated not in (None, f"{_TYPE}{name}"):
        raise bad_request("The type of a capability cannot be changed.")
    held = state.capabilities.get((whose, kind))
    if name is None and held is not None:
        raise GraphError(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "Another object with the same value for property name already exists.",
        )
    body = {member: value for member, value in sent.items() if member != "@odata.type"}
    taken = {**M365_CAPABILITY.take(body, held, "", surface), "name": kind, "lastModifiedDateTime": now}
    return replace(state, capabilities={**state.capabilities, (whose, kind): taken})


def delete_capability(state: TenantState, whose: str, name: str) -> TenantState:
    """A Microsoft 365 capability is removed: of a partner's key, or, if that is empty, of the default."""
    existing_capability(state, whose, name)
    kept = {key: document for key, document in state.capabilities.items() if key != (whose, name)}
    return replace(state, capabilities=kept)


def existing_capability(state: TenantState, whose: str, name: str) -> Document:
    """A capability that exists.

    Raises:
        GraphError: 404, if it does not.
    """
    try:
        return state.capabilities[whose, name]
    except KeyError:
        raise not_found(name) from None


def partner_key(tenant_id: str) -> str:
    """The key of a partner whose tenant id stands in a path.

    Raises:
        GraphError: 400, if it is no GUID.
    """
    if not is_guid(tenant_id):
        raise bad_request(f"Invalid object identifier '{tenant_id}'.")
    return tenant_id.lower()


def existing_partner(state: TenantState, tenant_id: str) -> str:
    """The key of a partner that exists.

    Raises:
        GraphError: 404, if it does not.
    """
    key = partner_key(tenant_id)
    if key not in state.partners:
        raise not_found(tenant_id)
    return key


def existing_synchronization(state: TenantState, tenant_id: str) -> str:
    """The key of a partner that has an identity synchronization.

    Raises:
        GraphError: 404, if it has none.
    """
    key = existing_partner(state, tenant_id)
    if key not in state.identity_synchronization:
        raise not_found("identitySynchronization")
    return key


def _partner_settings(sent: Document, surface: Surface) -> dict[str, Any]:
    if "isServiceProvider" in sent and not surface.is_portal:
        raise GraphError(
            403, "Authorization_RequestDenied", "Insufficient privileges to set the property isServiceProvider."
        )
    if "identitySynchronization" in sent:
        raise invalid_property("identitySynchronization")
    return dict(sent)


def _no_object() -> GraphError:
    """404 for an object that is to be changed and does not exist."""
    return GraphError(
        404, "Directory_ObjectNotFound", "Unable to read the company information from the directory."
    )


def _binned(
    tenant: EmulatedTenant, held: Mapping[str, Document], key: str, document: Document, now: datetime
) -> Mapping[str, Document]:
    """What can be restored, with `document` among it where the tenant's cloud has a bin."""
    if ("beta", tenant.cloud.graph_schema) not in DELETED_ITEMS:
        return held
    return {**held, key: {**document, "deletedDateTime": written(now)}}


def _without(documents: Mapping[str, Document], key: str) -> Mapping[str, Document]:
    return {other: document for other, document in documents.items() if other != key}
