"""The verdict on a plan in the words that every report shares: what refuses it, what was found, what is due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import is_same_cloud
from crosscloud.domain.finding_policy import NEVER_ACCEPTED
from crosscloud.domain.findings.permissions import MissingPermissions, find_missing_permissions
from crosscloud.domain.findings.rules.guests import keeps_everybody_out
from crosscloud.report.directions import list_disputed, tally
from crosscloud.report.plain import brief
from crosscloud.review.directions import DirectionReview
from crosscloud.review.judgement import JudgedFinding, Status
from crosscloud.review.model import TenantPlan
from crosscloud.review.review import Review
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.wording.decision import NOT_EVALUATED
from crosscloud.wording.findings import Said, say
from crosscloud.wording.findings.directory import permissions_missing
from crosscloud.wording.names import Names
from crosscloud.wording.ways import WAY_NAMES

NOT_CUT: Final = "nothing that widens access is left out"
"""What every report that leaves something out can promise."""

SAVED_AS: Final = "review.json"
"""The file whose SHA-256 every report names: it stands for the whole saved plan (`crosscloud apply --digest`)."""

STILL_NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "guest accounts": "invite each user once per tenant",
        "time": "a change may take hours to reach sign-in: Microsoft documents no figure for these settings",
        "not evaluated": "Conditional Access but for MFA and devices (XC405), " + ", ".join(NOT_EVALUATED[2:]),
    }
)
"""What stands between an open direction and a user who gets in, and that no plan of these settings does."""

_ACROSS_CLOUDS: Final = "invite by user principal name, not by mail alias; each user once per tenant"
"""Of guest accounts between clouds: Microsoft's page on cloud settings for B2B collaboration."""

_NAMED: Final = 3
"""So many tenants are named, and the others counted."""

