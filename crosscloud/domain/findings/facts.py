"""What is known of one tenant: its settings, live or planned, and what its directory says beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crosscloud.domain.directory import DirectoryContext
from crosscloud.domain.named import NamedId
from crosscloud.domain.tenant import TenantSettings


@dataclass(frozen=True)
class TenantFacts:
    """What is known of one tenant.

    Attributes:
        settings: its settings, live or planned.
        is_managed: whether this environment manages it; otherwise it is another organisation's.
        sources: for a Terraform address, the line of the intent.
        names: the names in the environment file that stand for ids of this tenant.
        directory: what its directory says beside its settings; None where nobody asked, so that nothing is said of
            it.
    """

    settings: TenantSettings
    is_managed: bool = True
    sources: Mapping[str, str] = field(default_factory=dict)
    names: tuple[NamedId, ...] = ()
    directory: DirectoryContext | None = None

    @property
    def asked_directory(self) -> DirectoryContext | None:
        """What its directory says, where it is ours to ask and was asked; never what is known of another's."""
        return self.directory if self.is_managed else None
