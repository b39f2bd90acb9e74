"""What a tenant's stack is given, checked as a whole, so that one error names everything that is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from crosscloud.domain.settings import DEFAULT
from crosscloud_constructs import Access, DefaultSettings, Partnership
from crosscloud_constructs.collecting import is_refused, locate, refuse_each, stop
from crosscloud_constructs.errors import IntentProblem, StackError
from crosscloud_constructs.settings.checks import problems_in_tenant
from crosscloud_constructs.source import Source
from crosscloud_constructs.tenants import Tenant


def check_arguments(
    tenant: object, defaults: object, partnerships: object, keeping: object, where: Source
) -> None:
    """Refuse what no stack can be made from.

    Raises:
        StackError: for values of the wrong kind. Where mistakes are collected too, since the program cannot go on:
            then with those that were collected before.
    """
    found: list[IntentProblem] = []
    if not isinstance(tenant, Tenant):
        what = f"a stack of a {type(tenant).__name__}"
        found.append(IntentProblem(what, where, "Give environment.tenant('NAME')"))
    if not isinstance(defaults, DefaultSettings | None):
        what = f"defaults= is a {type(defaults).__name__}"
        found.append(IntentProblem(what, where, "Give DefaultSettings(...)"))
    if not isinstance(partnerships, list | tuple) or not all(
        isinstance(each, Partnership) for each in partnerships
    ):
        found.append(IntentProblem("partnerships= is no list of partnerships", where, "Write partnerships=[...]"))
    if not isinstance(keeping, list | tuple) or not all(isinstance(each, Tenant) for each in keeping):
        what = "keeping= is no list of tenants"
        found.append(IntentProblem(what, where, "Write keeping=[environment.tenant('NAME')]"))
    if found:
        stop(StackError(found))


def check_intent(
    tenant: Tenant,
    defaults: DefaultSettings | None,
    partnerships: Sequence[Partnership],
    stack_id: str,
    where: Source,
) -> None:
    """Refuse what cannot stand in the stack of `tenant`, and locate what was refused before.

    Args:
        tenant: whose stack it is.
        defaults: the default settings, if any.
        partnerships: all that were given, whether or not they involve the tenant.
        stack_id: the stack's id.
        where: the line of code that makes the stack.

    Raises:
        StackError: for everything at once; not while mistakes are collected.
    """
    wrong = list(_of_partnerships(tenant, partnerships, stack_id))
    if not tenant.is_managed:
        what = f"{tenant.name} is not managed here: it has no sign_in"
        to_do = f"Make stacks for environment.managed_tenants only, or give {tenant.name} a sign_in"
        wrong.append((tenant, IntentProblem(what, where, to_do, paths=(stack_id,))))
    if defaults is not None:
        at = f"{stack_id}/crosscloud-default-settings"
        for part in (defaults, *_values_of(defaults)):
            locate(part, at)
        wrong += [(defaults, problem.at(at)) for problem in _of_defaults(tenant, defaults)]
    refuse_each(wrong, StackError)


def check_kept(
    tenant: Tenant,
    partnerships: Sequence[Partnership],
    keeping: Sequence[Tenant],
    stack_id: str,
    where: Source,
) -> None:
    """Refuse to stop managing a partner that is managed all the same, or that is none.

    Raises:
        StackError: for everything at once; not while mistakes are collected.
    """
    own = {
        partner.tenant_id: each
        for each in partnerships
        if each.involves(tenant)
        for partner in each.tenants
        if partner.tenant_id != tenant.tenant_id
    }
    wrong: list[tuple[object, IntentProblem]] = []
    for kept in keeping:
        to_do = "Take it out of keeping=, or the partnership out of partnerships="
        if kept.tenant_id in own:
            what = f"keeping= names {kept.name}, which has a partnership in {own[kept.tenant_id].source}"
        elif kept.tenant_id == tenant.tenant_id or kept.environment_name != tenant.environment_name:
            what = f"keeping= names {kept.name}, which cannot be a partner of {tenant.name} here"
            to_do = f"Name other tenants of environment {tenant.environment_name}"
        else:
            continue
        wrong.append((tenant, IntentProblem(what, where, to_do, paths=(stack_id,))))
    refuse_each(wrong, StackError)


def is_sound(partnership: Partnership) -> bool:
    """Whether nothing in a partnership was refused."""
    return not any(is_refused(part) for part in partnership.parts)


def _values_of(defaults: DefaultSettings) -> tuple[object, ...]:
    """The values that default settings are made of."""
    names = [section.name for section in DEFAULT.sections]
    return tuple(value for name in names if (value := getattr(defaults, name, None)) is not None)


def _of_partnerships(
    tenant: Tenant, partnerships: Iterable[Partnership], stack_id: str
) -> Iterator[tuple[object, IntentProblem]]:
    seen: dict[frozenset[str], Partnership] = {}
    for partnership in partnerships:
        others = [each.name for each in partnership.tenants if each.tenant_id != tenant.tenant_id]
        path = f"{stack_id}/crosscloud-partner-{(others or [tenant.name])[0]}"
        at = [path] if partnership.involves(tenant) else []
        for part, path in product(partnership.parts, at):
            locate(part, path)
        pair = frozenset(each.tenant_id for each in partnership.tenants)
        if len(pair) < 2:
            continue  # refused when it was made
        one, other = partnership.tenants
        if pair in seen:
            problem = IntentProblem(
                f"{one.name} and {other.name} have two partnerships, the first in {seen[pair].source}",
                partnership.source,
                "Write one partnership with all their directions",
                "XC204",
            )
            yield partnership, problem.at(*at)
        seen.setdefault(pair, partnership)
        if one.environment_name != tenant.environment_name:
            what = (
                f"a partnership of environment {one.environment_name} stands in a stack of "
                f"environment {tenant.environment_name}"
            )
            problem = IntentProblem(what, partnership.source, "Take all tenants from one environment")
            yield partnership, problem.at(*at)


def _of_defaults(tenant: Tenant, defaults: DefaultSettings) -> Iterator[IntentProblem]:
    yield from problems_in_tenant(
        DEFAULT,
        defaults.for_cloud(tenant.cloud).sections(),
        tenant.cloud,
        defaults.source,
        f"DefaultSettings of {tenant.name}",
        tenant.tries,
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