_STATUSES: Final[Mapping[Status, int]] = MappingProxyType(
    {"refuses": 0, "accepted": 1, "introduced": 2, "standing": 2}
)
_SEVERITIES: Final = ("error", "warning", "info", "unknown")
_COUNTED: Final = {
    "refuses": ("refuses", "refuse"),
    "accepted": ("accepted", "accepted"),
    "error": ("error that stood before", "errors that stood before"),
    "warning": ("warning", "warnings"),
    "info": ("info", "info"),
    "unknown": ("unknown", "unknown"),
}


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One finding in words, or several that say the same of other tenants.

    Attributes:
        ids: its id; of what several findings say, the ids of all.
        severity: its severity.
        status: what it means for the plan.
        tenants: the names of all its tenants.
        tenant_ids: their ids.
        summary: what is so, in one line.
        detail: what follows from it; may be empty.
        fix: what to do; may be empty.
        remark: what is to be said beside it: who accepted it, or that it is not the plan's doing; may be empty.
        judged: the findings themselves.
    """

    ids: tuple[str, ...]
    severity: str
    status: Status
    tenants: tuple[str, ...]
    tenant_ids: tuple[str, ...]
    summary: str
    detail: str
    fix: str
    remark: str
    judged: tuple[JudgedFinding, ...]

    @property
    def id(self) -> str:
        """Its id; of several the first, marked as one of several."""
        return self.ids[0] if len(self.ids) == 1 else f"{self.ids[0]} …"

    @property
    def label(self) -> str:
        """`refuses`, `accepted`, or the severity: what a reader must know first."""
        return self.judged[0].label


def tell_findings(review: Review) -> list[ToldFinding]:
    """The findings of `review` in words, most urgent first; what several say alike is told once."""
    return merge_findings(review.findings, review.names, _file(review))


def merge_findings(findings: Iterable[JudgedFinding], names: Names, file: str = "") -> list[ToldFinding]:
    """Findings in words, most urgent first; those that say the same of several tenants are one that names all.

    What a tenant does not say for want of permissions is one for each tenant, whatever findings they would answer.

    Args:
        findings: what was found.
        names: what the reader calls the ids.
        file: the environment file that accepts findings, as the reader knows it.
    """
    groups: dict[tuple[object, ...], list[tuple[JudgedFinding, Said]]] = {}
    unpermitted: dict[str, list[tuple[JudgedFinding, MissingPermissions]]] = {}
    for judged in sort_findings(findings, names):
        missing = find_missing_permissions(judged.finding) if judged.label == "unknown" else None
        if missing is not None:
            unpermitted.setdefault(missing.tenant, []).append((judged, missing))
            continue
        said, found = say(judged.finding, names), judged.finding
        alike = judged.status, judged.acceptance, found.id, found.severity, said.summary, said.fix
        groups.setdefault(alike, []).append((judged, said))
    told = [_tell(group, names, file) for group in groups.values()]
    tenants = sorted(unpermitted, key=names.tenant)
    return [*told, *(_tell_unpermitted(tenant, unpermitted[tenant], names) for tenant in tenants)]


def _tell_unpermitted(
    tenant: str, group: Sequence[tuple[JudgedFinding, MissingPermissions]], names: Names
) -> ToldFinding:
    """What one tenant does not say for want of permissions, as one."""
    said = permissions_missing(
        {each for _, missing in group for each in missing.permissions}, [judged.finding for judged, _ in group]
    )
    statuses: list[Status] = [judged.status for judged, _ in group]
    return ToldFinding(
        ids=tuple(sorted({judged.finding.id for judged, _ in group})),
        severity="unknown",
        status="introduced" if "introduced" in statuses else "standing",
        tenants=(names.tenant(tenant),),
        tenant_ids=(tenant,),
        summary=said.summary,
        detail=said.detail,
        fix=said.fix,
        remark="",
        judged=tuple(judged for judged, _ in group),
    )


def _tell(group: Sequence[tuple[JudgedFinding, Said]], names: Names, file: str) -> ToldFinding:
    first, said = group[0]
    ids = tuple(dict.fromkeys(id_ for judged, _ in group for id_ in judged.finding.tenants))
    return ToldFinding(
        ids=(first.finding.id,),
        severity=first.finding.severity,
        status=first.status,
        tenants=tuple(map(names.tenant, ids)),
        tenant_ids=ids,
        summary=said.summary,
        detail=" ".join(dict.fromkeys(each.detail for _, each in group if each.detail)),
        fix=said.fix,
        remark=_remark(first, file),
        judged=tuple(judged for judged, _ in group),
    )


def sort_findings(findings: Iterable[JudgedFinding], names: Names) -> list[JudgedFinding]:
    """What refuses first, then what is accepted; then by severity, id and the names of the tenants."""

    def place(judged: JudgedFinding) -> tuple[int, int, str, list[str]]:
        found = judged.finding
        tenants = [names.tenant(tenant) for tenant in found.tenants]
        return _STATUSES[judged.status], _SEVERITIES.index(found.severity), found.id, tenants

    return sorted(findings, key=place)


def _remark(judged: JudgedFinding, file: str) -> str:
    if judged.acceptance is not None:
        entry = judged.acceptance
        until = f"until {entry.expires.isoformat()} ({file}:{entry.line})"
        return f"Accepted by {entry.approved_by} {until}: {entry.reason}"
    return "Stood before this plan." if judged.status == "standing" else ""


def _file(review: Review) -> str:
    return f"environments/{brief(review.plan.environment)}.yaml"


def headline(review: Review) -> str:
    """The verdict in a few words, such as `refused`, `not read in full` or `no changes`."""
    if review.plan.failed:
        return "could not be planned" if list_failures(review) else "not read in full"
    if review.refusals:
        return "refused"
    return "changes" if review.plan.has_changes else "no changes"


def list_failures(review: Review) -> list[tuple[TenantPlan, TerraformMessage]]:
    """The errors that kept tenants from being planned."""
    return [(tenant, message) for tenant in review.plan.tenants for message in tenant.errors]


def list_refusals(told: Iterable[ToldFinding]) -> list[ToldFinding]:
    """Those of the findings that refuse the plan."""
    return [finding for finding in told if finding.status == "refuses"]


def say_refusal(told: ToldFinding) -> str:
    """What refuses the plan, with the names of its tenants where it does not say them itself."""
    is_named = all(tenant in told.summary for tenant in told.tenants)
    return told.summary if is_named else f"{name_tenants(told)}: {told.summary}"


def name_tenants(told: ToldFinding) -> str:
    """The names of a finding's tenants."""
    return ", ".join(map(brief, told.tenants))


