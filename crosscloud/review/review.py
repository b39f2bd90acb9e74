"""The joint review: the joint plan, who gains and loses access, and what was found. Every report shows this."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations

from crosscloud.domain.finding_policy import Acceptance
from crosscloud.domain.findings import Finding, Situation, WhyUnread, check_both, check_change
from crosscloud.domain.findings.rules.holds import hold_undone
from crosscloud.domain.findings.situation import ExistingEntry
from crosscloud.domain.tenant import TenantSettings
from crosscloud.environment import Environment
from crosscloud.review.directions import DirectionReview, UnchangedPartner, review_directions, unchanged_partners
from crosscloud.review.judgement import JudgedFinding, judge
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.situations import build_situation, collect_names, situation_after
from crosscloud.wording.names import Names


@dataclass(frozen=True)
class Review:
    """Everything that a reviewer is shown, as data.

    Attributes:
        plan: the joint plan: tenants, changes, messages.
        directions: what the plan does to each direction.
        findings: what was found, most urgent first.
        names: what the reader calls the ids.
        unchanged_partners: the partners outside of the environment towards which nothing changes, in short.
        expired: the acceptances that no longer hold: what they accepted counts again.
        digest: the SHA-256 by which the saved plan is known, in hexadecimal; empty where none was saved.
    """

    plan: JointPlan
    directions: tuple[DirectionReview, ...]
    findings: tuple[JudgedFinding, ...]
    names: Names
    unchanged_partners: tuple[UnchangedPartner, ...] = ()
    digest: str = ""
    expired: tuple[Acceptance, ...] = ()

    @property
    def refusals(self) -> tuple[JudgedFinding, ...]:
        """The findings that refuse the plan."""
        return tuple(judged for judged in self.findings if judged.status == "refuses")

    @property
    def exit_code(self) -> int:
        """0 no changes, 2 changes, 3 refused changes, 1 where a tenant could not be planned or read in full."""
        if self.plan.failed:
            return 1
        return 3 if self.refusals else self.plan.exit_code

    def changed_among(self, tenants: AbstractSet[str]) -> list[DirectionReview]:
        """The directions that the plan changes and of which both ends are among `tenants` (ids), in order."""
        rows = [self._changed_places[home] for home in tenants if home in self._changed_places]
        places = sorted(place for row in rows for resource in row.keys() & tenants for place in row[resource])
        return [self.directions[place] for place in places]

    @cached_property
    def brought(self) -> Mapping[frozenset[str], tuple[str, ...]]:
        """For each tenant (id), and each two: the ids of the findings about them that the plan brings."""
        found: dict[frozenset[str], dict[str, None]] = {}
        for judged in self.findings:
            if judged.status != "standing":
                ids = sorted(set(judged.finding.tenants))
                for some in (*combinations(ids, 1), *combinations(ids, 2)):
                    found.setdefault(frozenset(some), {})[judged.finding.id] = None
        return {some: tuple(ids) for some, ids in found.items()}

    @cached_property
    def _changed_places(self) -> Mapping[str, Mapping[str, list[int]]]:
        """Where the directions that change stand, by home and resource."""
        found: dict[str, dict[str, list[int]]] = {}
        for place, direction in enumerate(self.directions):
            if direction.is_changed:
                row = found.setdefault(direction.home.tenant_id, {})
                row.setdefault(direction.resource.tenant_id, []).append(place)
        return found


def review_plan(environment: Environment, plan: JointPlan, today: date) -> Review:
    """Review `plan`.

    Args:
        environment: the tenants and what is accepted.
        plan: the joint plan.
        today: the day on which acceptances must hold.
    """
    declared = {
        (home, resource): source for tenant in plan.tenants for home, resource, source in tenant.directions
    }
    before, after = build_situations(environment, plan, declared)
    was, will = _settings(before), _settings(after)
    planned = [tenant.tenant_id for tenant in plan.tenants]
    weigh = environment.finding_policy.weigh
    standing, found = check_both(before, after)
    return Review(
        plan,
        tuple(
            review_directions(
                was,
                will,
                planned,
                declared,
                changing=[tenant.tenant_id for tenant in plan.tenants if tenant.has_changes],
                cloud_of=before.cloud_of,
            )
        ),
        tuple(judge(environment, weigh(standing), weigh(found), weigh(check_change(before, after)), today)),
        collect_names(environment, was.values()),
        tuple(unchanged_partners(was, will, planned, before.cloud_of)),
        expired=environment.expired(today),
    )


def build_situations(
    environment: Environment, plan: JointPlan, declared: Mapping[tuple[str, str], str]
) -> tuple[Situation, Situation]:
    """Every tenant of `environment` when `plan` was made, and as it would leave them; the rest is unknown."""
    asked = {tenant.tenant_id for tenant in plan.tenants}
    before = build_situation(
        environment,
        {tenant.tenant_id: tenant.before for tenant in plan.tenants if tenant.before is not None},
        directory=plan.directory,
        declared=declared,
        why_unread=lambda id_: WhyUnread.PLAN_FAILED if id_ in asked else WhyUnread.LEFT_OUT,
    )
    after = {
        tenant.tenant_id: tenant.after
        for tenant in plan.tenants
        if tenant.after is not None and tenant.after is not tenant.before
    }
    existing = tuple(entry for tenant in plan.tenants for entry in _existing(tenant))
    return before, replace(situation_after(before, after), existing=existing)


def _existing(tenant: TenantPlan) -> Iterator[ExistingEntry]:
    """What the plan of one tenant creates although it is there, and which the provider will refuse."""
    for change in tenant.changes:
        if change.will_be_refused and change.partner is not None:
            is_sure = any(row.after.state != "after apply" and row.before.state != "unread" for row in change.rows)
            yield ExistingEntry(tenant.tenant_id, change.partner, change.settings.name, change.address, is_sure)


def holds_undone(environment: Environment, plan: JointPlan) -> list[Finding]:
    """What `plan` opens between tenants that are held apart in `environment` as it is now."""
    return list(hold_undone(*build_situations(environment, plan, {})))


def _settings(found: Situation) -> dict[str, TenantSettings]:
    return {tenant_id: facts.settings for tenant_id, facts in found.tenants.items()}
