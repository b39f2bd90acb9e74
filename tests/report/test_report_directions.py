"""What becomes of a direction: its effect, whether it may widen, and what is said of trust and consent."""

from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, USGOV, USGOV_DOD
from crosscloud.domain.truth import Truth
from crosscloud.report.directions import (
    DirectionWording,
    find_effect,
    find_ids,
    find_sources,
    is_unread,
    may_widen,
    sort_directions,
    tally,
)
from crosscloud.report.verdict import (
    count_findings,
    list_still_needed,
    name_tenants,
    say_how_to_accept,
    say_when,
    tell_findings,
)
from crosscloud.review.directions import DirectionReview, Party
from crosscloud.wording.names import Names
from tests.report import reviews
from tests.report.reviews import CONTOSO, FABRIKAM, OUTSIDE, TOGETHER, UNREAD_FABRIKAM, UNTOUCHED, between

WORDS = DirectionWording(reviews.first().names)


def one(before: Any, after: Any) -> DirectionReview:
    return next(
        d for d in between(before, after) if (d.home.tenant_id, d.resource.tenant_id) == (CONTOSO, FABRIKAM)
    )


def without_trust(state: Any) -> Any:
    """The same, but Fabrikam trusts nothing and does not suppress the prompt."""
    fabrikam = state[FABRIKAM]
    nothing: dict[str, Any] = {"inbound_trust": {**reviews.NO_TRUST}, "automatic_user_consent_settings": None}
    entry = fabrikam.partners[CONTOSO]
    without = replace(entry, sections={**entry.sections, **nothing})
    return {**state, FABRIKAM: replace(fabrikam, partners={CONTOSO: without})}


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
    assert find_effect(direction) == effect
    assert may_widen(direction) is widens


def test_one_half_alone_is_half_open() -> None:
    halves = {**UNTOUCHED, CONTOSO: TOGETHER[CONTOSO]}
    assert find_effect(one(halves, halves)) == "half-open"


def test_what_cannot_be_decided_may_widen() -> None:
    unread = {**TOGETHER, FABRIKAM: UNREAD_FABRIKAM}
    for before, after in ((UNTOUCHED, unread), (unread, TOGETHER)):
        assert find_effect(one(before, after)) == "unknown"
        assert may_widen(one(before, after))
    consent = replace(one(TOGETHER, TOGETHER), consent_before=Truth.NO, consent_after=Truth.UNKNOWN)
    assert may_widen(consent)


def test_what_is_not_known_and_can_only_lose_does_not_widen() -> None:
    unread = {**TOGETHER, FABRIKAM: UNREAD_FABRIKAM}
    off = {**unread, CONTOSO: UNTOUCHED[CONTOSO]}
    for before, after in ((unread, off), (TOGETHER, unread)):
        direction = one(before, after)
        assert (find_effect(direction), direction.is_changed) == ("unknown", True)
        assert not direction.may_widen_access
        assert not may_widen(replace(direction, ways=(), before=None, after=None, consent_after=Truth.NO))


def test_what_is_not_known_and_not_touched_is_unknown_and_no_change() -> None:
    unread = {**TOGETHER, FABRIKAM: UNREAD_FABRIKAM}
    direction = one(unread, unread)
    assert (direction.status, WORDS.list_before(direction), WORDS.list_after(direction)) == ("unknown", [], [])
    assert WORDS.list_unknown(direction)
    assert (direction.is_changed, may_widen(direction), is_unread(direction)) == (False, False, True)
    assert WORDS.say_state(direction) == "unknown: fabrikam was not read"
    assert list(tally([direction])) == ["unknown"]


def test_what_may_widen_comes_first() -> None:
    mixed = [one(TOGETHER, UNTOUCHED), one(TOGETHER, TOGETHER), one(UNTOUCHED, TOGETHER)]
    assert [find_effect(direction) for direction in sort_directions(mixed)] == ["gained", "lost", "open"]


def test_trust_and_consent_in_words() -> None:
    assert WORDS.list_terms(one(without_trust(TOGETHER), TOGETHER)) == [
        "fabrikam NEWLY trusts contoso's MFA and compliant devices",
        "consent prompt suppressed (before: shown)",
    ]
    assert WORDS.list_terms(one(TOGETHER, without_trust(TOGETHER))) == [
        "fabrikam no longer trusts contoso's MFA and compliant devices",
        "consent prompt shown (before: suppressed)",
    ]
    assert WORDS.list_terms(one(UNTOUCHED, UNTOUCHED)) == []


def test_trust_of_a_default_is_told_where_it_changes() -> None:
    def terms(before: Any, after: Any) -> list[str]:
        return next(WORDS.list_terms(d) for d in between(before, after) if d.home == Party("", USGOV))

    fabrikam = UNTOUCHED[FABRIKAM]
    trust: dict[str, Any] = {**reviews.NO_TRUST, "is_mfa_accepted": True}
    trusting = {**UNTOUCHED, FABRIKAM: replace(fabrikam, default={**fabrikam.default, "inbound_trust": trust})}
    assert terms(trusting, UNTOUCHED) == ["fabrikam no longer trusts any other US Government organisation's MFA"]
    assert terms(trusting, trusting) == []


def test_findings_and_lines_of_the_intent_are_those_of_the_direction() -> None:
    review = reviews.widening()
    by_ends = {(d.home.tenant_id, d.resource.tenant_id): d for d in review.directions}
    assert find_ids(by_ends[CONTOSO, FABRIKAM], review) == ["XC307"]
    assert find_ids(by_ends[FABRIKAM, CONTOSO], review) == []
    assert find_sources(review.refusals[0], review) == ["main.py:27"]


