"""What a tenant must have for its settings: the licence that they need, and room for all of them.

Sources: Microsoft's cross-tenant access overview (chosen users, groups or applications, and trust, need Entra ID
P1); Microsoft Graph reference, crossTenantAccessPolicy (25 KB). Tenants that Microsoft moved to its scalable store
have no such limit; whether US Government and China were moved is not documented.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import B2B_SECTIONS
from crosscloud.domain.findings.own_sections import OwnSection
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS
from crosscloud.domain.tenant import PARTS

LIMIT: Final = 25 * 1024
"""Bytes of JSON in UTF-8, default and partners together."""


@dataclass(frozen=True, slots=True)
class PremiumNeeded(Facts):
    """XC205: which settings of the tenant need a licence.

    Attributes:
        chosen: whether users, groups or applications are chosen.
        trust: whether claims of partners are trusted.
        first: the first section that does.
    """

    chosen: bool
    trust: bool
    first: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class PolicyIsLarge(Facts):
    """XC206: what the policy holds has `size` bytes of JSON; what is inherited is not counted."""

    size: int


def premium_needed(situation: Situation) -> Iterator[Finding]:
    """XC205: chosen targets, or trust, in a tenant's settings."""
    first: dict[str, OwnSection] = {}
    chosen, trusting = set[str](), set[str]()
    for section in situation.own_sections:
        tenant = section.tenant
        if tenant not in trusting and _trusts(section):
            trusting.add(tenant)
            first.setdefault(tenant, section)
        elif tenant not in chosen and _chooses(section):
            chosen.add(tenant)
            first.setdefault(tenant, section)
    for tenant, section in first.items():
        facts = PremiumNeeded(tenant in chosen, tenant in trusting, section.place)
        yield finding("XC205", (tenant,), Place(tenant), facts)


def policy_is_large(situation: Situation) -> Iterator[Finding]:
    """XC206: the JSON of the whole policy is above 80 % of the older limit."""
    for facts in situation.managed():
        if not facts.settings.is_read:
            continue
        snapshot = facts.settings.to_snapshot()
        bodies = [snapshot[part] for part in PARTS if part != "partners"] + snapshot["partners"]
        whole = [_held(body) for body in bodies if body is not None]
        size = len(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
        if size > LIMIT * 0.8:
            tenant = facts.settings.tenant_id
            yield finding("XC206", (tenant,), Place(tenant), PolicyIsLarge(size), degree=size // LIMIT)


def _held(body: Mapping[str, Any]) -> dict[str, Any]:
    """What an object holds itself, without what Graph answers for what is inherited (null, or only nulls)."""
    return {
        name: value
        for name, value in body.items()
        if value is not None and not (isinstance(value, Mapping) and all(each is None for each in value.values()))
    }


def _trusts(section: OwnSection) -> bool:
    if section.section != "inbound_trust" or not isinstance(section.value, dict):
        return False
    return any(accepted is True for accepted in section.value.values())


def _chooses(section: OwnSection) -> bool:
    if section.section not in B2B_SECTIONS:
        return False
    wildcards = (ALL_USERS, ALL_APPLICATIONS)
    return any(target.get("target") not in wildcards for listed in section.targets for target in listed.targets)
