"""One answer: what a plan says is there now, and will be, is what the matrix and `check` say of the same settings.

*After* is compared with what is read anew from Graph's JSON as the plan leaves it, rather than with the value that
the plan was reviewed on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import settings as how

from crosscloud.domain.findings import Finding, Situation, check, check_change
from crosscloud.domain.tenant import from_snapshot
from crosscloud.report.data import review_to_json
from crosscloud.report.matrix import matrix_to_json
from crosscloud.review.directions import review_directions
from crosscloud.review.situations import build_situation, collect_names
from tests.support.environments import MadeEnvironment, environments
from tests.support.rows import EVERYBODY, Row, is_told

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes for an environment; a failure prints it in short."""


def situation_of(made: MadeEnvironment, tenants: Mapping[str, Row]) -> Situation:
    """What is known where the tenants were answered as `tenants`, each one of a snapshot."""
    known = {id_: from_snapshot(found) for id_, found in tenants.items()}
    # Of a direction between two tenants that are not ours no plan tells.
    declared = sorted(ends for ends in made.declared if {*ends} & {*tenants})
    return build_situation(made.environment, known, directory=made.directory, declared=declared)


def matrix_of(made: MadeEnvironment, situation: Situation) -> dict[tuple[str, str], Row]:
    tenants = {id_: facts.settings for id_, facts in situation.tenants.items()}
    found = review_directions(tenants, tenants, made.before, cloud_of=situation.cloud_of, every_partner=True)
    return by_names(matrix_to_json(found, collect_names(made.environment)))


def by_names(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    return {(row["home"]["name"], row["resource"]["name"]): row for row in rows}


def told(lines: Iterable[Row] | None) -> Any:
    """About whom of everybody some lines are; None where that is not known."""
    return None if lines is None else {who for who in EVERYBODY if is_told(lines, who)}


def permits_alike(said: Row, row: Row, moment: str) -> bool:
    """Whether the matrix and a plan permit the same at a moment.

    Of a partner that may be in a cloud of which something is done or undone, a plan knows less than the matrix,
    which tells the most that may be: tests/support/truth_table.py, `halves_permit`.
    """
    permits, is_placed = told(row["access"][moment]), None not in (row["home"]["cloud"], row["resource"]["cloud"])
    return told(said["permits"]) == permits or (permits is None and not is_placed)


def told_ways(row: Row, moment: str) -> Row:
    """About whom of everybody each way beside collaboration is, where it is about anybody or not known."""
    found = {way["way"]: told(way["access"][moment]) for way in row["ways"]}
    return {way: who for way, who in found.items() if who is None or who}


def is_one_answer(made: MadeEnvironment) -> None:
    review = made.review()
    data = review_to_json(review)
    applied = situation_of(made, {id_: tenant.to_snapshot() for id_, tenant in made.after.items()})
    now, then = matrix_of(made, situation_of(made, made.live)), matrix_of(made, applied)
    for ends, row in by_names(data["access"]).items():
        for moment, matrix in (("before", now), ("after", then)):
            if ends not in matrix:
                continue  # a partner beyond the environment that is not listed at that moment
            said = matrix[ends]
            assert said["home"] == row["home"]
            assert said["resource"] == row["resource"]
            assert said["half_of"] == row["half_of"]
            assert permits_alike(said, row, moment), (ends, moment)
            assert said["trust"] == row["trust"][moment], (ends, moment)
            assert said["consent_prompt_suppressed"] == row["consent_prompt_suppressed"][moment], (ends, moment)
            assert told_ways(said, moment) == told_ways(row, moment), (ends, moment)
            assert len(said["unmet"]) == len(row[f"unmet_{moment}"]), (ends, moment)
        if ends in then:
            assert then[ends]["half_open"] == row["half_open"], ends
    of_the_change = check_change(made.situation_before, made.situation_after)
    standing = [judged.finding for judged in review.findings if judged.finding not in of_the_change]
    assert facts(check(applied)) == facts(standing)


def facts(findings: Iterable[Finding]) -> list[str]:
    """Findings as far as a reader sees them, in an order."""
    return sorted(repr(replace(each, degree=0)) for each in findings)


def is_one_answer_now(made: MadeEnvironment) -> None:
    """What was not read is unknown in both, and for the same reason; what was is the same."""
    data, now = review_to_json(made.review()), matrix_of(made, situation_of(made, made.live))
    for ends, row in by_names(data["access"]).items():
        if ends in now:
            said = now[ends]
            assert permits_alike(said, row, "before"), ends
            assert said["trust"] == row["trust"]["before"], ends
            assert said["consent_prompt_suppressed"] == row["consent_prompt_suppressed"]["before"], ends
            assert told_ways(said, "before") == told_ways(row, "before"), ends
            if said["permits"] is None:
                assert row["unread"] or said["not_read"], ends


@how(max_examples=30, phases=PHASES)
@given(environments(may_be_unread=True))
def test_what_was_read_in_part_is_known_in_part_everywhere(made: MadeEnvironment) -> None:
    is_one_answer_now(made)


@pytest.mark.slow
@how(max_examples=500, phases=PHASES)
@given(environments(may_be_unread=True))
def test_what_was_read_in_part_is_known_in_part_everywhere_whatever_it_is(made: MadeEnvironment) -> None:
    is_one_answer_now(made)


@how(max_examples=30, phases=PHASES)
@given(environments())
def test_before_and_after_are_what_the_matrix_and_check_say_of_them(made: MadeEnvironment) -> None:
    is_one_answer(made)


@pytest.mark.slow
@how(max_examples=500, phases=PHASES)
@given(environments())
def test_before_and_after_are_what_the_matrix_and_check_say_whatever_the_plan(made: MadeEnvironment) -> None:
    is_one_answer(made)
