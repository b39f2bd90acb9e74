"""From a joint plan to the joint review: the settings before and after, access, findings, and what refuses."""

from collections.abc import Mapping
from datetime import date

from crosscloud.domain.access import TenantSettings, from_snapshot, unread
from crosscloud.domain.findings import Finding, NamedId, Situation, TenantFacts, check, check_change
from crosscloud.domain.findings.rules.holds import hold_undone
from crosscloud.environment import Environment, Tenant
from crosscloud.review.access import review_directions, stay_beyond
from crosscloud.review.judgement import judge
from crosscloud.review.model import JointPlan
from crosscloud.review.planned import settings_after, snapshot_after
from crosscloud.review.review import Review

Directions = Mapping[tuple[str, str], str]
"""The directions that the intent declares (home id, resource id), each with its line."""


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
    before = situation(environment, plan, declared)
    after = _after(before, plan)
    was, will = _settings(before), _settings(after)
    planned = [tenant.tenant_id for tenant in plan.tenants]
    directions = review_directions(
        was,
        will,
        planned,
        environment.describe_id,
        declared,
        changing=[tenant.tenant_id for tenant in plan.tenants if tenant.has_changes],
        cloud_of=before.cloud_of,
    )
    beyond = stay_beyond(was, will, planned, environment.describe_id, before.cloud_of)
    weighed = environment.weighing.weighed
    findings = judge(
        environment,
        weighed(check(before)),
        weighed(check(after)),
        weighed(check_change(before, after)),
        today,
    )
    return Review(plan, tuple(directions), tuple(findings), tuple(beyond))


def holds_undone(environment: Environment, plan: JointPlan) -> list[Finding]:
    """What `plan` opens between tenants that are held apart in `environment` as it is now."""
    before = situation(environment, plan, {})
    return list(hold_undone(before, _after(before, plan)))


def _after(before: Situation, plan: JointPlan) -> Situation:
    """What `plan` makes of `before`."""
    documents = {tenant.tenant_id: tenant.document for tenant in plan.tenants}
    return Situation(
        tenants={
            tenant_id: TenantFacts(
                settings=settings_after(facts.settings, documents.get(tenant_id, {})),
                snapshot=None
                if facts.snapshot is None
                else snapshot_after(facts.snapshot, documents.get(tenant_id, {})),
                is_managed=facts.is_managed,
                unreadable=facts.unreadable,
                sources=facts.sources,
                names=facts.names,
                surroundings=facts.surroundings,
            )
            for tenant_id, facts in before.tenants.items()
        },
        declared=before.declared,
        name_of=before.name_of,
        clouds_of=before.clouds_of,
        holds=before.holds,
    )


def situation(environment: Environment, plan: JointPlan, declared: Directions) -> Situation:
    """What is known of every tenant of `environment` when `plan` was made; the rest is unknown."""
    planned = {tenant.tenant_id: tenant for tenant in plan.tenants}
    tenants: dict[str, TenantFacts] = {}
    for tenant in environment.tenants.values():
        found = planned.get(tenant.tenant_id)
        snapshot = None if found is None else found.snapshot
        tenants[tenant.tenant_id] = TenantFacts(
            settings=unread(tenant.name, tenant.tenant_id, tenant.cloud)
            if snapshot is None
            else from_snapshot(snapshot),
            snapshot=snapshot,
            is_managed=tenant.is_managed,
            unreadable={} if found is None else found.unreadable,
            sources={} if found is None else found.sources,
            names=names_of(tenant),
            surroundings=plan.around.surroundings.get(tenant.tenant_id),
        )
    return Situation(
        tenants=tenants,
        declared=frozenset(declared),
        name_of=environment.describe_id,
        clouds_of=plan.around.clouds_of,
        holds=environment.holds,
    )


def names_of(tenant: Tenant) -> tuple[NamedId, ...]:
    """The names in the environment file that stand for ids of `tenant`."""
    return tuple(NamedId(each.kind, each.name, each.id, each.display_name) for each in tenant.named)


def _settings(found: Situation) -> dict[str, TenantSettings]:
    return {tenant_id: facts.settings for tenant_id, facts in found.tenants.items()}
