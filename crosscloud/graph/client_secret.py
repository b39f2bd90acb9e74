"""Signing in with a client secret: the variable `{prefix}_CLIENT_SECRET`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from crosscloud.graph.method import TokenIssuer

if TYPE_CHECKING:
    from crosscloud.graph.login import LoginService


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A secret of the application registration.

    Attributes:
        value: the secret's value (not its id).
    """

    value: str = field(repr=False)

    @classmethod
    def suffix(cls) -> str:
        """See `SignInMethod`."""
        return "CLIENT_SECRET"

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """See `SignInMethod`."""
        value = environ.get(f"{prefix}_{cls.suffix()}")
        return cls(value) if value else None

    def issuer(self, login: "LoginService") -> TokenIssuer:
        """See `SignInMethod`."""
        from crosscloud.graph.confidential import ConfidentialClient  # noqa: PLC0415 - imports MSAL: 0.1 s

        return ConfidentialClient(login, self.value)
