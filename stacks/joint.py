"""What the halves of every stack say together, as far as code alone can tell: findings 101 to 113.

What depends on the live settings is found when they are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from crosscloud.domain.clouds import endpoint_title, is_same_cloud, is_supported_pair
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.tenants import Tenant
from stacks.declared import Declared

_OUT, _IN = "b2b_collaboration_outbound", "b2b_collaboration_inbound"
_DIRECT: Final = ("b2b_direct_connect_outbound", "b2b_direct_connect_inbound")
_CONSENT: Final = "automatic_user_consent_settings"


class Halves:
    """Which tenant lists which, and what each says of the other.

    Args:
        declared: what every stack declares.
        tenants: the tenants that the app knows, by id.
    """

    def __init__(self, declared: Sequence[Declared], tenants: Mapping[str, Tenant]) -> None:
        self._tenants = tenants
        self._stacks = {each.tenant.tenant_id for each in declared}
        self._roots = {each.tenant.tenant_id: each for each in declared if each.kind == "settings"}
        self._entries = {
            (each.tenant.tenant_id, fold(str(each.values["tenant_id"]))): each
            for each in declared
            if each.kind == "partner_settings" and "tenant_id" in each.values
        }

    def findings(self) -> Iterator[IntentProblem]:
        """All of them."""
        for (_, partner_id), entry in self._entries.items():
            partner = self._tenants.get(partner_id)
            if partner is None or partner.tenant_id == entry.tenant.tenant_id:
                continue
            yield from _everybody(entry, partner)
            if not partner.is_managed:
                yield _about(
                    entry, "XC111", "unknown", f"{partner.name} is not managed here: only one half is decided"
                )
            if not is_same_cloud(entry.tenant.cloud, partner.cloud):
                yield from self._across_clouds(entry, partner)
            other = self._entries.get((partner.tenant_id, entry.tenant.tenant_id))
            if other is not None:
                yield from _path(entry, other)

    def _across_clouds(self, entry: Declared, partner: Tenant) -> Iterator[IntentProblem]:
        tenant = entry.tenant
        if not is_supported_pair(tenant.cloud, partner.cloud):
            what = f"Microsoft supports no B2B collaboration between {tenant.cloud} and {partner.cloud}"
            yield _about(entry, "XC101", "error", what, "Remove the partner")
        elif not self._enables(tenant, partner):
            what = f"{tenant.name} lists {partner.name}, and does not enable its cloud, {_title(partner)}"
            yield _about(entry, "XC102", "error", what, f"Add {partner.cloud.endpoint} to allowed_cloud_endpoints")
        elif not self._enables(partner, tenant):
            what = f"{tenant.name} enables {_title(partner)}, and {partner.name} does not enable {_title(tenant)}"
            to_do = f"Add {tenant.cloud.endpoint} to allowed_cloud_endpoints of {partner.name}"
            yield _about(entry, "XC103", "error", what, to_do)
        if partner.tenant_id in self._stacks and (partner.tenant_id, tenant.tenant_id) not in self._entries:
            what = (
                f"{tenant.name} lists {partner.name}, and the stack of {partner.name} does not list {tenant.name}"
            )
            yield _about(entry, "XC104", "error", what, "Give the partnership to the stacks of both tenants")
        for section in _DIRECT:
            value = entry.values.get(section)
            if value is not None and not _is_closed(value):
                what = f"{section} of {partner.name} is set; B2B direct connect does not work between clouds"
                yield _about(entry, "XC107", "error", what, "Leave it out, or block it", section)

    def _enables(self, tenant: Tenant, other: Tenant) -> bool:
        """Whether `tenant` enables the cloud of `other`; true where code does not say."""
        root = self._roots.get(tenant.tenant_id)
        endpoints = None if root is None else root.values.get("allowed_cloud_endpoints")
        return endpoints is None or other.cloud.endpoint in endpoints


def _everybody(entry: Declared, partner: Tenant) -> Iterator[IntentProblem]:
    for section, home, resource in ((_OUT, entry.tenant, partner), (_IN, partner, entry.tenant)):
        value = entry.values.get(section)
        if value is None or not _has(value, "users_and_groups", ALL_USERS, "allowed"):
            continue
        if _has(value, "applications", ALL_APPLICATIONS, "allowed"):
            what = f"{home.name} -> {resource.name}: all users may reach all applications"
            to_do = "Name groups and applications, unless that is meant"
            yield _about(entry, "XC113", "warning", what, to_do, section)


def _path(entry: Declared, other: Declared) -> Iterator[IntentProblem]:
    """The path from the tenant of `entry` to that of `other`; the way back is seen from the other side."""
    home, resource = entry.tenant, other.tenant
    out, into = entry.values.get(_OUT), other.values.get(_IN)
    if out is not None and into is not None and _is_closed(out) != _is_closed(into):
        closed, open_ = (home, resource) if _is_closed(out) else (resource, home)
        what = (
            f"{home.name} -> {resource.name} is open at {open_.name}, closed at {closed.name}: nobody gets through"
        )
        yield _about(entry, "XC105", "warning", what, "Declare the direction once, in a Partnership", _OUT).at(
            other.path
        )
    consents = (
        entry.values.get(_CONSENT, {}).get("outbound_allowed"),
        other.values.get(_CONSENT, {}).get("inbound_allowed"),
    )
    if None not in consents and consents[0] != consents[1]:
        what = f"{home.name} -> {resource.name}: automatic redemption at one end only, so the consent prompt stays"
        yield _about(entry, "XC106", "info", what, "Set it at both ends, or at none", _CONSENT).at(other.path)


def _about(
    entry: Declared, finding: str, severity: Any, what: str, to_do: str = "Nothing to do here", section: str = ""
) -> IntentProblem:
    return IntentProblem(what, entry.where(section), to_do, finding, severity, (entry.path,))


def _title(tenant: Tenant) -> str:
    return endpoint_title(tenant.cloud.endpoint)


def _is_closed(value: Mapping[str, Any]) -> bool:
    """Whether nobody reaches anything: all users are blocked, or all applications."""
    return _has(value, "users_and_groups", ALL_USERS, "blocked") or _has(
        value, "applications", ALL_APPLICATIONS, "blocked"
    )


def _has(value: Mapping[str, Any], half: str, wildcard: str, access_type: str) -> bool:
    part = value.get(half)
    return (
        isinstance(part, Mapping)
        and part.get("access_type") == access_type
        and any(target.get("target") == wildcard for target in part.get("targets", ()))
    )
