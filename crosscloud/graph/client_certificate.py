"""Signing in with a certificate: the variables `{prefix}_CLIENT_CERTIFICATE_PATH` and `…_PASSWORD`.

The file is a PKCS#12 archive (.pfx, .p12), or a PEM file that holds the private key and the certificate.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from crosscloud.graph.errors import SignInConfigurationError
from crosscloud.graph.method import TokenIssuer

if TYPE_CHECKING:
    from crosscloud.graph.login import LoginService

_PEM_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate of the application registration, with its private key.

    Attributes:
        path: the PKCS#12 or PEM file.
        password: of the private key; None where it has none.
    """

    path: Path
    password: str | None = field(default=None, repr=False)

    @classmethod
    def suffix(cls) -> str:
        """See `SignInMethod`."""
        return "CLIENT_CERTIFICATE_PATH"

    @classmethod
    def from_variables(cls, prefix: str, environ: Mapping[str, str]) -> Self | None:
        """See `SignInMethod`."""
        path = environ.get(f"{prefix}_{cls.suffix()}")
        return cls(Path(path), environ.get(f"{prefix}_CLIENT_CERTIFICATE_PASSWORD") or None) if path else None

    def issuer(self, login: "LoginService") -> TokenIssuer:
        """See `SignInMethod`."""
        from crosscloud.graph.confidential import ConfidentialClient  # noqa: PLC0415 - imports MSAL: 0.1 s

        return ConfidentialClient(login, self._credential())

    def _credential(self) -> dict[str, str | bool]:
        """The credential as MSAL takes it (MSAL Python, ConfidentialClientApplication, client_credential)."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            text = f"the client certificate {self.path} cannot be read: {error.strerror}"
            raise SignInConfigurationError(text) from error
        password = {"passphrase": self.password} if self.password else {}
        if b"-----BEGIN " not in content:
            return {"private_key_pfx_path": str(self.path), "public_certificate": True, **password}
        blocks = [(m[1], m[0]) for m in _PEM_BLOCK.finditer(content.decode("ascii", errors="replace"))]
        keys = [block for label, block in blocks if label.endswith("PRIVATE KEY")]
        certificates = [block for label, block in blocks if label == "CERTIFICATE"]
        if len(keys) != 1 or not certificates:
            text = f"the client certificate {self.path} must hold one private key and its certificate"
            raise SignInConfigurationError(text)
        return {"private_key": keys[0], "public_certificate": "".join(certificates), **password}
