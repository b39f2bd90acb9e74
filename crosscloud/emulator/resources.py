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
from crosscloud.emulator.query import SYNCHRONIZATION, Query, parse_query
from crosscloud.emulator.surfaces import Surface
from crosscloud.emulator.tenants import READ_ROLE, WRITE_ROLE, EmulatedTenant, Tenants
from crosscloud.emulator.wire import Answer, Request, json_object

_ROOT: Final = "policies/crossTenantAccessPolicy"
_READERS: Final = frozenset({READ_ROLE, WRITE_ROLE})
_WRITERS: Final = frozenset({WRITE_ROLE})


@dataclass(frozen=True)
class Call:
    """One authenticated request.

    Attributes:
        request: the request.
        tenant: whose settings it is about.
        tenants: all emulated tenants, of every cloud.
        surface: what it sees of them.
        version: `v1.0` or `beta`.
        keys: the keys in its path.
        page_size: how many partners a page has.
    """

    request: Request
    tenant: EmulatedTenant
    tenants: Tenants
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
        return Answer(status, {"@odata.context": self.context(f"{context}/$entity"), **document})

    def collection(self, context: str, documents: Sequence[Mapping[str, Any]], next_query: str | None) -> Answer:
        """An answer with one page of objects."""
        link = f"{self.request.root}{self.request.path}?{next_query}"
        return Answer(
            200,
            {
                "@odata.context": self.context(context),
                **({} if next_query is None else {"@odata.nextLink": link}),
                "value": documents,
            },
        )

    def context(self, of: str) -> str:
        """What an answer states as its context: where in the metadata the type of its content stands."""
        return f"{self.request.root}/{self.version}/$metadata#{of}"


Act: TypeAlias = Callable[[Call, TenantState], tuple[TenantState, Answer]]


@dataclass(frozen=True)
class Resource:
    """One path of Graph, and what is emulated of it.

    Attributes:
        path: the path below the version, with `{tenantId}` where a key stands.
        acts: what it does, by method.
        emulated: what of the real thing is there, for the documentation.
        source: where the documents describe it.
        readers: the application permissions of which one opens GET.
        writers: those of which one opens the other methods.
    """

    path: str
    acts: Mapping[str, Act]
    emulated: str
    source: str
    readers: frozenset[str] = _READERS
    writers: frozenset[str] = _WRITERS


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
        " `identitySynchronization` exists, and is final; `isServiceProvider` from an application is 403",
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
        " 409 `ConflictingObjects`",
        "Graph reference, crossTenantIdentitySyncPolicyPartner: upsert, get, update, delete",
    ),
)
