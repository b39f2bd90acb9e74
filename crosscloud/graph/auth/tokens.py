"""The access token of one sign-in, shared by all threads: asked for once, and not again after a refusal."""

import threading
from collections.abc import Callable
from typing import Protocol

from crosscloud.graph.errors import SignInConfigurationError, SignInError


class TokenIssuer(Protocol):
    """Gives out access tokens for one application in one tenant. Called by one thread at a time."""

    def token(self) -> str:
        """An access token that is valid for some minutes more, from memory where there is one.

        Raises:
            CrosscloudGraphError: where the login service refuses or cannot be reached.
        """
        ...

    def forget(self) -> None:
        """Drop what is remembered, so that the next token is a new one."""
        ...


class Tokens:
    """Gives out tokens under a lock.

    A refusal is remembered: Terraform reads hundreds of resources at once, and each would try a wrong secret
    again. Who has mended the sign-in makes a new connection.

    Args:
        open_issuer: makes the issuer, when the first token is asked for.
    """

    def __init__(self, open_issuer: Callable[[], TokenIssuer]) -> None:
        self._open_issuer = open_issuer
        self._issuer: TokenIssuer | None = None
        self._refusal: SignInError | SignInConfigurationError | None = None
        self._lock = threading.Lock()

    def token(self) -> str:
        """A token that is valid for some minutes more.

        Raises:
            CrosscloudGraphError: where signing in fails.
        """
        with self._lock:
            return self._next()

    def replace(self, rejected: str) -> str:
        """A token in place of `rejected`, which Graph did not accept; one that is newer is kept.

        Raises:
            CrosscloudGraphError: where signing in fails.
        """
        with self._lock:
            current = self._next()
            if current != rejected or self._issuer is None:
                return current
            self._issuer.forget()
            return self._next()

    def _next(self) -> str:
        if self._refusal is not None:
            raise self._refusal.with_traceback(None)
        try:
            if self._issuer is None:
                self._issuer = self._open_issuer()
            return self._issuer.token()
        except (SignInError, SignInConfigurationError) as error:
            self._refusal = error
            raise
