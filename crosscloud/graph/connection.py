"""From a sign-in to the policy API. HTTP and MSAL are imported here, when a tenant is connected to, not before.

Terraform starts several processes of a provider that never sign in; the imports would cost each 0.2 s.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crosscloud.graph.policy import PolicyApi
from crosscloud.graph.retries import Limits, Retries

if TYPE_CHECKING:
    import requests

    from crosscloud.graph.auth.login import LoginService
    from crosscloud.graph.auth.sign_in import SignIn
    from crosscloud.graph.auth.tokens import TokenIssuer


def connect(
    sign_in: SignIn,
    *,
    session: requests.Session | None = None,
    retries: Retries | None = None,
    limits: Limits | None = None,
) -> PolicyApi:
    """The policy API of the tenant that `sign_in` names. Nothing is sent before the first request.

    Args:
        sign_in: the tenant and how to sign in.
        session: its adapters carry every request, to the login service and to Graph; a new one by default.
            One that is handed in is not closed, and its `trust_env` is turned off.
        retries: how often to try and how long to wait.
        limits: how much of the answers is taken.

    Raises:
        SignInConfigurationError: where the CA bundle is unusable.
    """
    import requests  # noqa: PLC0415 - see the module's docstring

    from crosscloud.graph.auth.login import LoginService  # noqa: PLC0415 - see the module's docstring
    from crosscloud.graph.auth.tokens import Tokens  # noqa: PLC0415 - see the module's docstring
    from crosscloud.graph.client import GraphClient  # noqa: PLC0415 - see the module's docstring
    from crosscloud.graph.network import ca_bundle  # noqa: PLC0415 - see the module's docstring
    from crosscloud.graph.transport import Transport  # noqa: PLC0415 - see the module's docstring

    variable = sign_in.variable("CA_BUNDLE")
    verify = ca_bundle(sign_in.ca_bundle, variable, sign_in.tenant, os.environ)
    rules = retries or Retries()
    used = session if session is not None else requests.Session()
    bounds = limits or Limits()
    transport = Transport(used, verify, sign_in.tenant, variable, bounds)
    login = LoginService(sign_in, transport, rules)
    tokens = Tokens(lambda: _open_issuer(login))
    client = GraphClient(sign_in, transport, tokens, rules, bounds)
    return PolicyApi(client, close=used.close if session is None else _keep_open)


def _open_issuer(login: LoginService) -> TokenIssuer:
    from crosscloud.graph.auth.issuers import Issuer  # noqa: PLC0415 - imports MSAL: 0.1 s

    return Issuer(login)


def _keep_open() -> None:
    """The session belongs to the caller."""
