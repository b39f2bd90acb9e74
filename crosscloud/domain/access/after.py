"""A tenant's settings after one of its objects changed: what is not known stays so."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crosscloud.domain.access.tenant import UNREAD, TenantSettings
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT


def with_sections(
    tenant: TenantSettings, settings: Settings, sections: Mapping[str, Any], partner: str = ""
) -> TenantSettings:
    """`tenant` with one object written.

    Args:
        tenant: how it is before.
        settings: which object: the root, the default, or that of `partner`.
        sections: by name; of the default, those that are left out stay. A value may be `UNREAD`.
        partner: the partner's tenant id.
    """
    if settings is ROOT:
        return replace(tenant, endpoints=_endpoints(sections.get("allowed_cloud_endpoints")))
    if settings is DEFAULT:
        if not isinstance(tenant.default, Mapping):
            return tenant
        return replace(tenant, default={**tenant.default, **sections})
    if not isinstance(tenant.partners, Mapping):
        return tenant
    return replace(tenant, partners={**tenant.partners, fold(partner): sections})


def without(
    tenant: TenantSettings,
    settings: Settings,
    *,
    partner: str = "",
    on_destroy: str = "keep",
    restore_to: str | None = None,
) -> TenantSettings:
    """`tenant` with one object destroyed: a partner is removed, for the others `on_destroy` says what is written.

    Args:
        tenant: how it is before.
        settings: which object.
        partner: the partner's tenant id.
        on_destroy: `keep`, `restore` or `reset`.
        restore_to: for `restore`, the sections as JSON.
    """
    if settings is PARTNER:
        if not isinstance(tenant.partners, Mapping):
            return tenant
        return replace(tenant, partners={k: v for k, v in tenant.partners.items() if k != fold(partner)})
    if on_destroy == "restore" and restore_to:
        return with_sections(tenant, settings, json.loads(restore_to))
    if on_destroy == "reset":
        undocumented = {s.name: UNREAD for s in DEFAULT.sections if s.name not in SYSTEM_DEFAULT}
        reset = {"allowed_cloud_endpoints": []} if settings is ROOT else {**undocumented, **SYSTEM_DEFAULT}
        return with_sections(tenant, settings, reset)
    return tenant


def _endpoints(value: Any) -> frozenset[str] | None:
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else None
