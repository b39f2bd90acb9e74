"""Which certificate authorities are trusted, and which proxy is used.

requests would take both from the environment at each request, in ways that surprise: `REQUESTS_CA_BUNDLE`
wins over a bundle that was set on the session, and `HTTPS_PROXY` is used for localhost. So both are decided
here and handed over with each request.
"""

import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies

from crosscloud.graph.errors import SignInConfigurationError
from crosscloud.graph.sign_in import SignIn

_CA_VARIABLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


def ca_bundle(sign_in: SignIn, environ: Mapping[str, str]) -> str | bool:
    """What requests takes as `verify`: the path of the CA bundle to trust, or True for certifi's.

    The sign-in's own bundle, else the first of `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE`, `SSL_CERT_FILE` that
    is set. Never False.

    Raises:
        SignInConfigurationError: where the bundle is not there, or holds no certificate.
    """
    if sign_in.ca_bundle is not None:
        return _checked(sign_in.ca_bundle, sign_in.variable("CA_BUNDLE"), sign_in)
    for variable in _CA_VARIABLES:
        if path := environ.get(variable):
            return _checked(Path(path), variable, sign_in)
    return True


def proxies_for(url: str) -> dict[str, str]:
    """The proxies for `url` from the environment (`HTTPS_PROXY`, `NO_PROXY`), none for a loopback host."""
    return {} if _is_loopback(urlsplit(url).hostname or "") else get_environ_proxies(url)


def _checked(path: Path, origin: str, sign_in: SignIn) -> str:
    problem = "is not there"
    if path.is_dir():
        return str(path)
    try:
        if path.exists():
            problem = "holds no certificate in PEM form"
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
            return str(path)
    except PermissionError:
        problem = "cannot be read"
    except (ssl.SSLError, ValueError):
        pass
    text = f"the CA bundle {path} {problem}: correct {origin}, needed for {sign_in.tenant}"
    raise SignInConfigurationError(text)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
