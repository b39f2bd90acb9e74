"""What is known of one tenant: its settings, live or planned, and what only Graph's JSON tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crosscloud.domain.access import TenantSettings
from crosscloud.domain.guid import fold
from crosscloud.domain.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class NamedId:
    """A name in the environment file, and the id that it stands for.

    Attributes:
        kind: `group`, `user` or `application`.
        name: the name.
        id: the id, in lower case.
        display_name: what the file says that the directory calls it; None where the file does not say.
    """

    kind: str
    name: str
    id: str
    display_name: str | None = None


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
        names: the names in the environment file that stand for ids of this tenant.
        surroundings: what stands around its settings; None where nobody asked, so that nothing is said of it.
    """

    settings: TenantSettings
    snapshot: Mapping[str, Any] | None = None
    is_managed: bool = True
    unreadable: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    names: tuple[NamedId, ...] = ()
    surroundings: Surroundings | None = None

    @property
    def around(self) -> Surroundings | None:
        """What stands around its settings, where it is ours to ask and was asked."""
        return self.surroundings if self.is_managed else None

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
