"""What tests do and see behind the API's back: the settings as an administrator in the portal has them.

Sections go through the same functions as requests, so a test cannot bring a tenant into a state that the service
would not hold; what differs is that the portal sees every property that the cloud has in any version, and may set
those that API callers cannot (for example `isServiceProvider`).
"""

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crosscloud.emulator import directory
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.directory_context import AUTHORIZATION, DOMAINS, SORTS
from crosscloud.emulator.entities import DEFAULT, IDENTITY_SYNCHRONIZATION, M365_CAPABILITY, PARTNER, policy
from crosscloud.emulator.errors import EmulatorError, bad_request
from crosscloud.emulator.moments import written
from crosscloud.emulator.query import SYNCHRONIZATION
from crosscloud.emulator.records import Document
from crosscloud.emulator.surfaces import Surface, portal
from crosscloud.emulator.tenants import EmulatedTenant

CAPABILITIES = "m365Capabilities"
"""Where tests put what the default, or a partner, has of Microsoft 365."""


def show(state: TenantState, tenant: EmulatedTenant) -> dict[str, Any]:
    """The policy, the default, the partners, each with its identity synchronization or null, and capabilities.

    Returns:
        A copy. The Microsoft 365 capabilities are a list for each partner that has some, by its tenant id, and for
        the default, if it has some, by an empty text.
    """
    surface = _portal_of(tenant)
    partners = []
    for key, partner in sorted(state.partners.items()):
        held = state.identity_synchronization.get(key)
        synchronization = None if held is None else IDENTITY_SYNCHRONIZATION.show(held, surface)
        partners.append({**PARTNER.show(partner, surface), SYNCHRONIZATION: synchronization})
    shown = {
        "policy": policy(()).show(state.policy, surface),
        "default": DEFAULT.show(state.default, surface),
        "partners": partners,
        "capabilities": _show_capabilities(state, surface),
    }
    return copy.deepcopy(shown)


def seed(state: TenantState, tenant: EmulatedTenant, partners: Iterable[Document], now: datetime) -> TenantState:
    """Partners are added, each with its `tenantId`, and what hangs below it where it has that.

    Raises:
        GraphError: as the service would refuse one of them.
    """
    for partner in partners:
        state = _put_partner(state, tenant, {**partner}, now, is_new=True)
    return state


def edit(
    state: TenantState,
    tenant: EmulatedTenant,
    *,
    policy: Document | None,
    default: Document | None,
    partners: Mapping[str, Document | None],
    now: datetime,
) -> TenantState:
    """The policy root, the default and partners are changed; a partner of None is removed, a new one added.

    Raises:
        GraphError: as the service would refuse one of the changes.
    """
    surface = _portal_of(tenant)
    if policy is not None:
        state = directory.update_policy(state, tenant, {**policy}, surface)
    if default is not None:
        settings = {name: value for name, value in default.items() if name != CAPABILITIES}
        state = directory.update_default(state, settings, surface)
        state = _put_capabilities(state, tenant, "", default.get(CAPABILITIES), now)
    for tenant_id, changes in partners.items():
        if changes is None:
            without = _put_synchronization(state, tenant, tenant_id, None, now)
            state = directory.delete_partner(without, tenant, tenant_id, now)
        else:
            is_new = tenant_id.lower() not in state.partners
            state = _put_partner(state, tenant, {"tenantId": tenant_id, **changes}, now, is_new=is_new)
    return state


def show_directory(state: TenantState, tenant: EmulatedTenant) -> dict[str, Any]:
    """The authorization policy, and each collection of `SORTS` by key: a copy."""
    surface = _portal_of(tenant)
    (policy_held,) = AUTHORIZATION.held(state, tenant).values()
    shown = {"authorization_policy": AUTHORIZATION.record.show(policy_held, surface)}
    for name, sort in SORTS.items():
        held = sort.held(state, tenant)
        shown[name] = {key: sort.record.show(held[key], surface) for key in sorted(held)}
    return copy.deepcopy(shown)


