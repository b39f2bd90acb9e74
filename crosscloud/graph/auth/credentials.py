"""How an application proves who it is: plain values, and the environment variables that describe each.

`crosscloud.graph.auth.issuers` turns them into tokens. A further kind is a class here, an entry in `KINDS`, and a
case there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeAlias

URL_VARIABLE: Final = "ACTIONS_ID_TOKEN_REQUEST_URL"
TOKEN_VARIABLE: Final = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"  # noqa: S105 - the variable's name, not its value


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A secret of the application registration: the variable `{prefix}_CLIENT_SECRET`.

    Attributes:
        value: the secret's value (not its id).
    """

    value: str = field(repr=False)

    @classmethod
    def suffix(cls) -> str:
        """The environment variable, without its prefix, that chooses this kind."""
        return "CLIENT_SECRET"

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """The credential that the variables `{prefix}_…` describe; None where they describe none of this kind."""
        value = environ.get(f"{prefix}_{cls.suffix()}")
        return cls(value) if value else None


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate of the application registration, with its private key.

    The variables `{prefix}_CLIENT_CERTIFICATE_PATH` and `…_PASSWORD`. The file is a PKCS#12 archive (.pfx, .p12),
    or a PEM file that holds the private key and the certificate.

    Attributes:
        path: the PKCS#12 or PEM file.
        password: of the private key; None where it has none.
    """

    path: Path
    password: str | None = field(default=None, repr=False)

    @classmethod
    def suffix(cls) -> str:
        """See `ClientSecret`."""
        return "CLIENT_CERTIFICATE_PATH"

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """See `ClientSecret`."""
        path = environ.get(f"{prefix}_{cls.suffix()}")
        return cls(Path(path), environ.get(f"{prefix}_CLIENT_CERTIFICATE_PASSWORD") or None) if path else None


@dataclass(frozen=True, slots=True)
class GithubOidc:
    """The identity of a GitHub Actions job that has the permission `id-token: write`; there is no secret.

    Chosen by the variable `{prefix}_GITHUB_OIDC` (any value), which the environment file's `method: github_oidc`
    sets. The application needs a federated credential for the repository, with the audience of its cloud. Source:
    GitHub's page on OpenID Connect in Actions (the two request variables), Microsoft's page on workload identity
    federation.

    Attributes:
        request_url: where the job asks for its token; empty outside such a job.
        request_token: what it asks with.
    """

    request_url: str
    request_token: str = field(repr=False)

    @classmethod
    def suffix(cls) -> str:
        """See `ClientSecret`."""
        return "GITHUB_OIDC"

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """See `ClientSecret`. The two request variables are the job's, so they have no prefix."""
        if not environ.get(f"{prefix}_{cls.suffix()}"):
            return None
        return cls(environ.get(URL_VARIABLE, ""), environ.get(TOKEN_VARIABLE, ""))


SignInMethod: TypeAlias = ClientSecret | ClientCertificate | GithubOidc
KINDS: Final[tuple[type[SignInMethod], ...]] = (ClientSecret, ClientCertificate, GithubOidc)
"""Every kind, in the order in which advice names their variables."""
