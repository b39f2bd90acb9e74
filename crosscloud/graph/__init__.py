"""Microsoft Graph: signing in, and the cross-tenant access policy of one tenant.

The way in is `connect(sign_in)`, which gives a `PolicyApi`. Importing this package imports neither requests
nor MSAL. It uses `crosscloud.domain` alone; the provider and the reviews use it.
"""

from crosscloud.graph.client_certificate import ClientCertificate
from crosscloud.graph.client_secret import ClientSecret
from crosscloud.graph.connection import connect
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
from crosscloud.graph.found_tenant import FoundClouds, FoundTenant
from crosscloud.graph.github_oidc import GithubOidc
from crosscloud.graph.method import SignInMethod, TokenIssuer
from crosscloud.graph.policy import PolicyApi
from crosscloud.graph.reading import PARTS, Part, TenantReading
from crosscloud.graph.retries import Retries
from crosscloud.graph.sign_in import SignIn, sign_in_from_variables
from crosscloud.graph.snapshot import Snapshot, read_snapshot, snapshot_document, write_snapshot

__all__ = [
    "PARTS",
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
    "Part",
    "PolicyApi",
    "ResponseError",
    "Retries",
    "SignIn",
    "SignInConfigurationError",
    "SignInError",
    "SignInMethod",
    "Snapshot",
    "SnapshotFileError",
    "TenantNotFoundError",
    "TenantReading",
    "ThrottledError",
    "TokenIssuer",
    "UnexpectedAnswerError",
    "UntrustedCertificateError",
    "connect",
    "read_snapshot",
    "sign_in_from_variables",
    "snapshot_document",
    "write_snapshot",
]
