"""A tenant as a value: its cross-tenant access settings, what a plan changes in them, and how two readings differ.

`from_snapshot` parses Graph's JSON once and keeps it beside what it says. Whatever was not read is `Unread` and
stays so: `apply_changes` lays a plan's changes over it, `find_differences` compares two tenants object by object.
"""

from crosscloud.domain.settings.table import PARTS, Part
from crosscloud.domain.tenant.changes import SettingsChange, apply_changes
from crosscloud.domain.tenant.differences import Difference, find_differences, find_object_differences
from crosscloud.domain.tenant.settings import (
    PartnerEntry,
    Sections,
    TenantSettings,
    from_snapshot,
    make_unread_tenant,
    read_partner,
)

__all__ = [
    "PARTS",
    "Difference",
    "Part",
    "PartnerEntry",
    "Sections",
    "SettingsChange",
    "TenantSettings",
    "apply_changes",
    "find_differences",
    "find_object_differences",
    "from_snapshot",
    "make_unread_tenant",
    "read_partner",
]
