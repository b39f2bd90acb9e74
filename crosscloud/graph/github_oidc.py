"""Signing in from GitHub Actions without a secret: the job's own token vouches for the application.

Chosen by the variable `{prefix}_GITHUB_OIDC` (any value), which the environment file's `method: github_oidc` sets.
The application needs a federated credential for the repository, with the audience of its cloud. Source: GitHub's
page on OpenID Connect in Actions (the two request variables), Microsoft's page on workload identity federation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlencode, urlsplit

from crosscloud.graph.errors import SignInConfigurationError, SignInError, UnexpectedAnswerError
from crosscloud.graph.method import TokenIssuer

if TYPE_CHECKING:
    from crosscloud.graph.login import LoginService

URL_VARIABLE: Final = "ACTIONS_ID_TOKEN_REQUEST_URL"
TOKEN_VARIABLE: Final = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"  # noqa: S105 - the variable's name, not its value


@dataclass(frozen=True, slots=True)
class GithubOidc:
    """The identity of a GitHub Actions job that has the permission `id-token: write`.

    Attributes:
        request_url: where the job asks for its token; empty outside such a job.
        request_token: what it asks with.
    """

    request_url: str
    request_token: str = field(repr=False)

    @classmethod
    def suffix(cls) -> str:
        """See `SignInMethod`."""
        return "GITHUB_OIDC"

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """See `SignInMethod`. The two request variables are the job's, so they have no prefix."""
        if not environ.get(f"{prefix}_{cls.suffix()}"):
            return None
        return cls(environ.get(URL_VARIABLE, ""), environ.get(TOKEN_VARIABLE, ""))

    def issuer(self, login: "LoginService") -> TokenIssuer:
        """See `SignInMethod`.

        Raises:
            SignInConfigurationError: outside a GitHub Actions job that may ask for its token.
        """
        from crosscloud.graph.confidential import ConfidentialClient  # noqa: PLC0415 - imports MSAL: 0.1 s

        if not self.request_token or urlsplit(self.request_url).scheme != "https":
            raise SignInConfigurationError(
                f"{URL_VARIABLE} and {TOKEN_VARIABLE} are not set, so github_oidc cannot sign in to "
                f"{login.sign_in.tenant}: run in a GitHub Actions job with `permissions: {{id-token: write}}`, "
                f"or set {login.sign_in.variable('CLIENT_SECRET')}"
            )
        # A function, since the job's token is valid for minutes: MSAL asks for a new one with each request.
        return ConfidentialClient(login, {"client_assertion": lambda: self._assertion(login)})

    def _assertion(self, login: "LoginService") -> str:
        """The job's token for the audience that the tenant's cloud expects."""
        from crosscloud.graph.answers import json_of  # noqa: PLC0415 - imports requests: 0.1 s
        from crosscloud.graph.transport import Request  # noqa: PLC0415 - as above

        audience = urlencode({"audience": login.sign_in.cloud.federation_audience})
        separator = "&" if urlsplit(self.request_url).query else "?"
        request = Request(
            "GET", f"{self.request_url}{separator}{audience}", {"Authorization": f"Bearer {self.request_token}"}
        )
        answer = login.vouch(request, "ask GitHub for the token of this job")
        document = json_of(answer)
        token = document.get("value") if isinstance(document, dict) else None
        if answer.status == 200 and isinstance(token, str) and token:
            return token
        text = f"GitHub answered {answer.status} and no token for this job, to sign in to {login.sign_in.tenant}"
        if 400 <= answer.status < 500:
            raise SignInError(f"{text}. Give the job `permissions: {{id-token: write}}`")
        raise UnexpectedAnswerError(f"{text}. Run the job again")
