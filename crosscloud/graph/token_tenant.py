"""Whether an access token is for the tenant that was meant, as far as it can be told.

A login service behind a wrong endpoint, or one that was swapped for another, may give a token of another tenant:
every write would go there. Clients are told to treat tokens of Graph as opaque (Microsoft identity platform,
access tokens), so nothing is required of one: a token that is not a readable JSON Web Token, or has no `tid`,
tells nothing and is taken. Its signature is not checked: it came over TLS, and Graph checks it.
"""

import base64
import json

from crosscloud.domain.guid import fold, is_guid


def tenant_of_token(token: str) -> str | None:
    """The tenant that `token` is for (its claim `tid`), in lower case; None where it does not tell."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    tenant = claims.get("tid") if isinstance(claims, dict) else None
    return fold(tenant) if isinstance(tenant, str) and is_guid(tenant) else None
