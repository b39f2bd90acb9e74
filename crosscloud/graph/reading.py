"""What Graph says about one tenant at one moment, and which parts it would not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings.table import Part
from crosscloud.graph.errors import GraphError


@dataclass(frozen=True, slots=True)
class TenantReading:
    """One tenant's settings as Graph returned them.

    A part is None exactly where `unreadable` holds the reason: unread is unknown, never absent.

    Attributes:
        tenant_id: the tenant's id.
        cloud: the cloud that it is in.
        taken_at: when the reading began, aware, in UTC.
        policy: the policy root, Graph's JSON.
        default: the default settings, Graph's JSON.
        partners: every partner, Graph's JSON.
        unreadable: the parts that could not be read, and why.
    """

    tenant_id: str
    cloud: Cloud
    taken_at: datetime
    policy: dict[str, Any] | None
    default: dict[str, Any] | None
    partners: list[dict[str, Any]] | None
    unreadable: Mapping[Part, GraphError] = field(default_factory=dict)

    def to_snapshot(self, name: str) -> dict[str, Any]:
        """This reading as one tenant of a snapshot file; `name` is the tenant's name in the environment."""
        return {
            "name": name,
            "tenant_id": self.tenant_id,
            "cloud": self.cloud.name,
            "policy": self.policy,
            "default": self.default,
            "partners": self.partners,
            "unreadable": {part: error.summary for part, error in self.unreadable.items()},
        }
