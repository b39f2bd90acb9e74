"""Microsoft Graph: signing in, and the cross-tenant access policy of one tenant.

The way in is `connect(sign_in)`, which gives a `PolicyApi`. Importing this package imports its errors alone; each
other name is imported when it is first asked for, since most of a provider's processes never sign in, and neither
requests nor MSAL before a tenant is connected to. It uses `crosscloud.domain` alone; the provider and the reviews
use it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from crosscloud.graph.errors import (
    AmbiguousTenantError,
    AnswerLostError,
    ConflictError,
    ConnectionFailedError,
    CrosscloudGraphError,
    ForbiddenError,
    GraphError,
    NotFoundError,
    ResponseError,
    SignInConfigurationError,
    SignInError,
    SnapshotFileError,
    TenantNotFoundError,
    ThrottledError,
    UnexpectedAnswerError,
    UntrustedCertificateError,
)

if TYPE_CHECKING:
    from crosscloud.graph.auth.credentials import ClientCertificate, ClientSecret, GithubOidc, SignInMethod
    from crosscloud.graph.auth.sign_in import SignIn, check_endpoints, sign_in_from_variables
    from crosscloud.graph.auth.tenant_search import FoundClouds, FoundTenant
    from crosscloud.graph.auth.tokens import TokenIssuer
    from crosscloud.graph.connection import connect
    from crosscloud.graph.policy import PolicyApi
    from crosscloud.graph.reading import TenantReading
    from crosscloud.graph.retries import Pause, Retries, Tell
    from crosscloud.graph.snapshot import Snapshot, read_snapshot, snapshot_document, write_snapshot

_HOMES: Final = {
    "ClientCertificate": "auth.credentials",
    "ClientSecret": "auth.credentials",
    "FoundClouds": "auth.tenant_search",
    "FoundTenant": "auth.tenant_search",
    "GithubOidc": "auth.credentials",
    "Pause": "retries",
    "PolicyApi": "policy",
    "Retries": "retries",
    "SignIn": "auth.sign_in",
    "SignInMethod": "auth.credentials",
    "Snapshot": "snapshot",
    "Tell": "retries",
    "TenantReading": "reading",
    "TokenIssuer": "auth.tokens",
    "check_endpoints": "auth.sign_in",
    "connect": "connection",
    "read_snapshot": "snapshot",
    "sign_in_from_variables": "auth.sign_in",
    "snapshot_document": "snapshot",
    "write_snapshot": "snapshot",
}
"""In which module each name is that is imported late."""

__all__ = [
    "AmbiguousTenantError",
    "AnswerLostError",
    "ClientCertificate",
    "ClientSecret",
    "ConflictError",
    "ConnectionFailedError",
    "CrosscloudGraphError",
    "ForbiddenError",
    "FoundClouds",
    "FoundTenant",
    "GithubOidc",
    "GraphError",
    "NotFoundError",
    "Pause",
    "PolicyApi",
    "ResponseError",
    "Retries",
    "SignIn",
    "SignInConfigurationError",
    "SignInError",
    "SignInMethod",
    "Snapshot",
    "SnapshotFileError",
    "Tell",
    "TenantNotFoundError",
    "TenantReading",
    "ThrottledError",
    "TokenIssuer",
    "UnexpectedAnswerError",
    "UntrustedCertificateError",
    "check_endpoints",
    "connect",
    "read_snapshot",
    "sign_in_from_variables",
    "snapshot_document",
    "write_snapshot",
]


def __getattr__(name: str) -> Any:
    """A name that is asked for the first time.

    Raises:
        AttributeError: where the package has no such name.
    """
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
