"""Tenants and plans as Graph and Terraform print them, made of the sections that a test names."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, to_graph
from crosscloud.domain.tenant import TenantSettings, from_snapshot

SectionValues = Mapping[str, Any]
"""Sections by name, in the provider's words."""

_SINGLETONS: Final = (ROOT, DEFAULT)


def tenant_as_read(
    name: str,
    tenant_id: str,
    cloud: Cloud,
    *,
    endpoints: Sequence[str] = (),
    default: SectionValues | None = None,
    partners: Mapping[str, SectionValues] | None = None,
) -> TenantSettings:
    """A tenant as a snapshot says it; sections that are not given are null, partners synchronise nobody."""
    return from_snapshot(
        {
            "name": name,
            "tenant_id": tenant_id,
            "cloud": cloud.name,
            "policy": {"allowedCloudEndpoints": [*endpoints]},
            "default": _in_graph(DEFAULT, default or {}),
            "partners": [
                {"tenantId": id_, **_in_graph(PARTNER, sections), "identitySynchronization": None}
                for id_, sections in (partners or {}).items()
            ],
            "unreadable": {},
        }
    )


def terraform_document(
    before: TenantSettings,
    after: TenantSettings,
    *,
    is_first: bool = False,
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Terraform's plan, as `terraform show -json` prints it, that makes `after` of `before`.

    Args:
        before: the tenant as it is.
        after: as it will be.
        is_first: whether nothing is in the state yet: what every tenant has is created there, that is, adopted.
        labels: what the resource of a partner is called; `partner-0` and so on where it is not said.
    """
    listed = sorted(before.partners.keys() | after.partners.keys())
    called = {id_: f"partner-{number}" for number, id_ in enumerate(listed)} | dict(labels or {})
    entries = [
        _entry(ROOT, "this", _root(before), _root(after), is_first=is_first),
        *(_entry(PARTNER, called[id_], _partner(before, id_), _partner(after, id_)) for id_ in listed),
        _entry(DEFAULT, "this", before.default, after.default, is_first=is_first),
    ]
    return {
        "format_version": "1.2",
        "resource_changes": [entry for entry in entries if entry["change"]["actions"] != ["no-op"]],
    }


def _root(tenant: TenantSettings) -> dict[str, Any]:
    known = tenant.endpoints if isinstance(tenant.endpoints, frozenset) else ()
    return {"allowed_cloud_endpoints": sorted(known)}


def _partner(tenant: TenantSettings, partner: str) -> dict[str, Any] | None:
    entry = tenant.partners.get(partner)
    return None if entry is None else {"tenant_id": partner, **entry.sections}


def _entry(
    settings: Settings,
    label: str,
    before: SectionValues | None,
    after: SectionValues | None,
    *,
    is_first: bool = False,
) -> dict[str, Any]:
    kind = f"crosscloud_{settings.name}"
    if before == after:
        actions = ["no-op"]
    elif settings in _SINGLETONS:
        actions = ["create" if is_first else "update"]
    else:
        actions = ["create"] if before is None else ["delete"] if after is None else ["update"]
    # Of what every tenant has, the code gives what it sets; the rest is computed.
    given = after if after is None or settings is PARTNER else {k: v for k, v in after.items() if v is not None}
    return {
        "address": f"{kind}.{label}",
        "mode": "managed",
        "type": kind,
        "change": {
            "actions": actions,
            "before": None if actions == ["create"] else before,
            "after": given,
            "after_unknown": {},
        },
    }


def _in_graph(settings: Settings, sections: SectionValues) -> dict[str, Any]:
    return {section.graph: to_graph(section, sections.get(section.name)) for section in settings.sections}
