"""Text, comment, page and JSON of one review state the same facts, whatever the review."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscloud.report.directions import DirectionWording
from crosscloud.review.review import Review
from crosscloud.wording.names import Names
from tests.report import reviews
from tests.report.told import SEVERAL, Changed, Told, flat_reports, from_comment, from_json, from_page, from_text
from tests.support.environments import MadeEnvironment, environments

REVIEWS = [reviews.first, reviews.widening, reviews.empty, reviews.half_open, reviews.not_read]


def is_told_alike(review: Review) -> None:
    wanted = from_json(review)
    every = [*wanted.changed, *wanted.unread, *wanted.same]
    others = {"text": from_text(review, every), "page": from_page(review), "comment": from_comment(review)}
    for name, told in others.items():
        assert comparable(told, wanted) == wanted.changed, name
        assert (told.unread, told.same) == (wanted.unread, wanted.same), name
        assert told.changes == wanted.changes, name
        assert told.digest == wanted.digest, name
        # Findings that say the same of several tenants are one here, and several in JSON.
        assert by_kind(told) == by_kind(wanted), name
        assert told.counts == dict(Counter(label for _, label, _ in told.findings.elements())), name
        assert told.tenants == others["text"].tenants, name
        assert told.findings == others["text"].findings, name
    tells_every_way(review)


def tells_every_way(review: Review) -> None:
    """Each sentence on another way than collaboration stands once for each direction of which it is so."""
    words = DirectionWording(review.names)
    wanted = Counter(sentence for direction in review.directions for sentence in words.list_ways(direction))
    for name, told in zip(("text", "page", "comment"), flat_reports(review), strict=True):
        for sentence, count in wanted.items():
            assert told.count(sentence) >= count, (name, sentence)


def comparable(told: Told, wanted: Told) -> Changed:
    """What becomes of the directions that change; of sets that `wanted` tells apart only that there are some."""
    return {
        ends: {
            kind: {SEVERAL} if SEVERAL in wanted.changed.get(ends, {}).get(kind, set()) else sets
            for kind, sets in by_kind.items()
        }
        for ends, by_kind in told.changed.items()
    }


def by_kind(told: Told) -> set[tuple[str, str, str]]:
    """Each id and label with each of its tenants."""
    return {
        (id_, label, tenant)
        for ids, label, tenants in told.findings
        for id_ in ids.split()
        for tenant in tenants or ("",)
    }


@pytest.mark.parametrize("make", REVIEWS, ids=lambda make: make.__name__)
def test_the_reports_of_a_review_state_the_same_facts(make: object) -> None:
    assert callable(make)
    found = make()
    is_told_alike(replace(found, digest="0f" * 32, names=Names(found.names.tenants)))  # sets are told by their ids


@settings(max_examples=25)
@given(environments(may_be_unread=True))
def test_every_report_states_the_same_facts(made: MadeEnvironment) -> None:
    is_told_alike(made.review())


@pytest.mark.slow
@settings(max_examples=500)
@given(st.booleans(), environments(may_be_unread=True))
def test_every_report_of_many_states_the_same_facts(is_saved: bool, made: MadeEnvironment) -> None:
    is_told_alike(replace(made.review(), digest="0f" * 32 if is_saved else ""))
