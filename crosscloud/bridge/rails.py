"""What one resource's own change makes unsafe, told when it is planned: for plain `terraform` and `cdktf deploy`.

The tenant as it is live is compared with the same tenant after this one change, by the rules of the joint review.
What is an error there, and not accepted in the provider's block, refuses the plan; what would undo a hold of that
block is one that nothing accepts. What other resources of the same plan, or the other tenant, decide is the joint
review's alone; where that runs, the provider is silent.

The rules are imported once there is something to judge: most provider processes of a run never judge anything.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from crosscloud.bridge.tenant import ConnectedTenant, UnreadableError
from crosscloud.domain.finding_policy import NEVER_ACCEPTED, Acceptance, FindingPolicy
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import (
    ALL,
    DEFAULT,
    PARTNER,
    Section,
    Settings,
    UnexpectedAnswerError,
    Value,
    doubtful,
    is_same,
    to_graph,
)
from crosscloud.tfplugin import Context, is_wholly_known

if TYPE_CHECKING:
    from crosscloud.domain.findings import Finding
    from crosscloud.domain.tenant import TenantSettings

_Context: TypeAlias = Context[ConnectedTenant]
_Live: TypeAlias = "tuple[TenantSettings, Mapping[str, Value] | None] | None"

_TOLD_IF_UNKNOWN: Final = ("XC211", "XC303", "XC307")
"""Undecided findings that are told, as warnings: a document is silent, or the cloud of a partner decides."""


def judge_written(
    context: _Context,
    settings: Settings,
    prior: Mapping[str, Any] | None,
    given: Mapping[str, Any],
    partner: str | None = None,
) -> None:
    """Report what is unsafe about writing `given`; what it leaves out, or is not known yet, is taken to stay.

    Args:
        context: of the plan.
        settings: which object.
        prior: the prior state; None where there is none.
        given: the planned sections. What is so already, live or else in the state, is no change.
        partner: the partner's tenant id.
    """
    tenant, finding_policy = context.client, _weighing(context, settings)
    changed = [s for s in settings.sections if s.name in given and is_wholly_known(given[s.name])]
    if prior is not None:
        changed = _differing(changed, prior, given)
    if finding_policy is None or not changed:
        return
    live = None if tenant is None else _live(tenant, settings, partner)
    base = prior if live is None else live[1]
    if base is not None:
        changed = _differing(changed, base, given)
    if not changed:
        return
    found = list(_doubtful(tenant, changed, given, partner))
    if tenant is not None and live is not None:
        sections = {**(base or {}), **{section.name: given[section.name] for section in changed}}
        found += _of_writing(tenant, live[0], settings, sections, partner)
    _tell(context, finding_policy, found, settings)


def judge_destroyed(
    context: _Context, settings: Settings, prior: Mapping[str, Any], partner: str | None = None
) -> None:
    """Report what is unsafe about destroying the object that `prior` holds."""
    tenant, finding_policy = context.client, _weighing(context, settings)
    on_destroy = prior.get("on_destroy") or "keep"
    if tenant is None or finding_policy is None or (settings is not PARTNER and on_destroy == "keep"):
        return
    live = _live(tenant, settings, partner)
    if live is None:
        return
    from crosscloud.domain.access.after import without  # noqa: PLC0415 - see the module's docstring

    stood = prior.get("restore_to")
    after = without(live[0], settings, partner=partner or "", on_destroy=on_destroy, restore_to=stood)
    _tell(context, finding_policy, _of_change(tenant, live[0], after), None)


def _weighing(context: _Context, settings: Settings) -> FindingPolicy | None:
    """How findings are weighed; None where nothing is judged here, or the plan is refused anyway.

    Of identity synchronization holds alone are judged: its other findings rest on the other tenant's cloud.
    """
    tenant = context.client
    if context.diagnostics.has_errors or (settings not in ALL and not (tenant and tenant.holds)):
        return None
    return FindingPolicy() if tenant is None else tenant.finding_policy


def _differing(sections: Iterable[Section], one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Section]:
    return [s for s in sections if not is_same(s.type, one.get(s.name), other.get(s.name))]


def _live(tenant: ConnectedTenant, settings: Settings, partner: str | None) -> _Live:
    """The tenant as it is, with no partner but the one that is named, and the object's sections.

    None where that is not known: it is reported where the resource is read, and is neither safe nor unsafe.
    """
    from crosscloud.domain.tenant import from_snapshot  # noqa: PLC0415 - see the module's docstring

    try:
        sections = tenant.live(settings, partner)
        return from_snapshot(tenant.snapshot(partner)), sections
    except (UnreadableError, UnexpectedAnswerError):
        return None


def _of_writing(
    tenant: ConnectedTenant,
    before: "TenantSettings",
    settings: Settings,
    sections: Mapping[str, Any],
    partner: str | None,
) -> "Iterable[Finding]":
    """The findings about writing `sections`; the code declares access from and to the partner that it writes."""
    from crosscloud.domain.access.after import with_sections  # noqa: PLC0415 - see the module's docstring

    if settings in ALL:
        return _of_change(
            tenant, before, with_sections(before, settings, sections, partner or ""), declared=partner
        )
    snapshot = tenant.snapshot(partner)  # identity synchronization is no part of the settings
    (entry,) = snapshot["partners"] or ({"tenantId": partner},)
    body = {s.graph: to_graph(s, sections[s.name]) for s in settings.sections if s.name in sections}
    after = {**snapshot, "partners": [{**entry, "identitySynchronization": body}]}
    return _of_change(tenant, before, before, snapshots=(snapshot, after))


def _of_change(
    tenant: ConnectedTenant,
    before: "TenantSettings",
    after: "TenantSettings",
    *,
    declared: str | None = None,
    snapshots: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None] = (None, None),
) -> "Iterable[Finding]":
    """The findings about a change of `tenant`.

    Args:
        tenant: whose holds stand.
        before: its settings as they are.
        after: its settings after the change.
        declared: the partner whose access the code declares.
        snapshots: the same two in Graph's JSON, where what is not among the settings changes.
    """
    from crosscloud.domain.findings import Situation, TenantFacts, check_change  # noqa: PLC0415  (as above)

    own = before.tenant_id
    ways = frozenset() if declared is None else frozenset({(own, fold(declared)), (fold(declared), own)})
    one, other = (
        Situation({own: TenantFacts(*facts)}, declared=ways, holds=tenant.holds)
        for facts in zip((before, after), snapshots, strict=True)
    )
    return check_change(one, other)


def _doubtful(
    tenant: ConnectedTenant | None, sections: Iterable[Section], given: Mapping[str, Any], partner: str | None
) -> "Iterator[Finding]":
    """What may not mean what the reader thinks: seen in a section alone, without the tenant."""
    own = "" if tenant is None else tenant.tenant_id
    for section in sections:
        found = doubtful(section, given[section.name])
        if found is not None:
            from crosscloud.domain.findings.finding import Place, finding  # noqa: PLC0415  (as above)
            from crosscloud.domain.findings.rules.sections import MayMislead  # noqa: PLC0415  (as above)

            place = Place(own, partner or DEFAULT.name, section.name)
            yield finding(found.doubt.finding, (own,), place, MayMislead(found))


def _tell(
    context: _Context, finding_policy: FindingPolicy, found: "Iterable[Finding]", written: Settings | None
) -> None:
    """Report what was found, at the attribute that it is about; `written` is None where an object is destroyed."""
    today = dt.datetime.now(dt.UTC).date()
    unknown: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in finding_policy.weigh(found):
        path = () if written is None else _attribute(finding, written)
        match finding.severity:
            case "error" if finding_policy.acceptance(finding, today) is None:
                how = _how_to_accept(finding, finding_policy.expired(finding, today))
                detail = f"{_details(finding)}\n{how}".rstrip()
                context.diagnostics.error(f"{finding.id}: {finding.summary}", detail, path)
            case "warning":
                context.diagnostics.warning(f"{finding.id}: {finding.summary}", _details(finding), path)
            case "unknown" if _is_told(context, finding):
                unknown.setdefault((finding.id, path), []).append(finding)
    for (id_, path), same in unknown.items():
        more = f" And {len(same) - 1:,} more of this kind." if len(same) > 1 else ""
        context.diagnostics.warning(f"{id_}: {same[0].summary}", f"{_details(same[0])}{more}", path)


def _is_told(context: _Context, finding: "Finding") -> bool:
    """Whether it is told although it is not decided; what rests on a part that was not read is no warning."""
    unread = context.client is not None and context.client.reading().unreadable
    return finding.id in _TOLD_IF_UNKNOWN and not (unread and finding.id != "XC211")


def _attribute(finding: "Finding", settings: Settings) -> tuple[str, ...]:
    names = [section.name for section in settings.sections]
    return next(((part,) for part in finding.subject if part in names), (names[0],) if len(names) == 1 else ())


def _details(finding: "Finding") -> str:
    return f"{finding.detail} {finding.fix} See {finding.doc}.".lstrip()


def _how_to_accept(finding: "Finding", expired: Acceptance | None) -> str:
    if finding.id in NEVER_ACCEPTED:
        return ""
    tenants = ", ".join(f'"{tenant}"' for tenant in finding.tenants)
    was = f"It was accepted until {expired.expires} (approved by {expired.approved_by}). " if expired else ""
    return (
        f"{was}If it is meant, accept it: in the environment file, or without one in the provider's block:\n"
        f'  accept = [{{ finding = "{finding.id}", tenants = [{tenants}], reason = "...", approved_by = "...", '
        f'expires = "YYYY-MM-DD" }}]'
    )
