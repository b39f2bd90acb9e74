"""Access tokens: signed by the login service, verified by Graph.

RS256 JSON Web Tokens with the claims that an app-only token for Graph carries. Source: Microsoft identity
platform, access token claims reference (`aud`, `iss`, `tid`, `appid`, `roles`, `idtyp`).
"""

import base64
import time
import uuid
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from crosscloud.domain.clouds import Cloud
from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.tenants import Client, EmulatedTenant

LIFETIME: Final = 3599
"""Seconds that a token is valid, as the login service grants them by default."""


class Tokens:
    """Issues and verifies tokens with a key that is made for this object and never leaves the process."""

    def __init__(self) -> None:
        self._key_id = uuid.uuid4().hex

    @cached_property
    def _key(self) -> RSAPrivateKey:
        return generate_private_key(public_exponent=65537, key_size=2048)

    def issue(
        self,
        tenant: EmulatedTenant,
        *,
        client: Client | None = None,
        audience: str | None = None,
        roles: Iterable[str] | None = None,
        lifetime: int = LIFETIME,
    ) -> str:
        """An app-only token of an application of the tenant.

        Args:
            tenant: in which tenant.
            client: which application; the tenant's own unless given.
            audience: what it is for; the Graph of the tenant's cloud unless given.
            roles: the application permissions in it; those granted to the application unless given.
            lifetime: seconds from now until it expires; negative for one that has expired.
        """
        client = tenant.client if client is None else client
        now = int(time.time())
        claims = {
            "aud": tenant.cloud.graph if audience is None else audience,
            "iss": f"{tenant.cloud.login}/{tenant.key}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + lifetime,
            "tid": tenant.key,
            "appid": client.client_id,
            "idtyp": "app",
            "oid": str(uuid.uuid5(uuid.UUID(tenant.key), client.client_id)),
            "roles": sorted(client.roles if roles is None else roles),
            "uti": uuid.uuid4().hex,
            "ver": "1.0",
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._key_id})

    def key_set(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        numbers = self._key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self._key_id}
        return {"keys": [{**key, "n": _base64url(numbers.n), "e": _base64url(numbers.e)}]}

    def read(self, authorization: str) -> Mapping[str, Any]:
        """The claims of the token in an Authorization header, whose signature is right; nothing else is checked.

        Raises:
            GraphError: 401, if there is no such token.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _unauthenticated("Access token is empty.")
        try:
            return jwt.decode(
                token.strip(),
                self._key.public_key(),
                algorithms=["RS256"],
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
            )
        except jwt.PyJWTError as error:
            raise _unauthenticated(f"Access token validation failure: {error}.") from error


def check(claims: Mapping[str, Any], cloud: Cloud, *, now: float | None = None) -> None:
    """Check that a token is for this cloud's Graph and has not expired.

    Args:
        claims: its claims.
        cloud: the cloud whose Graph is asked.
        now: seconds since 1970; the present unless given.

    Raises:
        GraphError: 401, if it is not.
    """
    if claims["aud"] != cloud.graph:
        raise _unauthenticated(
            f"Access token validation failure. Invalid audience {claims['aud']}: this Graph is {cloud.graph}."
        )
    if claims["exp"] <= (time.time() if now is None else now):
        raise _unauthenticated("Lifetime validation failed, the token is expired.")


def _unauthenticated(message: str) -> GraphError:
    return GraphError(401, "InvalidAuthenticationToken", message)


def _base64url(number: int) -> str:
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
