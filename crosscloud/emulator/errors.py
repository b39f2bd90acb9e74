"""The errors of the two emulated services, and the one error of the emulator itself.

    Exception
    ├── EmulatorError        the emulator was set up or used wrongly (raised to the program that runs it)
    │   └── EmulatorInUseError  another emulator has its folder open
    ├── GraphError           Graph refuses a request (becomes an answer with Graph's error envelope)
    └── LoginError           the login service refuses a request (becomes an OAuth 2.0 error answer)

Status codes and error codes follow the Microsoft Graph error responses reference and the Microsoft Entra
authentication error codes reference; the wording after the documented part is the emulator's own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from crosscloud.errors import CrosscloudError


class EmulatorError(CrosscloudError):
    """The emulator cannot do what the program that runs it asks; the text says why and what to do."""


class EmulatorInUseError(EmulatorError):
    """Another emulator has the folder open."""


class GraphError(Exception):
    """A request that Graph refuses.

    Attributes:
        status: the HTTP status.
        code: Graph's error code, e.g. `Request_BadRequest`.
        message: one or two sentences for a person.
        details: further objects for the envelope's `details`, usually none.
    """

    def __init__(self, status: int, code: str, message: str, *, details: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = tuple(details)


class LoginError(Exception):
    """A request that the login service refuses.

    Attributes:
        status: the HTTP status.
        error: the OAuth 2.0 error, e.g. `invalid_client` (RFC 6749, section 5.2).
        aadsts: the number of the AADSTS code, e.g. 7000215.
        message: one or two sentences for a person, without the AADSTS prefix.
    """

    def __init__(self, status: int, error: str, aadsts: int, message: str) -> None:
        super().__init__(f"{status} {error}: AADSTS{aadsts}: {message}")
        self.status = status
        self.error = error
        self.aadsts = aadsts
        self.message = message


def bad_request(message: str) -> GraphError:
    """400 as the directory answers it."""
    return GraphError(400, "Request_BadRequest", message)


def invalid_property(name: str) -> GraphError:
    """400 for a name that the type does not declare; names are compared with their case."""
    return bad_request(f"Invalid property '{name}'")


def invalid_value(at: str, must: str) -> GraphError:
    """400 for a value that the property at path `at` cannot hold; `must` says what it must be."""
    return bad_request(f"Invalid value specified for property '{at}': {must}")


def not_found(what: str) -> GraphError:
    """404 for an object that is read or deleted and does not exist."""
    return GraphError(404, "Request_ResourceNotFound", f"Resource '{what}' does not exist.")
