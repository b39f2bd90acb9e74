"""Trust in another organisation's MFA and devices, added or removed.

Source: Microsoft's cross-tenant access overview. Trust alone permits no access; it decides whose word Conditional
Access takes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import all_others
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import Unread, Value
from crosscloud.domain.tenant import TenantSettings

SECTION: Final = "inbound_trust"
WORDS: Final = {
    "is_mfa_accepted": "MFA",
    "is_compliant_device_accepted": "compliant devices",
    "is_hybrid_azure_ad_joined_device_accepted": "hybrid joined devices",
}


def trust_changes(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC308: trust in a partner, or in every organisation through the default, is added or removed."""
    for facts in after.managed():
        old = before.tenants.get(facts.settings.tenant_id)
        if old is None:
            continue
        was, will = _default(old), _default(facts)
        if was != will:
            others = all_others(facts.settings.cloud)
            yield _found(facts, others, "default", _accepted(was), _accepted(will))
        for partner in sorted({*old.settings.partners, *facts.settings.partners}):
            was, was_inherited = _effective(old.settings, partner)
            will, is_inherited = _effective(facts.settings, partner)
            if was == will or (was_inherited and is_inherited):
                continue  # the same, or told once, of the default
            before_, after_ = _accepted(was), _accepted(will)
            if before_ is None or after_ is None or before_ != after_:
                yield _found(facts, after.name(partner), partner, before_, after_)


def _found(
    facts: TenantFacts, other: str, subject: str, was: frozenset[str] | None, will: frozenset[str] | None
) -> Finding:
    tenant = facts.settings
    if was is None or will is None:
        says = f"Trust in {other} may change: it is not known before or after."
    elif will > was:
        says = f"Trusts {_words(will - was)} of {other}."
    elif will < was:
        says = f"No longer trusts {_words(was - will)} of {other}."
    else:
        says = f"Trusts {_words(will - was)} of {other}, and no longer {_words(was - will)}."
    added = frozenset() if was is None or will is None else will - was
    removed = frozenset() if was is None or will is None else was - will
    detail = []
    if "is_compliant_device_accepted" in added:
        detail.append(f"The device management of {other} decides what is compliant.")
    if "is_mfa_accepted" in added:
        detail.append(f"MFA done in the home tenant satisfies Conditional Access in {tenant.name}.")
    if removed:
        detail.append(
            f"Users of {other} may have to register for MFA in {tenant.name}, or be blocked for their device."
        )
    return finding(
        "XC308",
        (tenant.name,),
        (tenant.tenant_id, subject, SECTION),
        severity="unknown" if was is None or will is None else None,
        summary=says,
        detail=" ".join(detail) or f"It decides whose word Conditional Access in {tenant.name} takes.",
        fix="See that the two organisations agree on it, and that Conditional Access is written for it.",
        degree=len(added) + len(removed),
    )


def _default(facts: TenantFacts) -> Value | Unread:
    return facts.settings.default_section(SECTION)


def _effective(tenant: TenantSettings, partner: str) -> tuple[Value | Unread, bool]:
    value, origin = tenant.effective(SECTION, partner)
    return value, origin == "default"


def _accepted(value: Value | Unread) -> frozenset[str] | None:
    """The claims that are accepted; None where that is not known."""
    if isinstance(value, Unread):
        return None
    return frozenset(name for name in WORDS if isinstance(value, Mapping) and value.get(name) is True)


def _words(claims: Iterable[str]) -> str:
    return " and ".join(WORDS[name] for name in WORDS if name in claims)
