"""The verdict on a plan in the words that every report shares: what refuses it, why, and what was found."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from crosscloud.environment import NEVER_ACCEPTED
from crosscloud.report.directions import is_default, tallies
from crosscloud.report.plain import brief
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.model import TenantPlan
from crosscloud.review.review import STILL_NEEDED, Review
from crosscloud.terraform.cli import TerraformMessage

NOT_CUT: Final = "nothing that widens access is left out"
"""What every report that leaves something out can promise."""

_SUPPORTED_BY: Final = ("has not enabled", "does not list")


def headline(review: Review) -> str:
    """The verdict in a few words: `refused`, `could not be planned`, `changes`, `no changes`."""
    if review.plan.failed:
        return "could not be planned"
    if review.refusals:
        return "refused"
    return "changes" if review.plan.has_changes else "no changes"


def failures(review: Review) -> list[tuple[TenantPlan, TerraformMessage]]:
    """The errors that kept tenants from being planned."""
    return [(tenant, message) for tenant in review.plan.tenants for message in tenant.errors]


def merged(findings: Iterable[JudgedFinding]) -> list[JudgedFinding]:
    """Findings that say the same of several tenants as one that names them all; the order stays."""
    found: dict[tuple[str, ...], JudgedFinding] = {}
    for judged in findings:
        one = judged.finding
        key = (judged.status, judged.acceptance, one.id, one.severity, one.summary, one.fix)
        first = found.get(key)
        if first is None:
            found[key] = judged
            continue
        tenants = tuple(dict.fromkeys((*first.finding.tenants, *one.tenants)))
        detail = first.finding.detail
        if one.detail not in detail:
            detail = f"{detail} {one.detail}"
        found[key] = replace(first, finding=replace(first.finding, tenants=tenants, detail=detail))
    return list(found.values())


def label(judged: JudgedFinding) -> str:
    """`refuses`, `accepted`, or the severity: what a reader must know first."""
    return judged.status if judged.status in {"refuses", "accepted"} else judged.finding.severity


def remark(judged: JudgedFinding) -> str:
    """What is to be said beside a finding: who accepted it, or that it is not the plan's doing."""
    if judged.status == "accepted":
        return f"Accepted: {judged.acceptance}"
    return "Stood before this plan." if judged.status == "standing" else ""


def tenants_of(judged: JudgedFinding) -> str:
    """The names of a finding's tenants."""
    return ", ".join(brief(tenant) for tenant in judged.finding.tenants)


def counts(findings: Iterable[JudgedFinding]) -> str:
    """`1 refuses, 1 accepted, 2 warnings, 2 info, 2 unknown`."""
    labels = [label(judged) for judged in findings]
    words = {
        "refuses": ("refuses", "refuse"),
        "accepted": ("accepted", "accepted"),
        "error": ("error that stood before", "errors that stood before"),
        "warning": ("warning", "warnings"),
        "info": ("info", "info"),
        "unknown": ("unknown", "unknown"),
    }
    return ", ".join(
        f"{labels.count(kind)} {words[kind][labels.count(kind) != 1]}"
        for kind in words
        if kind in labels or kind == "refuses"
    )


def how_to_accept(review: Review) -> str:
    """What to do where a refused change is meant after all; empty where nothing refuses that can be accepted."""
    refusing = (judged.finding.id for judged in review.refusals)
    ids = ", ".join(dict.fromkeys(id_ for id_ in refusing if id_ not in NEVER_ACCEPTED))
    if not ids:
        return ""
    file = f"environments/{brief(review.plan.environment)}.yaml"
    return f"If this is meant: an entry for {ids} under accept: in {file}, with reason, approver and expiry."


def still_needed(review: Review) -> list[tuple[str, str]]:
    """What the plan does not do and does not know; where nobody gains, only what was not evaluated."""
    gains = any(direction.reach.gained for direction in review.directions)
    return [(name, text) for name, text in STILL_NEEDED.items() if gains or name == "not evaluated"]


def when(review: Review) -> list[str]:
    """When what the plan does takes hold: which half must wait for the other."""
    said = []
    opened = tallies(review.directions).get("opens", [])
    changing = {tenant.name for tenant in review.plan.tenants if tenant.has_changes}
    halves = [
        direction
        for direction in opened
        if {direction.home, direction.resource} <= changing
        and all(_waits_for(name, direction.why_before) for name in (direction.home, direction.resource))
    ]
    if opened and len(halves) == len(opened):
        said.append("Nobody gains access until both tenants are applied.")
    if any(is_default(direction) and direction.reach.lost for direction in review.directions):
        said.append("Each default closes when its own tenant is applied.")
    return said


def _waits_for(name: str, reasons: Iterable[str]) -> bool:
    return any(reason.startswith(f"{name} {words} ") for reason in reasons for words in _SUPPORTED_BY)
