"""Reads a tenant's directory context: who may invite, Conditional Access, guests, names and more.

Each part needs a permission of its own, and no plan needs any of them: a part that cannot be read is noted with
the reason. The number of requests grows with the partners that are asked for alone. Sources: Microsoft Graph
reference, the pages and permissions tables of authorizationPolicy (get), m365CapabilityBase (list; not to be had
with the partners, since no page says that they can be expanded), conditionalAccessRoot (list policies),
b2bManagementPolicy (list; beta, Global alone), organization (list), servicePrincipal (list), group (list), user
(list; an advanced query needs `$count` and the header ConsistencyLevel); at most 15 values in an `in` of a filter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote, urlencode

from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.directory.reasons import Reason, because, needs
from crosscloud.domain.guid import fold
from crosscloud.domain.settings.m365_capabilities import M365_CAPABILITY
from crosscloud.graph.bodies import version_to_read
from crosscloud.graph.errors import CrosscloudGraphError, ForbiddenError, UnexpectedAnswerError
from crosscloud.graph.operation import READ_PERMISSION, Operation

if TYPE_CHECKING:
    from crosscloud.graph.client import GraphClient

WORKER: Final = "Microsoft B2B Cross Cloud Worker"

_IN: Final = 15
_DOMAINS: Final = 10
"""So many domains in one request: the address of an advanced query may have 2,048 characters ("Known issues")."""
_EVENTUAL: Final = {"ConsistencyLevel": "eventual"}


AtOnce: TypeAlias = Callable[[Sequence[Callable[[], None]]], object]


@dataclass(frozen=True, slots=True)
class LookUp:
    """The ids whose names in the directory are wanted.

    Attributes:
        groups: object ids of groups.
        users: object ids of users.
        applications: application (client) ids.
    """

    groups: Sequence[str] = ()
    users: Sequence[str] = ()
    applications: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DirectoryParts:
    """What Graph said of one tenant's directory context.

    Attributes:
        parts: Graph's JSON by part: `authorization`, `organization` (objects), `conditional_access`,
            `invitation_domains`, `worker`, `m365_capabilities` (lists of objects), `groups`, `users`,
            `applications` (from id to name, None where the directory has none; one without a name is left out).
        unread: for each part that is not there, why.
    """

    parts: Mapping[str, Any]
    unread: Mapping[str, Reason] = field(default_factory=dict)


def one_by_one(jobs: Sequence[Callable[[], None]]) -> None:
    """Run `jobs` in their order."""
    for job in jobs:
        job()


def read_directory(client: "GraphClient", look_up: LookUp, at_once: AtOnce = one_by_one) -> DirectoryParts:
    """Read every part but the guests; never raises for a part that cannot be read.

    Args:
        client: the tenant's Graph.
        look_up: the ids whose names are wanted.
        at_once: runs the requests, at the same time or one after the other, and returns when all have ended.
    """
    reads: dict[str, tuple[str, Callable[[Operation], Any]]] = {
        "authorization": (
            READ_PERMISSION,
            lambda operation: client.get("v1.0/policies/authorizationPolicy", operation),
        ),
        "conditional_access": (
            READ_PERMISSION,
            lambda operation: list(client.get_all("v1.0/identity/conditionalAccess/policies", operation)),
        ),
        "organization": ("Organization.Read.All", lambda operation: _organization(client, operation)),
        "worker": (
            "Application.Read.All",
            lambda operation: _list(
                client,
                "servicePrincipals",
                f"displayName eq '{WORKER}'",
                ("id", "appId", "displayName", "accountEnabled"),
                operation,
            ),
        ),
        "m365_capabilities": (
            READ_PERMISSION,
            lambda operation: list(client.get_all(_capabilities_path(client, None), operation)),
        ),
    }
    unread: dict[str, Reason] = {}
    if client.sign_in.cloud == GLOBAL:
        reads["invitation_domains"] = (
            "Policy.Read.B2BManagementPolicy",
            lambda operation: list(client.get_all("beta/policies/b2bManagementPolicies", operation)),
        )
    else:
        unread["invitation_domains"] = because(f"Graph has them in {GLOBAL.title} alone; look in the admin center")
    for part, ids, permission, key in (
        ("groups", look_up.groups, "GroupMember.Read.All", "id"),
        ("users", look_up.users, "User.Read.All", "id"),
        ("applications", look_up.applications, "Application.Read.All", "appId"),
    ):
        if ids:
            path = "servicePrincipals" if part == "applications" else part
            reads[part] = (permission, _names_reader(client, path, key, ids))
    try:
        client.tokens.token()  # where signing in fails, that one error stands for every part
    except CrosscloudGraphError as error:
        return DirectoryParts({}, unread | {part: reason(error, needed) for part, (needed, _) in reads.items()})
    return DirectoryParts(_read_all(reads, unread, at_once), unread)


def read_capabilities(client: "GraphClient", partner: str) -> list[dict[str, Any]]:
    """The Microsoft 365 capabilities that one partner has: Graph's JSON.

    Raises:
        CrosscloudGraphError: where that cannot be read.
    """
    operation = Operation(f"read the Microsoft 365 capabilities of partner {partner}", READ_PERMISSION)
    return list(client.get_all(_capabilities_path(client, partner), operation))


def count_guests(client: "GraphClient", domains: Sequence[str]) -> tuple[int, int]:
    """How many guests have mail in one of `domains`, and how many of them have not redeemed their invitation.

    Raises:
        CrosscloudGraphError: where that cannot be read.
    """
    operation = Operation("read the guests", "User.Read.All")
    total = pending = 0
    for some in _chunks(domains, _DOMAINS):  # mail is in one domain alone, so the counts add up
        ends = " or ".join(f"endsWith(mail,'@{_quoted(domain)}')" for domain in some)
        filters = f"userType eq 'Guest' and ({ends})"
        total += _count(client, filters, operation)
        pending += _count(client, f"{filters} and externalUserState eq 'PendingAcceptance'", operation)
    return total, pending


def reason(error: CrosscloudGraphError, permission: str) -> Reason:
    """Why something was not read."""
    return needs(permission) if isinstance(error, ForbiddenError) else because(error.summary.rstrip("."))


def _read_all(
    reads: Mapping[str, tuple[str, Callable[[Operation], Any]]], unread: dict[str, Reason], at_once: AtOnce
) -> dict[str, Any]:
    """The parts that could be read; the reasons of the others go to `unread`."""
    parts: dict[str, Any] = {}

    def job(part: str) -> Callable[[], None]:
        permission, read = reads[part]

        def run() -> None:
            try:
                parts[part] = read(Operation(f"read {part.replace('_', ' ')}", permission))
            except CrosscloudGraphError as error:
                unread[part] = reason(error, permission)

        return run

    at_once([job(part) for part in reads])
    return parts


def _capabilities_path(client: "GraphClient", partner: str | None) -> str:
    whose = "default" if partner is None else f"partners/{fold(partner)}"
    version = version_to_read(M365_CAPABILITY, client.sign_in.cloud)
    return f"{version}/policies/crossTenantAccessPolicy/{whose}/m365Capabilities"


def _organization(client: "GraphClient", operation: Operation) -> dict[str, Any]:
    found = list(client.get_all(f"v1.0/organization?{_query(select=('id', 'verifiedDomains'))}", operation))
    own = [each for each in found if fold(str(each.get("id"))) == fold(client.sign_in.tenant_id)]
    if len(own) != 1:
        raise UnexpectedAnswerError("Graph did not answer with the tenant's own organization")
    return own[0]


def _names_reader(
    client: "GraphClient", path: str, key: str, ids: Sequence[str]
) -> Callable[[Operation], dict[str, str | None]]:
    def read(operation: Operation) -> dict[str, str | None]:
        names: dict[str, str | None] = dict.fromkeys(map(fold, ids))
        for some in _chunks(sorted(names), _IN):
            listed = ",".join(f"'{id_}'" for id_ in some)
            for found in _list(client, path, f"{key} in ({listed})", (key, "displayName"), operation):
                own, name = found.get(key), found.get("displayName")
                if not isinstance(own, str):  # whose name it is, is not told: none may be missing
                    raise UnexpectedAnswerError(f"Graph answered {path} without {key}")
                if (id_ := fold(own)) in names:
                    names[id_] = name if isinstance(name, str) else ""
        return {id_: name for id_, name in names.items() if name != ""}

    return read


def _list(
    client: "GraphClient", path: str, filters: str, select: Sequence[str], operation: Operation
) -> list[dict[str, Any]]:
    return list(client.get_all(f"v1.0/{path}?{_query(filters=filters, select=select)}", operation))


def _count(client: "GraphClient", filters: str, operation: Operation) -> int:
    query = _query(filters=filters, select=("id",), count="true", top="1")
    answer = client.get(f"v1.0/users?{query}", operation, headers=_EVENTUAL)
    count = answer.get("@odata.count")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise UnexpectedAnswerError("Graph did not say how many there are")
    return count


def _query(*, select: Sequence[str], filters: str = "", count: str = "", top: str = "") -> str:
    options = {"$filter": filters, "$select": ",".join(select), "$count": count, "$top": top}
    return urlencode({name: value for name, value in options.items() if value}, quote_via=quote, safe="$,'()@")


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
