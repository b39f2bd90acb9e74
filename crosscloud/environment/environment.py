"""An environment: the tenants, by name, that an intent is about, what is accepted in them, and what is held."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.finding_policy import Acceptance, FindingPolicy
from crosscloud.domain.guid import fold
from crosscloud.domain.hold import Hold
from crosscloud.environment.errors import UnknownNameError, hint, shown_path
from crosscloud.environment.finding_policy import by_id
from crosscloud.environment.tenant import Tenant


@dataclass(frozen=True)
class Environment:
    """What one environment file says.

    Attributes:
        name: the environment's name, which is the file's too.
        path: the file.
        project: the folder of the project, absolute; `.crosscloud/` is made below it.
        embedded: whether its tenants live in the embedded Graph.
        tenants: every tenant, by name, in the order of the file.
        accept: the findings that are accepted, expired ones too.
        severities: what a finding (by id) counts as here, where the file says so: `error`, `warning` or `info`.
        holds: the holds that stand: between their tenants no plan may open anything.
        departed: the tenants without a stack of which a local state is still there.
    """

    name: str
    path: Path
    project: Path
    embedded: bool
    tenants: Mapping[str, Tenant]
    accept: tuple[Acceptance, ...]
    severities: Mapping[str, str] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    departed: tuple[DepartedTenant, ...] = ()

    @cached_property
    def finding_policy(self) -> FindingPolicy:
        """How findings are weighed here, tenants by their ids, as findings have them."""
        return FindingPolicy(by_id(self.accept, self.tenants), self.severities)

    @property
    def managed_tenants(self) -> tuple[Tenant, ...]:
        """The tenants that are planned and applied here, in the order of the file."""
        return tuple(tenant for tenant in self.tenants.values() if tenant.is_managed)

    def expired(self, day: dt.date) -> tuple[Acceptance, ...]:
        """The acceptances that no longer hold on `day`: what they accepted refuses a plan again."""
        return tuple(acceptance for acceptance in self.accept if not acceptance.holds_on(day))

    def tenant(self, name: str) -> Tenant:
        """The tenant called `name`.

        Raises:
            UnknownNameError: where the file has no such tenant.
        """
        found = self.tenants.get(name)
        if found is not None:
            return found
        guess = hint(name, self.tenants, "it has")
        raise UnknownNameError(
            f"{shown_path(self.path)} has no tenant called {name!r}{guess}; add it under tenants"
        )

    def describe_id(self, id_: str) -> str | None:
        """What the file calls an id: `engineers (of contoso)`, a tenant's name, or None where it has no name.

        An application that several tenants name is described by each of them.
        """
        return self._descriptions.get(fold(id_))

    @cached_property
    def _descriptions(self) -> dict[str, str]:
        names: dict[str, list[str]] = {}
        for id_, name in self._named():
            names.setdefault(id_, []).append(name)
        return {id_: ", ".join(found) for id_, found in names.items()}

    def _named(self) -> Iterator[tuple[str, str]]:
        for tenant in self.tenants.values():
            yield tenant.tenant_id, tenant.name
            yield from ((named.id, str(named)) for named in tenant.named)
