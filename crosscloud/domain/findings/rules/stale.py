"""XC309: what a plan was reviewed on is no longer what is live. Raised by the apply, by no other rule."""

from dataclasses import dataclass

from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.tenant import Difference, TenantSettings, find_differences


@dataclass(frozen=True, slots=True)
class SettingsMoved(Facts):
    """XC309.

    Attributes:
        tenant: the tenant's id.
        differences: in what the live settings differ from those that were reviewed.
        unread: the parts that cannot be read now, with the reason: whether they differ is not known.
    """

    tenant: str
    differences: tuple[Difference, ...]
    unread: tuple[tuple[str, str], ...]


def settings_moved(reviewed: TenantSettings, now: TenantSettings) -> Finding | None:
    """XC309, where the live settings are not known to be those that were reviewed; None where they are."""
    unread = tuple(now.unreadable.items())
    found = () if unread else tuple(find_differences(reviewed, now))
    if not unread and not found:
        return None
    facts = SettingsMoved(now.tenant_id, found, unread)
    return finding("XC309", (now.tenant_id,), Place(now.tenant_id), facts)
