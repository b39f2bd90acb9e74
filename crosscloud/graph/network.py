"""Where a request may go: which authorities are trusted, which proxy is used, which URLs are of one origin.

requests would take both from the environment at each request, in ways that surprise: `REQUESTS_CA_BUNDLE`
wins over a bundle that was set on the session, and `HTTPS_PROXY` is used for localhost. So both are decided
here and handed over with each request. A secret or a token goes to the origin it is meant for, nowhere else.
"""

import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies

from crosscloud.graph.errors import SignInConfigurationError

_CA_VARIABLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


def ca_bundle(own: Path | None, variable: str, tenant: str, environ: Mapping[str, str]) -> str | bool:
    """What requests takes as `verify`: the path of the CA bundle to trust, or True for certifi's.

    The tenant's `own` bundle (which comes from `variable`), else the first of `REQUESTS_CA_BUNDLE`,
    `CURL_CA_BUNDLE`, `SSL_CERT_FILE` that is set. Never False.

    Raises:
        SignInConfigurationError: where the bundle is not there, or holds no certificate.
    """
    if own is not None:
        return _checked(own, variable, tenant)
    for usual in _CA_VARIABLES:
        if path := environ.get(usual):
            return _checked(Path(path), usual, tenant)
    return True


def proxies_for(url: str) -> dict[str, str]:
    """The proxies for `url` from the environment (`HTTPS_PROXY`, `NO_PROXY`), none for a loopback host."""
    return {} if _is_loopback(urlsplit(url).hostname or "") else get_environ_proxies(url)


def same_origin(url: str, root: str) -> bool:
    """Whether `url` is at the scheme, host and port of `root`.

    Compared as written, but for case and a default port, so one with user information differs; a URL with a
    backslash or anything else that two parsers may read differently is of no origin.
    """
    return (origin := _origin(url)) is not None and origin == _origin(root)


def _checked(path: Path, origin: str, tenant: str) -> str:
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
    text = f"the CA bundle {path} {problem}: correct {origin}, needed for {tenant}"
    raise SignInConfigurationError(text)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str] | None:
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.netloc.lower()
    if not host or parts.scheme != "https":
        return None
    return parts.scheme, host.removesuffix(":443")
