"""What rules ask of sections and permissions: is it closed, is it open to everybody, what does one half permit?

A tenant whose other end is not read is judged by its own half: the other end is taken to permit everything.
"""

from functools import lru_cache
from typing import Any, Final

from crosscloud.domain.access import Permission, Targets
from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.comparison import MAIL_ONLY
from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.permission import Table, table_of
from crosscloud.domain.access.section import EVERYTHING, Rule, rule_for, rule_of
from crosscloud.domain.clouds import CLOUDS, Cloud, enableable_endpoints, is_same_cloud, is_supported_pair
from crosscloud.domain.settings import AFTER_APPLY, Unread, Value
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth, truth

DIRECT_CONNECT: Final = ("b2b_direct_connect_inbound", "b2b_direct_connect_outbound")
B2B_SECTIONS: Final = (INBOUND, OUTBOUND, *DIRECT_CONNECT)


def is_outbound(section: str) -> bool:
    """Whether a section is about the tenant's own users."""
    return section.endswith("_outbound")


def half(rule: Rule | None, gate: Truth = Truth.YES) -> Permission:
    """What one tenant's section permits, if the other end permits everything."""
    return Permission(gate, rule, EVERYTHING)


def own_half(tenant: TenantSettings, other: str, cloud: Cloud, section: str) -> Permission:
    """What `tenant` alone permits towards a tenant `other` of `cloud`, through `section`."""
    return half(rule_for(tenant, section, other), section_gate(tenant, other, cloud, section))


def section_gate(tenant: TenantSettings, other: str, cloud: Cloud, section: str) -> Truth:
    """Whether what `tenant` itself must do before `section` counts is done: enable the cloud, list the partner.

    Direct connect does not exist between clouds.
    """
    if is_same_cloud(tenant.cloud, cloud):
        return Truth.YES
    if section in DIRECT_CONNECT:
        return Truth.NO
    return truth(is_supported_pair(tenant.cloud, cloud)) & tenant.has_enabled(cloud) & tenant.lists(other)


def clouds_in_question(was: TenantSettings, will: TenantSettings) -> list[Cloud]:
    """Where a partner of unknown cloud may count: in the tenant's own cloud, and in what it enables, or may."""
    endpoints = [
        set(enableable_endpoints(will.cloud)) if isinstance(e, Unread) else set(e)
        for e in (was.endpoints, will.endpoints)
    ]
    others = {cloud.endpoint: cloud for cloud in CLOUDS.values() if cloud.endpoint != will.cloud.endpoint}
    return [
        will.cloud,
        *(others[endpoint] for endpoint in sorted(endpoints[0] | endpoints[1]) if endpoint in others),
    ]


@lru_cache(maxsize=4096)
def permitted(permission: Permission) -> tuple[Table, tuple[tuple[Cell, Cell], ...]]:
    """The pairs of kinds of users and applications that are surely permitted, and their table."""
    table = table_of([permission])
    return table, tuple(pair for pair, answer in table.answers(permission).items() if answer is Truth.YES)


def permits_nothing(permission: Permission) -> bool:
    """Whether it is sure that nobody may reach anything."""
    rules = [rule for rule in (permission.outbound, permission.inbound) if rule is not None]
    if permission.gate is Truth.NO or any(rule.permits_nothing for rule in rules):
        return True
    if len(rules) < 2 or EVERYTHING in rules:
        return False  # what the one rule permits stays permitted, or not known
    return all(answer is Truth.NO for answer in table_of([permission]).answers(permission).values())


def permits_everything(permission: Permission) -> bool:
    """Whether it is sure that all users may reach all applications, without any exception."""
    if permission.answer(_holds_unnamed, _holds_unnamed) is not Truth.YES:
        return False
    table, pairs = permitted(permission)
    return len(pairs) == len(table.users) * len(table.applications)


def _holds_unnamed(targets: Targets) -> Truth:
    return truth(targets.everything)


def closes(rule: Rule) -> bool:
    """Whether a section permits nothing, or Rights Management alone, which only serves to read protected mail."""
    if rule.permits_nothing:
        return True
    return rule.applications == MAIL_ONLY and not rule.applications_blocked


def is_open(section: Any) -> bool:
    """Whether a section's value surely permits more than Rights Management."""
    rule = rule_of(section)
    return rule is not None and not closes(rule)


def is_closed(section: Any) -> bool:
    """Whether a section's value surely permits nothing, or Rights Management alone."""
    rule = rule_of(section)
    return rule is not None and closes(rule)


def may_differ(was: Value | frozenset[str] | Unread, will: Value | frozenset[str] | Unread) -> bool:
    """Whether a value may change: not where it is unread before and after, unless a plan writes what it is.

    What Terraform knows only after the apply is written; whatever else is unread is left as it is.
    """
    if isinstance(was, Unread) and isinstance(will, Unread):
        return will == AFTER_APPLY != was
    return was != will
