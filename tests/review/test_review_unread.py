"""Whatever is unread never appears as nothing, closed, absent, unchanged or no finding.

Any part of any tenant of a generated environment is blanked out, before a change. No answer may then become known
that was not, and none that is definite may become another: it stays, or it becomes unknown.
"""

from collections.abc import Callable, Iterator
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.access import application, decide, permission, user
from crosscloud.domain.access.targets import Subject
from crosscloud.domain.findings import Finding, Situation, check, check_change
from crosscloud.domain.truth import Truth
from crosscloud.report.matrix import matrix_to_json
from crosscloud.review.directions import DirectionReview, UnchangedPartner, review_directions
from crosscloud.review.object_changes import ObjectChange, Side
from crosscloud.review.review import Review
from tests.support.environments import (
    APPLICATIONS,
    GROUPS,
    ODD,
    OUTSIDERS,
    USER,
    Blank,
    MadeEnvironment,
    blanks_of,
    environments,
)

NOBODY, NOTHING = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
USERS = [user(USER), user(USER, {*GROUPS}), user(NOBODY, {GROUPS[0]}), user(NOBODY)]
TARGETS = [*map(application, APPLICATIONS), Subject(NOTHING), application("Office365")]
FAIL_CLOSED = {"XC312"}
"""Under a hold, what may open anything is refused."""

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes for an environment; a failure prints it in short."""

Case = tuple[MadeEnvironment, MadeEnvironment, Blank]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """An environment, the same with one part blanked out, and that part."""
    whole = draw(environments())
    blank = draw(st.sampled_from([*blanks_of(whole)]))
    return whole, whole.without(blank, draw(st.sampled_from(ODD))), blank


def held(property_: Callable[[Case], None]) -> Callable[..., Any]:
    """A test of `property_` with a small budget, and one with a large budget among the slow ones."""

    @pytest.mark.parametrize(
        "examples", [pytest.param(25, id="few"), pytest.param(600, id="many", marks=pytest.mark.slow)]
    )
    def test(examples: int) -> None:
        how(max_examples=examples, phases=PHASES)(given(cases())(property_))()

    test.__doc__ = property_.__doc__
    return test


def is_kept(known: Truth, now: Truth) -> bool:
    return now in (known, Truth.UNKNOWN)


def moments(case: Case) -> Iterator[tuple[Situation, Situation]]:
    """(whole, in part), before the change and after it."""
    whole, part, _ = case
    yield whole.situation_before, part.situation_before
    yield whole.situation_after, part.situation_after


def decisions_stay_or_become_unknown(case: Case) -> None:
    """Every gate, every answer, trust and the consent prompt, for every user and application."""
    for whole, part in moments(case):
        for home, resource in permutations(whole.tenants, 2):
            one, other = whole.tenants[home].settings, whole.tenants[resource].settings
            here, there = part.tenants[home].settings, part.tenants[resource].settings
            for who, what in product(USERS, TARGETS):
                known, now = decide(one, other, who, what), decide(here, there, who, what)
                assert is_kept(known.answer, now.answer)
                assert is_kept(known.consent_prompt_suppressed, now.consent_prompt_suppressed)
                assert all(is_kept(a.answer, b.answer) for a, b in zip(known.gates, now.gates, strict=True))
                assert all(is_kept(answer, now.trust[claim]) for claim, answer in known.trust.items())
                shown = permission(here, there).permits(who, what)
                assert is_kept(permission(one, other).permits(who, what), shown)


def findings_stay_or_become_unknown(case: Case) -> None:
    """None vanishes without a word that something is unknown, and none appears that is definite."""
    whole, part, blank = case
    if blank.part == "cloud":  # of an organisation that is no tenant of the environment
        return
    for known, now in moments(case):
        was, is_ = by_key(check(known)), by_key(check(now))
        for key, found in is_.items():
            if found.severity != "unknown":
                assert key in was, found
                assert was[key].severity == found.severity, found
        unknown = [found for found in is_.values() if found.severity == "unknown"]
        for key, found in was.items():
            assert key in is_ or any(blank.tenant in each.tenants for each in unknown), found
    was, is_ = (by_key(check_change(each.situation_before, each.situation_after)) for each in (whole, part))
    for key, found in is_.items():
        is_of_one_half = bool(found.place.section)  # told where the other end is not known
        if found.severity != "unknown" and found.id not in FAIL_CLOSED and not is_of_one_half:
            # About some of the sections that it was about (XC301), where of others it is not known any more.
            same = [each for other, each in was.items() if other[:3] == key[:3] and {*other[3]} >= {*key[3]}]
            assert found.severity in {each.severity for each in same}, found
    unknown = [each for each in (*is_.values(), *check(part.situation_after)) if each.severity == "unknown"]
    for key, found in was.items():
        assert key in is_ or any({*found.tenants} & {*each.tenants} for each in unknown), found


def by_key(findings: list[Finding]) -> dict[Any, Finding]:
    return {found.key: found for found in findings}


def directions_stay_or_become_unknown(case: Case) -> None:
    """What a review says of a direction, before and after; what may widen still may."""
    whole, part, blank = case
    known, now = whole.review(), part.review()
    was, is_ = rows(known.directions), rows(now.directions)
    for key, row in is_.items():
        if is_beyond(row) and blank.part == "cloud":
            continue  # told as the most that may be, or as unknown; see below
        if is_beyond(row) and key not in was:  # in short before, as nothing changed: now that is not known
            both = [each for other, each in is_.items() if {*other} == {*key}]  # they are told together
            assert any("unknown" in (each.status, each.overall_status) or each.access.unknown for each in both)
            continue
        old = was[key]
        assert row.status in (old.status, "unknown") or row.access.unknown
        assert old.half_open or not row.half_open
        assert {*row.trust_before} <= {*old.trust_before}
        assert {*row.trust_after} <= {*old.trust_after}
        assert {gate.name for gate in row.unmet_after} <= {gate.name for gate in old.unmet_after}
        assert is_kept(old.consent_before, row.consent_before)
        assert is_kept(old.consent_after, row.consent_after)
        assert row.may_widen_access or not old.may_widen_access
        assert row.is_changed or not old.is_changed or row.status == "unknown"
    if blank.part == "cloud":
        for key, old in was.items():
            assert not old.may_widen_access or (key in is_ and is_[key].may_widen_access)
    for key in was.keys() - is_.keys():
        # Partners beyond the environment are told as long as their list is known.
        assert blank.part == "cloud" or (key[2] == blank.tenant and blank.part in ("partners", "tenant"))
    if blank.part not in ("cloud", "directory") and not blank.section:
        assert now.exit_code == 1
    short = {(each.tenant, each.partner): each for each in known.unchanged_partners}
    for each in now.unchanged_partners:
        if blank.part == "cloud":
            continue
        said = short.get((each.tenant, each.partner))
        if said is not None:
            assert is_short_kept(said, each)
        else:  # the one thing that changed is odd before and after alike: that it is not known is told
            assert blank.section
            assert "unknown" in (each.inbound, each.outbound) or each.trusts is None or each.ways


def is_short_kept(known: UnchangedPartner, now: UnchangedPartner) -> bool:
    return (
        now.inbound in (known.inbound, "unknown")
        and now.outbound in (known.outbound, "unknown")
        and now.trusts in (known.trusts, None)
    )


def rows(found: tuple[DirectionReview, ...]) -> dict[tuple[str, str, str], DirectionReview]:
    return {(row.home.tenant_id, row.resource.tenant_id, row.half_of): row for row in found}


def is_beyond(row: DirectionReview) -> bool:
    return bool({row.home.tenant_id, row.resource.tenant_id} & {*OUTSIDERS})


def object_changes_stay_or_become_unknown(case: Case) -> None:
    """Each object and each member of it that changes; nothing that was not read is said to be unchanged."""
    whole, part, _ = case
    for known, now in zip(changes_of(whole.review()), changes_of(part.review()), strict=True):
        assert now.keys() == known.keys()
        for address, change in now.items():
            old = known[address]
            assert change.action == old.action or change.unread or has_unread(change)
            assert {*change.unchanged} <= {*old.unchanged}
            assert {*change.inherited} <= {*old.inherited}
            was = {(row.section.name, row.path): row for row in old.rows}
            for row in change.rows:
                stood = was.get((row.section.name, row.path))
                if stood is None:
                    assert "unread" in (row.before.state, row.after.state)
                else:
                    assert is_side_kept(stood.before, row.before)
                    assert is_side_kept(stood.after, row.after)


def has_unread(change: ObjectChange) -> bool:
    return any("unread" in (row.before.state, row.after.state) for row in change.rows)


def is_side_kept(known: Side, now: Side) -> bool:
    return now in (known, Side("unread"))


def changes_of(review: Review) -> list[dict[str, ObjectChange]]:
    return [{change.address: change for change in tenant.changes} for tenant in review.plan.tenants]


def data_never_says_nothing_of_what_is_unread(case: Case) -> None:
    """The matrix as data: `is_nothing`, what is permitted and what is not met."""
    whole, part, blank = case
    if blank.part == "cloud":
        return
    known, now = (matrix_of(each) for each in (whole, part))
    for ends in now.keys() & known.keys():
        old, row = known[ends], now[ends]
        assert {*row["unmet"]} <= {*old["unmet"]}
        if any(line["is_nothing"] for line in row["permits"] or ()):
            assert any(line["is_nothing"] for line in old["permits"])
        if row["unknown"] == [] == old["unknown"]:
            assert row["permits"] == old["permits"]


def matrix_of(made: MadeEnvironment) -> dict[tuple[str, ...], dict[str, Any]]:
    """The matrix as data, by the ends and whose half it is."""
    situation = made.situation_before
    tenants = {id_: facts.settings for id_, facts in situation.tenants.items()}
    found = review_directions(tenants, tenants, made.live, cloud_of=situation.cloud_of, every_partner=True)
    keys = [(row.home.tenant_id, row.resource.tenant_id, row.half_of) for row in found]
    return dict(zip(keys, matrix_to_json(found, made.review().names), strict=True))


test_decisions = held(decisions_stay_or_become_unknown)
test_findings = held(findings_stay_or_become_unknown)
test_directions = held(directions_stay_or_become_unknown)
test_object_changes = held(object_changes_stay_or_become_unknown)
test_data = held(data_never_says_nothing_of_what_is_unread)
