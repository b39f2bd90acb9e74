"""Between clouds, each tenant must list the other; and what can be said where the other end is not known.

Source: Microsoft's page on cloud settings for B2B collaboration.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crosscloud.domain.clouds import Cloud, is_same_cloud
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import Part
from crosscloud.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class ListedAtOneEnd(Facts):
    """XC104: `tenant` lists `partner`, which does not list it."""

    tenant: str
    partner: str


@dataclass(frozen=True, slots=True)
class NotReadInFull(Facts):
    """XC111 of one tenant that is ours to read.

    Attributes:
        tenant: the tenant's id.
        unreadable: the parts that were not read, each with the reason, in alphabetical order.
    """

    tenant: str
    unreadable: tuple[tuple[Part, str], ...]


@dataclass(frozen=True, slots=True)
class OneSideDecided(Facts):
    """XC111 of a pair within the environment.

    Attributes:
        tenant: the id of the tenant that was read, at least as far as its own side goes.
        partner: that of the other, which was not.
        cloud: the cloud of `tenant`.
        is_managed: whether `partner` is ours to read, rather than another organisation's.
    """

    tenant: str
    partner: str
    cloud: Cloud
    is_managed: bool


@dataclass(frozen=True, slots=True)
class PartnersOutside(Facts):
    """XC111: of `tenant`, `count` partners outside the environment are, or may be, in another cloud."""

    tenant: str
    count: int


def listed_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC104: across clouds, one tenant lists the other, and the other does not."""
    for one, other in situation.pairs:
        tenant, partner = one.settings, other.settings
        if is_same_cloud(tenant.cloud, partner.cloud):
            continue
        if tenant.lists(partner.tenant_id) is Truth.YES and partner.lists(tenant.tenant_id) is Truth.NO:
            ids = tenant.tenant_id, partner.tenant_id
            yield finding("XC104", ids, Place(*ids), ListedAtOneEnd(*ids))


def other_end_unknown(situation: Situation) -> Iterator[Finding]:
    """XC111: a tenant is unreadable or another organisation's, so that only one side was decided.

    Of what code declares, nothing was to be read: there it is said of other organisations alone.
    """
    if situation.by_code:
        for one, other in situation.pairs:
            if one.is_managed and not other.is_managed:
                yield _one_side(one, other)
        return
    for facts in situation.managed():
        tenant = facts.settings
        unreadable = tuple(sorted(tenant.unreadable.items())) if facts.is_managed else ()
        if unreadable:
            yield finding(
                "XC111",
                (tenant.tenant_id,),
                Place(tenant.tenant_id),
                NotReadInFull(tenant.tenant_id, unreadable),
                degree=len(unreadable),
            )
    for one, other in situation.pairs:
        tenant, partner = one.settings, other.settings
        if tenant.is_read and (not partner.is_read or isinstance(partner.endpoints, Unread)):
            yield _one_side(one, other)
    for facts in situation.managed():
        yield from _outside(situation, facts)


def _one_side(one: TenantFacts, other: TenantFacts) -> Finding:
    ids = one.settings.tenant_id, other.settings.tenant_id
    return finding("XC111", ids, Place(*ids), OneSideDecided(*ids, one.settings.cloud, other.is_managed))


def _outside(situation: Situation, facts: TenantFacts) -> Iterator[Finding]:
    """One finding for all partners outside the environment that are, or may be, in another cloud."""
    tenant = facts.settings
    may_cross = isinstance(tenant.endpoints, Unread) or bool(tenant.endpoints - {tenant.cloud.endpoint})
    across = 0
    for partner in tenant.partners:
        if partner in situation.tenants:
            continue
        cloud = situation.cloud_of(partner)
        across += may_cross if cloud is None else not is_same_cloud(tenant.cloud, cloud)
    if across:
        yield finding(
            "XC111",
            (tenant.tenant_id,),
            Place(tenant.tenant_id),
            PartnersOutside(tenant.tenant_id, across),
            about=("outside",),
            degree=across,
        )
