"""Reading answers: their JSON, and an error status as the exception that it stands for.

Source: Microsoft Graph, error responses and resource types (the envelope `error`, with `code`, `message` and
`innerError`).
"""

import json
import re
from typing import Any, Final

from crosscloud.graph.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ResponseError,
    ThrottledError,
)
from crosscloud.graph.transport import Answer

_REQUEST_ID: Final = re.compile(r"[0-9A-Za-z-]{1,64}")
_TOO_LARGE: Final = re.compile(
    r"object limit|size limit|too large|25 ?KB|exceed\w* the (maximum|allowed|permitted)[\w ]* size", re.IGNORECASE
)
"""How Graph and the portal speak of a policy above 25 KB (Microsoft Entra, troubleshooting B2B collaboration:
"Failure to update policy due to object limit"; Graph reference, crossTenantAccessPolicy: 400 above 25 KB)."""
_KINDS: Final[dict[int, type[ResponseError]]] = {
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: ThrottledError,
}


def json_of(answer: Answer) -> Any:
    """The answer's JSON; None where it has none."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def error_from(answer: Answer, doing: str, permission: str | None) -> ResponseError:
    """The exception for `answer`, whose status is an error.

    Args:
        answer: the answer.
        doing: what was tried, as a verb phrase.
        permission: the least permission that would have sufficed; None where none is needed.
    """
    body = json_of(answer)
    envelope = body.get("error") if isinstance(body, dict) else None
    details = envelope if isinstance(envelope, dict) else {}
    kind = _KINDS.get(answer.status, ResponseError)
    return kind(
        answer.status,
        _text(details.get("code")),
        _text(details.get("message")),
        _request_id(answer, details),
        doing=doing,
        advice=_advice(answer.status, permission, _text(details.get("message"))),
    )


def _advice(status: int, permission: str | None, message: str) -> str:
    match status:
        case 400 | 413 if status == 413 or _TOO_LARGE.search(message):
            return (
                "the policy has outgrown what this tenant may store; let more sections inherit from the default "
                "(XC206 in crosscloud check says how large it is)"
            )
        case 401:
            return "the token was not accepted; check that the Graph endpoint belongs to the tenant's cloud"
        case 403 if permission:
            return f"grant the application {permission} and give admin consent in this tenant"
        case 429:
            return "the service is throttling; try again later"
        case 502 | 503 | 504:
            return "the service is not available; try again later"
        case _:
            return ""


def _request_id(answer: Answer, details: dict[str, Any]) -> str | None:
    inner = details.get("innerError")
    candidates = (
        answer.headers.get("request-id"),
        answer.headers.get("x-ms-request-id"),
        inner.get("request-id") if isinstance(inner, dict) else None,
    )
    for candidate in candidates:
        if isinstance(candidate, str) and _REQUEST_ID.fullmatch(candidate):
            return candidate
    return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
