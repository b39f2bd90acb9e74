"""What every way to sign in has in common, so that a new one is one small file and one entry in `METHODS`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from crosscloud.graph.login import LoginService


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


class SignInMethod(Protocol):
    """One way to prove who one is. Implementations are frozen and keep secrets out of their repr."""

    @classmethod
    def suffix(cls) -> str:
        """The environment variable, without its prefix, that chooses this way."""
        ...

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """This way as the variables `{prefix}_…` describe it; None where they do not."""
        ...

    def issuer(self, login: "LoginService") -> TokenIssuer:
        """What asks `login` for tokens; sends nothing yet.

        Raises:
            SignInConfigurationError: where a file or program that it needs is unusable.
        """
        ...
