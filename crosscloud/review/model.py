"""The joint plan as data: each tenant as it was read, what Terraform's plan does to it, and what it will be.

`before` and `plan` are the two facts; what the tenant will be, what changes member by member and whether anything
does all follow from them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from crosscloud import __version__
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.directory import DirectoryReading
from crosscloud.domain.settings.odd_places import with_odd_places
from crosscloud.domain.tenant import Part, TenantSettings, apply_changes
from crosscloud.intent.source import IntentText
from crosscloud.review.object_changes import ObjectChange, list_object_changes
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.terraform.plan import TerraformPlan

FORMAT = "crosscloud/review/v2"


@dataclass(frozen=True)
class TenantPlan:
    """One tenant's part of a joint plan.

    Attributes:
        name: the tenant's name in the environment.
        tenant_id: its id, in lower case.
        cloud: its cloud.
        stack: its stack's id.
        before: what Graph said of it when the plan was made; None where the plan failed before anything was read.
        taken_at: when that was, ISO 8601 in UTC; empty where nothing was read.
        plan: what Terraform's plan does.
        messages: what Terraform and the provider said.
        overrides: endpoints and certificate authorities that are not the cloud's own: `login`, `graph`, `ca`.
        sources: for a resource's address, the line of the intent.
        directions: the directions that the intent declares with this tenant: home id, resource id, line.
        document: Terraform's plan as JSON. It holds state, so no report shows it; a bundle keeps it.
    """

    name: str
    tenant_id: str
    cloud: Cloud
    stack: str
    before: TenantSettings | None
    taken_at: str = ""
    plan: TerraformPlan = TerraformPlan()  # noqa: RUF009 - frozen
    messages: tuple[TerraformMessage, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    directions: tuple[tuple[str, str, str], ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def after(self) -> TenantSettings | None:
        """What the tenant will be; None where it was not read."""
        return None if self.before is None else apply_changes(self.before, self.plan.changes)

    @cached_property
    def changes(self) -> tuple[ObjectChange, ...]:
        """What changes, object by object and member by member, in the order of applying."""
        if self.before is None or self.after is None:
            return ()
        return list_object_changes(self.plan.changes, self.before, self.after)

    @property
    def has_changes(self) -> bool:
        """Whether Terraform has anything to do, its own state included."""
        return self.plan.has_changes

    @property
    def errors(self) -> tuple[TerraformMessage, ...]:
        """The messages that made this tenant's plan fail."""
        return tuple(message for message in self.messages if message.severity == "error")

    @property
    def unreadable(self) -> Mapping[Part, str]:
        """The parts of the tenant that could not be read, with the reason."""
        return {} if self.before is None else self.before.unreadable

    def to_json(self) -> dict[str, Any]:
        """The tenant's part as data: ids, values and states, no sentence but those of Terraform."""
        return {
            "name": self.name,
            "tenant_id": self.tenant_id,
            "cloud": self.cloud.name,
            "stack": self.stack,
            "snapshot": None if self.before is None else with_odd_places(self.before.to_snapshot()),
            "taken_at": self.taken_at,
            "has_changes": self.has_changes,
            "changes": [change.to_json() for change in self.changes],
            "messages": [asdict(message) for message in self.messages],
            "overrides": dict(self.overrides),
            "sources": dict(self.sources),
            "directions": [
                {"home": home, "resource": resource, "source": source}
                for home, resource, source in self.directions
            ],
        }


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
        directory: the directory contexts, on which findings rest; neither reports nor bundles hold them.
        no_base: why what the intent said before is not known, where a reader would expect it; empty otherwise.
            It is in no report and no bundle.
    """

    environment: str
    commit: str
    tenants: tuple[TenantPlan, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    intent: Mapping[str, IntentText] = field(default_factory=dict)
    directory: DirectoryReading = field(default_factory=DirectoryReading, repr=False, compare=False)
    no_base: str = field(default="", compare=False)

    @property
    def failed(self) -> bool:
        """Whether any tenant could not be planned, or not be read in full: then nothing may be applied.

        What a change does to a tenant that is not known cannot be reviewed.
        """
        return any(tenant.errors or tenant.unreadable for tenant in self.tenants)

    @property
    def has_changes(self) -> bool:
        """Whether any tenant has changes."""
        return any(tenant.has_changes for tenant in self.tenants)

    @property
    def exit_code(self) -> int:
        """0 no changes, 2 changes, 1 where a tenant could not be planned or read in full."""
        return 1 if self.failed else 2 if self.has_changes else 0

    def to_json(self) -> dict[str, Any]:
        """The plan as data."""
        return {
            "format": FORMAT,
            "crosscloud": __version__,
            "environment": self.environment,
            "commit": self.commit,
            "base": self.base,
            "exit_code": self.exit_code,
            "tenants": [tenant.to_json() for tenant in self.tenants],
            "names": dict(self.names),
            "intent": {source: asdict(text) for source, text in self.intent.items()},
        }
