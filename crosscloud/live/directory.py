"""The directory context of each of an environment's tenants, read all at once: for 4xx, XC112 and XC114.

No plan needs any of it. What cannot be read is noted with its reason and stays unknown; nothing here fails a run.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from typing import Final

from crosscloud.domain.directory import (
    ANOTHERS,
    NOT_ASKED,
    UNSAID,
    Capabilities,
    DirectoryContext,
    DirectoryReading,
    Guests,
    Reason,
    Why,
)
from crosscloud.domain.directory.capabilities import capabilities_from_graph
from crosscloud.domain.directory.reasons import because, needs
from crosscloud.environment import Environment, Tenant
from crosscloud.graph import (
    CrosscloudGraphError,
    PolicyApi,
    SignInConfigurationError,
    sign_in_from_variables,
)
from crosscloud.graph.directory import LookUp, reason
from crosscloud.graph.operation import READ_PERMISSION
from crosscloud.live.connecting import TellPause, connect_telling, tell_nobody
from crosscloud.runtime.capacity import find_capacity
from crosscloud.runtime.environ import Phase, with_identity
from crosscloud.runtime.threads import concurrently, in_background

MOST_HOMES: Final = 20
"""Of so many home tenants the guests in one tenant are counted, and its capabilities for them read; further ones
stay unknown."""
MOST_PARTNERS: Final = 50
"""So many partners outside of the environment are looked for in every cloud; further ones stay unknown."""
_AT_ONCE: Final = 8
_SECONDS: Final = 300
"""So long all of one tenant's directory context may take: no plan needs it."""
_PARTS_AT_ONCE: Final = 4
"""So many parts of one tenant's directory are read at once, each over a connection of its own."""


def read_directories(
    environment: Environment,
    tenants: Sequence[Tenant],
    environ: Mapping[str, str],
    phase: Phase,
    homes: Mapping[str, Sequence[str]],
    pause: TellPause = tell_nobody,
) -> DirectoryReading:
    """Read what the directories of `tenants` say beside their settings.

    Args:
        environment: the environment; its other tenants are looked for too.
        tenants: the managed tenants to ask.
        environ: every tenant's credentials.
        phase: as which identity to sign in.
        homes: for a tenant's id, the ids of the tenants whose guests there are counted.
        pause: is told where a service asks for one.
    """
    with ExitStack() as connections:
        apis: dict[str, PolicyApi] = {}
        unread: dict[str, DirectoryContext] = {}
        for tenant in tenants:
            try:
                apis[tenant.tenant_id] = connections.enter_context(_connect(tenant, environ, phase, pause))
            except SignInConfigurationError as error:
                unread[tenant.tenant_id] = DirectoryContext.none_read(because(error.summary.rstrip(".")))
        ids = {tenant.tenant_id: tenant.cloud.name for tenant in environment.tenants.values()}
        clouds_of = in_background(lambda: _clouds_of(list(apis.values())[:1], ids))
        asked = [tenant for tenant in tenants if tenant.tenant_id in apis]
        read = concurrently(lambda tenant: _read(apis[tenant.tenant_id], tenant), asked, at_once=find_capacity())
        found = {tenant.tenant_id: context for tenant, context in zip(asked, read, strict=True)}
        found = _with_given_domains(environment, {**found, **unread})
        counted = concurrently(
            lambda tenant: _with_guests(
                environment, apis[tenant.tenant_id], found, tenant, homes.get(tenant.tenant_id, ())
            ),
            asked,
            at_once=find_capacity(),
        )
        by_id = {tenant.tenant_id: context for tenant, context in zip(asked, counted, strict=True)}
        return DirectoryReading({**found, **by_id}, clouds_of())


def read_capabilities(
    found: DirectoryReading,
    tenants: Sequence[Tenant],
    environ: Mapping[str, str],
    phase: Phase,
    homes: Mapping[str, Sequence[str]],
    pause: TellPause = tell_nobody,
) -> DirectoryReading:
    """`found`, with what tenants show other ones' users of their Microsoft 365 data.

    Nothing is asked of a tenant whose default's capabilities were not read: it is the same permission and path.

    Args:
        found: what `read_directories` found.
        tenants: the managed tenants.
        environ: every tenant's credentials.
        phase: as which identity to sign in.
        homes: for a tenant's id, the ids of the tenants that it lists and whose users may see any of its data.
        pause: is told where a service asks for one.
    """

    def read(tenant: Tenant) -> DirectoryContext:
        with _connect(tenant, environ, phase, pause) as api:
            return _with_capabilities(api, found.contexts[tenant.tenant_id], homes[tenant.tenant_id])

    asked = [
        tenant
        for tenant in tenants
        if homes.get(tenant.tenant_id) and "m365_capabilities" not in found.contexts[tenant.tenant_id].unread
    ]
    answers = concurrently(read, asked, at_once=find_capacity())
    by_id = {tenant.tenant_id: context for tenant, context in zip(asked, answers, strict=True)}
    return replace(found, contexts={**found.contexts, **by_id})


