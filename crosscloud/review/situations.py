"""The one place where a situation is built: every tenant of an environment with what is known of it.

A plan, `check` and `access` all decide on what this makes, before a change and after it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from crosscloud.domain.directory import DirectoryReading
from crosscloud.domain.findings import Situation, TenantFacts, WhyUnread
from crosscloud.domain.tenant import TenantSettings, make_unread_tenant
from crosscloud.environment import Environment
from crosscloud.wording.names import Names


def build_situation(
    environment: Environment | None,
    known: Mapping[str, TenantSettings],
    *,
    directory: DirectoryReading | None = None,
    declared: Iterable[tuple[str, str]] = (),
    why_unread: Callable[[str], WhyUnread] = lambda _: WhyUnread.NOT_ANSWERED,
) -> Situation:
    """What is known of every tenant of `environment`, in its order, and then of the other tenants of `known`.

    Args:
        environment: whose tenants they are; None where settings are looked at without one.
        known: the tenants that were read, at least in part, by tenant id.
        directory: what was read of the directories; None where nobody asked them.
        declared: the directions that the intent declares: home id, resource id.
        why_unread: for the id of a managed tenant that is not in `known`, why.
    """
    read = directory or DirectoryReading()
    own = {} if environment is None else {tenant.tenant_id: tenant for tenant in environment.tenants.values()}
    tenants = {
        tenant_id: TenantFacts(
            settings=_settings(known[tenant_id], tenant.name)
            if tenant_id in known
            else make_unread_tenant(
                tenant.name,
                tenant_id,
                tenant.cloud,
                why_unread(tenant_id).value if tenant.is_managed else "it is another organisation's",
            ),
            is_managed=tenant.is_managed,
            why_unread=WhyUnread.NOT_ANSWERED if tenant_id in known else why_unread(tenant_id),
            names=tenant.named,
            directory=read.contexts.get(tenant_id),
            tries=tenant.tries,
        )
        for tenant_id, tenant in own.items()
    }
    others = {
        tenant_id: TenantFacts(settings, directory=read.contexts.get(tenant_id))
        for tenant_id, settings in known.items()
        if tenant_id not in own
    }
    return Situation(
        tenants={**tenants, **others},
        declared=frozenset(declared),
        clouds_of=read.clouds_of,
        holds=() if environment is None else environment.holds,
        departed=() if environment is None else environment.departed,
    )


def situation_after(before: Situation, after: Mapping[str, TenantSettings]) -> Situation:
    """What a plan makes of `before`; a tenant without changes stays the very same value.

    Args:
        before: the situation in which the plan was made.
        after: what the tenants that change will be, by id.
    """
    tenants = {
        tenant_id: replace(facts, settings=_settings(after[tenant_id], facts.settings.name))
        if tenant_id in after
        else facts
        for tenant_id, facts in before.tenants.items()
    }
    return replace(before, tenants=tenants)


def collect_names(environment: Environment | None, settings: Iterable[TenantSettings] = ()) -> Names:
    """What a reader calls the ids: as the environment does, other tenants as their snapshot does."""
    tenants = {tenant.tenant_id: tenant.name for tenant in settings}
    if environment is None:
        return Names(tenants)
    tenants |= {tenant.tenant_id: tenant.name for tenant in environment.tenants.values()}
    return Names(tenants, environment.describe_id)


def _settings(found: TenantSettings, name: str) -> TenantSettings:
    """The tenant under the name that the environment gives it: an id is its identity, a name is not."""
    return found if found.name == name else replace(found, name=name)
