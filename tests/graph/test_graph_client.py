"""Answers of Graph: pages, errors, and what no Graph would answer."""

import pytest

from crosscloud.graph import (
    AnswerLostError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ResponseError,
    UnexpectedAnswerError,
)
from crosscloud.graph.retries import Limits
from tests.graph.scripted_service import PARTNER, TENANT, Reply, graph_error, scripted

ROOT = "https://graph.microsoft.com"
OTHER = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"


def page(*tenants: str, link: object = None) -> Reply:
    body: dict[str, object] = {"value": [{"tenantId": tenant} for tenant in tenants]}
    return Reply(body=body if link is None else {**body, "@odata.nextLink": link})


def test_reads_all_pages_by_the_links_as_given() -> None:
    link = f"{ROOT}/v1.0/anything/policies/?$skiptoken=aBc%2F%3D&x=1"
    on = scripted(page(PARTNER, link=link), page(link=f"{ROOT}/v1.0/policies/?2"), page(OTHER))
    assert on.api.read_partners() == [{"tenantId": PARTNER}, {"tenantId": OTHER}]
    first, second, _ = on.service.to_graph
    assert first.url == (f"{ROOT}/beta/policies/crossTenantAccessPolicy/partners?$expand=identitySynchronization")
    assert second.url == link


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/policies/",
        "https://graph.microsoft.us/v1.0/policies/",
        "http://graph.microsoft.com/v1.0/policies/",
        "https://graph.microsoft.com@evil.example/policies/",
        "/v1.0/policies/?2",
        7,
        "",
    ],
)
def test_a_page_on_another_host_is_not_asked_for(link: object) -> None:
    on = scripted(page(PARTNER, link=link))
    with pytest.raises(
        UnexpectedAnswerError, match="the next page is on another host, which must not see the token"
    ):
        on.api.read_partners()
    assert len(on.service.to_graph) == 1


def test_pages_in_a_circle() -> None:
    links = [f"{ROOT}/v1.0/policies/?{number}" for number in (1, 2)]
    on = scripted(page(link=links[0]), page(link=links[1]), page(link=links[0]))
    with pytest.raises(UnexpectedAnswerError, match="circle"):
        on.api.read_partners()


def endless(count: int, *, every: float = 0) -> list[Reply]:
    """So many pages, of which each has a next; each comes `every` seconds after the one before."""
    replies = []
    for number in range(count):
        if every:
            replies.append(Reply(503, headers={"Retry-After": f"{every:g}"}))
        replies.append(page(PARTNER, link=f"{ROOT}/v1.0/policies/?{number}"))
    return replies


@pytest.mark.parametrize(
    ("limits", "every", "words"),
    [
        (Limits(pages=5), 0, "there are more than 5 pages"),
        (Limits(pages_seconds=100), 30, "the pages did not end within 100 s"),
        (Limits(pages_size=700), 0, "its pages hold more than 0 MiB"),
    ],
    ids=["pages", "time", "size"],
)
def test_pages_without_end_are_given_up(limits: Limits, every: float, words: str) -> None:
    on = scripted(*endless(20, every=every), limits=limits)
    with pytest.raises(UnexpectedAnswerError, match=f"cannot read the partners of tenant .*{words}"):
        on.api.read_partners()
    assert len(on.service.to_graph) < 12


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'"x"', b"\xff\xfe\xfd", b"[" * 100_000])
def test_no_json_object(body: bytes) -> None:
    for read in ("read_policy", "read_default", "read_partners"):
        on = scripted(Reply(200, body))
        with pytest.raises(
            UnexpectedAnswerError, match=r"graph\.microsoft\.com did not answer as Microsoft Graph"
        ):
            getattr(on.api, read)()


@pytest.mark.parametrize("value", [None, {}, "x", [1], [{"tenantId": PARTNER}, None]])
def test_no_list_of_objects(value: object) -> None:
    on = scripted(Reply(body={"value": value}))
    with pytest.raises(UnexpectedAnswerError, match="no list of objects"):
        on.api.read_partners()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("to", [ROOT, "https://evil.example"])
def test_redirects_are_not_followed(status: int, to: str) -> None:
    on = scripted(Reply(status, headers={"Location": f"{to}/policies/"}))
    with pytest.raises(UnexpectedAnswerError, match="redirects elsewhere, where the token must not go"):
        on.api.read_policy()
    assert len(on.service.to_graph) == 1


