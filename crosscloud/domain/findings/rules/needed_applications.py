"""Applications that must not be forgotten where applications become limited.

Source: Microsoft's page on cross-tenant access settings for B2B collaboration: Rights Management, without which
protected mail cannot be read, and the applications in which guests find, manage and secure their account; its
overview of cross-tenant access: Terms of Use, at both ends, where Conditional Access of the resource tenant asks
for terms. For US Government and China no page confirms the ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.section import Rule, rule_for, rule_of
from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT, TERMS_OF_USE
from crosscloud.domain.findings.finding import Facts, Finding, finding
from crosscloud.domain.findings.openness import closes
from crosscloud.domain.findings.own_sections import OwnSection
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import NOT_READ, Unread, Value
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth

_FOR_GUESTS: Final = tuple(id_ for id_ in GUEST_ESSENTIALS if id_ != RIGHTS_MANAGEMENT)


@dataclass(frozen=True, slots=True)
class ProtectedMail(Facts):
    """XC305: the section at the finding's place, of `tenant`, leaves out Rights Management."""

    tenant: str


@dataclass(frozen=True, slots=True)
class GuestEssentials(Facts):
    """XC306: the section at the finding's place, of `tenant`, leaves out the applications `missing`.

    Attributes:
        tenant: the tenant's id.
        missing: the ids of the applications.
        terms_of: where Terms of Use is among them, the id of the tenant whose Conditional Access asks for terms.
        asks_terms: whether it surely does; it may be one of several ways, or meet only some of the guests.
    """

    tenant: str
    missing: tuple[str, ...]
    terms_of: str = ""
    asks_terms: Truth = Truth.NO


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
        resource, asked = _terms(after, own)
        needed = _FOR_GUESTS if asked is Truth.NO else (*_FOR_GUESTS, TERMS_OF_USE)
        missing = _missing(new, needed)
        if missing and set(missing) - set(() if old is None else _missing(old, needed)):
            terms = (resource, asked) if TERMS_OF_USE in missing else ()
            facts = GuestEssentials(own.tenant, missing, *terms)
            yield finding("XC306", (own.tenant,), own.place, facts, degree=len(missing))


def _terms(situation: Situation, own: OwnSection) -> tuple[str, Truth]:
    """Whose Conditional Access decides whether guests meet terms of use, and whether it asks for them.

    What was not read asks for nothing here: XC405 says that it is not known. An inbound default is about guests of
    any organisation, an outbound one about no tenant that is known.
    """
    if own.section == INBOUND:
        resource, home = own.facts, own.partner or ""
    elif own.partner is not None and own.partner in situation.tenants:
        resource, home = situation.tenants[own.partner], own.tenant
    else:
        return "", Truth.NO
    policies = None if resource.asked_directory is None else resource.asked_directory.conditional_access
    asked = Truth.NO
    for policy in policies or ():
        is_about_all = policy.applications is None and not policy.excluded_applications
        asked |= policy.asks_terms & policy.meets(home) & (Truth.YES if is_about_all else Truth.UNKNOWN)
    return resource.settings.tenant_id, asked


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


def _missing(rule: Rule, needed: Iterable[str]) -> tuple[str, ...]:
    return () if closes(rule) else tuple(id_ for id_ in needed if not _reaches(rule, id_))


def _reaches(rule: Rule, id_: str) -> bool:
    """Whether some users may reach an application; one that may be part of Office 365 counts as not named."""
    is_listed = rule.applications.everything or id_ in rule.applications.ids
    return rule.permits_listed(True, is_listed) or (
        not rule.users.everything and rule.permits_listed(False, is_listed)
    )
