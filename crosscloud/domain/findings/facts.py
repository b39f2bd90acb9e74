"""What is known of one tenant: its settings, live or planned, and what its directory says beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from crosscloud.domain.directory import DirectoryContext
from crosscloud.domain.named import NamedId
from crosscloud.domain.tenant import TenantSettings


class WhyUnread(Enum):
    """Why parts of a tenant that is managed here were not read; its value stands where Graph gave no reason."""

    NOT_ANSWERED = "it was not read"
    """It was asked: each part has the reason that came back."""
    PLAN_FAILED = "its plan failed before it was read"
    """Terraform, or the provider, failed first."""
    LEFT_OUT = "this plan leaves it out"
    """Other tenants alone were to be planned."""
    NOT_HELD = "the snapshot does not hold it"
    """Nobody asked: what there is comes from a file."""


@dataclass(frozen=True)
class TenantFacts:
    """What is known of one tenant.

    Attributes:
        settings: its settings, live or planned.
        is_managed: whether this environment manages it; otherwise it is another organisation's.
        sources: for a Terraform address, the line of the intent.
        names: the names in the environment file that stand for ids of this tenant.
        why_unread: why parts of its settings were not read, where some were not.
        directory: what its directory says beside its settings; None where nobody asked, so that nothing is said of
            it.
        tries: the sections that may be sent although Microsoft's sources disagree whether its cloud has them.
    """

    settings: TenantSettings
    is_managed: bool = True
    sources: Mapping[str, str] = field(default_factory=dict)
    names: tuple[NamedId, ...] = ()
    directory: DirectoryContext | None = None
    why_unread: WhyUnread = WhyUnread.NOT_ANSWERED
    tries: tuple[str, ...] = ()

    @property
    def asked_directory(self) -> DirectoryContext | None:
        """What its directory says, where it is ours to ask and was asked; never what is known of another's."""
        return self.directory if self.is_managed else None