@pytest.mark.parametrize(
    ("status", "kind"), [(400, ResponseError), (403, ForbiddenError), (404, NotFoundError), (409, ConflictError)]
)
def test_an_error_status_is_an_error_of_its_kind(status: int, kind: type[ResponseError]) -> None:
    on = scripted(graph_error(status, "Some_Code", "Some text.", **{"request-id": "header-id"}))
    with pytest.raises(ResponseError) as raised:
        on.api.read_partner(PARTNER)
    error = raised.value
    assert type(error) is kind
    assert (error.status, error.code, error.message) == (status, "Some_Code", "Some text")
    assert error.request_id == "header-id"
    assert f"{status} Some_Code: cannot read partner {PARTNER} of tenant {TENANT} (Global): Some text" in str(
        error
    )


def test_the_request_id_may_be_in_the_body_and_must_look_like_one() -> None:
    on = scripted(graph_error(400, **{"request-id": "<script>"}))
    with pytest.raises(ResponseError) as raised:
        on.api.read_policy()
    assert raised.value.request_id == "inner-id"
    assert str(raised.value).endswith("(request id inner-id)")


def test_a_missing_permission_is_named() -> None:
    on = scripted(graph_error(403, "Authorization_RequestDenied", "Insufficient privileges."))
    with pytest.raises(ForbiddenError, match=r"grant the application Policy\.Read\.All and give admin consent"):
        on.api.read_policy()
    on = scripted(graph_error(403, "Authorization_RequestDenied", "Insufficient privileges."))
    with pytest.raises(
        ForbiddenError, match=r"grant the application Policy\.ReadWrite\.CrossTenantAccess"
    ) as raised:
        on.api.update_policy({"allowed_cloud_endpoints": []})
    assert raised.value.summary.startswith("403 Authorization_RequestDenied Insufficient privileges")


@pytest.mark.parametrize(
    ("status", "message", "told"),
    [
        (400, "Failure to update policy due to object limit.", True),
        (400, "The policy exceeds the maximum allowed size of 25KB.", True),
        (413, "", True),
        (400, "Invalid target.", False),
        (403, "The object limit is none of your business.", False),
    ],
)
def test_a_write_refused_for_its_size_points_to_the_finding(status: int, message: str, told: bool) -> None:
    on = scripted(graph_error(status, "Request_BadRequest", message))
    with pytest.raises(ResponseError) as raised:
        on.api.update_partner(PARTNER, {"inbound_trust": None})
    assert ("XC206" in str(raised.value)) is told
    assert message.rstrip(".") in str(raised.value)


@pytest.mark.parametrize("body", [b"", b"<html>", {"error": "text"}, {"error": {"code": 7, "message": ["x"]}}, []])
def test_an_error_without_the_documented_envelope(body: object) -> None:
    on = scripted(Reply(400, body))
    with pytest.raises(ResponseError, match=r"^400: cannot read the cross-cloud settings of tenant") as raised:
        on.api.read_policy()
    assert (raised.value.code, raised.value.message) == ("", "")


def test_hostile_texts_are_cleaned_and_cut() -> None:
    on = scripted(graph_error(400, "C\x1b[2J" * 100, "line\r\n::error::\x1b]0;x\x07\u202e" * 1000))
    with pytest.raises(ResponseError) as raised:
        on.api.read_policy()
    text = str(raised.value) + raised.value.summary
    assert text.isprintable()
    assert len(str(raised.value)) < 700


def test_the_token_is_in_no_error() -> None:
    for reply in (graph_error(400), Reply(302), Reply(200, b"")):
        on = scripted(reply)
        with pytest.raises((ResponseError, UnexpectedAnswerError)) as raised:
            on.api.read_policy()
        assert "token-1" not in str(raised.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]"])
def test_a_partner_made_whose_answer_cannot_be_read_must_be_read_again(body: bytes) -> None:
    on = scripted(Reply(201, body))
    with pytest.raises(AnswerLostError, match="read again to know"):
        on.api.create_partner(PARTNER, {})


@pytest.mark.parametrize("status", [201, 202, 203, 206])
def test_only_200_answers_a_read(status: int) -> None:
    on = scripted(Reply(status, body={"value": [{"tenantId": PARTNER}]}))
    with pytest.raises(
        UnexpectedAnswerError, match=f"it answers a read with status {status}, which may be a part"
    ):
        on.api.read_partners()


def test_a_list_beside_an_error_is_not_read() -> None:
    on = scripted(Reply(body={"value": [{"tenantId": PARTNER}], "error": {"code": "UnknownError"}}))
    with pytest.raises(
        UnexpectedAnswerError, match="in its answer, error stands where what was asked for must be"
    ):
        on.api.read_partners()
