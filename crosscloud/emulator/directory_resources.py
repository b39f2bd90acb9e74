"""The paths of the directory context: what an application may read there, and in which form.

Sources: Microsoft Graph reference, the get and list pages named below, for paths, application permissions and
query options; "Advanced query capabilities on directory objects" and "Known issues" for $count, `endsWith` and the
limits of $filter; "Paging" for what the first page alone states. The permission `User.ReadBasic.All` does not open
the list of users to an application: its page does not list it. All of it is read-only here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from crosscloud.emulator.calls import Act, Call, Resource
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.directory_context import (
    AUTHORIZATION,
    B2B_MANAGEMENT,
    CONDITIONAL_ACCESS,
    DOMAINS,
    GROUPS,
    SERVICE_PRINCIPALS,
    USERS,
    Sort,
)
from crosscloud.emulator.directory_objects import ORGANIZATION
from crosscloud.emulator.filters import Filterable, parse_filter, unsupported
from crosscloud.emulator.query import Query
from crosscloud.emulator.surfaces import BETA, EVERY_BETA, GLOBAL_BETA
from crosscloud.emulator.tenants import READ_ROLE
from crosscloud.emulator.wire import Answer

_AUTHORIZATION: Final = "policies/authorizationPolicy"
_LONGEST_URL: Final = 2048

_USER_UNLESS_SELECTED: Final = (
    "businessPhones",
    "displayName",
    "givenName",
    "id",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
)


def _get_authorization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    call.query(can_select=False)
    return state, call.entity(_AUTHORIZATION, _authorization(call, state))


def _get_authorization_of_version(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    if call.version != BETA:
        return _get_authorization(call, state)
    call.query(can_select=False)
    return state, call.collection(_AUTHORIZATION, [_authorization(call, state)])


def _authorization(call: Call, state: TenantState) -> dict[str, Any]:
    (held,) = AUTHORIZATION.held(state, call.tenant).values()
    return AUTHORIZATION.record.show(held, call.surface)


def _list_b2b_management(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    call.query(can_select=False)
    held = B2B_MANAGEMENT.held(state, call.tenant)
    of_type = {"@odata.type": f"#microsoft.graph.{B2B_MANAGEMENT.record.type_name}"}
    shown = [{**of_type, **B2B_MANAGEMENT.record.show(held[key], call.surface)} for key in sorted(held)]
    return state, call.collection("policies/b2bManagementPolicies", shown)


def _list_conditional_access(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    query = call.query(can_page=True, can_top=True)
    held = CONDITIONAL_ACCESS.held(state, call.tenant)
    return state, call.page(
        "identity/conditionalAccess/policies",
        query,
        held,
        lambda key: query.choose(CONDITIONAL_ACCESS.record.show(held[key], call.surface)),
    )


def _list_organization(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
    query = call.query()
    domains = DOMAINS.held(state, call.tenant)
    held = {
        "id": call.tenant.key,
        "displayName": call.tenant.name,
        "verifiedDomains": [domains[name] for name in sorted(domains)],
    }
    return state, call.collection("organization", [query.choose(ORGANIZATION.show(held, call.surface))])


def _directory_list(
    context: str, sort: Sort, filterable: Filterable, unless_selected: tuple[str, ...] = ()
) -> Act:
    """What lists a collection of directory objects.

    Args:
        context: its path.
        sort: what is in it.
        filterable: what $filter may name.
        unless_selected: the properties that are shown without $select; all of them if empty.
    """

    def act(call: Call, state: TenantState) -> tuple[TenantState, Answer]:
        query = call.query(can_page=True, can_top=True, can_filter=True)
        is_advanced = call.is_eventual and query.counts
        held = sort.held(state, call.tenant)
        meets = _meets(call, query, filterable, is_advanced=is_advanced)
        held = {key: document for key, document in held.items() if meets(document)}

        def show(key: str) -> dict[str, Any]:
            shown = sort.record.show(held[key], call.surface)
            if query.select is None and unless_selected:
                return {name: shown[name] for name in unless_selected}
            return query.choose(shown)

        return state, call.page(context, query, held, show, count=len(held) if is_advanced else None)

    return act


def _meets(call: Call, query: Query, filterable: Filterable, *, is_advanced: bool) -> Callable[[Any], bool]:
    if query.filter is None:
        return lambda _document: True
    wanted = parse_filter(query.filter, filterable)
    if not is_advanced:
        wanted.check_plain()
    elif len(call.request.url) > _LONGEST_URL:
        raise unsupported(f"The URL of an advanced query must not be longer than {_LONGEST_URL} characters.")
    return wanted.meets


_list_service_principals = _directory_list(
    "servicePrincipals", SERVICE_PRINCIPALS, Filterable(frozenset({"id", "appId", "displayName"}))
)
_list_groups = _directory_list("groups", GROUPS, Filterable(frozenset({"id", "displayName"})))
_list_users = _directory_list(
    "users",
    USERS,
    Filterable(
        frozenset({"id", "displayName", "mail", "userPrincipalName", "userType", "externalUserState"}),
        endings=frozenset({"mail", "userPrincipalName"}),
    ),
    _USER_UNLESS_SELECTED,
)

_read_only = partial(Resource, writers=frozenset())
_directory_options: Final = (
    "`$select`, `$top`, pages, `$filter` (`eq`, `in`, `and`, `or`), `$count=true` with the header"
    " `ConsistencyLevel: eventual`; at most 15 expressions in `in` and `or`, or a URL of 2,048 characters where"
    " both are sent"
)

DIRECTORY: Final = (
    _read_only(
        _AUTHORIZATION,
        {"GET": _get_authorization_of_version},
        "one object in v1.0, a list of it in beta; no query options; `allowInvitesFrom` is `none` in US Government"
        " until it is changed, `everyone` elsewhere",
        "Graph reference, authorizationPolicy: get; the published schema of beta",
        readers=frozenset({READ_ROLE, "Policy.ReadWrite.Authorization"}),
    ),
    _read_only(
        f"{_AUTHORIZATION}/authorizationPolicy",
        {"GET": _get_authorization},
        "beta alone: the object of that list",
        "Graph reference (beta), authorizationPolicy: get",
        readers=frozenset({READ_ROLE, "Policy.ReadWrite.Authorization"}),
        where=EVERY_BETA,
    ),
    _read_only(
        "policies/b2bManagementPolicies",
        {"GET": _list_b2b_management},
        "beta of Global alone; no query options",
        "Graph reference (beta), b2bManagementPolicy: list",
        readers=frozenset({"Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.B2BManagementPolicy"}),
        where=GLOBAL_BETA,
    ),
    _read_only(
        "identity/conditionalAccess/policies",
        {"GET": _list_conditional_access},
        "`$select`, `$top`, pages; not the `$filter`, `$count`, `$orderby` and `$skip` that the reference has",
        "Graph reference, conditionalAccessRoot: list policies",
        readers=frozenset({READ_ROLE}),
    ),
    _read_only(
        "organization",
        {"GET": _list_organization},
        "`$select`; one object with `id`, `displayName` and `verifiedDomains`",
        "Graph reference, organization: list",
        readers=frozenset(
            {
                "Organization.Read.All",
                "Organization.ReadWrite.All",
                "Directory.Read.All",
                "Directory.ReadWrite.All",
            }
        ),
    ),
    _read_only(
        "servicePrincipals",
        {"GET": _list_service_principals},
        f"{_directory_options}; `id`, `appId`, `displayName` and `accountEnabled`",
        "Graph reference, servicePrincipal: list",
        readers=frozenset({"Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"}),
    ),
    _read_only(
        "groups",
        {"GET": _list_groups},
        f"{_directory_options}; `id` and `displayName`",
        "Graph reference, group: list",
        readers=frozenset(
            {
                "GroupMember.Read.All",
                "Group.Read.All",
                "Group.ReadWrite.All",
                "Directory.Read.All",
                "Directory.ReadWrite.All",
            }
        ),
    ),
    _read_only(
        "users",
        {"GET": _list_users},
        f"{_directory_options}, then also `endsWith` on `mail` and `userPrincipalName`; the properties that the"
        " service returns by default, `userType` and `externalUserState`",
        "Graph reference, user: list",
        readers=frozenset(
            {"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
        ),
    ),
)
"""What is emulated of the directory context, in the order of the documentation."""
