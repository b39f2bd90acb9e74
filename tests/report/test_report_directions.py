"""What becomes of a direction: its effect, whether it may widen, and what is said of trust and consent."""

from dataclasses import replace
from typing import Any

import pytest
from crosscloud.review.access import DirectionReview

from crosscloud.domain import access
from crosscloud.domain.clouds import USGOV
from crosscloud.report.directions import (
    effect_of,
    findings_of,
    in_order,
    is_unread,
    may_widen,
    sources_of,
    state_of,
    tallies,
    terms,
)
from crosscloud.report.verdict import counts, how_to_accept, merged, still_needed, when
from tests.report import reviews
from tests.report.reviews import CONTOSO, FABRIKAM, TOGETHER, UNTOUCHED, between


def one(before: Any, after: Any) -> DirectionReview:
    return next(d for d in between(before, after) if (d.home, d.resource) == ("contoso", "fabrikam"))


def without_trust(state: Any) -> Any:
    """The same, but Fabrikam trusts nothing and does not suppress the prompt."""
    fabrikam = state[FABRIKAM]
    entry = {
        **fabrikam.partners[CONTOSO],
        "inbound_trust": reviews.NO_TRUST,
        "automatic_user_consent_settings": {},
    }
    return {**state, FABRIKAM: replace(fabrikam, partners={CONTOSO: entry})}


@pytest.mark.parametrize(
    ("before", "after", "effect", "widens"),
    [
        (UNTOUCHED, TOGETHER, "gained", True),
        (TOGETHER, UNTOUCHED, "lost", False),
        (TOGETHER, reviews.WIDENED, "changed", True),
        (TOGETHER, TOGETHER, "open", False),
        (UNTOUCHED, UNTOUCHED, "closed", False),
        (without_trust(TOGETHER), TOGETHER, "terms", True),
        (TOGETHER, without_trust(TOGETHER), "terms", False),
    ],
)
def test_the_effect_and_whether_it_may_widen(before: Any, after: Any, effect: str, widens: bool) -> None:
    direction = one(before, after)
    assert effect_of(direction) == effect
    assert may_widen(direction) is widens


def test_one_half_alone_is_half_open() -> None:
    halves = {**UNTOUCHED, CONTOSO: TOGETHER[CONTOSO]}
    assert effect_of(one(halves, halves)) == "half-open"


def test_what_cannot_be_decided_may_widen() -> None:
    unread = {**TOGETHER, FABRIKAM: access.unread("fabrikam", FABRIKAM, USGOV)}
    for before, after in ((UNTOUCHED, unread), (unread, TOGETHER)):
        assert effect_of(one(before, after)) == "unknown"
        assert may_widen(one(before, after))
    consent = replace(one(TOGETHER, TOGETHER), consent_before="no", consent_after="unknown")
    assert may_widen(consent)


def test_what_is_not_known_and_can_only_lose_does_not_widen() -> None:
    unread = {**TOGETHER, FABRIKAM: access.unread("fabrikam", FABRIKAM, USGOV)}
    off = {**unread, CONTOSO: UNTOUCHED[CONTOSO]}
    for before, after in ((unread, off), (TOGETHER, unread)):
        direction = one(before, after)
        assert (effect_of(direction), direction.is_changed) == ("unknown", True)
        assert not may_widen(replace(direction, trust_before=(), trust_after=(), consent_after="no"))


def test_what_is_not_known_and_not_touched_is_unknown_and_no_change() -> None:
    unread = {**TOGETHER, FABRIKAM: access.unread("fabrikam", FABRIKAM, USGOV)}
    direction = one(unread, unread)
    assert (direction.reach.status, direction.reach.before, direction.reach.after) == ("unknown", (), ())
    assert (direction.is_changed, may_widen(direction), is_unread(direction)) == (False, False, True)
    assert state_of(direction) == "unknown: fabrikam was not read"
    assert list(tallies([direction])) == ["unknown"]


def test_what_may_widen_comes_first() -> None:
    mixed = [one(TOGETHER, UNTOUCHED), one(TOGETHER, TOGETHER), one(UNTOUCHED, TOGETHER)]
    assert [effect_of(direction) for direction in in_order(mixed)] == ["gained", "lost", "open"]


def test_trust_and_consent_in_words() -> None:
    assert terms(one(without_trust(TOGETHER), TOGETHER)) == [
        "fabrikam NEWLY trusts contoso's MFA and compliant devices",
        "consent prompt suppressed (before: shown)",
    ]
    assert terms(one(TOGETHER, without_trust(TOGETHER))) == [
        "fabrikam no longer trusts contoso's MFA and compliant devices",
        "consent prompt shown (before: suppressed)",
    ]
    assert terms(one(UNTOUCHED, UNTOUCHED)) == []


def test_findings_and_lines_of_the_intent_are_those_of_the_direction() -> None:
    review = reviews.widening()
    by_name = {(d.home, d.resource): d for d in review.directions}
    assert findings_of(by_name["contoso", "fabrikam"], review) == ["XC307"]
    assert findings_of(by_name["fabrikam", "contoso"], review) == []
    assert sources_of(review.refusals[0], review) == ["main.py:27"]


def test_findings_that_say_the_same_are_told_once_with_all_tenants() -> None:
    found = merged(reviews.first().findings)
    assert [judged.finding.tenants for judged in found if judged.finding.id == "XC301"] == [
        ("contoso", "fabrikam")
    ]
    assert counts(found) == "0 refuse, 1 accepted, 2 warnings, 1 info, 1 unknown"


def test_nobody_waits_for_both_tenants_where_one_half_stood_already() -> None:
    assert when(reviews.first())[0] == "Nobody gains access until both tenants are applied."
    review = reviews.first()
    halves = {**UNTOUCHED, CONTOSO: TOGETHER[CONTOSO]}
    assert when(replace(review, directions=tuple(between(halves, TOGETHER)))) == [
        "Each default closes when its own tenant is applied."
    ]


def test_only_where_somebody_gains_is_it_said_what_they_still_need() -> None:
    assert [name for name, _ in still_needed(reviews.first())] == ["guest accounts", "time", "not evaluated"]
    assert [name for name, _ in still_needed(reviews.empty())] == ["not evaluated"]


def test_only_what_refuses_is_told_how_to_accept() -> None:
    assert "an entry for XC307 under accept:" in how_to_accept(reviews.widening())
    assert how_to_accept(reviews.first()) == ""
