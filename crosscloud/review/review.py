"""The joint review: the joint plan, who gains and loses access, and what was found. Every report shows this."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Final

from crosscloud.domain.access import NOT_EVALUATED
from crosscloud.review.access import DirectionReview, PartnerBeyond
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.model import JointPlan

STILL_NEEDED: Final[Mapping[str, str]] = {
    "guest accounts": "invite by user principal name, not by mail alias; each user once per tenant",
    "time": "Microsoft: a change of these settings can take up to six hours to take effect",
    "not evaluated": "Conditional Access but for MFA and devices (XC405), " + ", ".join(NOT_EVALUATED[2:]),
}
"""What stands between an open direction and a user who gets in, and that no plan of these settings does."""


@dataclass(frozen=True)
class Review:
    """Everything that a reviewer is shown.

    Attributes:
        plan: the joint plan: tenants, changes, messages.
        directions: what the plan does to each direction.
        findings: what was found, most urgent first.
        beyond: the partners outside of the environment towards which nothing changes, in short.
    """

    plan: JointPlan
    directions: tuple[DirectionReview, ...]
    findings: tuple[JudgedFinding, ...]
    beyond: tuple[PartnerBeyond, ...] = ()

    @property
    def refusals(self) -> tuple[JudgedFinding, ...]:
        """The findings that refuse the plan."""
        return tuple(judged for judged in self.findings if judged.status == "refuses")

    @property
    def exit_code(self) -> int:
        """0 no changes, 2 changes, 3 changes that are refused, 1 where a tenant could not be planned."""
        if self.plan.failed:
            return 1
        return 3 if self.refusals else self.plan.exit_code

    @property
    def changed_directions(self) -> tuple[DirectionReview, ...]:
        """The directions that the plan changes, consent and trust included."""
        return tuple(direction for direction in self.directions if direction.is_changed)

    def changed_among(self, tenants: AbstractSet[str]) -> list[DirectionReview]:
        """The directions that the plan changes and of which both ends are among `tenants`, in order."""
        rows = [self._changed_places[home] for home in tenants if home in self._changed_places]
        places = sorted(place for row in rows for resource in row.keys() & tenants for place in row[resource])
        return [self.directions[place] for place in places]

    @cached_property
    def brought(self) -> Mapping[frozenset[str], tuple[str, ...]]:
        """For each tenant, and each two: the ids of the findings that the plan brings and that are about them."""
        found: dict[frozenset[str], dict[str, None]] = {}
        for judged in self.findings:
            if judged.status != "standing":
                names = sorted(set(judged.finding.tenants))
                for some in (*combinations(names, 1), *combinations(names, 2)):
                    found.setdefault(frozenset(some), {})[judged.finding.id] = None
        return {some: tuple(ids) for some, ids in found.items()}

    @cached_property
    def _changed_places(self) -> Mapping[str, Mapping[str, list[int]]]:
        """Where the directions that change stand, by home and resource."""
        found: dict[str, dict[str, list[int]]] = {}
        for place, direction in enumerate(self.directions):
            if direction.is_changed:
                found.setdefault(direction.home, {}).setdefault(direction.resource, []).append(place)
        return found

    def to_json(self) -> dict[str, Any]:
        """The review as data, in the published schema (`docs/schemas/review.schema.json`)."""
        return {
            **self.plan.to_json(),
            "exit_code": self.exit_code,
            "access": [{**asdict(direction), "changed": direction.is_changed} for direction in self.directions],
            "beyond": [asdict(partner) for partner in self.beyond],
            "findings": [judged.to_json() for judged in self.findings],
        }


Renderer = Callable[[Review], str]
