"""The resources of cross-tenant access: what each method does at each path.

Source: Microsoft Graph reference, the HTTP request and response sections of the crossTenantAccessPolicy,
crossTenantAccessPolicyConfigurationDefault, -Partner and crossTenantIdentitySyncPolicyPartner pages. Updates and
deletions answer 204 without a body; only creating a partner answers with what was made.
"""

from functools import partial
from typing import Any, Final

from crosscloud.domain.clouds import enableable_endpoints
from crosscloud.emulator import directory
from crosscloud.emulator.calls import Call, Resource
from crosscloud.emulator.defaults import system_policy
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.entities import DEFAULT, IDENTITY_SYNCHRONIZATION, PARTNER, policy
from crosscloud.emulator.errors import bad_request
from crosscloud.emulator.query import SYNCHRONIZATION, Query
from crosscloud.emulator.wire import Answer

_ROOT: Final = "policies/crossTenantAccessPolicy"
_DONE: Final = Answer(204)


def _get_policy(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    if call.tenant.untouched_root_is_blank and state.policy == system_policy(call.tenant.key):
        return state, Answer(200, {})
    record = policy(enableable_endpoints(call.tenant.cloud))
    return state, call.entity(_ROOT, call.query().choose(record.show(state.policy, call.surface)))


def _patch_policy(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.update_policy(state, call.tenant, call.body, call.surface), _DONE


def _get_default(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    shown = DEFAULT.show(state.default, call.surface)
    return state, call.entity(f"{_ROOT}/default", call.query().choose(shown))


def _patch_default(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.update_default(state, call.body, call.surface), _DONE


def _reset_default(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.reset_default(state, call.tenant), _DONE


def _list_partners(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    query = call.query(can_expand=True, can_page=True)
    show = partial(_shown_partner, call, state, query)
    return state, call.page(f"{_ROOT}/partners", query, state.partners, show)


def _post_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    body = call.body
    after = directory.create_partner(state, call.tenant, body, call.surface)
    shown = PARTNER.show(after.partners[body["tenantId"].lower()], call.surface)
    return after, call.entity(f"{_ROOT}/partners", shown, status=201)


def _get_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    query = call.query(can_expand=True)
    key = directory.existing_partner(state, call.keys[0])
    return state, call.entity(f"{_ROOT}/partners", _shown_partner(call, state, query, key))


def _patch_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.update_partner(state, call.keys[0], call.body, call.surface), _DONE


def _delete_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    if state.partners.get(call.keys[0].lower(), {}).get("isServiceProvider"):
        raise bad_request("The configuration of a service provider cannot be removed.")
    return directory.delete_partner(state, call.tenant, call.keys[0], call.now), _DONE


def _get_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    key = directory.existing_synchronization(state, call.keys[0])
    shown = IDENTITY_SYNCHRONIZATION.show(state.identity_synchronization[key], call.surface)
    return state, call.entity(f"{_ROOT}/partners('{key}')/{SYNCHRONIZATION}", call.query().choose(shown))


def _put_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.create_synchronization(state, call.keys[0], call.body, call.surface), _DONE


def _patch_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.update_synchronization(state, call.keys[0], call.body, call.surface), _DONE


def _delete_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.delete_synchronization(state, call.tenant, call.keys[0], call.now), _DONE


def _shown_partner(call: Call, state: TenantState, query: Query, key: str) -> dict[str, Any]:
    shown = query.choose(PARTNER.show(state.partners[key], call.surface))
    if query.expands_synchronization:
        held = state.identity_synchronization.get(key)
        shown[SYNCHRONIZATION] = None if held is None else IDENTITY_SYNCHRONIZATION.show(held, call.surface)
    return shown


RESOURCES: Final = (
    Resource(
        _ROOT,
        {"GET": _get_policy, "PATCH": _patch_policy},
        "`$select`; `allowedCloudEndpoints` is replaced as a whole, takes what the pairs of clouds permit, and"
        " exists only where a version of the cloud's schema declares it",
        "Graph reference, crossTenantAccessPolicy: get, update; per-cloud schemas",
    ),
    Resource(
        f"{_ROOT}/default",
        {"GET": _get_default, "PATCH": _patch_default},
        "`$select`; members that are not sent stay; `isServiceDefault` turns false with the first difference;"
        " `automaticUserConsentSettings` is read-only",
        "Graph reference, crossTenantAccessPolicyConfigurationDefault: get, update",
    ),
    Resource(
        f"{_ROOT}/default/resetToSystemDefault",
        {"POST": _reset_default},
        "the system default, `isServiceDefault` true",
        "Graph reference, crossTenantAccessPolicyConfigurationDefault: resetToSystemDefault",
    ),
    Resource(
        f"{_ROOT}/partners",
        {"GET": _list_partners, "POST": _post_partner},
        "`$select`, `$expand=identitySynchronization`, pages with `@odata.nextLink`; POST of a partner that is"
        " listed is 409",
        "Graph reference, crossTenantAccessPolicy: list partners, create partners",
    ),
    Resource(
        f"{_ROOT}/partners/{{tenantId}}",
        {"GET": _get_partner, "PATCH": _patch_partner, "DELETE": _delete_partner},
        "null inherits; PATCH of one that is missing is 404 `Directory_ObjectNotFound`; DELETE is refused while"
        " `identitySynchronization` exists, and of a service provider; `isServiceProvider` from an application is"
        " 403",
        "Graph reference, crossTenantAccessPolicyConfigurationPartner: get, update, delete",
    ),
    Resource(
        f"{_ROOT}/partners/{{tenantId}}/{SYNCHRONIZATION}",
        {
            "GET": _get_synchronization,
            "PUT": _put_synchronization,
            "PATCH": _patch_synchronization,
            "DELETE": _delete_synchronization,
        },
        "`$select` on GET; every property of v1.0, and of beta where the cloud's beta declares it; a second PUT is"
        " 409 `ConflictingObjects`; PATCH of one that is missing is 404 `Directory_ObjectNotFound`",
        "Graph reference, crossTenantIdentitySyncPolicyPartner: upsert, get, update, delete",
    ),
)
