"""Applications that must not be forgotten where applications become limited.

Source: Microsoft's page on cross-tenant access settings for B2B collaboration: Rights Management, without which
protected mail cannot be read, and the applications in which guests find, manage and secure their account. For US
Government and China no page confirms the ids.
"""

from collections.abc import Iterator
from typing import Final

from crosscloud.domain.access import application
from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.access.section import Rule, rule_of
from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES, RIGHTS_MANAGEMENT
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.own_sections import OwnSection
from crosscloud.domain.findings.reach import closes
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import NOT_READ, Unread, Value
from crosscloud.domain.truth import Truth

_NEEDED: Final = {id_: application(id_) for id_ in GUEST_ESSENTIALS}
_FOR_GUESTS: Final = tuple(id_ for id_ in GUEST_ESSENTIALS if id_ != RIGHTS_MANAGEMENT)


def protected_mail(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC305: outbound applications become limited and leave out Rights Management.

    A default that closes wholly counts; a partner's section that does is a direction that nobody is meant to use.
    """
    for place, old, new in _changed(before, after, (OUTBOUND,)):
        if _lacks_mail(place, new) and (old is None or not _lacks_mail(place, old)):
            yield finding(
                "XC305",
                (place.tenant,),
                place.subject,
                summary=f"{place.tenant}: {place.words} leaves out Microsoft Rights Management.",
                detail="Users could no longer open mail that the other organisation protects.",
                fix=f"Add the application {RIGHTS_MANAGEMENT} to those allowed (RIGHTS_MANAGEMENT in the code).",
            )


def guest_essentials(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC306: applications become limited and leave out those that guests need; a closed section does not count."""
    for place, old, new in _changed(before, after, (INBOUND, OUTBOUND)):
        missing = _missing(new)
        if set(missing) - set(() if old is None else _missing(old)):
            yield finding(
                "XC306",
                (place.tenant,),
                place.subject,
                summary=f"{place.tenant}: {place.words} leaves out {', '.join(NAMES[id_] for id_ in missing)}.",
                detail="Guests need these to find their applications, to manage their account and to register "
                "for MFA. Their ids are not confirmed for US Government and China.",
                fix="Add GUEST_ESSENTIALS to the applications of the direction: both ends must permit them.",
                degree=len(missing),
            )


def _changed(
    before: Situation, after: Situation, sections: tuple[str, ...]
) -> Iterator[tuple[OwnSection, Rule | None, Rule]]:
    """The sections that change: where, the rule before (None where there was none of its own), the rule after."""
    for place in after.own_sections:
        if place.section not in sections:
            continue
        value = _value(before, place)
        rule = rule_of(place.value) if value != place.value else None
        if rule is not None:
            yield place, rule_of(value), rule


def _value(situation: Situation, place: OwnSection) -> Value | Unread:
    facts = situation.tenants.get(place.facts.settings.tenant_id)
    if facts is None:
        return NOT_READ
    if place.partner is not None:
        return facts.settings.own_section(place.section, place.partner)
    return facts.settings.default_section(place.section)


def _lacks_mail(place: OwnSection, rule: Rule) -> bool:
    if rule.permits_nothing:
        return place.partner is None
    return not _reaches(rule, RIGHTS_MANAGEMENT)


def _missing(rule: Rule) -> tuple[str, ...]:
    return () if closes(rule) else tuple(id_ for id_ in _FOR_GUESTS if not _reaches(rule, id_))


def _reaches(rule: Rule, id_: str) -> bool:
    """Whether some users may reach an application; one that may be part of Office 365 counts as not named."""
    listed = rule.applications.holds(_NEEDED[id_]) is Truth.YES
    return any(
        rule.combine(is_listed, Truth.YES if listed else Truth.NO) is Truth.YES for is_listed in _users(rule)
    )


def _users(rule: Rule) -> tuple[Truth, ...]:
    return (Truth.YES,) if rule.users.everything else (Truth.YES, Truth.NO)
