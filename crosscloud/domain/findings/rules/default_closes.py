"""A default that closes shuts out organisations that nobody listed: who they are, the settings do not say.

Source: Microsoft's page on cross-tenant access settings for B2B collaboration, which advises to look at the
sign-in logs before the default is changed.
"""

from collections.abc import Iterator, Mapping

from crosscloud.domain.access.comparison import compare
from crosscloud.domain.access.section import Rule, rule_of
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import (
    B2B_SECTIONS,
    DIRECT_CONNECT,
    all_others,
    closes,
    half,
    in_words,
    is_outbound,
)
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.settings import NOT_READ, Unread, Value


def default_closes(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC301: a default permits less than before."""
    for facts in after.managed():
        old = before.tenants.get(facts.settings.tenant_id)
        lost: dict[str, str] = {}
        doubtful: list[str] = []
        for section in B2B_SECTIONS:
            was, will = _value(old, section), _value(facts, section)
            if was == will:
                continue
            text = _loses(after, facts, section, rule_of(was), rule_of(will))
            if text is None:
                doubtful.append(section)
            elif text:
                lost[section] = text
        if lost or doubtful:
            yield _found(facts, lost, doubtful)


def _found(facts: TenantFacts, lost: Mapping[str, str], doubtful: list[str]) -> Finding:
    tenant = facts.settings
    unknown = f"Not known before or after: {', '.join(doubtful)}." if doubtful else ""
    return finding(
        "XC301",
        (tenant.name,),
        (tenant.tenant_id, "default", *(lost or doubtful)),
        severity=None if lost else "unknown",
        summary="The default closes to organisations that nobody listed."
        if lost
        else "The default may close to organisations that nobody listed.",
        detail=" ".join(
            [
                *lost.values(),
                *([unknown] if unknown else []),
                f"Who uses the default of {tenant.name} today cannot be known from the settings.",
            ]
        ),
        fix="Look at the sign-in logs first (AuditLog.Read.All), and give each organisation that must keep access "
        "an entry of its own.",
        degree=len(lost),
    )


def _loses(after: Situation, facts: TenantFacts, section: str, was: Rule | None, will: Rule | None) -> str | None:
    """What the section no longer permits, in a sentence; empty where nothing is lost, None where unknown."""
    if was is not None and closes(was):
        return ""  # it was closed; Rights Management alone has a finding of its own, XC305
    if was is None or will is None:
        return None
    change = compare(half(was), half(will))
    if not change.lost:
        return ""
    others, name = all_others(facts.settings.cloud), facts.settings.name
    way = f"{name} -> {others}" if is_outbound(section) else f"{others} -> {name}"
    # What B2B collaboration loses, every review shows among the directions.
    what = f": {in_words(change.table, change.lost, after.name_of)}" if section in DIRECT_CONNECT else ""
    return f"{way} loses ({section}){what}."


def _value(facts: TenantFacts | None, section: str) -> Value | Unread:
    return NOT_READ if facts is None else facts.settings.default_section(section)
