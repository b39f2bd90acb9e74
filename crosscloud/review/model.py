"""The joint plan as data: what every report shows, and what `review.json` in a bundle holds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from crosscloud import __version__
from crosscloud.intent.source import IntentText
from crosscloud.live.directory import Around
from crosscloud.operations.decoding import decode
from crosscloud.review.changes import ObjectChange
from crosscloud.terraform.cli import TerraformMessage

FORMAT = "crosscloud/review/v1"


@dataclass(frozen=True, slots=True)
class TenantPlan:
    """One tenant's part of a joint plan.

    Attributes:
        name: the tenant's name in the environment.
        tenant_id: its id.
        cloud: its cloud's name.
        cloud_title: what reports call the cloud.
        stack: its stack's id.
        snapshot: what Graph said of it when the plan was made, in the shape of a snapshot's tenant; None where the
            plan failed before anything was read.
        taken_at: when that was, ISO 8601 in UTC; empty without a snapshot.
        changes: what the plan does to its settings.
        messages: what Terraform and the provider said.
        overrides: endpoints and certificate authorities that are not the cloud's own: `login`, `graph`, `ca`.
        sources: for a resource's address, the line of the intent.
        has_changes: whether Terraform has anything to do, its own state included.
        directions: the directions that the intent declares with this tenant: home id, resource id, line.
        document: Terraform's plan as JSON. It holds state, so no report shows it; a bundle keeps it.
    """

    name: str
    tenant_id: str
    cloud: str
    cloud_title: str
    stack: str
    snapshot: Mapping[str, Any] | None
    taken_at: str
    changes: tuple[ObjectChange, ...]
    messages: tuple[TerraformMessage, ...]
    overrides: Mapping[str, str]
    sources: Mapping[str, str]
    has_changes: bool
    directions: tuple[tuple[str, str, str], ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def errors(self) -> tuple[TerraformMessage, ...]:
        """The messages that made this tenant's plan fail."""
        return tuple(message for message in self.messages if message.severity == "error")

    @property
    def unreadable(self) -> Mapping[str, str]:
        """The parts of the tenant that could not be read, with the reason."""
        return {} if self.snapshot is None else dict(self.snapshot.get("unreadable") or {})


@dataclass(frozen=True, slots=True)
class JointPlan:
    """What one run would do to every tenant of an environment.

    Attributes:
        environment: the environment's name.
        commit: the short commit of the project and whether it has local changes, or empty outside of git.
        tenants: one plan for each managed tenant, in the order of the environment file.
        names: for ids that the environment file names, the name as reports show it.
        base: the version that the intent is compared with: a short commit, or empty.
        intent: for a line of the intent where directions are made, what it says, now and in that version.
        around: what lies around the settings; the findings rest on it, and neither reports nor bundles hold it.
    """

    environment: str
    commit: str
    tenants: tuple[TenantPlan, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    intent: Mapping[str, IntentText] = field(default_factory=dict)
    around: Around = field(default_factory=Around, repr=False, compare=False)

    @property
    def failed(self) -> bool:
        """Whether any tenant could not be planned: then nothing of the plan may be applied."""
        return any(tenant.errors for tenant in self.tenants)

    @property
    def has_changes(self) -> bool:
        """Whether any tenant has changes."""
        return any(tenant.has_changes for tenant in self.tenants)

    @property
    def exit_code(self) -> int:
        """0 no changes, 2 changes, 1 where a tenant could not be planned."""
        return 1 if self.failed else 2 if self.has_changes else 0

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON data."""
        return {
            "format": FORMAT,
            "crosscloud": __version__,
            "environment": self.environment,
            "commit": self.commit,
            "base": self.base,
            "exit_code": self.exit_code,
            "tenants": [_to_json(tenant) for tenant in self.tenants],
            "names": dict(self.names),
            "intent": {source: asdict(text) for source, text in self.intent.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "JointPlan":
        """The plan that `to_json` wrote.

        Raises:
            WrongShapeError: where `data` is something else; what earlier versions did not write may be missing.
        """
        saved = [member.name for member in fields(cls) if member.name != "around"]
        plan: JointPlan = decode(cls, {name: data[name] for name in saved if name in data}, "the plan")
        return plan


def _to_json(tenant: TenantPlan) -> dict[str, Any]:
    data = asdict(replace(tenant, snapshot=None, document={}))  # which copies: the large parts need no copy
    del data["document"]
    return {**data, "snapshot": tenant.snapshot}
