"""What is known of one tenant: its settings, live or planned, and what only Graph's JSON tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crosscloud.domain.access import TenantSettings
from crosscloud.domain.guid import fold


@dataclass(frozen=True)
class TenantFacts:
    """What is known of one tenant.

    Attributes:
        settings: its settings, live or planned; parts that are not known are `UNREAD`.
        snapshot: Graph's JSON of the tenant, in the shape of a snapshot's tenant; None where it was not read. It
            tells what the settings do not hold: identity synchronisation, service providers, the size.
        is_managed: whether this environment manages it; otherwise it is another organisation's.
        unreadable: the parts that could not be read, with the reason.
        sources: for a Terraform address, the line of the intent.
        names: the names in the environment file that the intent uses of this tenant and that were not compared
            with its directory.
    """

    settings: TenantSettings
    snapshot: Mapping[str, Any] | None = None
    is_managed: bool = True
    unreadable: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether its partners and its default are known."""
        settings = self.settings
        return isinstance(settings.partners, Mapping) and isinstance(settings.default, Mapping)

    @property
    def partners(self) -> Mapping[str, Mapping[str, Any]]:
        """The sections of each partner by tenant id; empty where they are not known (see `is_read`)."""
        return self.settings.partners if isinstance(self.settings.partners, Mapping) else {}

    @cached_property
    def raw_partners(self) -> Mapping[str, Mapping[str, Any]]:
        """Graph's JSON of each partner by tenant id in lower case, where the tenant was read."""
        entries = (self.snapshot or {}).get("partners") or ()
        return {fold(str(entry.get("tenantId"))): entry for entry in entries}
