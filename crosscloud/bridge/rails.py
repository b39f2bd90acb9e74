"""What one resource's own change makes unsafe, told when it is planned: for plain `terraform` and `cdktf deploy`.

The tenant as it is live is compared with the same tenant with this one change applied, by the rules of the joint
review. Of its partners only the one that is concerned is looked at, however many there are.
What is an error there, and not accepted in the provider's block, refuses the plan; what would undo a hold of that
block is one that nothing accepts. What other resources of the same plan, or the other tenant, decide is the joint
review's alone; where that runs, the provider is silent.

The rules, and the words for what they find, are imported once there is something to judge or to tell: most
provider processes of a run never judge anything.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

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
    Unread,
    doubtful,
    find_differing,
)
from crosscloud.tfplugin import is_wholly_known

if TYPE_CHECKING:
    from crosscloud.domain.findings import Finding
    from crosscloud.domain.tenant import Sections, SettingsChange, TenantSettings
    from crosscloud.domain.tenant.changes import OnDestroy

_TOLD_IF_UNKNOWN: Final = ("XC211", "XC303", "XC307", "XC315", "XC316")
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
        changed = find_differing(changed, prior, given)
    if policy is None or not changed:
        return
    live = None if tenant is None else _find_live(tenant, settings, partner)
    base = prior if live is None else live[1]
    if base is not None:
        changed = find_differing(changed, base, given)
    if not changed:
        return
    found = list(_find_doubts(tenant, changed, given, partner))
    if tenant is not None and live is not None:
        from crosscloud.domain.tenant import SettingsChange  # noqa: PLC0415 - see the module's docstring

        sections = {section.name: given[section.name] for section in changed}
        change = SettingsChange(settings, "create" if base is None else "update", partner, sections)
        found += _judge_change(tenant, live[0], change)
    _tell(context, policy, found, settings)


def judge_destroyed(
    context: TenantContext, settings: Settings, prior: Mapping[str, Any], partner: str | None = None
) -> None:
    """Report what is unsafe about destroying the object that `prior` holds."""
    tenant, policy = context.client, _find_policy(context, settings)
    on_destroy: OnDestroy = prior.get("on_destroy") or "keep"
    if tenant is None or policy is None or (settings is not PARTNER and on_destroy == "keep"):
        return
    live = _find_live(tenant, settings, partner)
    if live is None:
        return
    from crosscloud.domain.tenant import SettingsChange  # noqa: PLC0415 - see the module's docstring

    stood = prior.get("restore_to")
    restore_to = None if stood is None else json.loads(stood)
    change = SettingsChange(settings, "delete", partner, on_destroy=on_destroy, restore_to=restore_to)
    _tell(context, policy, _judge_change(tenant, live[0], change), None)


def refuse(context: TenantContext, finding: "Finding") -> None:
    """Report a finding that nothing accepts, whatever it counts as elsewhere: what it is about is not done."""
    summary, detail = _describe(finding)
    context.diagnostics.error(summary, detail, kind=finding.id)


def _find_policy(context: TenantContext, settings: Settings) -> FindingPolicy | None:
    """How findings are weighed; None where nothing is judged here, or the plan is refused anyway.

    Without a tenant there is nothing to compare an identity synchronization with.
    """
    tenant = context.client
    if context.diagnostics.has_errors or (settings not in ALL and tenant is None):
        return None
    return FindingPolicy() if tenant is None else tenant.finding_policy


def _find_live(
    tenant: ConnectedTenant, settings: Settings, partner: str | None
) -> "tuple[TenantSettings, Sections | None] | None":
    """The tenant as it is, with no partner but the one that is named, and the object's sections.

    None where the object could not be read: it is reported where the resource is read, and is neither safe nor
    unsafe.
    """
    try:
        sections = tenant.find_sections(settings, partner)
    except (UnreadableError, UnexpectedAnswerError):
        return None
    whole = tenant.parse_once()
    if partner is None:
        return whole, sections
    entry = whole.partners.get(fold(partner))
    return replace(whole, partners={} if entry is None else {entry.tenant_id: entry}), sections


def _judge_change(tenant: ConnectedTenant, live: "TenantSettings", change: "SettingsChange") -> "list[Finding]":
    """The findings about one change of `tenant`; of a partner that is written, the code declares the access."""
    from crosscloud.domain.findings import Situation, TenantFacts, check_resource_change  # noqa: PLC0415 - as above
    from crosscloud.domain.tenant import SettingsChange, apply_changes  # noqa: PLC0415 - as above

    own, partner = live.tenant_id, change.partner
    before = live
    if partner is not None and change.settings is not PARTNER:
        # A synchronization waits for its partner, which is not of this change: as if it were listed already.
        before = apply_changes(live, [SettingsChange(PARTNER, "create", partner)])
    ways: frozenset[tuple[str, str]] = frozenset()
    if partner is not None and change.settings is PARTNER and change.action != "delete":
        ways = frozenset({(own, partner), (partner, own)})
    one, other = (
        Situation({own: TenantFacts(settings, tries=tenant.api.tries)}, declared=ways, holds=tenant.holds)
        for settings in (before, apply_changes(before, [change]))
    )
    return check_resource_change(one, other)


def _find_doubts(
    tenant: ConnectedTenant | None, sections: Iterable[Section], given: Mapping[str, Any], partner: str | None
) -> "Iterator[Finding]":
    """What may not mean what the reader thinks: seen in a section alone, without the tenant."""
    own = "" if tenant is None else tenant.tenant_id
    for section in sections:
        found = doubtful(section, given[section.name])
        if found is not None:
            from crosscloud.domain.findings.finding import Place, finding  # noqa: PLC0415 - as above
            from crosscloud.domain.findings.rules.sections import MayMislead  # noqa: PLC0415 - as above

            place = Place(own, partner or DEFAULT.name, section.name)
            doubt, facts = found.doubt, MayMislead(found)
            yield finding(doubt.finding, (own,), place, facts, severity=doubt.severity)


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
                summary, detail = _describe(finding)
                context.diagnostics.error(summary, f"{detail}\n{how}".rstrip(), path, kind=finding.id)
            case "warning":
                context.diagnostics.warning(*_describe(finding), path, kind=finding.id)
            case "unknown" if _is_told(context, finding):
                unknown.setdefault((finding.id, path), []).append(finding)
    for (id_, path), same in unknown.items():
        more = f" And {len(same) - 1:,} more of this kind." if len(same) > 1 else ""
        summary, detail = _describe(same[0])
        context.diagnostics.warning(summary, f"{detail}{more}", path, kind=id_)


def _is_told(context: TenantContext, finding: "Finding") -> bool:
    """Whether it is told although it is not decided; what rests on a part that was not read is no warning."""
    return finding.id == "XC211" or (
        finding.id in _TOLD_IF_UNKNOWN and (context.client is None or _is_understood(context.client))
    )


def _is_understood(tenant: ConnectedTenant) -> bool:
    """Whether every part of the tenant was read, and every section of the default is of a documented shape."""
    settings = tenant.parse_once()
    return not settings.unreadable and not any(isinstance(value, Unread) for value in settings.default.values())


def _find_attribute(finding: "Finding", settings: Settings) -> tuple[str, ...]:
    names = [section.name for section in settings.sections]
    about = (finding.place.section, *finding.about)
    return next(((part,) for part in about if part in names), (names[0],) if len(names) == 1 else ())


def _describe(finding: "Finding") -> tuple[str, str]:
    """Summary and detail of a diagnostic; tenants are called by their ids, since the provider knows no names."""
    from crosscloud.domain.findings.rules.sections import MayMislead  # noqa: PLC0415 - see the module's docstring
    from crosscloud.wording.findings import say  # noqa: PLC0415 - as above
    from crosscloud.wording.names import Names  # noqa: PLC0415 - as above
    from crosscloud.wording.settings_problems import doubt_in_words  # noqa: PLC0415 - as above

    if isinstance(finding.facts, MayMislead):  # told at the section, which says whose it is
        summary = f"{finding.place.section} {doubt_in_words(finding.facts.doubtful)}."
        detail = "Write what is meant in full, or see that this is meant."
    else:
        said = say(finding, Names())
        summary, detail = said.summary, f"{said.detail} {said.fix}".lstrip()
    return f"{finding.id}: {summary}", f"{detail} See {finding.doc}."


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