def test_findings_that_say_the_same_are_told_once_with_all_tenants() -> None:
    found = tell_findings(reviews.first())
    (closes,) = [told for told in found if told.id == "XC301"]
    assert (closes.tenants, closes.tenant_ids) == (("contoso", "fabrikam"), (CONTOSO, FABRIKAM))
    assert name_tenants(closes) == "contoso, fabrikam"
    assert len(closes.judged) == 2
    assert closes.detail
    assert closes.remark == "Accepted by Ada until 2026-12-31 (environments/pilot.yaml:48): Pilot tenants"
    assert count_findings(found) == "0 refuse, 1 accepted, 2 warnings, 1 info, 2 unknown"


def test_findings_are_told_in_the_order_of_the_names_whatever_the_ids() -> None:
    review = reviews.first()
    for tenants in ({CONTOSO: "a", FABRIKAM: "b"}, {CONTOSO: "b", FABRIKAM: "a"}):
        told = tell_findings(replace(review, names=Names(tenants)))
        assert [finding.tenants for finding in told if finding.id == "XC114"] == [("a",), ("b",)]


def test_nobody_waits_for_both_tenants_where_one_half_stood_already() -> None:
    assert say_when(reviews.first())[0] == "Nobody gains access until both tenants are applied."
    review = reviews.first()
    halves = {**UNTOUCHED, CONTOSO: TOGETHER[CONTOSO]}
    assert say_when(replace(review, directions=tuple(between(halves, TOGETHER)))) == [
        "Each default closes when its own tenant is applied."
    ]


def test_only_where_somebody_gains_is_it_said_what_they_still_need() -> None:
    assert [name for name, _ in list_still_needed(reviews.first())] == ["guest accounts", "time", "not evaluated"]
    assert [name for name, _ in list_still_needed(reviews.empty())] == ["not evaluated"]


def test_how_guests_are_invited_between_clouds_is_said_where_somebody_gains_between_two() -> None:
    review = reviews.first()
    assert "by user principal name" in dict(list_still_needed(review))["guest accounts"]

    def within_one(direction: DirectionReview) -> DirectionReview:
        return replace(direction, resource=replace(direction.resource, cloud=direction.home.cloud))

    same = replace(review, directions=tuple(map(within_one, review.directions)))
    assert dict(list_still_needed(same))["guest accounts"] == "invite each user once per tenant"


def test_only_what_refuses_is_told_how_to_accept() -> None:
    assert "an entry for XC307 under accept:" in say_how_to_accept(reviews.widening())
    assert say_how_to_accept(reviews.first()) == ""


def test_the_ends_of_a_direction_have_a_name_and_a_cloud_of_their_own() -> None:
    def named(party: Party) -> tuple[str, str]:
        return WORDS.name_party(party), WORDS.name_cloud(party)

    assert named(Party(CONTOSO, CHINA)) == ("contoso", "China (21Vianet)")
    assert named(Party(OUTSIDE, None)) == (f"organisation {OUTSIDE}", "cloud not known")
    assert named(Party("", USGOV)) == named(Party("", USGOV_DOD))
    assert named(Party("", USGOV)) == ("any other US Government organisation", "US Government")


def test_a_half_towards_a_cloud_that_is_not_known_is_the_most_that_may_be() -> None:
    direction = replace(one(TOGETHER, TOGETHER), half_of=CONTOSO)
    assert WORDS.say_whose(direction) == "contoso's half; theirs is not read"
    unknown = replace(direction, resource=Party(OUTSIDE, None))
    assert WORDS.say_whose(unknown) == "contoso's half; theirs is not read (cloud not known: at most this)"
    assert WORDS.say_whose(one(TOGETHER, TOGETHER)) == ""


def test_what_was_not_read_is_named_by_its_parts() -> None:
    def told(*unread: Any) -> list[str]:
        return WORDS.list_unread(replace(one(TOGETHER, TOGETHER), unread=unread))

    assert told((FABRIKAM, "default")) == ["the default of fabrikam was not read"]
    assert told((FABRIKAM, "policy"), (FABRIKAM, "partners")) == [
        "the enabled clouds and the partners of fabrikam were not read"
    ]
    whole = [(FABRIKAM, part) for part in ("policy", "default", "partners")]
    assert told((CONTOSO, "partners"), *whole) == [
        "the partners of contoso were not read",
        "fabrikam was not read",
    ]


def test_what_stood_in_the_way_is_said_of_what_opens_and_what_still_does_of_what_does_not() -> None:
    (before,) = WORDS.list_why_closed(one(UNTOUCHED, TOGETHER))
    assert before.startswith("before: nothing (contoso has not enabled US Government (GCC High), fabrikam has not")
    assert WORDS.list_why_closed(one(UNTOUCHED, TOGETHER), with_before=False) == []
    halves = {**UNTOUCHED, CONTOSO: TOGETHER[CONTOSO]}
    assert WORDS.list_why_closed(one(halves, halves)) == [
        "in the way: fabrikam has not enabled Global, fabrikam does not list contoso as a partner",
        "half open: one end permits something, the other nothing at all; nobody gets in",
    ]


def test_what_a_plan_itself_puts_in_the_way_is_not_said_to_be_there_still() -> None:
    (ended,) = WORDS.list_why_closed(one(TOGETHER, UNTOUCHED))
    assert ended.startswith("in the way from then on: contoso has not enabled US Government (GCC High), fabrikam")
    assert "still" not in ended
    half = {**UNTOUCHED, FABRIKAM: TOGETHER[FABRIKAM]}
    (stays, *_) = [
        said for said in WORDS.list_why_closed(one(half, without_trust(half))) if not said.startswith("before")
    ]
    assert stays.startswith("still in the way: contoso has not enabled US Government (GCC High), contoso does not")
