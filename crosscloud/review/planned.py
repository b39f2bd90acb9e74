"""A tenant's settings as they will be: the planned values laid over the live ones.

Create and update replace the sections that they name; delete of a partner removes it; delete of a singleton
follows its `on_destroy`; forget changes nothing. A section with anything in it that is known only after the
apply is unknown.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crosscloud.domain.access import UNREAD, TenantSettings
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import ALL, DEFAULT, PARTNER, ROOT, Settings, to_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT

_KINDS: Mapping[str, Settings] = {f"crosscloud_{settings.name}": settings for settings in ALL}

_SYNCHRONIZATION = f"crosscloud_{IDENTITY_SYNCHRONIZATION.name}"


def settings_after(before: TenantSettings, plan: Mapping[str, Any]) -> TenantSettings:
    """What `before` becomes when Terraform's `plan` (its JSON) is applied."""
    after = before
    partners = dict(before.partners) if isinstance(before.partners, Mapping) else None
    for entry in plan.get("resource_changes", ()):
        settings = _KINDS.get(entry.get("type", ""))
        if settings is None or entry.get("mode") == "data":
            continue
        change = entry["change"]
        actions = tuple(change["actions"])
        if actions in {("no-op",), ("read",), ("forget",)}:
            continue
        if settings is PARTNER:
            partners = _lay_over_partners(partners, change)
        elif actions == ("delete",):
            after = _deleted(after, settings, change.get("before") or {})
        else:
            after = _written(after, settings, change)
    return replace(after, partners=UNREAD if partners is None else partners)


def snapshot_after(snapshot: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """`snapshot` (Graph's JSON of one tenant) with the planned identity synchronisation of its partners.

    Findings read that from the JSON; everything else that is planned, they read from the settings.
    """
    if snapshot.get("partners") is None:
        return dict(snapshot)
    partners = {fold(str(entry.get("tenantId"))): entry for entry in snapshot["partners"]}
    for entry in plan.get("resource_changes", ()):
        change = entry["change"]
        if entry.get("type") != _SYNCHRONIZATION or change["actions"] in (["no-op"], ["forget"], ["read"]):
            continue
        values = change.get("after") or change.get("before") or {}
        partner = fold(str(values.get("tenant_id")))
        planned = None if change.get("after") is None else _synchronization(change["after"])
        known = partners.get(partner, {"tenantId": partner})
        partners[partner] = {**known, "identitySynchronization": planned}
    return {**snapshot, "partners": list(partners.values())}


def _synchronization(after: Mapping[str, Any]) -> dict[str, Any]:
    given = (s for s in IDENTITY_SYNCHRONIZATION.sections if after.get(s.name) is not None)
    return {section.graph: to_graph(section, after[section.name]) for section in given}


def _lay_over_partners(
    partners: dict[str, Mapping[str, Any]] | None, change: Mapping[str, Any]
) -> dict[str, Mapping[str, Any]] | None:
    """`partners`, one of them written, replaced or removed in place; None where they are not known (any more)."""
    if partners is None:
        return None
    previous = (change.get("before") or {}).get("tenant_id")
    if "delete" in change["actions"] and isinstance(previous, str):
        partners.pop(fold(previous), None)
    if change["actions"] == ["delete"]:
        return partners
    partner = (change.get("after") or {}).get("tenant_id")
    if not isinstance(partner, str):
        return None
    partners[fold(partner)] = _sections(PARTNER, change)
    return partners


def _sections(settings: Settings, change: Mapping[str, Any]) -> dict[str, Any]:
    values = change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    return {
        section.name: UNREAD if has_unknown(unknown.get(section.name)) else values.get(section.name)
        for section in settings.sections
    }


def _written(tenant: TenantSettings, settings: Settings, change: Mapping[str, Any]) -> TenantSettings:
    sections = _sections(settings, change)
    if settings is ROOT:
        return replace(tenant, endpoints=_endpoints(sections["allowed_cloud_endpoints"]))
    return _laid_over_default(tenant, _given(change, sections))


def _deleted(tenant: TenantSettings, settings: Settings, before: Mapping[str, Any]) -> TenantSettings:
    on_destroy = before.get("on_destroy") or "keep"
    if on_destroy == "restore" and before.get("restore_to"):
        stood = json.loads(before["restore_to"])
        if settings is ROOT:
            return replace(tenant, endpoints=_endpoints(stood.get("allowed_cloud_endpoints")))
        return _laid_over_default(tenant, stood)
    if on_destroy == "reset":
        if settings is ROOT:
            return replace(tenant, endpoints=frozenset())
        undocumented = {s.name: UNREAD for s in DEFAULT.sections if s.name not in SYSTEM_DEFAULT}
        return _laid_over_default(tenant, {**undocumented, **SYSTEM_DEFAULT})
    return tenant


def _laid_over_default(tenant: TenantSettings, sections: Mapping[str, Any]) -> TenantSettings:
    if not isinstance(tenant.default, Mapping):
        return tenant
    return replace(tenant, default={**tenant.default, **sections})


def _given(change: Mapping[str, Any], sections: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of the default that are written: a wholly unknown one was left out, and stays as it is."""
    unknown = change.get("after_unknown") or {}
    return {
        name: value
        for name, value in sections.items()
        if value is not None and not (value is UNREAD and unknown.get(name) is True)
    }


def _endpoints(value: Any) -> frozenset[str] | None:
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else None


def has_unknown(mark: Any) -> bool:
    """Whether Terraform marks anything within a value as unknown."""
    if isinstance(mark, Mapping):
        return any(has_unknown(inner) for inner in mark.values())
    if isinstance(mark, list):
        return any(has_unknown(inner) for inner in mark)
    return mark is True