def find_partners(
    tenants: Sequence[Tenant], environ: Mapping[str, str], phase: Phase, partners: Iterable[str]
) -> dict[str, frozenset[str]]:
    """The clouds in which `partners`, tenants outside of the environment, are found.

    Args:
        tenants: the first of them whose variables are complete says which login services there are.
        environ: every tenant's credentials; none is sent.
        phase: as which identity those are read.
        partners: their ids; of more than `MOST_PARTNERS` the first ones are looked for.
    """
    ids = dict.fromkeys(islice(partners, MOST_PARTNERS), "")
    for tenant in tenants if ids else ():
        try:
            api = _connect(tenant, environ, phase)
        except SignInConfigurationError:
            continue  # said where the tenant itself is read
        with api:
            return _clouds_of([api], ids)
    return {}


def _connect(
    tenant: Tenant, environ: Mapping[str, str], phase: Phase, pause: TellPause = tell_nobody
) -> PolicyApi:
    variables = with_identity(environ, tenant, phase)
    sign_in = sign_in_from_variables(tenant.tenant_id, tenant.cloud, tenant.variable_prefix, variables)
    return connect_telling(sign_in, tenant.name, pause, _SECONDS)


def _read(api: PolicyApi, tenant: Tenant) -> DirectoryContext:
    look_up = LookUp(
        groups=[group.id for group in tenant.groups.values()],
        users=[user.id for user in tenant.users.values()],
        applications=[application.id for application in tenant.applications.values()],
    )
    reading = api.read_directory(
        look_up, lambda jobs: concurrently(lambda job: job(), jobs, at_once=_PARTS_AT_ONCE)
    )
    api.close()  # of many tenants each would hold on to as many connections as it has parts
    return DirectoryContext.from_graph(reading.parts, reading.unread)


def _with_given_domains(
    environment: Environment, found: Mapping[str, DirectoryContext]
) -> dict[str, DirectoryContext]:
    """With the domains that the environment file gives; those stand for what a directory did not say."""
    giving = [tenant for tenant in environment.tenants.values() if tenant.domains]
    given = {tenant.tenant_id: frozenset(tenant.domains) for tenant in giving}
    others = {
        tenant.tenant_id: DirectoryContext.none_read(NOT_ASKED if tenant.is_managed else ANOTHERS)
        for tenant in giving
    }
    return {
        tenant_id: replace(context, domains=(context.domains or frozenset()) | given[tenant_id])
        if tenant_id in given
        else context
        for tenant_id, context in {**others, **found}.items()
    }


def _with_guests(
    environment: Environment,
    api: PolicyApi,
    found: Mapping[str, DirectoryContext],
    tenant: Tenant,
    homes: Sequence[str],
) -> DirectoryContext:
    """The tenant's context with the guests that each of `homes` has there."""
    context = found[tenant.tenant_id]
    guests: dict[str, Guests] = {}
    unread: dict[str, Reason] = {}
    for index, home in enumerate(homes):
        own = found.get(home)
        why = None if own is None else own.unread.get("organization")
        if own is None or not own.domains:
            unread[home] = (
                needs(why.text, home)
                if why is not None and why.why is Why.PERMISSION
                else because(
                    "the domains of their mail are not known (Organization.Read.All in their home tenant, or "
                    "`domains:` in the environment file)"
                )
            )
        elif index >= MOST_HOMES:
            unread[home] = because(f"only {MOST_HOMES} home tenants are asked for")
        else:
            try:
                guests[home] = Guests(*api.count_guests(sorted(own.domains)))
            except CrosscloudGraphError as error:
                why = reason(error, "User.Read.All")
                return replace(context, unread={**context.unread, "guests": why})
    return replace(context, guests=guests, guests_unread=unread)


def _with_capabilities(api: PolicyApi, context: DirectoryContext, homes: Sequence[str]) -> DirectoryContext:
    """The tenant's context with the Microsoft 365 capabilities that it has for each of `homes`."""
    asked = homes[:MOST_HOMES]
    answers: dict[str, Capabilities | Reason] = {}
    for some in concurrently(
        lambda part: {home: _capabilities(api, home) for home in part},
        [asked[start::_PARTS_AT_ONCE] for start in range(min(_PARTS_AT_ONCE, len(asked)))],
    ):
        answers |= some
    left_out = dict.fromkeys(homes[MOST_HOMES:], because(f"only {MOST_HOMES} home tenants are asked for"))
    unread = {home: why for home, why in answers.items() if isinstance(why, Reason)}
    return replace(
        context,
        capabilities={home: found for home, found in answers.items() if not isinstance(found, Reason)},
        capabilities_unread=left_out | unread,
    )


def _capabilities(api: PolicyApi, home: str) -> Capabilities | Reason:
    """A tenant's Microsoft 365 capabilities for `home`, or why they were not read."""
    try:
        found = capabilities_from_graph(api.read_capabilities(home))
    except CrosscloudGraphError as error:
        return reason(error, READ_PERMISSION)
    return UNSAID if found is None else found


def _clouds_of(apis: Sequence[PolicyApi], ids: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Where each of `ids` is found; left out where that is not known for sure.

    Args:
        apis: whose login services are asked; nobody is, where there is none.
        ids: for each tenant id, the cloud that the environment says, or empty.
    """
    if not apis or not ids:
        return {}
    api = apis[0]
    first, *rest = ids
    answers = {first: api.find_clouds(first)}
    silent = answers[first].not_asked
    for some in concurrently(
        lambda part: {id_: api.find_clouds(id_, silent) for id_ in part},
        [rest[start::_AT_ONCE] for start in range(min(_AT_ONCE, len(rest)))],
    ):
        answers |= some
    return {id_: found.clouds for id_, found in answers.items() if not found.not_asked or ids[id_] in found.clouds}
