"""What a tenant's stack is given, checked as a whole, so that one error names everything that is wrong."""

from collections.abc import Iterable, Iterator

from crosscloud.domain.settings import DEFAULT
from crosscloud_constructs import Access, DefaultSettings, Partnership
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.settings.checks import problems_in_tenant
from crosscloud_constructs.source import Source
from crosscloud_constructs.tenants import Tenant


def problems_of_stack(
    tenant: Tenant, defaults: DefaultSettings | None, partnerships: Iterable[Partnership], where: Source
) -> Iterator[IntentProblem]:
    """What is wrong with a stack of `tenant`: with the tenant, the defaults and the partnerships.

    Args:
        tenant: whose stack it is.
        defaults: the default settings, if any.
        partnerships: all that were given, whether or not they involve the tenant.
        where: the line of code that makes the stack.
    """
    if not tenant.is_managed:
        yield IntentProblem(
            f"{tenant.name} is not managed here: it has no sign_in",
            where,
            f"Make stacks for environment.managed_tenants only, or give {tenant.name} a sign_in",
        )
    yield from _of_partnerships(tenant, list(partnerships))
    if defaults is not None:
        yield from _of_defaults(tenant, defaults)


def _of_partnerships(tenant: Tenant, partnerships: list[Partnership]) -> Iterator[IntentProblem]:
    seen: dict[frozenset[str], Partnership] = {}
    for partnership in partnerships:
        one, other = partnership.tenants
        pair = frozenset({one.tenant_id, other.tenant_id})
        if pair in seen:
            yield IntentProblem(
                f"{one.name} and {other.name} have two partnerships, the first in {seen[pair].source}",
                partnership.source,
                "Write one partnership with all their directions",
            )
        seen.setdefault(pair, partnership)
        if one.environment_name != tenant.environment_name:
            yield IntentProblem(
                f"a partnership of environment {one.environment_name} stands in a stack of "
                f"environment {tenant.environment_name}",
                partnership.source,
                "Take all tenants from one environment",
            )


def _of_defaults(tenant: Tenant, defaults: DefaultSettings) -> Iterator[IntentProblem]:
    yield from problems_in_tenant(
        DEFAULT, defaults.sections(), tenant.cloud, defaults.source, f"DefaultSettings of {tenant.name}"
    )
    outbound = defaults.b2b_collaboration_outbound
    for target in outbound.who if isinstance(outbound, Access) else ():
        if target.owner is not None and target.owner[0] != tenant.tenant_id:
            yield IntentProblem(
                f"{target.kind} {target.name} is of {target.owner[1]}; the outbound default of {tenant.name} "
                f"is for its own users",
                defaults.source,
                f"Name a {target.kind} of {tenant.name}, or give each tenant default settings of its own",
            )
    inbound = defaults.b2b_collaboration_inbound
    for target in inbound.to if isinstance(inbound, Access) else ():
        if target.owner is not None and target.owner[0] != tenant.tenant_id:
            yield IntentProblem(
                f"application {target.name} is of {target.owner[1]}; the inbound default of {tenant.name} "
                f"leads to its own applications",
                defaults.source,
                f"Name an application of {tenant.name}, or give each tenant default settings of its own",
            )
