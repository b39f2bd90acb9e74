"""Applications that must not be forgotten where applications become limited.

Source: Microsoft's page on cross-tenant access settings for B2B collaboration: Rights Management, without which
protected mail cannot be read, and the applications in which guests find, manage and secure their account. For US
Government and China no page confirms the ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.section import Rule, rule_for, rule_of
from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from crosscloud.domain.findings.finding import Facts, Finding, finding
from crosscloud.domain.findings.openness import closes
from crosscloud.domain.findings.own_sections import OwnSection
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import NOT_READ, Unread, Value
from crosscloud.domain.tenant import TenantSettings

_FOR_GUESTS: Final = tuple(id_ for id_ in GUEST_ESSENTIALS if id_ != RIGHTS_MANAGEMENT)


@dataclass(frozen=True, slots=True)
class ProtectedMail(Facts):
    """XC305: the section at the finding's place, of `tenant`, leaves out Rights Management."""

    tenant: str


@dataclass(frozen=True, slots=True)
class GuestEssentials(Facts):
    """XC306: the section at the finding's place, of `tenant`, leaves out the applications `missing`."""

    tenant: str
    missing: tuple[str, ...]


def protected_mail(situation: Situation) -> Iterator[Finding]:
    """XC305: outbound applications are limited and leave out Rights Management.

    A default that closes wholly counts; a partner's section that does is a direction that nobody is meant to use.
    """
    for own in situation.own_sections:
        if own.section != OUTBOUND:
            continue
        rule = _rule(own.facts.settings, own, own.value)
        if rule is not None and _lacks_mail(own, rule):
            yield finding("XC305", (own.tenant,), own.place, ProtectedMail(own.tenant))


def guest_essentials(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC306: applications become limited and leave out those that guests need; a closed section does not count."""
    for own, old, new in _changed(before, after, (INBOUND, OUTBOUND)):
        missing = _missing(new)
        if missing and set(missing) - set(() if old is None else _missing(old)):
            yield finding(
                "XC306",
                (own.tenant,),
                own.place,
                GuestEssentials(own.tenant, missing),
                degree=len(missing),
            )


def _changed(
    before: Situation, after: Situation, sections: tuple[str, ...]
) -> Iterator[tuple[OwnSection, Rule | None, Rule]]:
    """The sections that change: where, the rule before (None where there was none of its own), the rule after."""
    for own in after.own_sections:
        if own.section not in sections:
            continue
        facts = before.tenants.get(own.tenant)
        value = NOT_READ if facts is None else _value(facts.settings, own)
        if value is own.value or value == own.value:
            continue
        rule = _rule(own.facts.settings, own, own.value)
        if rule is not None:
            yield own, None if facts is None else _rule(facts.settings, own, value), rule


def _value(tenant: TenantSettings, own: OwnSection) -> Value | Unread:
    if own.partner is not None:
        return tenant.own_section(own.section, own.partner)
    return tenant.default_section(own.section)


def _rule(tenant: TenantSettings, own: OwnSection, value: Value | Unread) -> Rule | None:
    """The rule of the section's own value, which is what applies where there is one."""
    if own.partner is None or not isinstance(value, dict):
        return rule_of(value)
    return rule_for(tenant, own.section, own.partner)


def _lacks_mail(own: OwnSection, rule: Rule) -> bool:
    if rule.permits_nothing:
        return own.partner is None
    return not _reaches(rule, RIGHTS_MANAGEMENT)


def _missing(rule: Rule) -> tuple[str, ...]:
    return () if closes(rule) else tuple(id_ for id_ in _FOR_GUESTS if not _reaches(rule, id_))


def _reaches(rule: Rule, id_: str) -> bool:
    """Whether some users may reach an application; one that may be part of Office 365 counts as not named."""
    is_listed = rule.applications.everything or id_ in rule.applications.ids
    return rule.permits_listed(True, is_listed) or (
        not rule.users.everything and rule.permits_listed(False, is_listed)
    )