def edit_directory(
    state: TenantState,
    tenant: EmulatedTenant,
    *,
    authorization_policy: Document | None,
    put: Mapping[str, Iterable[Document]],
    removed: Mapping[str, Iterable[str]],
) -> TenantState:
    """The directory context is changed.

    Args:
        state: what the tenant holds.
        tenant: the tenant.
        authorization_policy: changes to the authorization policy, or None.
        put: objects to patch or to add, by the names in `SORTS`.
        removed: the keys of those to remove, likewise.

    Raises:
        EmulatorError: for a name that is not in `SORTS`.
        GraphError: for a property that does not exist, a value that it cannot have, an object that is not there,
            or if not exactly one domain is the default.
    """
    for name in (*put, *removed):
        if name not in SORTS:
            raise EmulatorError(f"{name!r} is none of {', '.join(SORTS)}")
    if authorization_policy is not None:
        (key,) = AUTHORIZATION.held(state, tenant)
        state = AUTHORIZATION.put(state, tenant, [{**authorization_policy, "id": key}])
    for name, documents in put.items():
        state = SORTS[name].put(state, tenant, documents)
    for name, keys in removed.items():
        state = SORTS[name].remove(state, tenant, keys)
    if sum(domain["isDefault"] for domain in DOMAINS.held(state, tenant).values()) != 1:
        raise bad_request("Exactly one verified domain must be the default.")
    return state


def _put_partner(
    state: TenantState, tenant: EmulatedTenant, sent: dict[str, Any], now: datetime, *, is_new: bool
) -> TenantState:
    surface = _portal_of(tenant)
    capabilities = sent.pop(CAPABILITIES, None)
    has_synchronization = SYNCHRONIZATION in sent
    synchronization = sent.pop(SYNCHRONIZATION, None)
    tenant_id = sent.get("tenantId", "")
    if is_new:
        state = directory.create_partner(state, tenant, sent, surface)
    else:
        del sent["tenantId"]
        state = directory.update_partner(state, tenant_id, sent, surface)
    if has_synchronization:
        state = _put_synchronization(state, tenant, tenant_id, synchronization, now)
    return _put_capabilities(state, tenant, tenant_id.lower(), capabilities, now)


def _put_capabilities(
    state: TenantState, tenant: EmulatedTenant, whose: str, sent: Iterable[Document] | None, now: datetime
) -> TenantState:
    """A partner's Microsoft 365 capabilities, or the default's, become `sent`; None leaves them."""
    if sent is None:
        return state
    for owner, name in tuple(state.capabilities):
        if owner == whose:
            state = directory.delete_capability(state, whose, name)
    for capability in sent:
        surface = _portal_of(tenant)
        state = directory.put_capability(state, whose, {**capability}, surface, written(now))
    return state


def _show_capabilities(state: TenantState, surface: Surface) -> dict[str, list[dict[str, Any]]]:
    shown: dict[str, list[dict[str, Any]]] = {}
    for whose, name in sorted(state.capabilities):
        held = M365_CAPABILITY.show(state.capabilities[whose, name], surface)
        shown.setdefault(whose, []).append({"@odata.type": f"#microsoft.graph.{name}", **held})
    return shown


def _put_synchronization(
    state: TenantState, tenant: EmulatedTenant, tenant_id: str, sent: Document | None, now: datetime
) -> TenantState:
    """The partner's identity synchronization becomes `sent`, or is removed."""
    if tenant_id.lower() in state.identity_synchronization:
        state = directory.delete_synchronization(state, tenant, tenant_id, now)
    if sent is None:
        return state
    return directory.create_synchronization(state, tenant_id, {**sent}, _portal_of(tenant))


def _portal_of(tenant: EmulatedTenant) -> Surface:
    return portal(tenant.cloud.graph_schema, tenant.more_properties)
