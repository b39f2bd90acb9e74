"""How two values of one tenant differ, object by object and member by member.

Two readings are compared with it: the check that nothing moved since a plan was reviewed (reviewed and live), and
the read-back after an apply (planned and live). The rows of a plan are made in `review/object_changes.py`, which
shows more of a change; what differs within a section is decided by `find_changed_parts` for both. What is unknown
on one side is a difference that is not known, never "the same".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Section, Settings, Type, Unread, Value, is_same
from crosscloud.domain.settings.compare import find_changed_parts
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.tenant.settings import NOT_ANSWERED, PartnerEntry, Sections, TenantSettings
from crosscloud.domain.truth import Truth

Kind: TypeAlias = Literal[
    "value",
    "listed",
    "not listed",
    "service provider",
    "no service provider",
    "listed twice",
    "listed once",
    "unread",
]


_NOT_UNDERSTOOD: Final = Unread("whether it is a service provider is not understood")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two values of a tenant differ.

    Attributes:
        settings: which kind of object.
        partner: whose entry it is; None for the root and the default.
        kind: `value` where a member differs, `listed` or `not listed` where the whole object is there only after
            or only before, `unread` where one of the two is not known, so that they are not known to be the same.
            The others say what a partner's entry is only after: a service provider's or none, there more than once
            or just once.
        section: the section; None where it is about the whole object.
        path: the members within the section, by name.
        type: what the member may be; None where it is about the whole object or section.
        before: the value before; null may mean inherited (partner) or not set. `Unread` where it is not known,
            also of a whole object.
        after: the value after, likewise.
    """

    settings: Settings
    partner: str | None
    kind: Kind = "value"
    section: Section | None = None
    path: tuple[str, ...] = ()
    type: Type | None = None
    before: Value | Unread = None
    after: Value | Unread = None


def find_differences(before: TenantSettings, after: TenantSettings) -> list[Difference]:
    """Everything in which two values of one tenant differ, in the settings that crosscloud knows.

    The order is that in which settings are applied: the root, each partner with its synchronisation, the default.
    """
    return [*_root(before, after), *_partners(before, after), *_default(before.default, after.default)]


def find_object_differences(
    settings: Settings, partner: str | None, before: Sections, after: Sections
) -> Iterator[Difference]:
    """The members in which two values of one settings object differ."""
    for section in settings.sections:
        old, new = before.get(section.name), after.get(section.name)
        if isinstance(old, Unread) or isinstance(new, Unread):
            if isinstance(old, Unread) is not isinstance(new, Unread):
                yield Difference(settings, partner, "unread", section, before=old, after=new)
        elif not is_same(section.type, old, new):
            for path, type_, was, will in find_changed_parts(section.type, old, new):
                yield Difference(settings, partner, "value", section, path, type_, was, will)


def _root(before: TenantSettings, after: TenantSettings) -> Iterator[Difference]:
    (section,) = ROOT.sections
    old, new = before.endpoints, after.endpoints
    yield from find_object_differences(ROOT, None, {section.name: _listed(old)}, {section.name: _listed(new)})


def _listed(endpoints: frozenset[str] | Unread) -> Value | Unread:
    return endpoints if isinstance(endpoints, Unread) else [*sorted(endpoints)]


def _default(before: Sections, after: Sections) -> Iterator[Difference]:
    old, new = _reason(before), _reason(after)
    if (old is None) is (new is None):
        yield from find_object_differences(DEFAULT, None, before, after)
    else:
        yield Difference(DEFAULT, None, "unread", before=old, after=new)


def _reason(sections: Sections) -> Unread | None:
    """Why nothing of an object is known; None where something is."""
    reasons = [value for value in sections.values() if isinstance(value, Unread)]
    return reasons[0] if reasons and len(reasons) == len(sections) else None


def _partners(before: TenantSettings, after: TenantSettings) -> Iterator[Difference]:
    only_one = before.lists_all is not after.lists_all
    if only_one:
        yield Difference(PARTNER, None, "unread", before=_unlisted(before), after=_unlisted(after))
    known = before.partners.keys() | after.partners.keys()
    for tenant_id in sorted(known):
        old, new = before.partners.get(tenant_id), after.partners.get(tenant_id)
        if old is new:
            continue
        if old is None or new is None:
            lacking = _unlisted(before if old is None else after)
            if lacking is None:
                yield Difference(PARTNER, tenant_id, "listed" if old is None else "not listed")
            elif not only_one:  # else it is among those of the whole list
                was, will = (lacking, None) if old is None else (None, lacking)
                yield Difference(PARTNER, tenant_id, "unread", before=was, after=will)
            continue
        yield from _entry(old, new)
        yield from find_object_differences(PARTNER, tenant_id, old.sections, new.sections)
        yield from _synchronization(tenant_id, old.synchronization, new.synchronization)


def _entry(old: PartnerEntry, new: PartnerEntry) -> Iterator[Difference]:
    """What differs of an entry beside its sections."""
    was, will = old.is_service_provider, new.is_service_provider
    if was is not will:
        if Truth.UNKNOWN in (was, will):
            one, other = (_NOT_UNDERSTOOD if each is Truth.UNKNOWN else None for each in (was, will))
            yield Difference(PARTNER, old.tenant_id, "unread", before=one, after=other)
        else:
            is_one: Kind = "service provider" if will is Truth.YES else "no service provider"
            yield Difference(PARTNER, old.tenant_id, is_one)
    if (old.times > 1) is not (new.times > 1):
        yield Difference(PARTNER, old.tenant_id, "listed twice" if new.times > 1 else "listed once")


def _unlisted(tenant: TenantSettings) -> Unread | None:
    """Why a partner that the tenant is not known to list may be listed; None where it lists all that are known."""
    return None if tenant.lists_all else Unread(tenant.unreadable["partners"])


def _synchronization(
    tenant_id: str, old: Sections | Unread | None, new: Sections | Unread | None
) -> Iterator[Difference]:
    if isinstance(old, Unread) or isinstance(new, Unread):
        was, will = (each if isinstance(each, Unread) else None for each in (old, new))
        # One that Graph does not answer, though it was asked for, is not told apart from one that is not there.
        are_told_apart = None not in (old, new) or NOT_ANSWERED not in (was, will)
        if (was is None or will is None) and are_told_apart:
            yield Difference(IDENTITY_SYNCHRONIZATION, tenant_id, "unread", before=was, after=will)
        return
    if (old is None) is not (new is None):
        yield Difference(IDENTITY_SYNCHRONIZATION, tenant_id, "listed" if old is None else "not listed")
    yield from find_object_differences(IDENTITY_SYNCHRONIZATION, tenant_id, old or {}, new or {})
