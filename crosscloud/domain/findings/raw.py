"""What only Graph's JSON tells of a partner: identity synchronisation, and whether it is a service provider."""

from collections.abc import Mapping

from crosscloud.domain.findings.situation import TenantFacts


def synchronises_users(facts: TenantFacts, partner: str) -> bool | None:
    """Whether the partner may synchronise users into this tenant; None where that was not read."""
    return _allows(facts, partner, "userSyncInbound")


def synchronises_groups(facts: TenantFacts, partner: str) -> bool | None:
    """Whether the partner may synchronise groups into this tenant; None where that was not read."""
    return _allows(facts, partner, "groupSyncInbound")


def is_service_provider(facts: TenantFacts, partner: str) -> bool:
    """Whether Graph says that the partner is a service provider."""
    return facts.raw_partners.get(partner, {}).get("isServiceProvider") is True


def _allows(facts: TenantFacts, partner: str, direction: str) -> bool | None:
    entry = facts.raw_partners.get(partner)
    if entry is None or "identitySynchronization" not in entry:
        return None
    synchronization = entry["identitySynchronization"]
    inbound = synchronization.get(direction) if isinstance(synchronization, Mapping) else None
    return isinstance(inbound, Mapping) and inbound.get("isSyncAllowed") is True
