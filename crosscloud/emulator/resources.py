"""The resources of cross-tenant access: what each method does at each path.

Source: Microsoft Graph reference, the HTTP request and response sections of the crossTenantAccessPolicy,
crossTenantAccessPolicyConfigurationDefault, -Partner and crossTenantIdentitySyncPolicyPartner pages. Updates and
deletions answer 204 without a body; only creating a partner answers with what was made.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from crosscloud.domain.clouds import enableable_endpoints
from crosscloud.emulator import directory
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.entities import DEFAULT, IDENTITY_SYNCHRONIZATION, PARTNER, policy
from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.query import SYNCHRONIZATION, Query, parse_query
from crosscloud.emulator.surfaces import Surface
from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.wire import Answer, Request, json_object

_ROOT: Final = "policies/crossTenantAccessPolicy"


@dataclass(frozen=True)
class Call:
    """One authenticated request.

    Attributes:
        request: the request.
        tenant: whose settings it is about.
        surface: what it sees of them.
        version: `v1.0` or `beta`.
        keys: the keys in its path.
        page_size: how many partners a page has.
    """

    request: Request
    tenant: EmulatedTenant
    surface: Surface
    version: str
    keys: tuple[str, ...]
    page_size: int

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent."""
        return json_object(self.request)

    def query(self, *, can_expand: bool = False, can_page: bool = False) -> Query:
        """The query options that were sent."""
        return parse_query(self.request.query, can_expand=can_expand, can_page=can_page)

    def entity(self, context: str, document: Mapping[str, Any], status: int = 200) -> Answer:
        """An answer with one object."""
        return Answer(status, {"@odata.context": self._context(f"{context}/$entity"), **document})

    def collection(self, context: str, documents: Sequence[Mapping[str, Any]], next_query: str | None) -> Answer:
        """An answer with one page of objects."""
        link = f"{self.request.root}{self.request.path}?{next_query}"
        return Answer(
            200,
            {
                "@odata.context": self._context(context),
                **({} if next_query is None else {"@odata.nextLink": link}),
                "value": documents,
            },
        )

    def _context(self, of: str) -> str:
        return f"{self.request.root}/{self.version}/$metadata#{of}"


Act: TypeAlias = Callable[[Call, TenantState], tuple[TenantState, Answer]]
Resource: TypeAlias = Mapping[str, Act]
"""What a resource does, by method."""

_DONE: Final = Answer(204)


def _get_policy(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
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
    keys = sorted(state.partners)
    start = 0 if query.after is None else bisect_right(keys, query.after)
    page = keys[start : start + call.page_size]
    more = start + len(page) < len(keys)
    documents = [_shown_partner(call, state, key, query) for key in page]
    return state, call.collection(f"{_ROOT}/partners", documents, query.next_page(page[-1]) if more else None)


def _post_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    body = call.body
    after = directory.create_partner(state, call.tenant, body, call.surface)
    shown = PARTNER.show(after.partners[body["tenantId"].lower()], call.surface)
    return after, call.entity(f"{_ROOT}/partners", shown, status=201)


def _get_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    query = call.query(can_expand=True)
    key = directory.existing_partner(state, call.keys[0])
    return state, call.entity(f"{_ROOT}/partners", _shown_partner(call, state, key, query))


def _patch_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.update_partner(state, call.keys[0], call.body, call.surface), _DONE


def _delete_partner(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.delete_partner(state, call.keys[0]), _DONE


def _get_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    key = directory.existing_synchronization(state, call.keys[0])
    shown = IDENTITY_SYNCHRONIZATION.show(state.identity_synchronization[key], call.surface)
    return state, call.entity(f"{_ROOT}/partners('{key}')/{SYNCHRONIZATION}", call.query().choose(shown))


def _put_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.create_synchronization(state, call.keys[0], call.body, call.surface), _DONE


def _patch_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.update_synchronization(state, call.keys[0], call.body, call.surface), _DONE


def _delete_synchronization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    return directory.delete_synchronization(state, call.keys[0]), _DONE


def _shown_partner(call: Call, state: TenantState, key: str, query: Query) -> dict[str, Any]:
    shown = query.choose(PARTNER.show(state.partners[key], call.surface))
    if query.expands_synchronization:
        held = state.identity_synchronization.get(key)
        shown[SYNCHRONIZATION] = None if held is None else IDENTITY_SYNCHRONIZATION.show(held, call.surface)
    return shown


_KEY: Final = "{tenantId}"
_RESOURCES: Final[Mapping[tuple[str, ...], Resource]] = {
    (): {"GET": _get_policy, "PATCH": _patch_policy},
    ("default",): {"GET": _get_default, "PATCH": _patch_default},
    ("default", "resetToSystemDefault"): {"POST": _reset_default},
    ("partners",): {"GET": _list_partners, "POST": _post_partner},
    ("partners", _KEY): {"GET": _get_partner, "PATCH": _patch_partner, "DELETE": _delete_partner},
    ("partners", _KEY, SYNCHRONIZATION): {
        "GET": _get_synchronization,
        "PUT": _put_synchronization,
        "PATCH": _patch_synchronization,
        "DELETE": _delete_synchronization,
    },
}


def find_resource(segments: Sequence[str]) -> tuple[Resource, tuple[str, ...]]:
    """The resource at a path below the version, and the keys in that path.

    Raises:
        GraphError: 400, naming the first segment that leads nowhere.
    """
    root = tuple(_ROOT.split("/"))
    below = tuple(segments[len(root) :])
    has_key = below[:1] == ("partners",) and len(below) > 1
    pattern = (below[0], _KEY, *below[2:]) if has_key else below
    path = (*segments[: len(root)], *pattern)
    if path == (*root, *pattern) and pattern in _RESOURCES:
        return _RESOURCES[pattern], below[1:2] if has_key else ()
    beginnings = {(*root, *names)[:depth] for names in _RESOURCES for depth in range(len(root) + len(names) + 1)}
    known = next((depth for depth in range(len(path)) if path[: depth + 1] not in beginnings), len(path) - 1)
    lost = "/".join(segments[known : known + 1])
    raise GraphError(400, "BadRequest", f"Resource not found for the segment '{lost}' (unknown, or not emulated).")
