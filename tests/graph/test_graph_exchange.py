"""What is sent again, when, and what is not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.graph import (
    AnswerLostError,
    ConnectionFailedError,
    NotFoundError,
    ResponseError,
    Retries,
    ThrottledError,
    UnexpectedAnswerError,
)
from crosscloud.graph.exchange import retry_after
from crosscloud.graph.retries import Limits, Pause
from tests.graph.scripted_service import (
    NOON,
    PARTNER,
    Reply,
    Script,
    dropped,
    graph_error,
    refused,
    scripted,
)

PARTNER_JSON = {"tenantId": PARTNER}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 120 ", 120.0),
        ("9" * 5000, float("inf")),
        ("Sun, 01 Jun 2025 12:00:30 GMT", 30.0),
        ("Sun, 01 Jun 2025 11:00:00 GMT", 0.0),
        ("Sun, 01 Jun 2025 12:00:10 -0000", 10.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
    ],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOON) == seconds


@given(st.text())
def test_retry_after_survives_anything(header: str) -> None:
    seconds = retry_after(header, datetime(2025, 1, 1, tzinfo=UTC))
    assert seconds is None or seconds >= 0


@given(st.integers(0, 5), st.floats(0, 1, exclude_max=True))
def test_backoff_doubles_and_half_of_it_is_random(attempt: int, fraction: float) -> None:
    wait = Retries(fraction=lambda: fraction).backoff(attempt)
    assert 2.0**attempt / 2 <= wait <= 2.0**attempt


def test_real_fractions_are_fractions() -> None:
    assert all(0 <= Retries().fraction() < 1 for _ in range(100))


@pytest.mark.parametrize("status", [429, 503, 504])
def test_waits_as_long_as_the_service_says(status: int) -> None:
    moment = (NOON + timedelta(seconds=40)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    on = scripted(
        Reply(status, headers={"Retry-After": "11"}),
        Reply(status, headers={"Retry-After": moment}),
        Reply(status),
        Reply(body={"id": "x"}),
    )
    assert on.api.read_policy() == {"id": "x"}
    assert on.waits == [11.0, 29.0, 3.0]


def test_a_pause_is_told_before_it_is_waited_and_a_short_one_is_not() -> None:
    events: list[object] = []
    retries = Retries(tell=events.append, sleep=events.append)
    for seconds in (170.0, 1.0):
        retries.pause(Pause("graph.microsoft.com", seconds, 503))
    assert events == [Pause("graph.microsoft.com", 170.0, 503), 170.0, 1.0]


def test_gives_up_after_four_tries() -> None:
    on = scripted(*[graph_error(429, "TooManyRequests", "Slow down.")] * 5)
    with pytest.raises(ThrottledError, match="429 TooManyRequests") as raised:
        on.api.read_policy()
    assert raised.value.status == 429
    assert len(on.service.to_graph) == 4
    assert on.waits == [0.75, 1.5, 3.0]


@pytest.mark.parametrize("wait", ["180", "86400", "Mon, 02 Jun 2025 12:00:00 GMT"])
def test_does_not_wait_for_three_minutes(wait: str) -> None:
    on = scripted(graph_error(429, "TooManyRequests", "Slow down.", **{"Retry-After": wait}))
    with pytest.raises(ThrottledError):
        on.api.read_policy()
    assert on.waits == []


def test_waits_for_just_under_three_minutes() -> None:
    on = scripted(Reply(429, headers={"Retry-After": "179"}), Reply(body={}))
    assert on.api.read_policy() == {}
    assert on.waits == [179.0]


def test_all_waits_for_one_answer_together_are_below_three_minutes() -> None:
    busy = graph_error(503, "ServiceNotAvailable", "Busy.", **{"Retry-After": "100"})
    on = scripted(busy, busy, busy)
    with pytest.raises(ResponseError, match="503"):
        on.api.read_policy()
    assert on.waits == [100.0]


@pytest.mark.parametrize("status", [408, 500, 502])
def test_a_read_survives_a_failure_of_the_moment(status: int) -> None:
    on = scripted(graph_error(status), Reply(body={"id": "x"}))
    assert on.api.read_policy() == {"id": "x"}
    assert on.waits == [0.75]


@pytest.mark.parametrize("status", [408, 500, 502])
def test_a_read_that_keeps_failing_is_an_error(status: int) -> None:
    on = scripted(*[graph_error(status)] * 4)
    with pytest.raises(ResponseError, match=str(status)):
        on.api.read_policy()


@pytest.mark.parametrize("status", [408, 500, 502])
def test_a_write_is_not_tried_again_after_a_failure_that_may_have_come_halfway(status: int) -> None:
    for write in ("update", "create"):
        on = scripted(graph_error(status))
        with pytest.raises((ResponseError, AnswerLostError)):
            getattr(on.api, f"{write}_partner")(PARTNER, {"inbound_trust": None})
        assert len(on.service.to_graph) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 409, 501])
def test_other_errors_are_not_tried_again(status: int) -> None:
    on = scripted(graph_error(status))
    with pytest.raises(ResponseError):
        on.api.read_policy()
    assert len(on.service.to_graph) == 1


def test_each_try_has_its_own_request_id() -> None:
    on = scripted(Reply(503), dropped(), Reply(body={}))
    on.api.read_policy()
    ids = {sent.headers["client-request-id"] for sent in on.service.to_graph}
    assert len(ids) == 3


def test_a_read_is_sent_again_when_the_answer_is_lost() -> None:
    on = scripted(dropped(), refused(), Reply(body={"id": "x"}))
    assert on.api.read_policy() == {"id": "x"}


def test_a_read_that_is_never_answered_changed_nothing() -> None:
    on = scripted(*[dropped()] * 4)
    with pytest.raises(ConnectionFailedError, match=r"graph\.microsoft\.com"):
        on.api.read_policy()


def test_a_post_whose_answer_is_lost_is_not_sent_again() -> None:
    on = scripted(dropped())
    with pytest.raises(AnswerLostError, match=f"add partner {PARTNER} of tenant .*read again to know"):
        on.api.create_partner(PARTNER, {})
    assert len(on.service.to_graph) == 1
    assert on.waits == []


def test_a_post_that_cannot_have_arrived_is_sent_again() -> None:
    on = scripted(refused(), refused(), Reply(201, PARTNER_JSON))
    assert on.api.create_partner(PARTNER, {}) == PARTNER_JSON
    assert on.waits == [0.75, 1.5]


def test_a_post_that_never_arrived_did_nothing() -> None:
    on = scripted(*[refused()] * 4)
    with pytest.raises(ConnectionFailedError, match="refused the connection") as raised:
        on.api.create_partner(PARTNER, {})
    assert not raised.value.sent


def test_a_throttled_post_is_sent_again() -> None:
    on = scripted(Reply(429), Reply(201, PARTNER_JSON))
    assert on.api.create_partner(PARTNER, {}) == PARTNER_JSON


def test_a_conflict_after_a_timeout_at_a_gateway_may_be_our_own_doing() -> None:
    on = scripted(Reply(504), graph_error(409))
    with pytest.raises(AnswerLostError):
        on.api.create_partner(PARTNER, {})


def test_a_conflict_after_throttling_is_another_ones() -> None:
    on = scripted(Reply(429), graph_error(409))
    with pytest.raises(ResponseError, match=r"^409"):
        on.api.create_partner(PARTNER, {})


LARGE = Reply(200, b"{}" * 600)


def test_a_read_that_is_answered_with_too_much_is_not_asked_again() -> None:
    on = scripted(LARGE, limits=Limits(size=1024))
    with pytest.raises(UnexpectedAnswerError, match="with more than"):
        on.api.read_policy()
    assert len(on.service.to_graph) == 1


def test_a_write_that_is_answered_with_too_much_may_have_been_made() -> None:
    for write in ("update", "create"):
        on = scripted(LARGE, limits=Limits(size=1024))
        with pytest.raises(AnswerLostError, match="read again to know"):
            getattr(on.api, f"{write}_partner")(PARTNER, {"inbound_trust": None})


def test_a_change_is_sent_again_when_the_answer_is_lost() -> None:
    on = scripted(dropped(), Reply(204))
    on.api.update_partner(PARTNER, {"inbound_trust": None})
    assert [sent.body for sent in on.service.to_graph] == [b'{"inboundTrust": null}'] * 2


@pytest.mark.parametrize(
    "replies",
    [
        [dropped(), dropped(), dropped(), dropped()],
        [dropped(), refused(), refused(), refused()],
        [dropped(), Reply(503), Reply(503), Reply(503)],
        [Reply(504)] * 4,
        [Reply(502)],
    ],
)
def test_a_change_that_may_have_arrived_and_is_never_answered_is_unknown(replies: Script) -> None:
    on = scripted(*replies)
    with pytest.raises(AnswerLostError, match="cannot tell whether the attempt to change partner"):
        on.api.update_partner(PARTNER, {"inbound_trust": None})


@pytest.mark.parametrize("replies", [[refused()] * 4, [Reply(503)] * 4])
def test_a_change_that_was_never_taken_is_not_unknown(replies: Script) -> None:
    on = scripted(*replies)
    with pytest.raises((ConnectionFailedError, ResponseError)):
        on.api.update_partner(PARTNER, {"inbound_trust": None})


@pytest.mark.parametrize("first", [dropped(), Reply(504)])
def test_gone_when_asked_again_is_deleted(first: Reply | Exception) -> None:
    on = scripted(first, graph_error(404))
    on.api.delete_partner(PARTNER)
    assert [sent.method for sent in on.service.to_graph] == ["DELETE", "DELETE"]


def test_gone_when_asked_first_is_not_found() -> None:
    on = scripted(graph_error(404))
    with pytest.raises(NotFoundError):
        on.api.delete_partner(PARTNER)


def test_gone_after_a_try_that_never_arrived_is_not_found() -> None:
    on = scripted(refused(), graph_error(404))
    with pytest.raises(NotFoundError):
        on.api.delete_partner(PARTNER)
