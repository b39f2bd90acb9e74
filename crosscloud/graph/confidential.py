"""Tokens for an application that holds a secret or a certificate, through MSAL's confidential client.

Imported only when a sign-in is used: MSAL costs a tenth of a second.
"""

from collections.abc import Mapping
from typing import Any

import msal  # type: ignore[import-untyped]  # MSAL publishes no types

from crosscloud import __version__
from crosscloud.graph.errors import SignInConfigurationError, UnexpectedAnswerError
from crosscloud.graph.login import LoginService


class ConfidentialClient:
    """A `TokenIssuer`. MSAL keeps a token in memory and asks for another five minutes before it expires.

    Args:
        login: where to ask, and who asks.
        credential: in MSAL's form: a secret, or a mapping that describes a certificate or an assertion.
    """

    def __init__(self, login: LoginService, credential: str | Mapping[str, Any]) -> None:
        self._login = login
        self._credential = credential
        self._application: Any = None

    def token(self) -> str:
        """See `TokenIssuer`."""
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
        """See `TokenIssuer`."""
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
