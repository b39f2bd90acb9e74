"""What each stack says in itself, as far as code alone can tell: findings 108, 109 and 201 to 213."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, is_same_cloud
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings import ALL, ALL_APPLICATIONS, ALL_USERS, Settings, doubts
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.settings.checks import problems_in_tenant, problems_of
from crosscloud_constructs.tenants import Tenant
from stacks.declared import Declared

_SYNCHRONIZATION: Final = IDENTITY_SYNCHRONIZATION.name
_SETTINGS: Final = MappingProxyType({settings.name: settings for settings in (*ALL, IDENTITY_SYNCHRONIZATION)})
# Microsoft's page on cross-tenant synchronization: from whom to whom users are brought between clouds (preview).
_SYNCHRONIZED: Final = frozenset(
    {
        (GLOBAL.endpoint, USGOV.endpoint),
        (USGOV.endpoint, GLOBAL.endpoint),
        (GLOBAL.endpoint, CHINA.endpoint),
    }
)
_UNDOCUMENTED: Final = (CHINA.endpoint, GLOBAL.endpoint)


def findings_of_each(declared: Sequence[Declared], tenants: Mapping[str, Tenant]) -> Iterator[IntentProblem]:
    """What is wrong, or doubtful, in each declared object by itself and among those of its stack.

    Args:
        declared: what every stack declares.
        tenants: the tenants that the app knows, by id.
    """
    for each in declared:
        settings = _SETTINGS.get(each.kind)
        if settings is not None:
            yield from _of_sections(each, settings)
        if each.kind in ("partner_settings", _SYNCHRONIZATION):
            yield from _of_partner_id(each)
        if each.kind == _SYNCHRONIZATION:
            partner = tenants.get(fold(str(each.values.get("tenant_id"))))
            if partner is not None and not is_same_cloud(partner.cloud, each.tenant.cloud):
                yield from _of_synchronization(each, partner)
            yield from _synchronized_into_a_block(each, declared)
    yield from _listed_twice(declared)
    yield from _needs_p1(declared)


def _of_sections(each: Declared, settings: Settings) -> Iterator[IntentProblem]:
    for section in settings.sections:
        value = each.values.get(section.name)
        if value is None:
            continue
        given, where = {section.name: value}, each.where(section.name)
        for problem in problems_of(settings, given, where, each.address):
            yield problem.at(each.path)
        for problem in problems_in_tenant(settings, given, each.tenant.cloud, where, each.address):
            yield problem.at(each.path)
        for finding, text in doubts(section, value):
            yield IntentProblem(
                f"{each.address}.{section.name} {text}",
                where,
                "See that this is meant",
                finding,
                "unknown" if finding == "XC211" else "warning",
                (each.path,),
            )


def _of_partner_id(each: Declared) -> Iterator[IntentProblem]:
    tenant_id = each.values.get("tenant_id")
    if not isinstance(tenant_id, str):
        return
    if not is_guid(tenant_id):
        what = f"tenant_id of {each.address} is {tenant_id!r}"
        to_do = "Give the partner's tenant id, a GUID; a domain name does not do"
        yield IntentProblem(what, each.where(), to_do, "XC210", paths=(each.path,))
    elif fold(tenant_id) == each.tenant.tenant_id:
        what = f"{each.tenant.name} lists itself as a partner"
        yield IntentProblem(what, each.where(), "Remove the entry", "XC204", paths=(each.path,))


def _listed_twice(declared: Sequence[Declared]) -> Iterator[IntentProblem]:
    entries = [
        (each, (each.tenant.tenant_id, fold(str(each.values["tenant_id"]))))
        for each in declared
        if each.kind == "partner_settings" and "tenant_id" in each.values
    ]
    counts = Counter(key for _, key in entries)
    for each, key in entries:
        if counts[key] > 1:
            what = f"{each.tenant.name} lists the partner {key[1]} {counts[key]} times, here as {each.address}"
            yield IntentProblem(what, each.where(), "Keep one entry", "XC204", paths=(each.path,))


def _of_synchronization(each: Declared, partner: Tenant) -> Iterator[IntentProblem]:
    """Users of the partner are made here: the partner is home, this tenant the resource."""
    pair = (partner.cloud.endpoint, each.tenant.cloud.endpoint)
    way = f"from {partner.cloud} to {each.tenant.cloud}"
    if not _is_synchronized(each) or pair in _SYNCHRONIZED:
        return
    if pair == _UNDOCUMENTED:
        what = f"Microsoft does not document identity synchronization {way}"
        yield IntentProblem(what, each.where(), "Try it with a pilot pair", "XC108", "unknown", (each.path,))
    else:
        what = f"Microsoft supports no identity synchronization {way}"
        yield IntentProblem(what, each.where(), "Invite the users instead", "XC108", paths=(each.path,))


def _synchronized_into_a_block(each: Declared, declared: Sequence[Declared]) -> Iterator[IntentProblem]:
    if not _is_synchronized(each):
        return
    key = (each.tenant.tenant_id, fold(str(each.values.get("tenant_id"))))
    for entry in declared:
        same = (entry.tenant.tenant_id, fold(str(entry.values.get("tenant_id")))) == key
        users = entry.values.get("b2b_collaboration_inbound", {}).get("users_and_groups", {})
        if entry.kind == "partner_settings" and same and _names(users, "blocked", ALL_USERS):
            what = (
                f"{each.address} brings in users whom {entry.address} keeps out: inbound collaboration is blocked"
            )
            yield IntentProblem(
                what, each.where(), "Allow them in, or do not bring them", "XC109", "warning", (each.path,)
            )


def _needs_p1(declared: Sequence[Declared]) -> Iterator[IntentProblem]:
    """One information for each tenant: which line first chooses targets, or trusts."""
    seen: set[str] = set()
    for each in declared:
        if each.kind not in _SETTINGS or each.tenant.tenant_id in seen or not _is_premium(each.values):
            continue
        seen.add(each.tenant.tenant_id)
        what = f"chosen users, groups or applications, and trust, need Entra ID P1 in {each.tenant.name}"
        yield IntentProblem(what, each.where(), "See that it has it", "XC205", "info", (each.path,))


def _is_premium(values: Mapping[str, Any]) -> bool:
    if any(values.get("inbound_trust", {}).values()):
        return True
    halves = [half for section in values.values() if isinstance(section, Mapping) for half in section.values()]
    targets = [target for half in halves if isinstance(half, Mapping) for target in half.get("targets", ())]
    return any(target.get("target") not in (ALL_USERS, ALL_APPLICATIONS) for target in targets)


def _is_synchronized(each: Declared) -> bool:
    value = each.values.get("user_sync_inbound")
    return isinstance(value, Mapping) and value.get("is_sync_allowed") is True


def _names(half: Mapping[str, Any], access_type: str, wildcard: str) -> bool:
    targets = half.get("targets", ())
    return half.get("access_type") == access_type and any(target.get("target") == wildcard for target in targets)
