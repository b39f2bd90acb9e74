"""Trust in another organisation's MFA and devices, added or removed.

Source: Microsoft's cross-tenant access overview. Trust alone permits no access; it decides whose word Conditional
Access takes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import may_differ
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import DEFAULT, Unread, Value
from crosscloud.domain.settings.shapes import INBOUND_TRUST

SECTION: Final = "inbound_trust"
CLAIMS: Final = tuple(member.name for member in INBOUND_TRUST.members)
"""The claims that may be accepted, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class TrustChanges(Facts):
    """XC308.

    Attributes:
        tenant: the id of the tenant that accepts claims.
        other: whose claims; None for any other organisation of the same cloud, through the default.
        cloud: the cloud of `tenant`.
        was: the claims that are accepted; None where that is not known.
        will: those that will be.
    """

    tenant: str
    other: str | None
    cloud: Cloud
    was: frozenset[str] | None
    will: frozenset[str] | None

    @property
    def added(self) -> frozenset[str]:
        """The claims that are surely accepted anew."""
        return frozenset() if self.was is None or self.will is None else self.will - self.was

    @property
    def removed(self) -> frozenset[str]:
        """The claims that are surely no longer accepted."""
        return frozenset() if self.was is None or self.will is None else self.was - self.will


def trust_changes(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC308: trust in a partner, or in every organisation through the default, is added or removed."""
    for facts in after.managed():
        old, will = before.tenants.get(facts.settings.tenant_id), facts.settings
        if old is None:
            continue
        was = old.settings
        default = was.default_section(SECTION), will.default_section(SECTION)
        if _is_told(*default):
            yield _found(facts, None, *default)
        for partner in sorted(was.partners.keys() | will.partners.keys()):
            if was.partners.get(partner) is will.partners.get(partner):
                continue  # the same, or told once, of the default
            (old_value, old_origin), (value, origin) = (each.effective(SECTION, partner) for each in (was, will))
            if _is_told(old_value, value) and not old_origin == origin == "default":
                yield _found(facts, partner, old_value, value)


def _is_told(was: Value | Unread, will: Value | Unread) -> bool:
    """Whether other claims are accepted than before, or may be."""
    return may_differ(was, will) and (_is_unread(was, will) or _accepted(was) != _accepted(will))


def _found(facts: TenantFacts, other: str | None, was: Value | Unread, will: Value | Unread) -> Finding:
    tenant = facts.settings
    found = TrustChanges(tenant.tenant_id, other, tenant.cloud, _accepted(was), _accepted(will))
    return finding(
        "XC308",
        (tenant.tenant_id,),
        Place(tenant.tenant_id, other or DEFAULT.name, SECTION),
        found,
        severity="unknown" if _is_unread(was, will) else None,
        degree=len(found.added) + len(found.removed),
    )


def _is_unread(*values: Value | Unread) -> bool:
    return any(isinstance(value, Unread) for value in values)


def _accepted(value: Value | Unread) -> frozenset[str] | None:
    """The claims that are accepted; None where that is not known."""
    if isinstance(value, Unread):
        return None
    return frozenset(name for name in CLAIMS if isinstance(value, Mapping) and value.get(name) is True)
