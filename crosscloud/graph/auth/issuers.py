"""From a credential to tokens, through MSAL's confidential client: the one place that knows how each kind proves.

Imported only when a sign-in is used: MSAL costs a tenth of a second.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msal  # type: ignore[import-untyped]  # MSAL publishes no types

from crosscloud import __version__
from crosscloud.graph.answers import json_of
from crosscloud.graph.auth.credentials import (
    TOKEN_VARIABLE,
    URL_VARIABLE,
    ClientCertificate,
    ClientSecret,
    GithubOidc,
)
from crosscloud.graph.auth.login import LoginService
from crosscloud.graph.errors import SignInConfigurationError, SignInError, UnexpectedAnswerError
from crosscloud.graph.transport import Request

_PEM_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----\n?", re.DOTALL)


class Issuer:
    """Gives out access tokens for one application in one tenant. Called by one thread at a time.

    MSAL keeps a token in memory and asks for another five minutes before it expires.

    Args:
        login: where to ask, and who asks; its sign-in holds the credential. Nothing is sent yet.

    Raises:
        SignInConfigurationError: where a file or a job that the credential needs is not there.
    """

    def __init__(self, login: LoginService) -> None:
        self._login = login
        self._credential = _credential_for_msal(login)
        self._application: Any = None

    def token(self) -> str:
        """An access token that is valid for some minutes more, from memory where there is one.

        Raises:
            CrosscloudGraphError: where the login service refuses or cannot be reached.
        """
        sign_in = self._login.sign_in
        if self._application is None:
            self._application = self._new_application()
        try:
            # The scope is the cloud's, whatever the endpoint: an override must not choose the audience.
            result = self._application.acquire_token_for_client([sign_in.cloud.scope])
        except (ValueError, KeyError, TypeError) as error:
            # `login` has checked the answer, so this comes from the credential: a key that cannot sign.
            text = f"the credential for {sign_in.tenant} cannot be used ({type(error).__name__}): check it"
            raise SignInConfigurationError(text) from None
        token = result.get("access_token") if isinstance(result, dict) else None
        if not isinstance(token, str):
            raise UnexpectedAnswerError(f"signing in to {sign_in.tenant} brought no access token")
        return token

    def forget(self) -> None:
        """Drop what is remembered, so that the next token is a new one."""
        if self._application is not None:
            self._application.remove_tokens_for_client()

    def _new_application(self) -> Any:
        sign_in = self._login.sign_in
        credential = self._credential if isinstance(self._credential, str) else dict(self._credential)
        try:
            return msal.ConfidentialClientApplication(
                sign_in.client_id,
                client_credential=credential,
                authority=f"{sign_in.login}/{sign_in.tenant_id}",
                http_client=self._login,
                # It would ask the worldwide login host about hosts that it does not know.
                instance_discovery=False,
                app_name="crosscloud",
                app_version=__version__,
            )
        except (ValueError, KeyError, TypeError) as error:
            text = (
                f"the credential for {sign_in.tenant} cannot be used ({type(error).__name__}): check that the "
                "certificate holds its private key, and the password"
            )
            raise SignInConfigurationError(text) from None


def _credential_for_msal(login: LoginService) -> str | Mapping[str, Any]:
    """The credential as MSAL takes it (MSAL Python, ConfidentialClientApplication, client_credential)."""
    match login.sign_in.method:
        case ClientSecret(value=value):
            return value
        case ClientCertificate(path=path, password=password):
            return _read_certificate(path, password)
        case GithubOidc() as job:
            _check_job(job, login)
            # A function, since the job's token is valid for minutes: MSAL asks for a new one with each request.
            return {"client_assertion": lambda: _ask_github(job, login)}


def _read_certificate(path: Path, password: str | None) -> Mapping[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        text = f"the client certificate {path} cannot be read: {error.strerror}"
        raise SignInConfigurationError(text) from error
    lock = {"passphrase": password} if password else {}
    if b"-----BEGIN " not in content:
        return {"private_key_pfx_path": str(path), "public_certificate": True, **lock}
    blocks = [(m[1], m[0]) for m in _PEM_BLOCK.finditer(content.decode("ascii", errors="replace"))]
    keys = [block for label, block in blocks if label.endswith("PRIVATE KEY")]
    certificates = [block for label, block in blocks if label == "CERTIFICATE"]
    if len(keys) != 1 or not certificates:
        text = f"the client certificate {path} must hold one private key and its certificate"
        raise SignInConfigurationError(text)
    return {"private_key": keys[0], "public_certificate": "".join(certificates), **lock}


def _check_job(job: GithubOidc, login: LoginService) -> None:
    """Refuse to sign in as a GitHub Actions job outside of one that may ask for its token."""
    if not job.request_token or urlsplit(job.request_url).scheme != "https":
        raise SignInConfigurationError(
            f"{URL_VARIABLE} and {TOKEN_VARIABLE} are not set, so github_oidc cannot sign in to "
            f"{login.sign_in.tenant}: run in a GitHub Actions job with `permissions: {{id-token: write}}`, "
            f"or set {login.sign_in.variable('CLIENT_SECRET')}"
        )


def _ask_github(job: GithubOidc, login: LoginService) -> str:
    """The job's token for the audience that the tenant's cloud expects."""
    audience = urlencode({"audience": login.sign_in.cloud.federation_audience})
    separator = "&" if urlsplit(job.request_url).query else "?"
    request = Request(
        "GET", f"{job.request_url}{separator}{audience}", {"Authorization": f"Bearer {job.request_token}"}
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
