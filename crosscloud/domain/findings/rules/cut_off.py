"""Who is cut off: by a default that closes, by entries that are removed, by a cloud that is switched off.

Sources: Microsoft's page on cross-tenant access settings for B2B collaboration, which advises to look at the
sign-in logs before the default is changed (whom it governs, the settings do not say); Microsoft Graph reference,
crossTenantAccessPolicyConfigurationPartner (service providers); Microsoft's page on cloud settings for B2B
collaboration (what becomes of the entries is not documented). The share of partners from which a plan looks like a
mistake is our own choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access.comparison import Comparison, compare
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.clouds import Cloud, enableable_endpoints
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import B2B_SECTIONS, closes, half, may_differ
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import DEFAULT, NOT_READ, ROOT, Unread, Value
from crosscloud.domain.truth import Truth

SHARE: Final = 0.3
"""Above this share of a tenant's partners a removal is taken for a mistake."""
FEW: Final = 2
"""So many may always be removed."""


@dataclass(frozen=True, slots=True)
class DefaultCloses(Facts):
    """XC301.

    Attributes:
        tenant: the tenant's id.
        cloud: its cloud: the default governs every other organisation of it.
        lost: the sections that permit less, each with what becomes of it.
        doubtful: the sections that may, because they are not known before or after.
    """

    tenant: str
    cloud: Cloud
    lost: tuple[tuple[str, Comparison], ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceProviderRemoved(Facts):
    """XC302: `tenant` would lose the entry for `partner`, which is a service provider's.

    Attributes:
        tenant: the id of the tenant.
        partner: that of the partner.
        is_sure: whether it surely is one; otherwise Graph's answer is not understood.
    """

    tenant: str
    partner: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class CloudSwitchedOff(Facts):
    """XC303.

    Attributes:
        tenant: the tenant's id.
        endpoint: the cloud that is switched off.
        partners: the partners of it that stay listed.
        unplaced: where there are none, the partners whose cloud is not known.
        lists_all: whether these are among all that the tenant lists; otherwise its partners were not read.
        is_sure: whether it is surely enabled before and not after.
    """

    tenant: str
    endpoint: str
    partners: tuple[str, ...]
    unplaced: tuple[str, ...] = ()
    lists_all: bool = True
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class ManyRemoved(Facts):
    """XC304: of the `whole` number of partners of `tenant`, those in `removed` would go."""

    tenant: str
    removed: tuple[str, ...]
    whole: int


def default_closes(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC301: a default permits less than before, or may."""
    for facts in after.managed():
        old, tenant = before.tenants.get(facts.settings.tenant_id), facts.settings
        lost: list[tuple[str, Comparison]] = []
        doubtful: list[str] = []
        for section in B2B_SECTIONS:
            was = NOT_READ if old is None else old.settings.default_section(section)
            loss = _loss(was, tenant.default_section(section))
            if isinstance(loss, Comparison):
                lost.append((section, loss))
            elif loss is Truth.UNKNOWN:
                doubtful.append(section)
        if lost or doubtful:
            yield finding(
                "XC301",
                (tenant.tenant_id,),
                Place(tenant.tenant_id, DEFAULT.name),
                DefaultCloses(tenant.tenant_id, tenant.cloud, tuple(lost), tuple(doubtful)),
                about=[section for section, _ in lost] or doubtful,
                severity=None if lost else "unknown",
                degree=len(lost),
            )


def _loss(was: Value | Unread, will: Value | Unread) -> Comparison | Truth:
    """What a section of a default loses; otherwise whether it loses anything, which may not be known."""
    if not may_differ(was, will):
        return Truth.NO
    old, new = rule_of(was), rule_of(will)
    if old is not None and closes(old):
        return Truth.NO  # it was closed; Rights Management alone has a finding of its own, XC305
    change = compare(half(old), half(new))
    if change.lost:
        return change
    return Truth.UNKNOWN if change.maybe_lost or change.unknown else Truth.NO


def service_provider_removed(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC302: the entry of a service provider would be removed, or may be; also where one is made in its place."""
    for facts in before.managed():
        planned = after.tenants.get(facts.settings.tenant_id)
        if planned is None or not planned.settings.lists_all:
            continue
        for partner, entry in sorted(facts.settings.partners.items()):
            stays = planned.settings.partners.get(partner)
            is_made_anew = stays is not None and stays.is_service_provider is Truth.NO
            if entry.is_service_provider is not Truth.NO and (stays is None or is_made_anew):
                is_sure = entry.is_service_provider is Truth.YES
                yield find_service_provider_removed(facts.settings.tenant_id, partner, is_sure=is_sure)


def find_service_provider_removed(tenant: str, partner: str, *, is_sure: bool = True) -> Finding:
    """XC302: `tenant` would lose its entry for `partner`, which is a service provider's, or may be."""
    return finding(
        "XC302",
        (tenant, partner),
        Place(tenant, partner),
        ServiceProviderRemoved(tenant, partner, is_sure=is_sure),
        severity=None if is_sure else "unknown",
    )


def many_removed(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC304: more than 30 % of a tenant's partners, and more than 2, would be removed."""
    for facts, partners in _removed(before, after):
        count, whole, tenant_id = len(partners), len(facts.settings.partners), facts.settings.tenant_id
        if count > FEW and count > SHARE * whole:
            yield finding(
                "XC304",
                (tenant_id,),
                Place(tenant_id),
                ManyRemoved(tenant_id, tuple(partners), whole),
                degree=count,
            )


def _removed(before: Situation, after: Situation) -> Iterator[tuple[TenantFacts, list[str]]]:
    """Each tenant as it is before, with the partners that it would lose."""
    for facts in before.managed():
        planned = after.tenants.get(facts.settings.tenant_id)
        if planned is not None and planned.settings.lists_all:
            gone = sorted(facts.settings.partners.keys() - planned.settings.partners.keys())
            if gone:
                yield facts, gone


def cloud_switched_off(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC303: a cloud is switched off, or may be, while partners of it stay listed, or may."""
    for facts in after.managed():
        tenant, old = facts.settings, before.tenants.get(facts.settings.tenant_id)
        was: frozenset[str] | Unread = NOT_READ if old is None else old.settings.endpoints
        will = tenant.endpoints
        if not may_differ(was, will):
            continue
        enabled = frozenset(enableable_endpoints(tenant.cloud)) if isinstance(was, Unread) else was
        is_sure = not isinstance(was, Unread) and not isinstance(will, Unread)
        for endpoint in sorted(enabled if isinstance(will, Unread) else enabled - will):
            yield from _switched_off(after, facts, endpoint, is_sure=is_sure)


def _switched_off(after: Situation, facts: TenantFacts, endpoint: str, *, is_sure: bool) -> Iterator[Finding]:
    tenant = facts.settings
    clouds = {partner: after.cloud_of(partner) for partner in sorted(tenant.partners)}
    of_it = tuple(p for p, cloud in clouds.items() if cloud is not None and cloud.endpoint == endpoint)
    unplaced = () if of_it else tuple(partner for partner, cloud in clouds.items() if cloud is None)
    if not of_it and not unplaced and tenant.lists_all:
        return
    yield finding(
        "XC303",
        (tenant.tenant_id,),
        Place(tenant.tenant_id, ROOT.name),
        CloudSwitchedOff(tenant.tenant_id, endpoint, of_it, unplaced, tenant.lists_all, is_sure),
        about=(endpoint,),
        severity=None if of_it and is_sure else "unknown",
        degree=len(of_it or unplaced),
    )
