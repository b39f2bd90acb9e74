"""What is known of one tenant: its settings, live or planned, and what stands around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crosscloud.domain.named import NamedId
from crosscloud.domain.surroundings import Surroundings
from crosscloud.domain.tenant import TenantSettings


@dataclass(frozen=True)
class TenantFacts:
    """What is known of one tenant.

    Attributes:
        settings: its settings, live or planned.
        is_managed: whether this environment manages it; otherwise it is another organisation's.
        sources: for a Terraform address, the line of the intent.
        names: the names in the environment file that stand for ids of this tenant.
        surroundings: what stands around its settings; None where nobody asked, so that nothing is said of it.
    """

    settings: TenantSettings
    is_managed: bool = True
    sources: Mapping[str, str] = field(default_factory=dict)
    names: tuple[NamedId, ...] = ()
    surroundings: Surroundings | None = None

    @property
    def around(self) -> Surroundings | None:
        """What stands around its settings, where it is ours to ask and was asked."""
        return self.surroundings if self.is_managed else None
