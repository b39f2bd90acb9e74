"""The review as JSON, in the schema published as `docs/schemas/review.schema.json`.

It is data: ids, clouds by their names, sets of users and applications, gates, states. What was not read is said to
be unknown, and is never an empty list. Only a finding has sentences, as a reader of the JSON wants them.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from crosscloud.domain.access import Comparison, Gate, Targets
from crosscloud.domain.access.comparison import Pairs
from crosscloud.domain.access.formula import Term
from crosscloud.domain.access.permission import Answers, Table
from crosscloud.domain.access.reduced import reduce_terms
from crosscloud.domain.access.statements import Statement, statements
from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES
from crosscloud.domain.finding_policy import Acceptance
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.settings import OFFICE_365, PARTNER
from crosscloud.domain.truth import Truth
from crosscloud.report.directions import DirectionWording, may_widen
from crosscloud.report.essentials import names_essentials
from crosscloud.report.verdict import sort_findings
from crosscloud.review.directions import DirectionReview, Party, UnchangedPartner
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.review import Review
from crosscloud.review.ways import WayReview
from crosscloud.wording.findings import say
from crosscloud.wording.names import Names


def render(review: Review) -> str:
    """The review as JSON text, ending with a line break.

    It is ASCII, every other character escaped: shown in a terminal it steers nothing, and it can be written in
    any encoding, whatever a tenant's names hold.
    """
    return write_json(review_to_json(review)) + "\n"


def write_json(document: Any, depth: int = 4, margin: str = "") -> str:
    """The document as ASCII JSON text: indented for a reader to `depth`, what is deeper on one line.

    The text for one of thousands of partners stays short this way, and Python's fast encoder writes it.
    """
    if not depth or not document or not isinstance(document, dict | list):
        return json.dumps(document)
    inner = margin + " "
    if isinstance(document, list):
        items = [inner + write_json(item, depth - 1, inner) for item in document]
        return "[\n" + ",\n".join(items) + f"\n{margin}]"
    members = [f"{inner}{json.dumps(key)}: {write_json(item, depth - 1, inner)}" for key, item in document.items()]
    return "{\n" + ",\n".join(members) + f"\n{margin}}}"


def review_to_json(review: Review) -> dict[str, Any]:
    """The review as data, in the published schema."""
    sets, words = Sets(), DirectionWording(review.names)
    return {
        **review.plan.to_json(),
        "exit_code": review.exit_code,
        "digest": review.digest or None,
        "expired": [
            {
                "finding": each.finding,
                "tenants": list(each.tenants),
                "reason": each.reason,
                "approved_by": each.approved_by,
                "expires": each.expires.isoformat(),
                "line": each.line,
            }
            for each in review.expired
        ],
        "access": [_direction(direction, sets, words) for direction in review.directions],
        "unchanged_partners": [_unchanged(each, review.names) for each in review.unchanged_partners],
        "guest_essentials": {id_: NAMES[id_] for id_ in GUEST_ESSENTIALS} if names_essentials(review) else {},
        "findings": [_finding(judged, review.names) for judged in sort_findings(review.findings, review.names)],
    }


class Sets:
    """Sets of pairs as data; each list of a setting is put into data once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Targets, bool], list[dict[str, str | None]]] = {}

    def permitted(self, table: Table, answers: Answers) -> list[dict[str, Any]] | None:
        """Who may reach what; None where that is not known."""
        if Truth.UNKNOWN in answers.values():
            return None
        return self.statements(table, tuple(pair for pair, answer in answers.items() if answer is Truth.YES))

    def affected(self, table: Table, pairs: Pairs) -> list[dict[str, Any]]:
        """Some pairs alone, without those who are not among them."""
        return [each for each in self.statements(table, pairs) if each["applications"]] if pairs else []

    def statements(self, table: Table, pairs: Pairs) -> list[dict[str, Any]]:
        """The pairs as statements, in the order in which they are to be read."""
        return [self.statement(table, statement) for statement in statements(table, pairs)]

    def statement(self, table: Table, said: Statement) -> dict[str, Any]:
        """One statement over the lists of `table`."""
        return {
            "users": self._conditions(said.users, table.user_lists, are_users=True),
            "applications": self._conditions(said.applications, table.application_lists, are_users=False),
            "everyone": said.is_everyone,
            "everything": said.is_everything,
            "rest": said.is_rest,
        }

    def _conditions(
        self, terms: Iterable[Term], lists: Sequence[Targets], *, are_users: bool
    ) -> list[dict[str, Any]]:
        return [
            {
                "in": [self._list(targets, are_users=are_users) for targets in condition.inside],
                "not_in": []
                if condition.outside.is_empty
                else [self._list(condition.outside, are_users=are_users)],
            }
            for condition in reduce_terms(terms, lists)
        ]

    def _list(self, targets: Targets, *, are_users: bool) -> list[dict[str, str | None]]:
        key = targets, are_users
        if key not in self._known:
            self._known[key] = _targets(targets, are_users=are_users)
        return self._known[key]


