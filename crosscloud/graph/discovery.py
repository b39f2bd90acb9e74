"""What a tenant's OpenID discovery document says, checked before any secret is sent on the strength of it.

The login service of one cloud also answers for tenants of another, and the document then names the right one
(measured by others: `cloud_instance_name`, `msgraph_host`). Its endpoints must be on the host that was asked.
"""

from typing import Any
from urllib.parse import urlsplit

from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.graph.errors import SignInError, UnexpectedAnswerError
from crosscloud.graph.origin import same_origin
from crosscloud.graph.sign_in import SignIn
from crosscloud.graph.text import clean


def check_discovery(document: dict[str, Any], sign_in: SignIn) -> None:
    """Refuse a document of a tenant that is in another cloud, or one that points elsewhere.

    Raises:
        SignInError: the tenant is in another cloud; the text names it.
        UnexpectedAnswerError: an endpoint is missing or on another host.
    """
    instance = document.get("cloud_instance_name")
    by_graph = _cloud_of_graph(document.get("msgraph_host"))
    is_elsewhere = isinstance(instance, str) and instance != sign_in.cloud.endpoint
    if is_elsewhere or by_graph not in {None, sign_in.cloud}:
        found = by_graph.name if by_graph else clean(str(instance), 60)
        text = (
            f"signing in to {sign_in.tenant} was not tried: the login service says that the tenant is in the "
            f"cloud {found}; set the cloud that the tenant is in"
        )
        raise SignInError(text)
    for name in ("token_endpoint", "authorization_endpoint"):
        endpoint = document.get(name)
        if not isinstance(endpoint, str) or not same_origin(endpoint, sign_in.login):
            host = urlsplit(sign_in.login).netloc
            text = (
                f"{host} names a {name} for {sign_in.tenant} that is not its own, so no secret was sent; check "
                "the login endpoint and the cloud"
            )
            raise UnexpectedAnswerError(text)


def _cloud_of_graph(host: object) -> Cloud | None:
    return next((cloud for cloud in CLOUDS.values() if cloud.graph == f"https://{host}"), None)
