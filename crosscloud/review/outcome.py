"""What became of each tenant when a reviewed plan was applied, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crosscloud.domain.tenant import Difference, Part
from crosscloud.terraform.cli import TerraformMessage


@dataclass(frozen=True, slots=True)
class TenantResult:
    """What became of one tenant.

    Attributes:
        name: the tenant.
        applied: whether Terraform applied its plan without an error.
        messages: what Terraform and the provider said.
        not_as_reviewed: in what the live settings differ from those that were reviewed, after the apply.
        unread: the parts that could not be read back, with the reason; empty where all were.
        done: the addresses of what was written or removed.
        unknown: those that were begun and not finished: the next plan shows what became of them.
        left: those of which nothing was written.
        interrupted: whether the run was interrupted; the tenant was not read back then.
        partly: the addresses of what was written in part.
    """

    name: str
    applied: bool
    messages: tuple[TerraformMessage, ...]
    not_as_reviewed: tuple[Difference, ...] = ()
    unread: Mapping[Part, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    interrupted: bool = False
    partly: tuple[str, ...] = ()

    @property
    def is_as_reviewed(self) -> bool:
        """Whether the tenant was applied, read back, and is now as reviewed."""
        return self.applied and not self.interrupted and not self.not_as_reviewed and not self.unread
