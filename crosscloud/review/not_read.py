"""What was not read, where that leaves something of a comparison unknown."""

from crosscloud.domain.access import Comparison
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import Part, TenantSettings
from crosscloud.domain.tenant.settings import Origin
from crosscloud.domain.truth import Truth


def is_changing(tenant: TenantSettings, changing: frozenset[str]) -> bool:
    """Whether something is planned in a tenant that was not read in full: that may be about this direction."""
    return tenant.tenant_id in changing and (bool(tenant.unreadable) or isinstance(tenant.endpoints, Unread))


def find_unread(
    access: Comparison, *tenants: TenantSettings, parts: tuple[Part, ...] = ("policy", "default", "partners")
) -> tuple[tuple[str, Part], ...]:
    """What was not read and leaves something of `access` unknown; nothing where all is known."""
    if not is_unknown(access):
        return ()
    return tuple(
        (tenant.tenant_id, part)
        for tenant in tenants
        for part in parts
        if part in tenant.unreadable or (part == "policy" and isinstance(tenant.endpoints, Unread))
    )


def is_read(tenant: TenantSettings, other: str, origin: Origin) -> bool:
    """Whether that was read which a section for `other` comes from; the default's own, where `other` is empty."""
    if origin == "default" or not other:
        return "default" not in tenant.unreadable
    return other in tenant.partners or tenant.lists_all


def is_unknown(access: Comparison) -> bool:
    """Whether something is not known, before or after."""
    return Truth.UNKNOWN in access.was.values() or Truth.UNKNOWN in access.will.values()
