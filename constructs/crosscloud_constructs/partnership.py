"""Two tenants, and what users of each may reach of the other: the one source of both halves."""

from collections.abc import Sequence

from crosscloud_constructs.collecting import refuse, remember
from crosscloud_constructs.direction import Direction
from crosscloud_constructs.errors import IntentProblem, PartnershipError
from crosscloud_constructs.settings import Access, AutomaticUserConsent, InboundTrust, PartnerSettings
from crosscloud_constructs.source import Source, calling_code
from crosscloud_constructs.tenants import Tenant, is_tenant


class Partnership:
    """One or two directions between two tenants.

    A direction that is not declared is written as blocked in both tenants, with no trust and no automatic
    redemption; it is never left to inherit.

    An entry that one of the two has for the other already, and that says otherwise, is not overwritten unless
    `adopt_existing` names that one.

    Attributes:
        directions: the directions declared.
        adopt_existing: those of the two in which an entry that is there already is adopted as it is planned.
        tenants: the two tenants; the first direction's home tenant first.
        source: where in the code it was made.

    Raises:
        PartnershipError: where there is no direction, the same one twice, or more than two tenants; while an app
            collects mistakes, its `synth()` raises it.
    """

    def __init__(self, *directions: Direction, adopt_existing: Sequence[Tenant] = ()) -> None:
        self.source: Source = calling_code()
        found = [
            *_problems(directions, self.source),
            *_problems_of_adopting(adopt_existing, directions, self.source),
        ]
        if found:
            refuse(PartnershipError(found), self)
        self.directions = tuple(each for each in _directions(directions) if each.has_ends)
        self.tenants: tuple[Tenant, ...] = tuple(
            tenant for each in self.directions[:1] for tenant in (each.home, each.resource)
        )
        self.adopt_existing = () if found else tuple(adopt_existing)
        remember(self)

    def __repr__(self) -> str:
        return f"Partnership({', '.join(map(str, self.directions))})"

    @property
    def parts(self) -> tuple[object, ...]:
        """The values that it is made of, itself first."""
        inside = ((each, each.access, each.inbound_trust) for each in self.directions)
        return (self, *(part for parts in inside for part in parts if part is not None))

    def involves(self, tenant: Tenant) -> bool:
        """Whether `tenant` is one of the two."""
        return any(own.tenant_id == tenant.tenant_id for own in self.tenants)

    def partner_of(self, tenant: Tenant) -> Tenant:
        """The other one of the two.

        Raises:
            ValueError: where `tenant` is neither.
        """
        one, other = self.tenants
        if tenant.tenant_id == one.tenant_id:
            return other
        if tenant.tenant_id == other.tenant_id:
            return one
        raise ValueError(f"{tenant.name} has no part in {self!r}")

    def entry_for(self, tenant: Tenant) -> PartnerSettings:
        """What `tenant` sets for the other one: every section explicit.

        Raises:
            ValueError: where `tenant` is neither of the two.
        """
        partner = self.partner_of(tenant)
        out, into = self.direction(tenant, partner), self.direction(partner, tenant)
        return PartnerSettings.from_checked(
            self.source,
            b2b_collaboration_inbound=into.access if into else Access.block_all(),
            b2b_collaboration_outbound=out.access if out else Access.block_all(),
            inbound_trust=(into.inbound_trust if into else None) or InboundTrust(),
            automatic_user_consent_settings=AutomaticUserConsent(
                inbound_allowed=into is not None and into.automatic_user_consent,
                outbound_allowed=out is not None and out.automatic_user_consent,
            ),
        )

    def adopts_in(self, tenant: Tenant) -> bool:
        """Whether an entry that `tenant` has for the other one already is adopted."""
        return any(each.tenant_id == tenant.tenant_id for each in self.adopt_existing)

    def direction(self, home: Tenant, resource: Tenant) -> Direction | None:
        """The direction from `home` to `resource`, where it is declared."""
        ends = (home.tenant_id, resource.tenant_id)
        for direction in self.directions:
            if (direction.home.tenant_id, direction.resource.tenant_id) == ends:
                return direction
        return None


def _directions(given: tuple[object, ...]) -> list[Direction]:
    return [each for each in given if isinstance(each, Direction)]


def _problems_of_adopting(adopting: object, given: tuple[object, ...], where: Source) -> list[IntentProblem]:
    """What is wrong with `adopt_existing`: no list of tenants, or one that has no part in the directions."""
    to_do = "Write adopt_existing=[TENANT] with one of the two tenants, or both"
    if not isinstance(adopting, list | tuple) or not all(is_tenant(each) for each in adopting):
        return [IntentProblem("adopt_existing= is no list of tenants", where, to_do)]
    ends = {end.tenant_id for each in _directions(given) if each.has_ends for end in (each.home, each.resource)}
    return [
        IntentProblem(f"adopt_existing= names {tenant.name}, which has no part in the partnership", where, to_do)
        for tenant in adopting
        if ends and tenant.tenant_id not in ends
    ]


def _problems(given: tuple[object, ...], where: Source) -> list[IntentProblem]:
    directions = _directions(given)
    if len(directions) < len(given) or not given:
        wrong = next((type(each).__name__ for each in given if not isinstance(each, Direction)), None)
        what = "a partnership without a direction" if wrong is None else f"a partnership of a {wrong}"
        return [IntentProblem(what, where, "Write Partnership(Direction(...), Direction(...))")]
    found: list[IntentProblem] = []
    directions = [each for each in directions if each.has_ends]
    if not directions:
        return found  # each was refused by itself
    first = directions[0]
    ends = {first.home.tenant_id, first.resource.tenant_id}
    seen: dict[str, Direction] = {}
    for direction in directions:
        if {direction.home.tenant_id, direction.resource.tenant_id} != ends:
            what = (
                f"{direction} is not between {first.home.name} and {first.resource.name}, as the first direction"
            )
            found.append(IntentProblem(what, direction.source, "Write a partnership of its own for it"))
        elif direction.home.tenant_id in seen:
            what = f"{direction} is declared twice, first in {seen[direction.home.tenant_id].source}"
            found.append(
                IntentProblem(
                    what, direction.source, "Write one direction with all groups and applications", "XC204"
                )
            )
        else:
            seen[direction.home.tenant_id] = direction
    return found
