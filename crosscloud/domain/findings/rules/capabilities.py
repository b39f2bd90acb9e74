"""What of its Microsoft 365 data a tenant shows another one's users, where a way on which that rests is open.

Source: Microsoft Graph, Microsoft 365 cross-tenant access policy API overview: a capability counts while the
tenant permits Microsoft 365 collaboration, or app service connect for migration, to the other one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access.ways import APP_SERVICE_CONNECT, M365_COLLABORATION, open_halves, way_permission
from crosscloud.domain.directory import NOT_WANTED, Capabilities
from crosscloud.domain.directory.capabilities import find_section, is_open
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import permits_nothing
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.findings.unread import not_read, reason_for
from crosscloud.domain.settings.m365_capabilities import ANONYMOUS
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth

_WAYS: Final = (M365_COLLABORATION, APP_SERVICE_CONNECT)
_HALVES: Final = frozenset(way.resource for way in _WAYS)
_NONE: Final[Capabilities] = {}


@dataclass(frozen=True, slots=True)
class MicrosoftShown(Facts):
    """XC406: `resource` shows users of `home` some of its Microsoft 365 data. Capabilities by Graph's names.

    Attributes:
        home: the id of the tenant whose users see it.
        resource: that of the tenant whose data it is.
        allowed: the capabilities that surely count, as far as the way on which they rest is open.
        doubtful: those of which it is not known.
        is_way_sure: whether the way on which each of them rests is surely open to somebody.
    """

    home: str
    resource: str
    allowed: tuple[str, ...]
    doubtful: tuple[str, ...]
    is_way_sure: bool


def may_show(resource: TenantSettings, home: str) -> bool:
    """Whether `resource` lists `home`, and does not surely close what capabilities rest on."""
    return home in resource.partners and bool(open_halves(resource, home) & _HALVES)


def microsoft_shown(situation: Situation) -> Iterator[Finding]:
    """XC406: the capabilities that a tenant has for another one, in a direction that they rest on."""
    unread: set[str] = set()
    for home, resource in situation.pairs:
        directory, tenant_id = resource.asked_directory, resource.settings.tenant_id
        if directory is None or not (sections := _open_sections(home, resource)):
            continue
        if reason := reason_for(resource, "m365_capabilities"):
            if tenant_id not in unread:
                yield not_read("XC406", resource, "m365_capabilities", reason)
            unread.add(tenant_id)
            continue
        other = home.settings.tenant_id
        own = directory.capabilities.get(other)
        if own is None and resource.settings.lists(other) is not Truth.NO:
            why = directory.capabilities_unread.get(other, NOT_WANTED)
            yield not_read("XC406", resource, "m365_capabilities", why, other)
            continue
        yield from _shown(home, resource, sections, own or _NONE, directory.default_capabilities or _NONE)


def _open_sections(home: TenantFacts, resource: TenantFacts) -> dict[str, bool]:
    """The sections that let users of `home` in, or may, in a way that capabilities rest on; whether surely."""
    found = {}
    for way in _WAYS:
        permitted = way_permission(way, home.settings, resource.settings)
        if way.resource is not None and not permits_nothing(permitted):
            found[way.resource.section] = permitted.gate is Truth.YES and None not in (
                permitted.outbound,
                permitted.inbound,
            )
    return found


def _shown(
    home: TenantFacts,
    resource: TenantFacts,
    sections: dict[str, bool],
    own: Capabilities,
    default: Capabilities,
) -> Iterator[Finding]:
    answers = {
        name: is_open(name, own, default)
        for name in sorted({*own, *default})
        if find_section(name) in sections and not name.startswith(ANONYMOUS)
    }
    allowed = tuple(name for name, answer in answers.items() if answer is Truth.YES)
    doubtful = tuple(name for name, answer in answers.items() if answer is Truth.UNKNOWN)
    if not (allowed or doubtful):
        return
    ids = resource.settings.tenant_id, home.settings.tenant_id
    is_way_sure = all(sections[find_section(name)] for name in allowed)
    yield finding(
        "XC406",
        ids,
        Place(*ids),
        MicrosoftShown(ids[1], ids[0], allowed, doubtful, is_way_sure),
        severity=None if allowed and is_way_sure else "unknown",
    )