def count_findings(told: Iterable[ToldFinding]) -> str:
    """`1 refuses, 1 accepted, 2 warnings, 2 info, 2 unknown`."""
    counts = Counter(finding.label for finding in told)
    return ", ".join(
        f"{counts[kind]} {words[counts[kind] != 1]}"
        for kind, words in _COUNTED.items()
        if counts[kind] or kind == "refuses"
    )


def say_how_to_accept(review: Review) -> str:
    """What to do where a refused change is meant after all; empty where nothing refuses that can be accepted."""
    refusing = (judged.finding.id for judged in review.refusals)
    ids = ", ".join(dict.fromkeys(id_ for id_ in refusing if id_ not in NEVER_ACCEPTED))
    if not ids:
        return ""
    return (
        f"If this is meant: an entry for {ids} under accept: in {_file(review)}, with reason, approver and expiry."
    )


def list_in_the_way(review: Review, told: Iterable[ToldFinding]) -> list[ToldFinding]:
    """Those of the findings by which nobody gets in where this plan opens, and that do not refuse the plan."""
    ways = {(d.home.tenant_id, d.resource.tenant_id) for d in review.directions if d.access.gained}
    return [
        finding
        for finding in told
        if finding.label not in _STATUSES
        and any(keeps_everybody_out(judged.finding.facts, ways) for judged in finding.judged)
    ]


def list_told_below(review: Review, told: Sequence[ToldFinding]) -> list[ToldFinding]:
    """The findings without those that a report told before its list: what refuses, and what is in the way."""
    before = {id(finding) for finding in (*list_refusals(told), *list_in_the_way(review, told))}
    return [finding for finding in told if id(finding) not in before]


def list_still_needed(review: Review) -> list[tuple[str, str]]:
    """What the plan does not do and does not know; where nobody gains, only what was not evaluated.

    How guests are to be invited between clouds is said where somebody gains, or may, between two.
    """
    gaining = [direction for direction in review.directions if direction.access.gained]
    told = dict(STILL_NEEDED)
    if any(_may_cross(direction) for direction in gaining):
        told["guest accounts"] = _ACROSS_CLOUDS
    for way, tenants in list_disputed(review.directions).items():
        names = ", ".join(brief(review.names.tenant(tenant)) for tenant in tenants[:_NAMED])
        more = f" and {len(tenants) - _NAMED:,} more" if len(tenants) > _NAMED else ""
        told["not evaluated"] += f", {WAY_NAMES[way]} of {names}{more} (not answered)"
    return [(name, text) for name, text in told.items() if gaining or name == "not evaluated"]


def _may_cross(direction: DirectionReview) -> bool:
    """Whether a direction leads to another cloud, as far as is known."""
    home, resource = direction.home.cloud, direction.resource.cloud
    return home is None or resource is None or not is_same_cloud(home, resource)


def say_when(review: Review) -> list[str]:
    """When what the plan does takes hold: which half must wait for the other."""
    said = []
    opened = tally(review.directions).get("opens", [])
    changing = {tenant.tenant_id for tenant in review.plan.tenants if tenant.has_changes}
    if opened and all(_waits_for_both(direction, changing) for direction in opened):
        said.append("Nobody gains access until both tenants are applied.")
    if any(direction.is_default and direction.access.lost for direction in review.directions):
        said.append("Each default closes when its own tenant is applied.")
    return said


def _waits_for_both(direction: DirectionReview, changing: AbstractSet[str]) -> bool:
    """Whether each end changes, and must itself do something first: enable a cloud, or list the other."""
    ends = {direction.home.tenant_id, direction.resource.tenant_id}
    return ends <= changing and ends <= {gate.tenant for gate in direction.unmet_before}
