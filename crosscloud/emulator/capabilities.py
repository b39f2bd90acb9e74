"""The paths of Microsoft 365 capabilities: of the default, and of a partner.

Source: Microsoft Graph reference, crossTenantAccessPolicyConfigurationDefault and -Partner: list, create, update
and delete m365Capabilities (v1.0: Global alone; beta: one page ticks every cloud); m365CapabilityBase; the
published schema of beta in US Government. An answer states each one's type, and has no `id`, as in the examples.
"""

from collections.abc import Callable
from typing import Any, Final

from crosscloud.emulator import directory
from crosscloud.emulator.calls import Act, Call, Resource
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.entities import M365_CAPABILITY
from crosscloud.emulator.moments import written
from crosscloud.emulator.records import Document
from crosscloud.emulator.surfaces import M365_CAPABILITIES
from crosscloud.emulator.tenants import CAPABILITY_ROLE, READ_ROLE
from crosscloud.emulator.wire import Answer

_ROOT: Final = "policies/crossTenantAccessPolicy"
_DONE: Final = Answer(204)

_Whose = Callable[[Call, TenantState], tuple[str, str]]
"""The key of whose capabilities a call is about (empty: the default), and their context."""


def _default(_call: Call, _state: TenantState) -> tuple[str, str]:
    return "", f"{_ROOT}/default/m365Capabilities"


def _partner(call: Call, state: TenantState) -> tuple[str, str]:
    key = directory.existing_partner(state, call.keys[0])
    return key, f"{_ROOT}/partners('{key}')/m365Capabilities"


def _shown(call: Call, name: str, held: Document) -> dict[str, Any]:
    return {"@odata.type": f"#microsoft.graph.{name}", **M365_CAPABILITY.show(held, call.surface)}


def _list(whose: _Whose) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        key, context = whose(call, state)
        query = call.query(can_page=True, can_top=True)
        held = {name: document for (owner, name), document in state.capabilities.items() if owner == key}
        return state, call.page(context, query, held, lambda name: query.choose(_shown(call, name, held[name])))

    return act


def _post(whose: _Whose) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        key, context = whose(call, state)
        after = directory.put_capability(state, key, call.body, call.surface, written(call.now))
        (created,) = after.capabilities.keys() - state.capabilities.keys()
        return after, call.entity(context, _shown(call, created[1], after.capabilities[created]), status=201)

    return act


def _get(whose: _Whose) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        key, context = whose(call, state)
        name = call.keys[-1]
        shown = _shown(call, name, directory.existing_capability(state, key, name))
        return state, call.entity(context, call.query().choose(shown))

    return act


def _patch(whose: _Whose) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        key, name = whose(call, state)[0], call.keys[-1]
        directory.existing_capability(state, key, name)
        return directory.put_capability(state, key, call.body, call.surface, written(call.now), name=name), _DONE

    return act


def _delete(whose: _Whose) -> Act:
    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        return directory.delete_capability(state, whose(call, state)[0], call.keys[-1]), _DONE

    return act


def _resources(path: str, page: str, whose: _Whose) -> tuple[Resource, ...]:
    source = f"Graph reference, crossTenantAccessPolicyConfiguration{page}: list, create, update, delete"
    readers, writers = frozenset({READ_ROLE, CAPABILITY_ROLE}), frozenset({CAPABILITY_ROLE})
    return (
        Resource(
            f"{path}/m365Capabilities",
            {"GET": _list(whose), "POST": _post(whose)},
            "`$select`, `$top`, pages; not the `$filter`, `$skip` and `$count` that the reference has; POST states"
            " the `@odata.type`, one that is there is 409",
            f"{source} m365Capabilities",
            readers,
            writers,
            M365_CAPABILITIES,
        ),
        Resource(
            f"{path}/m365Capabilities/{{name}}",
            {"GET": _get(whose), "PATCH": _patch(whose), "DELETE": _delete(whose)},
            "`$select` on GET; members that are not sent stay",
            f"{source} m365Capabilities",
            readers,
            writers,
            M365_CAPABILITIES,
        ),
    )


CAPABILITIES: Final = (
    *_resources(f"{_ROOT}/default", "Default", _default),
    *_resources(f"{_ROOT}/partners/{{tenantId}}", "Partner", _partner),
)
