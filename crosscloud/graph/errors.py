"""Everything that this package raises, so that a caller can tell what happened and what to do next.

    CrosscloudGraphError
    ├── SignInConfigurationError       nothing was sent: what was given for signing in cannot work
    ├── SignInError                    the login service refused; asking again changes nothing
    ├── ConnectionFailedError          no answer, and nothing was changed
    │   └── UntrustedCertificateError  the server's certificate was not accepted
    ├── ResponseError                  the service answered with an error status
    │   ├── ForbiddenError             403: a permission is missing
    │   ├── NotFoundError              404
    │   ├── ConflictError              409
    │   └── ThrottledError             429, after as many tries as are allowed
    ├── UnexpectedAnswerError          the service answered something that it does not document
    ├── TenantNotFoundError            no login service that was asked knows the tenant
    ├── AmbiguousTenantError           two login services name different tenants or clouds: a person must decide
    ├── AnswerLostError                a write was sent, its answer never came: read again to know
    └── SnapshotFileError              a snapshot file cannot be read or written

No text of an error holds a secret or a token; texts from a service are cleaned (`crosscloud.graph.text`).
"""

from typing import TypeAlias

from crosscloud.domain.truth import Truth
from crosscloud.errors import CrosscloudError
from crosscloud.graph.text import clean

_TAKEN_BY_HALVES = frozenset({408, 500, 502, 504})
"""A service, or a gateway before it, that fails so may have done what was asked; with 503 and 4xx it refuses."""


class CrosscloudGraphError(CrosscloudError):
    """Base of all errors of this package; its text says what is wrong, where, and what to do next.

    Attributes:
        earlier_took_effect: whether another request of the same write had succeeded before.
    """

    earlier_took_effect = False

    @property
    def changed(self) -> Truth:
        """Whether the request that failed so changed anything, where it was a write."""
        return Truth.NO

    @property
    def summary(self) -> str:
        """One line for a report or a snapshot, where the tenant is already named."""
        return str(self)


GraphError: TypeAlias = CrosscloudGraphError


class SignInConfigurationError(CrosscloudGraphError):
    """What was given for signing in is incomplete or cannot work; the text names the variable."""


class SignInError(CrosscloudGraphError):
    """The login service refused the sign-in.

    Attributes:
        code: the reason as Microsoft numbers it, e.g. `AADSTS7000215`; None where none was given.
    """

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class ConnectionFailedError(CrosscloudGraphError):
    """There was no answer; the text names the host and the reason.

    Attributes:
        host: the host, with its port where one was given.
        sent: whether the request may have reached the service all the same.
    """

    def __init__(self, message: str, *, host: str = "", sent: bool = False) -> None:
        super().__init__(message)
        self.host = host
        self.sent = sent


class UntrustedCertificateError(ConnectionFailedError):
    """The server's certificate was not accepted, so nothing was sent."""


class ResponseError(CrosscloudGraphError):
    """The service answered with an error status.

    Args:
        status: the HTTP status.
        code: the error's code, e.g. `Authorization_RequestDenied`; empty where there is none.
        message: the service's own text; cleaned here.
        request_id: what Microsoft's support asks for.
        doing: what was tried, as a verb phrase: `read the partners of tenant …`.
        advice: what to do next.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        request_id: str | None = None,
        *,
        doing: str = "",
        advice: str = "",
    ) -> None:
        self.status = status
        self.code = clean(code, 80)
        self.message = clean(message).rstrip(".")
        self.request_id = request_id
        self.advice = advice
        parts = [
            f"{status} {self.code}".strip(),
            f"cannot {doing}" if doing else "",
            self.message,
            advice,
        ]
        text = ": ".join(part for part in parts if part)
        super().__init__(f"{text} (request id {request_id})" if request_id else text)
        self.to_do = advice

    @property
    def changed(self) -> Truth:
        """Unknown where the service failed on the way; with any other error status it refused."""
        return Truth.UNKNOWN if self.status in _TAKEN_BY_HALVES else Truth.NO

    @property
    def summary(self) -> str:
        """Status, code, message and advice, e.g. `403 Authorization_RequestDenied Insufficient privileges…`."""
        line = " ".join(part for part in (str(self.status), self.code, self.message) if part)
        return f"{line}: {self.advice}" if self.advice else line


class ForbiddenError(ResponseError):
    """403: the identity may not do this; the text names the least permission that may."""


class NotFoundError(ResponseError):
    """404: there is no such object, e.g. no such partner."""


class ConflictError(ResponseError):
    """409: such an object exists already, or was deleted a moment ago."""


class ThrottledError(ResponseError):
    """429: too many requests, still so after as many tries as are allowed."""


class UnexpectedAnswerError(CrosscloudGraphError):
    """The service answered in a shape that it does not document, or tried to send the client elsewhere."""

    @property
    def changed(self) -> Truth:
        """Unknown."""
        return Truth.UNKNOWN


class TenantNotFoundError(CrosscloudGraphError):
    """No login service that was asked knows the tenant; the text says which were asked."""


class AmbiguousTenantError(CrosscloudGraphError):
    """Two login services name different tenants or clouds for one name: a person must decide."""


class AnswerLostError(CrosscloudGraphError):
    """A write was sent and its answer never came: whether it took effect is unknown until it is read again."""

    @property
    def changed(self) -> Truth:
        """Unknown."""
        return Truth.UNKNOWN


class SnapshotFileError(CrosscloudGraphError):
    """A snapshot file cannot be read or written; the text says where and why."""
