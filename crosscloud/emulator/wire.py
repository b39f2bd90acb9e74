"""Requests and answers as the emulated services see them: plain values, with no web framework in them.

The services are functions from `Request` to `Answer`, so tests can call them without a socket.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from crosscloud.emulator.errors import GraphError

_WITHOUT_TYPE: Final = "Write requests (excluding DELETE) must contain the Content-Type header declaration."


@dataclass(frozen=True)
class Request:
    """One HTTP request.

    Attributes:
        method: in upper case.
        path: percent-decoded, without the query.
        query: as sent, without the question mark.
        headers: by name in lower case.
        body: all of it.
        root: where the client reaches this service, e.g. `https://localhost:8443`, for links in answers.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    root: str = "https://localhost"

    @property
    def target(self) -> str:
        """Path and query, percent-decoded: what the request log and faults go by."""
        return f"{self.path}?{unquote(self.query)}" if self.query else self.path

    @property
    def url(self) -> str:
        """The whole address; the query as it was sent."""
        return f"{self.root}{self.path}?{self.query}" if self.query else f"{self.root}{self.path}"

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; a body of None is an empty one."""

    status: int
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def json_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        GraphError: 400, if there is none, or one that has a name twice.
    """
    if request.media_type != "application/json":
        raise GraphError(400, "BadRequest", _WITHOUT_TYPE)
    if not request.body.strip():
        raise GraphError(400, "BadRequest", "Empty Payload. JSON content expected.")
    try:
        found = json.loads(request.body, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise GraphError(400, "BadRequest", f"Unable to read JSON request payload: {error}") from error
    if not isinstance(found, dict):
        raise GraphError(400, "BadRequest", "Unable to read JSON request payload: it must be an object.")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a property occurs twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
