"""Tenants made by hand, for tests that say what their settings are rather than what Graph answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, Unread
from crosscloud.domain.tenant import Part, PartnerEntry, TenantSettings, make_unread_tenant
from crosscloud.domain.truth import Truth


def settings_of(
    name: str,
    tenant_id: str,
    cloud: Cloud,
    *,
    endpoints: Iterable[str] | None = (),
    default: Mapping[str, Any] | None = None,
    partners: Mapping[str, Mapping[str, Any]] | None = None,
    unreadable: Iterable[Part] = (),
) -> TenantSettings:
    """A tenant with these sections by name; sections that are not given are null.

    Args:
        name: its name.
        tenant_id: its id.
        cloud: its cloud.
        endpoints: the clouds that it has enabled; None where that was not read.
        default: the sections of its default.
        partners: the sections of each partner, by tenant id.
        unreadable: the parts that could not be read, besides the root.
    """
    nothing = make_unread_tenant(name, tenant_id, cloud)
    missing = {*unreadable, *(("policy",) if endpoints is None else ())}
    sections = dict.fromkeys((section.name for section in DEFAULT.sections), None)
    return TenantSettings(
        name=name,
        tenant_id=fold(tenant_id),
        cloud=cloud,
        endpoints=nothing.endpoints if endpoints is None else frozenset(endpoints),
        default=nothing.default if "default" in missing else {**sections, **(default or {})},
        partners={}
        if "partners" in missing
        else {fold(id_): entry_of(id_, own) for id_, own in (partners or {}).items()},
        unreadable={part: reason for part, reason in nothing.unreadable.items() if part in missing},
    )


def entry_of(tenant_id: str, sections: Mapping[str, Any]) -> PartnerEntry:
    """The entry of a partner with these sections by name; those that are not given are inherited."""
    nulls: dict[str, Any] = dict.fromkeys((section.name for section in PARTNER.sections), None)
    return PartnerEntry(fold(tenant_id), {**nulls, **sections}, Unread("it was not read"), Truth.UNKNOWN)


def other_ways_closed(cloud: Cloud) -> dict[str, Any]:
    """The sections of a default that open the ways beside B2B collaboration, all of them closed."""
    users = {"access_type": "blocked", "targets": [{"target": "AllUsers", "target_type": "user"}]}
    applications = {
        "access_type": "blocked",
        "targets": [{"target": "AllApplications", "target_type": "application"}],
    }
    both = {"users_and_groups": users, "applications": applications}
    sections: dict[str, Any] = {
        "b2b_direct_connect_inbound": both,
        "b2b_direct_connect_outbound": both,
        "tenant_restrictions": {**both, "devices": None},
        "m365_collaboration_inbound": {"users": users},
        "m365_collaboration_outbound": {"users_and_groups": users},
        "app_service_connect_inbound": {"applications": applications},
    }
    return {name: value for name, value in sections.items() if DEFAULT.section(name).version_in(cloud.name)}
