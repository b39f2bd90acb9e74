"""What the plan of a settings object says: whether it is there already, is adopted, or is destroyed and made anew.

A plan reads nothing by itself: it is made on the one reading that a run shares, and fills in what is known of the
object before it is written.
"""

from collections.abc import Mapping
from typing import Any

from crosscloud.bridge.checks import (
    check_given,
    check_restorable,
    find_live,
    is_at_home,
    report_twice,
    tell_how_to_adopt,
)
from crosscloud.bridge.kind import Kind
from crosscloud.bridge.rails import judge_destroyed, judge_written
from crosscloud.bridge.reviewed import Reviewed, keep_reviewed
from crosscloud.bridge.tenant import ConnectedTenant, TenantContext, UnreadableError
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import UnexpectedAnswerError
from crosscloud.tfplugin import Unknown, is_wholly_known


def plan_change(
    kind: Kind,
    context: TenantContext,
    prior: dict[str, Any] | None,
    config: dict[str, Any],
    planned: dict[str, Any],
) -> dict[str, Any]:
    """Fill in the ids, judge what is written, and tell what Terraform does not show of an object that is there."""
    if prior is not None:
        context.private = b""  # of an earlier apply, if any; without a prior state it is of this replacement
    check_given(kind, context, config)
    tenant = context.client
    if kind.is_of_partner and not is_wholly_known(planned.get("tenant_id")):
        if prior is not None:  # whatever it will be, what is there now goes, unless it turns out the same
            plan_destruction(kind, context, prior)
        return planned
    if not kind.is_of_partner and tenant is None:
        judge_written(context, kind.settings, prior, kind.select_wanted(planned))
        return planned
    object_id = fold(planned["tenant_id"]) if tenant is None else kind.find_id(planned, tenant)
    partner, wanted = kind.find_partner(object_id), kind.select_wanted(planned)
    key = kind.make_key(object_id)
    if tenant is not None and not tenant.registry.add_plan(key, is_new=prior is None, config=config):
        report_twice(kind, context, object_id)
    if prior is not None and (not kind.is_of_partner or fold(prior["tenant_id"]) == object_id):
        if is_at_home(kind, context, prior):
            judge_written(context, kind.settings, prior, wanted, partner)
        return planned
    if kind.is_of_partner:
        planned = {**planned, "id": object_id}
    if tenant is not None:
        planned = {**planned, "id": object_id, "home_tenant_id": tenant.tenant_id}
        if kind.may_be_made(context, tenant, object_id):
            _tell_what_is_there(kind, context, tenant, object_id, planned)
    if prior is not None:
        plan_destruction(kind, context, prior)  # Terraform plans the new one once more, without a prior state
    elif tenant is None or not tenant.registry.is_destroyed(key):
        judge_written(context, kind.settings, None, wanted, partner)
    return planned


def plan_destruction(kind: Kind, context: TenantContext, prior: Mapping[str, Any]) -> None:
    """Judge what destroying the object does, and keep for the apply what is live now."""
    context.private = b""
    if not is_at_home(kind, context, prior):
        return
    tenant, partner = context.client, None
    if tenant is not None:
        object_id = kind.find_id(prior, tenant)
        partner = kind.find_partner(object_id)
        reviewed = None if kind.find_ending(prior) == "keep" else _review(kind, tenant, object_id)
        if reviewed is not None:
            keep_reviewed(context, object_id, reviewed)
        kind.judge_removal(context, tenant, object_id)
    check_restorable(context, prior)
    judge_destroyed(context, kind.settings, prior, partner)


def _review(kind: Kind, tenant: ConnectedTenant, object_id: str) -> Reviewed | None:
    """The object as it is now; None where it could not be read, which the read told.

    Then the state is all that a reader of the plan sees of it, and what the apply compares with.
    """
    try:
        return Reviewed(tenant.find_live(kind.settings, kind.find_partner(object_id)))
    except (UnreadableError, UnexpectedAnswerError):
        return None


def _tell_what_is_there(
    kind: Kind, context: TenantContext, tenant: ConnectedTenant, object_id: str, planned: Mapping[str, Any]
) -> None:
    """Tell of an object that exists although it is planned anew: Terraform shows only "create".

    `restore_to` stays unknown: Terraform plans once more at the apply, where the state was not read.
    """
    known, live = find_live(kind, context, object_id)
    if not known or live is None:
        return
    stored = tenant.registry.find_state(kind.make_key(object_id))
    title = kind.name(object_id)
    lines = kind.list_changes(live, {**live, **kind.select_wanted(planned)})
    same = "It is exactly as planned." if kind.is_of_partner else "No live setting changes."
    words = "\n  ".join(["Live settings that change:", *lines]) if lines else same
    if stored is not None:
        if not context.private:  # else the same resource replaces another object
            keep_reviewed(context, object_id, Reviewed(live))
        first = kind.meanwhile.get(kind.find_ending(stored), "")
        context.diagnostics.warning(f"{title} {kind.replaced}", f"{first}{words}", kind="made anew")
        kind.judge_removal(context, tenant, object_id)
    elif lines and kind.is_of_partner and planned.get("adopt_existing") is Unknown:
        context.diagnostics.warning(
            f"{title} {kind.exists}: whether it is adopted is known only at the apply",
            "There adopt_existing decides: where it is true, it is adopted as planned; else creating it is "
            f"refused, and nothing is written.\n{words}",
            kind="adopted or refused",
        )
    elif lines and kind.is_of_partner and not planned.get("adopt_existing"):
        context.diagnostics.warning(
            f"{title} {kind.exists}: creating it will be refused",
            f"{tell_how_to_adopt(kind, object_id)}\n{words}",
            kind="refused as it exists",
        )
    elif not tenant.is_reviewed_jointly:  # the joint review shows an adoption with its values
        are = "are" if kind.is_plural else "is"
        context.diagnostics.warning(f"{title} {kind.exists} and {are} adopted", words, kind="adopted")
