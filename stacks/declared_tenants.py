"""What stacks declare as tenants: values like those that are read, so that the same rules judge them.

Code says what a stack will leave of the objects that it declares, and nothing of the others: they are unread, for
the reason that the code does not say. Whom a stack lists is the one thing that code is taken at its word for: a
partner that another stack needs there and that this one leaves out is a mistake, whatever stands there by hand.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.findings import Situation, TenantFacts
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import AFTER_APPLY, ALL, PARTNER, Settings, Unread, Value
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.tenant import (
    Part,
    PartnerEntry,
    SettingsChange,
    TenantSettings,
    apply_changes,
    make_unread_tenant,
)
from crosscloud_constructs.tenants import Tenant
from stacks.declared import Declared

NOT_SAID: Final = Unread("the code does not say")
SETTINGS: Final[Mapping[str, Settings]] = MappingProxyType(
    {settings.name: settings for settings in (*ALL, IDENTITY_SYNCHRONIZATION)}
)
"""The kinds of objects that are judged, by name."""
OF_PARTNERS: Final = (PARTNER.name, IDENTITY_SYNCHRONIZATION.name)


def situation_of(declared: Sequence[Declared], tenants: Mapping[str, Tenant]) -> Situation:
    """The tenants as code declares them.

    Args:
        declared: what every stack declares.
        tenants: the tenants that the app knows, by id; one without a stack is unread.
    """
    of_stacks: dict[str, list[Declared]] = {}
    for each in declared:
        if each.kind in SETTINGS:
            of_stacks.setdefault(fold(each.tenant.tenant_id), []).append(each)
    known = {fold(tenant.tenant_id): tenant for tenant in (*tenants.values(), *(each.tenant for each in declared))}
    facts = {
        tenant_id: TenantFacts(
            _settings_of(tenant, of_stacks.get(tenant_id)), is_managed=tenant.is_managed, tries=tenant.tries
        )
        for tenant_id, tenant in known.items()
    }
    return Situation(facts, declared=_directions(facts), by_code=True)


def partner_of(declared: Declared) -> str | None:
    """The id of the organisation whose object it is; None where only Terraform knows it, or it is nobody's."""
    tenant_id = declared.values.get("tenant_id") if declared.kind in OF_PARTNERS else None
    return fold(tenant_id) if isinstance(tenant_id, str) else None


def _settings_of(tenant: Tenant, declared: Sequence[Declared] | None) -> TenantSettings:
    unread = make_unread_tenant(tenant.name, tenant.tenant_id, tenant.cloud, NOT_SAID.reason)
    if declared is None:
        return unread
    unsaid: dict[Part, str] = {part: reason for part, reason in unread.unreadable.items() if part != "partners"}
    listed = replace(unread, unreadable=unsaid, partners=_entries(declared))
    return apply_changes(listed, map(_change, declared))


def _entries(declared: Iterable[Declared]) -> dict[str, PartnerEntry]:
    """Every partner that is declared, or of which something is, before its sections are known."""
    listed: Counter[str] = Counter()
    for each in declared:
        partner = partner_of(each)
        if partner is not None:
            listed[partner] += each.kind == PARTNER.name
    unread = dict.fromkeys((section.name for section in PARTNER.sections), NOT_SAID)
    return {
        partner: PartnerEntry(partner, unread, NOT_SAID, repeats=({},) * (times - 1))
        for partner, times in listed.items()
    }


def _change(declared: Declared) -> SettingsChange:
    """What an object will be once its stack is applied; a section of a partner that is left out is inherited."""
    settings = SETTINGS[declared.kind]
    given: dict[str, Value | Unread] = {
        section.name: AFTER_APPLY if section.name in declared.computed else declared.values.get(section.name)
        for section in settings.sections
        if settings is PARTNER or section.name in declared.values or section.name in declared.computed
    }
    return SettingsChange(settings, "create", partner_of(declared), given, address=declared.address)


def _directions(facts: Mapping[str, TenantFacts]) -> frozenset[tuple[str, str]]:
    """(home, resource): the directions of which code gives one end."""
    return frozenset(
        (tenant_id, partner) if section == OUTBOUND else (partner, tenant_id)
        for tenant_id, each in facts.items()
        for partner, entry in each.settings.partners.items()
        for section in (INBOUND, OUTBOUND)
        if partner != tenant_id and entry.sections.get(section) not in (None, NOT_SAID)
    )