def _targets(targets: Targets, *, are_users: bool) -> list[dict[str, str | None]]:
    """A list of targets; what holds everything has no id, nor has Office 365."""
    if targets.everything:
        return [{"kind": "all_users" if are_users else "all_applications", "id": None}]
    if are_users:
        groups: list[dict[str, str | None]] = [{"kind": "group", "id": id_} for id_ in sorted(targets.classes)]
        return groups + [{"kind": "user", "id": id_} for id_ in sorted(targets.ids)]
    suite: list[dict[str, str | None]] = [{"kind": "office_365", "id": None}] * (OFFICE_365 in targets.classes)
    return suite + [{"kind": "application", "id": id_} for id_ in sorted(targets.ids)]


def _direction(direction: DirectionReview, sets: Sets, words: DirectionWording) -> dict[str, Any]:
    return {
        "home": party_to_json(direction.home, words),
        "resource": party_to_json(direction.resource, words),
        "half_of": direction.half_of or None,
        "status": direction.status,
        "changed": direction.is_changed,
        "may_widen": may_widen(direction),
        "access": _comparison(direction.access, sets),
        "unmet_before": [_gate(gate) for gate in direction.unmet_before],
        "unmet_after": [_gate(gate) for gate in direction.unmet_after],
        "unread": [{"tenant_id": tenant_id, "part": part} for tenant_id, part in direction.unread],
        "half_open": direction.half_open,
        "consent_prompt_suppressed": {
            "before": direction.consent_before.value,
            "after": direction.consent_after.value,
        },
        "trust": {
            "before": list(direction.trust_before),
            "after": list(direction.trust_after),
            "unknown": list(direction.trust_unknown),
        },
        "ways": [way_to_json(way, sets) for way in direction.ways],
        "declared": direction.declared,
        "source": direction.source or None,
    }


def _comparison(access: Comparison, sets: Sets) -> dict[str, Any]:
    """What is permitted before and after, and what becomes of it."""
    table = access.table
    return {
        "before": sets.permitted(table, access.was),
        "after": sets.permitted(table, access.will),
        "gained": sets.affected(table, access.gained),
        "lost": sets.affected(table, access.lost),
        "maybe_gained": sets.affected(table, access.maybe_gained),
        "maybe_lost": sets.affected(table, access.maybe_lost),
        "unknown": sets.affected(table, access.unknown),
    }


def way_to_json(way: WayReview, sets: Sets) -> dict[str, Any]:
    """A way beside collaboration: what it rests on, and what it permits before and after."""
    return {
        "way": way.way.name,
        "status": way.status,
        "changed": way.is_changed,
        "may_widen": way.may_widen,
        "sections": list(dict.fromkeys(half.section for _, half in way.way.halves)),
        "access": _comparison(way.access, sets),
        "unread": [{"tenant_id": tenant_id, "part": part} for tenant_id, part in way.unread],
    }


def party_to_json(party: Party, words: DirectionWording) -> dict[str, Any]:
    """One end of a direction: a tenant, or every organisation of a cloud that nobody listed."""
    return {
        "tenant_id": party.tenant_id or None,
        "cloud": None if party.cloud is None else party.cloud.name,
        "name": words.name_party(party),
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "gate": gate.name,
        "tenant_id": gate.tenant or None,
        "about": gate.other or None,
        "clouds": [cloud.name for cloud in gate.clouds],
        "setting": gate.setting or None,
    }


def _unchanged(partner: UnchangedPartner, names: Names) -> dict[str, Any]:
    return {
        "half_of": partner.tenant,
        "tenant_id": partner.partner,
        "name": names.organisation(partner.partner),
        "cloud": None if partner.cloud is None else partner.cloud.name,
        "inbound": partner.inbound,
        "outbound": partner.outbound,
        "trusts": None if partner.trusts is None else list(partner.trusts),
        "ways": [way.name for way in partner.ways],
    }


def _finding(judged: JudgedFinding, names: Names) -> dict[str, Any]:
    found, said = judged.finding, say(judged.finding, names)
    return {
        "id": found.id,
        "severity": found.severity,
        "status": judged.status,
        "tenants": [{"tenant_id": id_, "name": names.tenant(id_)} for id_ in found.tenants],
        "place": _place(found.place),
        "acceptance": None if judged.acceptance is None else _acceptance(judged.acceptance),
        "summary": said.summary,
        "detail": said.detail,
        "fix": said.fix,
        "doc": found.doc,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "tenant_id": place.tenant,
        "object": PARTNER.name if place.partner else place.of or None,
        "partner": place.partner,
        "section": place.section or None,
        "member": place.member or None,
    }


def _acceptance(entry: Acceptance) -> dict[str, Any]:
    return {
        "tenants": list(entry.tenants),
        "reason": entry.reason,
        "approved_by": entry.approved_by,
        "expires": entry.expires.isoformat(),
        "line": entry.line,
    }
