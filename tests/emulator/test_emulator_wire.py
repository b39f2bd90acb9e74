"""Bodies and targets of requests."""

import pytest

from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.wire import Request, json_object

JSON = {"content-type": "application/json; charset=utf-8"}


def body(content: bytes, headers: dict[str, str] | None = None) -> Request:
    """A request with a body."""
    return Request("PATCH", "/v1.0/x", headers=JSON if headers is None else headers, body=content)


def test_an_object_is_read() -> None:
    assert json_object(body(b'{"a": [1, null]}')) == {"a": [1, None]}


@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"{", b"[]", b'"x"', b"null", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"\xff", b"[" * 100_000],
)
def test_what_is_no_json_object_is_refused(content: bytes) -> None:
    with pytest.raises(GraphError) as caught:
        json_object(body(content))
    assert (caught.value.status, caught.value.code) == (400, "BadRequest")


@pytest.mark.parametrize("headers", [{}, {"content-type": "text/plain"}])
def test_a_body_needs_its_media_type(headers: dict[str, str]) -> None:
    with pytest.raises(GraphError, match="Content-Type"):
        json_object(body(b"{}", headers))


def test_the_target_is_readable() -> None:
    request = Request("GET", "/v1.0/x", "%24expand=identitySynchronization")
    assert request.target == "/v1.0/x?$expand=identitySynchronization"
    assert Request("GET", "/v1.0/x").target == "/v1.0/x"
