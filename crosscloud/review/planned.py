"""A tenant's settings as they will be: the planned values laid over the live ones.

Create and update replace the sections that they name; delete of a partner removes it; delete of a singleton
follows its `on_destroy`; forget changes nothing. A section with anything in it that is known only after the
apply is unknown.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crosscloud.domain.access import UNREAD, TenantSettings
from crosscloud.domain.access.after import with_sections, without
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import ALL, DEFAULT, PARTNER, ROOT, Settings, to_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, USER_SYNC_INBOUND

_KINDS: Mapping[str, Settings] = {f"crosscloud_{settings.name}": settings for settings in ALL}

_PARTNER, _DEFAULT = f"crosscloud_{PARTNER.name}", f"crosscloud_{DEFAULT.name}"
_SYNCHRONIZATION = f"crosscloud_{IDENTITY_SYNCHRONIZATION.name}"
_SYNCHRONIZED = "identitySynchronization"
_NOTHING = {("no-op",), ("read",), ("forget",)}


def changes_anything(document: Mapping[str, Any]) -> bool:
    """Whether Terraform's plan (its JSON) has anything to do, its own state included."""
    return any(
        entry["change"]["actions"] not in (["no-op"], ["read"]) for entry in document.get("resource_changes", ())
    )


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
        if actions in _NOTHING:
            continue
        if settings is PARTNER:
            partners = _lay_over_partners(partners, change)
        elif actions == ("delete",):
            after = _deleted(after, settings, change.get("before") or {})
        else:
            after = _written(after, settings, change)
    return replace(after, partners=UNREAD if partners is None else partners)


def snapshot_after(snapshot: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """What `snapshot` (Graph's JSON of one tenant) becomes when Terraform's `plan` is applied, as far as is known.

    What is known only after the apply is not in it. Findings read from it what the settings do not hold: identity
    synchronisation, which partner is a service provider, how large the whole is.
    """
    after = dict(snapshot)
    entries = snapshot.get("partners")
    partners = {fold(str(entry.get("tenantId"))): entry for entry in entries or ()}
    for entry in plan.get("resource_changes", ()):
        change = entry["change"]
        if entry.get("mode") == "data" or tuple(change["actions"]) in _NOTHING:
            continue
        if entry.get("type") == _DEFAULT and after.get("default") is not None and change.get("after"):
            after["default"] = {**after["default"], **_in_json(DEFAULT, change, null=False)}
        elif entry.get("type") == _PARTNER:
            _lay_partner(partners, change)
        elif entry.get("type") == _SYNCHRONIZATION:
            _lay_synchronization(partners, change)
    return after if entries is None else {**after, "partners": list(partners.values())}


def _lay_partner(partners: dict[str, Mapping[str, Any]], change: Mapping[str, Any]) -> None:
    if "delete" in change["actions"]:
        partners.pop(fold(str((change.get("before") or {}).get("tenant_id"))), None)
    tenant_id = (change.get("after") or {}).get("tenant_id")
    if isinstance(tenant_id, str):
        known = partners.get(fold(tenant_id), {"tenantId": tenant_id})
        partners[fold(tenant_id)] = {**known, **_in_json(PARTNER, change)}


def _lay_synchronization(partners: dict[str, Mapping[str, Any]], change: Mapping[str, Any]) -> None:
    after = change.get("after") or {}
    partner = fold(str((after or change.get("before") or {}).get("tenant_id")))
    known = partners.get(partner, {"tenantId": partner} if after else None)
    if known is None:
        return  # removed together with its partner
    marks = change.get("after_unknown") or {}
    # An optional section that is wholly unknown was left out of the code: it stays as it is.
    if any(has_unknown(m) and (m is not True or name == USER_SYNC_INBOUND.name) for name, m in marks.items()):
        partners[partner] = {name: value for name, value in known.items() if name != _SYNCHRONIZED}
    elif not after:
        partners[partner] = {**known, _SYNCHRONIZED: None}
    else:
        planned = _in_json(IDENTITY_SYNCHRONIZATION, change, null=False)
        partners[partner] = {**known, _SYNCHRONIZED: {**(known.get(_SYNCHRONIZED) or {}), **planned}}


def _in_json(settings: Settings, change: Mapping[str, Any], *, null: bool = True) -> dict[str, Any]:
    """The planned sections in Graph's words, without those not known yet and, unless `null`, those left out."""
    after, unknown = change["after"], change.get("after_unknown") or {}
    return {
        section.graph: to_graph(section, after.get(section.name))
        for section in settings.sections
        if not has_unknown(unknown.get(section.name)) and (null or after.get(section.name) is not None)
    }


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
    return with_sections(tenant, settings, sections if settings is ROOT else _given(change, sections))


def _deleted(tenant: TenantSettings, settings: Settings, before: Mapping[str, Any]) -> TenantSettings:
    return without(
        tenant, settings, on_destroy=before.get("on_destroy") or "keep", restore_to=before.get("restore_to")
    )


def _given(change: Mapping[str, Any], sections: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of the default that are written: a wholly unknown one was left out, and stays as it is."""
    unknown = change.get("after_unknown") or {}
    return {
        name: value
        for name, value in sections.items()
        if value is not None and not (value is UNREAD and unknown.get(name) is True)
    }


def has_unknown(mark: Any) -> bool:
    """Whether Terraform marks anything within a value as unknown."""
    if isinstance(mark, Mapping):
        return any(has_unknown(inner) for inner in mark.values())
    if isinstance(mark, list):
        return any(has_unknown(inner) for inner in mark)
    return mark is True
