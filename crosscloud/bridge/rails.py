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

from crosscloud.bridge.tenant import ConnectedTenant, TenantContext, UnreadableError
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
from crosscloud.tfplugin import is_wholly_known

if TYPE_CHECKING:
    from crosscloud.domain.access import TenantSettings
    from crosscloud.domain.findings import Finding

_Live: TypeAlias = "tuple[TenantSettings, Mapping[str, Value] | None] | None"

_TOLD_IF_UNKNOWN: Final = ("XC211", "XC303", "XC307")
"""Undecided findings that are told, as warnings: a document is silent, or the cloud of a partner decides."""


def judge_written(
    context: TenantContext,
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
    tenant, policy = context.client, _find_policy(context, settings)
    changed = [s for s in settings.sections if s.name in given and is_wholly_known(given[s.name])]
    if prior is not None:
        changed = _find_differing(changed, prior, given)
    if policy is None or not changed:
        return
    live = None if tenant is None else _read_live(tenant, settings, partner)
    base = prior if live is None else live[1]
    if base is not None:
        changed = _find_differing(changed, base, given)
    if not changed:
        return
    found = list(_find_doubts(tenant, changed, given, partner))
    if tenant is not None and live is not None:
        sections = {**(base or {}), **{section.name: given[section.name] for section in changed}}
        found += _find_in_writing(tenant, live[0], settings, sections, partner)
    _tell(context, policy, found, settings)


def judge_destroyed(
    context: TenantContext, settings: Settings, prior: Mapping[str, Any], partner: str | None = None
) -> None:
    """Report what is unsafe about destroying the object that `prior` holds."""
    tenant, policy = context.client, _find_policy(context, settings)
    on_destroy = prior.get("on_destroy") or "keep"
    if tenant is None or policy is None or (settings is not PARTNER and on_destroy == "keep"):
        return
    live = _read_live(tenant, settings, partner)
    if live is None:
        return
    from crosscloud.domain.access.after import without  # noqa: PLC0415 - see the module's docstring

    stood = prior.get("restore_to")
    after = without(live[0], settings, partner=partner or "", on_destroy=on_destroy, restore_to=stood)
    _tell(context, policy, _find_in_change(tenant, live[0], after), None)


def _find_policy(context: TenantContext, settings: Settings) -> FindingPolicy | None:
    """How findings are weighed; None where nothing is judged here, or the plan is refused anyway.

    Of identity synchronization holds alone are judged: its other findings rest on the other tenant's cloud.
    """
    tenant = context.client
    if context.diagnostics.has_errors or (settings not in ALL and not (tenant and tenant.holds)):
        return None
    return FindingPolicy() if tenant is None else tenant.finding_policy


def _find_differing(
    sections: Iterable[Section], one: Mapping[str, Any], other: Mapping[str, Any]
) -> list[Section]:
    return [s for s in sections if not is_same(s.type, one.get(s.name), other.get(s.name))]


def _read_live(tenant: ConnectedTenant, settings: Settings, partner: str | None) -> _Live:
    """The tenant as it is, with no partner but the one that is named, and the object's sections.

    None where that is not known: it is reported where the resource is read, and is neither safe nor unsafe.
    """
    from crosscloud.domain.access import from_snapshot  # noqa: PLC0415 - see the module's docstring

    try:
        sections = tenant.find_live(settings, partner)
        return from_snapshot(tenant.make_snapshot(partner)), sections
    except (UnreadableError, UnexpectedAnswerError):
        return None


def _find_in_writing(
    tenant: ConnectedTenant,
    before: "TenantSettings",
    settings: Settings,
    sections: Mapping[str, Any],
    partner: str | None,
) -> "Iterable[Finding]":
    """The findings about writing `sections`; the code declares access from and to the partner that it writes."""
    from crosscloud.domain.access.after import with_sections  # noqa: PLC0415 - see the module's docstring

    if settings in ALL:
        return _find_in_change(
            tenant, before, with_sections(before, settings, sections, partner or ""), declared=partner
        )
    snapshot = tenant.make_snapshot(partner)  # identity synchronization is no part of the settings
    (entry,) = snapshot["partners"] or ({"tenantId": partner},)
    body = {s.graph: to_graph(s, sections[s.name]) for s in settings.sections if s.name in sections}
    after = {**snapshot, "partners": [{**entry, "identitySynchronization": body}]}
    return _find_in_change(tenant, before, before, snapshots=(snapshot, after))


def _find_in_change(
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


def _find_doubts(
    tenant: ConnectedTenant | None, sections: Iterable[Section], given: Mapping[str, Any], partner: str | None
) -> "Iterator[Finding]":
    """What may not mean what the reader thinks: seen in a section alone, without the tenant."""
    own = "" if tenant is None else tenant.tenant_id
    for section in sections:
        found = doubtful(section, given[section.name])
        if found is not None:
            from crosscloud.domain.findings.finding import Place, finding  # noqa: PLC0415 - see the docstring
            from crosscloud.domain.findings.rules.sections import MayMislead  # noqa: PLC0415 - see the docstring

            place = Place(own, partner or DEFAULT.name, section.name)
            yield finding(found.doubt.finding, (own,), place, MayMislead(found))


def _tell(
    context: TenantContext, policy: FindingPolicy, found: "Iterable[Finding]", written: Settings | None
) -> None:
    """Report what was found, at the attribute that it is about; `written` is None where an object is destroyed."""
    today = dt.datetime.now(dt.UTC).date()
    unknown: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in policy.weigh(found):
        path = () if written is None else _find_attribute(finding, written)
        match finding.severity:
            case "error" if policy.acceptance(finding, today) is None:
                how = _tell_how_to_accept(finding, policy.expired(finding, today))
                detail = f"{_describe(finding)}\n{how}".rstrip()
                context.diagnostics.error(f"{finding.id}: {finding.summary}", detail, path, kind=finding.id)
            case "warning":
                context.diagnostics.warning(
                    f"{finding.id}: {finding.summary}", _describe(finding), path, kind=finding.id
                )
            case "unknown" if _is_told(context, finding):
                unknown.setdefault((finding.id, path), []).append(finding)
    for (id_, path), same in unknown.items():
        more = f" And {len(same) - 1:,} more of this kind." if len(same) > 1 else ""
        context.diagnostics.warning(f"{id_}: {same[0].summary}", f"{_describe(same[0])}{more}", path, kind=id_)


def _is_told(context: TenantContext, finding: "Finding") -> bool:
    """Whether it is told although it is not decided; what rests on a part that was not read is no warning."""
    unread = context.client is not None and context.client.read_once().unreadable
    return finding.id in _TOLD_IF_UNKNOWN and not (unread and finding.id != "XC211")


def _find_attribute(finding: "Finding", settings: Settings) -> tuple[str, ...]:
    names = [section.name for section in settings.sections]
    return next(((part,) for part in finding.subject if part in names), (names[0],) if len(names) == 1 else ())


def _describe(finding: "Finding") -> str:
    return f"{finding.detail} {finding.fix} See {finding.doc}.".lstrip()


def _tell_how_to_accept(finding: "Finding", expired: Acceptance | None) -> str:
    if finding.id in NEVER_ACCEPTED:
        return ""
    tenants = ", ".join(f'"{tenant}"' for tenant in finding.tenants)
    was = f"It was accepted until {expired.expires} (approved by {expired.approved_by}). " if expired else ""
    return (
        f"{was}If it is meant, accept it: in the environment file, or without one in the provider's block:\n"
        f'  accept = [{{ finding = "{finding.id}", tenants = [{tenants}], reason = "...", approved_by = "...", '
        f'expires = "YYYY-MM-DD" }}]'
    )
