"""What ids are called: tenants by their name in the environment, groups, users and applications by theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crosscloud.domain.clouds import Cloud, endpoint_title


def _no_name(_: str) -> str | None:
    return None


@dataclass(frozen=True)
class Names:
    """The names that the reader knows.

    Attributes:
        tenants: for a tenant id in lower case, its name.
        of_id: from the id of a group, a user or an application to its name, e.g. `engineers (of contoso)`; None
            where it has none.
    """

    tenants: Mapping[str, str] = field(default_factory=dict)
    of_id: Callable[[str], str | None] = _no_name

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What was put into words for this reader, by whoever did: the names never change."""
        return {}

    def tenant(self, tenant_id: str) -> str:
        """What a tenant is called: its name, otherwise its id."""
        return self.tenants.get(tenant_id, tenant_id)

    def organisation(self, tenant_id: str) -> str:
        """What a tenant that may be anybody's is called: its name, otherwise `organisation` and its id."""
        return self.tenants.get(tenant_id) or self.of_id(tenant_id) or f"organisation {tenant_id}"


def all_others(cloud: Cloud) -> str:
    """The organisations of one cloud that nobody listed."""
    return f"any other {endpoint_title(cloud.endpoint)} organisation"
