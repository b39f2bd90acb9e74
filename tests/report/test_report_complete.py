"""A list that a reader takes to be complete is: the rows together are what brute force finds, tenant by tenant.

Every user, every application, every pair of tenants and every partner that somebody lists, decided one by one from
Graph's JSON (`tests.support.truth_table`), against the rows of `access matrix --json` and of `review.json`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how

from crosscloud.report import comment, page, terminal
from crosscloud.report.data import review_to_json
from crosscloud.report.matrix import matrix_to_json
from crosscloud.review.directions import review_directions
from crosscloud.review.situations import collect_names
from tests.support.environments import OUTSIDERS, MadeEnvironment, environments
from tests.support.rows import EVERYBODY, Row, is_told
from tests.support.truth_table import Answer, Somebody, half_permits, halves_permit, may_reach, named_partners

Ends = tuple[str | None, str | None]


def unread(tenant_id: str, cloud: str) -> dict[str, Any]:
    return {"tenant_id": tenant_id, "cloud": cloud, "policy": None, "default": None, "partners": None}


def every_row(made: MadeEnvironment, *moments: Mapping[str, Any]) -> list[Ends]:
    """Every row that a reader expects: pairs, those who nobody listed, and the partners beyond the environment."""
    own = [tenant.tenant_id for tenant in made.environment.tenants.values()]
    read = [tenant.tenant_id for tenant in made.environment.managed_tenants]
    found: list[Ends] = [(one, other) for one in own for other in own if one != other and {one, other} & {*read}]
    for tenant_id in read:
        listed = {id_ for moment in moments for id_ in named_partners(moment[tenant_id])}
        for other in (None, *sorted(listed - {*own})):
            found += [(tenant_id, other), (other, tenant_id)]
    return found


def answer(made: MadeEnvironment, live: Mapping[str, Any], ends: Ends, who: Somebody) -> Answer:
    """What brute force says of one row; of a partner beyond the environment and of anybody, by our half alone."""
    tenants = made.environment.tenants.values()
    whole = {t.tenant_id: live.get(t.tenant_id) or unread(t.tenant_id, t.cloud.name) for t in tenants}
    home, resource = ends
    if home in whole and resource in whole:
        return may_reach(whole[home], whole[resource], who)
    ours, other, section = (
        (home, resource, "b2bCollaborationOutbound")
        if home in whole
        else (resource, home, "b2bCollaborationInbound")
    )
    assert ours is not None
    cloud = made.situation_before.cloud_of(other) if other else None
    return half_permits(whole[ours], other, whole[ours]["cloud"] if cloud is None else cloud.name, section, who)


def answers(
    made: MadeEnvironment, live: Mapping[str, Any], planned: Mapping[str, Any], ends: Ends
) -> tuple[dict[Somebody, Answer], dict[Somebody, Answer]]:
    """What brute force says of one row, before and after."""
    beyond = next((end for end in ends if end in OUTSIDERS), None)
    if beyond is None or made.situation_before.cloud_of(beyond) is not None:
        before, after = ({who: answer(made, each, ends, who) for who in EVERYBODY} for each in (live, planned))
        return before, after
    (ours,) = {*ends} - {beyond}
    section = "b2bCollaborationOutbound" if ends[0] == ours else "b2bCollaborationInbound"
    assert ours is not None
    both = {who: halves_permit(live[ours], planned[ours], beyond, section, who) for who in EVERYBODY}
    return {who: was for who, (was, _) in both.items()}, {who: will for who, (_, will) in both.items()}


def by_ends(rows: Iterable[Row]) -> dict[Ends, list[Row]]:
    found: dict[Ends, list[Row]] = {}
    for row in rows:
        found.setdefault((row["home"]["tenant_id"], row["resource"]["tenant_id"]), []).append(row)
    return found


def the_row(rows: dict[Ends, list[Row]], ends: Ends, ours: Iterable[str]) -> Row:
    """The one row of these ends; of those who nobody listed and of partners beyond, that of the tenant itself."""
    (row,) = rows[ends]
    own = {*ours} & {*ends}
    assert (row["half_of"] in own) if row["half_of"] else True
    return row


def holds_of_the_matrix(made: MadeEnvironment) -> None:
    tenants = {id_: facts.settings for id_, facts in made.situation_before.tenants.items()}
    found = review_directions(
        tenants, tenants, made.before, cloud_of=made.situation_before.cloud_of, every_partner=True
    )
    rows = by_ends(matrix_to_json(found, collect_names(made.environment)))
    expected = every_row(made, made.live)
    assert sorted(rows, key=str) == sorted(expected, key=str)
    for ends in expected:
        row = the_row(rows, ends, made.before)
        right = {who: answer(made, made.live, ends, who) for who in EVERYBODY}
        if None in right.values():
            assert row["permits"] is None, ends
            assert all((right[who] is None) == is_told(row["unknown"], who) for who in EVERYBODY), ends
        else:
            assert row["unknown"] == [], ends
            assert all(right[who] == is_told(row["permits"], who) for who in EVERYBODY), ends
        if row["half_open"]:
            assert not any(right.values()), ends


def holds_of_the_review(made: MadeEnvironment) -> None:
    review = made.review()
    data = review_to_json(review)
    rows = by_ends(data["access"])
    short = {(each["half_of"], each["tenant_id"]): each for each in data["unchanged_partners"]}
    planned = {id_: tenant.to_snapshot() for id_, tenant in made.after.items()}
    expected = every_row(made, made.live, planned)
    in_short = [ends for us, other in short for ends in ((us, other), (other, us))]
    assert sorted([*rows, *in_short], key=str) == sorted(expected, key=str)
    for ends in expected:
        before, after = answers(made, made.live, planned, ends)
        if ends not in rows:
            us = next(end for end in ends if end in made.before)
            (other,) = {*ends} - {us}
            said = short[us, other]["outbound" if ends[0] == us else "inbound"]
            assert said == extent(after.values()), ends
            assert before == after, ends
            continue
        row = the_row(rows, ends, made.before)
        access = row["access"]
        for moment, right in (("before", before), ("after", after)):
            if None in right.values():
                assert access[moment] is None, (ends, moment)
            else:
                assert all(right[who] == is_told(access[moment], who) for who in EVERYBODY), (ends, moment)
        for name, change in CHANGES.items():
            told = {who for who in EVERYBODY if is_told(access[name], who)}
            assert told == {who for who in EVERYBODY if (before[who], after[who]) in change}, (ends, name)
        assert row["may_widen"] or not any((before[w], after[w]) in CHANGES["gained"] for w in EVERYBODY)


def names_every_partner(made: MadeEnvironment) -> None:
    """Whoever is listed beyond the environment, before or after, is in each report for people by id."""
    review = made.review()
    listed = {id_ for moment in (made.before, made.after) for each in moment.values() for id_ in each.partners}
    for text in (terminal.render(review), comment.render(review), page.render(review)):
        for id_ in listed & {*OUTSIDERS}:
            assert id_ in text


CHANGES: Mapping[str, set[tuple[Answer, Answer]]] = {
    "gained": {(False, True)},
    "lost": {(True, False)},
    "maybe_gained": {(False, None), (None, True)},
    "maybe_lost": {(True, None), (None, False)},
    "unknown": {(None, None)},
}


def extent(answers: Iterable[Answer]) -> str:
    found = {*answers}
    if None in found:
        return "unknown"
    return "nothing" if found == {False} else "everything" if found == {True} else "something"


@how(max_examples=40)
@given(environments(may_change=False, may_be_unread=True))
def test_the_matrix_is_complete(made: MadeEnvironment) -> None:
    holds_of_the_matrix(made)


@how(max_examples=40)
@given(environments())
def test_the_review_is_complete(made: MadeEnvironment) -> None:
    holds_of_the_review(made)


@how(max_examples=10)
@given(environments(most=2))
def test_every_partner_is_in_each_report_for_people(made: MadeEnvironment) -> None:
    names_every_partner(made)


@pytest.mark.slow
@how(max_examples=500)
@given(environments(may_change=False, may_be_unread=True))
def test_the_matrix_is_complete_whatever_the_tenants_are(made: MadeEnvironment) -> None:
    holds_of_the_matrix(made)


@pytest.mark.slow
@how(max_examples=500)
@given(environments())
def test_the_review_is_complete_whatever_the_plan_is(made: MadeEnvironment) -> None:
    holds_of_the_review(made)
