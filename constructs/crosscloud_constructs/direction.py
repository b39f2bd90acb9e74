"""One direction of a partnership: users of the home tenant reach applications of the resource tenant."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crosscloud.domain.clouds import CLOUDS, is_supported_pair
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import IntentProblem, PartnershipError
from crosscloud_constructs.settings import Access, InboundTrust
from crosscloud_constructs.settings.targets import Target
from crosscloud_constructs.source import Source, calling_code
from crosscloud_constructs.tenants import Tenant, is_tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Who of the `home` tenant may reach what in the `resource` tenant.

    Becomes two halves: the home tenant's outbound access and the resource tenant's inbound access, which
    are the same. Users and groups are the home tenant's, applications the resource tenant's (Microsoft's page
    on cross-tenant access settings for B2B collaboration).

    Attributes:
        home: the tenant whose users go out.
        resource: the tenant that they come to.
        access: who, and to which applications.
        inbound_trust: which claims of the home tenant the resource tenant accepts; none where left out.
        automatic_user_consent: whether the consent prompt is left out, by both halves.
        source: where in the code it was made.

    Raises:
        PartnershipError: for everything at once that is wrong with the two tenants or with whose ids are named;
            while an app collects mistakes, its `synth()` raises it.
    """

    home: Tenant
    resource: Tenant
    access: Access
    inbound_trust: InboundTrust | None = None
    automatic_user_consent: bool = False
    source: Source = field(default_factory=calling_code, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        found = list(self._problems_of_types()) or [*self._problems_of_pair(), *self._problems_of_owners()]
        if found:
            refuse(PartnershipError(found), self)

    def __str__(self) -> str:
        return f"{self.home.name} -> {self.resource.name}"

    @property
    def has_ends(self) -> bool:
        """Whether both ends are tenants; others are refused, and nothing can be said about them."""
        return is_tenant(self.home) and is_tenant(self.resource)

    def _problems_of_types(self) -> Iterator[IntentProblem]:
        trust: object = self.inbound_trust
        expected: tuple[tuple[str, object, bool, str], ...] = (
            ("home", self.home, is_tenant(self.home), "environment.tenant('NAME')"),
            ("resource", self.resource, is_tenant(self.resource), "environment.tenant('NAME')"),
            ("access", self.access, isinstance(self.access, Access), "Access.allow(...) or Access.block_all()"),
            ("inbound_trust", trust, trust is None or isinstance(trust, InboundTrust), "InboundTrust(...)"),
            (
                "automatic_user_consent",
                self.automatic_user_consent,
                isinstance(self.automatic_user_consent, bool),
                "True or False",
            ),
        )
        for name, value, is_right, example in expected:
            if not is_right:
                what = f"{name}= of a direction is a {type(value).__name__}"
                yield IntentProblem(what, self.source, f"Give {example}")

    def _problems_of_pair(self) -> Iterator[IntentProblem]:
        home, resource = self.home, self.resource
        if home.tenant_id == resource.tenant_id:
            what = f"{home.name} cannot be a partner of itself"
            yield IntentProblem(what, self.source, "Give two tenants", "XC204")
            return
        if home.environment_name != resource.environment_name:
            what = (
                f"{home.name} is of environment {home.environment_name}, "
                f"{resource.name} of {resource.environment_name}"
            )
            yield IntentProblem(what, self.source, "Take both from one environment")
        if not is_supported_pair(home.cloud, resource.cloud):
            partners = [cloud for cloud in CLOUDS.values() if is_supported_pair(home.cloud, cloud)]
            what = f"{self}: Microsoft supports no B2B collaboration between {home.cloud} and {resource.cloud}"
            to_do = f"A tenant in {home.cloud} can work with {' or '.join(map(str, partners))}"
            yield IntentProblem(what, self.source, to_do, "XC101")

    def _problems_of_owners(self) -> Iterator[IntentProblem]:
        for target in self.access.who:
            if self._is_foreign(target, self.home):
                rule = f"{self} is for users of {self.home.name}, by their ids there"
                yield IntentProblem(
                    f"{target.kind} {_owned(target, self.resource)}; {rule}",
                    self.source,
                    f"Name a {target.kind} of {self.home.name}, or swap home= and resource=",
                )
        for target in self.access.to:
            if self._is_foreign(target, self.resource):
                rule = f"{self} leads to applications of {self.resource.name}"
                yield IntentProblem(
                    f"{target.kind} {_owned(target, self.home)}; {rule}",
                    self.source,
                    f"Name an application of {self.resource.name}, or swap home= and resource=",
                )

    @staticmethod
    def _is_foreign(target: Target, tenant: Tenant) -> bool:
        return target.owner is not None and target.owner[0] != tenant.tenant_id


def _owned(target: Target, other_end: Tenant) -> str:
    owner = target.owner or ("", "")
    role = ", the other end of the direction" if owner[0] == other_end.tenant_id else ""
    return f"{target.name} is of {owner[1]}{role}"
