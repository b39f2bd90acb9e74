"""Which cloud a tenant is in, from its id or domain name: the login services are asked for its OpenID document.

Nobody signs in and no secret is sent. The login service of one cloud also answers for tenants of another, and the
document then names the right cloud; tenants of China are known to China's own service alone; and one id or domain
name can exist in two clouds (published measurements of discovery documents). So every service is asked, and two
different answers are an error, never a choice. The region members of the document decide nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.domain.domain_name import is_domain_name
from crosscloud.domain.guid import is_guid
from crosscloud.graph.answers import json_of
from crosscloud.graph.auth.aadsts import aadsts_number
from crosscloud.graph.auth.sign_in import SignIn
from crosscloud.graph.errors import (
    AmbiguousTenantError,
    CrosscloudGraphError,
    TenantNotFoundError,
    UnexpectedAnswerError,
)
from crosscloud.graph.exchange import Effect, exchange
from crosscloud.graph.retries import Retries
from crosscloud.graph.text import clean
from crosscloud.graph.transport import Request, Transport

_NO_SUCH_TENANT: Final = "90002"
_TRIES: Final = 2  # of several services, one that is blocked must not hold up the answer of the others


@dataclass(frozen=True, slots=True)
class FoundTenant:
    """What looking for a tenant found.

    Attributes:
        tenant_id: the tenant's id, in lower case.
        cloud: the cloud that it is in.
        not_asked: by host, why a login service gave no answer that counts. Whether it too knows a tenant of
            that name, in another cloud, is then unknown.
    """

    tenant_id: str
    cloud: Cloud
    not_asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundClouds:
    """The clouds in which a tenant id is known.

    Attributes:
        clouds: their names, or what a cloud calls itself that crosscloud does not know; empty where no service
            that was asked knows the id.
        not_asked: by host, why a login service gave no answer that counts: whether it too knows the id is unknown.
    """

    clouds: frozenset[str]
    not_asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one login service says: the tenant's id, and its cloud (None for one that is not in our table)."""

    host: str
    tenant_id: str
    cloud: Cloud | None
    called: str


def find_tenant(name: str, sign_in: SignIn, transport: Transport, retries: Retries) -> FoundTenant:
    """Ask every login service for the tenant `name`.

    Args:
        name: a tenant id or a domain name.
        sign_in: its overrides of endpoints are used. Where its own login service is overridden and the others
            are not, they are not asked: a test must never reach the real ones.
        transport: sends.
        retries: how long to wait.

    Raises:
        TenantNotFoundError: no service knows the tenant, or it is in a cloud that crosscloud does not know.
        AmbiguousTenantError: two services name different tenants or clouds.
        ValueError: `name` is neither a tenant id nor a domain name.
    """
    if not is_guid(name) and not is_domain_name(name):
        raise ValueError(f"a tenant is looked for by its id or a domain name, not {clean(name, 80)!r}")
    answers, unasked = _ask_all(name, sign_in, transport, retries)
    return _decide(name, answers, unasked, [urlsplit(root).netloc for root in _roots(sign_in)])


def find_clouds(
    tenant_id: str, sign_in: SignIn, transport: Transport, retries: Retries, silent: Mapping[str, str]
) -> FoundClouds:
    """In which clouds the login services know a tenant, by its id; for the other arguments see `find_tenant`.

    One that is in a cloud which crosscloud does not know counts under what that cloud calls itself.

    Args:
        tenant_id: the tenant's id.
        sign_in: as above.
        transport: as above.
        retries: as above.
        silent: hosts that gave no answer a moment ago, with the reason: they are not asked again.
    """
    answers, unasked = _ask_all(tenant_id, sign_in, transport, retries, silent)
    names = frozenset(answer.cloud.name if answer.cloud else answer.called for answer in answers)
    return FoundClouds(names, unasked)


def _ask_all(
    name: str,
    sign_in: SignIn,
    transport: Transport,
    retries: Retries,
    silent: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[_Answer], dict[str, str]]:
    """What each login service says of the tenant, and by host why one did not say."""
    few = replace(retries, tries=min(retries.tries, _TRIES))
    answers: list[_Answer] = []
    unasked: dict[str, str] = {}
    for root in _roots(sign_in):
        host = urlsplit(root).netloc
        if host in silent:
            unasked[host] = silent[host]
            continue
        try:
            answer = _ask(root, name, transport, few)
        except CrosscloudGraphError as error:
            unasked[host] = error.summary
            continue
        answers.extend([answer] if answer else [])
    unasked.update((host, "no endpoint is given for it") for host in _left_out(sign_in))
    return answers, unasked


def _roots(sign_in: SignIn) -> list[str]:
    """The login services to ask, each once: the real ones, or the overrides."""
    overrides = {**sign_in.other_logins}
    if sign_in.login_endpoint:
        overrides[sign_in.cloud.name] = sign_in.login
    found = overrides or {name: cloud.login for name, cloud in CLOUDS.items()}
    return list(dict.fromkeys(root.rstrip("/") for root in found.values()))


def _left_out(sign_in: SignIn) -> list[str]:
    """The hosts of the login services that are not asked, because others are overridden."""
    if not sign_in.login_endpoint and not sign_in.other_logins:
        return []
    given = {CLOUDS[name].login for name in {*sign_in.other_logins, sign_in.cloud.name}}
    return sorted({urlsplit(cloud.login).netloc for cloud in CLOUDS.values() if cloud.login not in given})


def _ask(root: str, name: str, transport: Transport, retries: Retries) -> _Answer | None:
    """What the login service at `root` says of the tenant; None where it does not know it.

    Raises:
        CrosscloudGraphError: it gave no answer that says one or the other.
    """
    host = urlsplit(root).netloc
    url = f"{root}/{name}/v2.0/.well-known/openid-configuration"
    request = Request("GET", url, {})
    answer = exchange(transport, Effect.READ, lambda: request, retries, f"look for tenant {name}").answer
    document = json_of(answer)
    if answer.status in {400, 404} and aadsts_number(document) == _NO_SUCH_TENANT:
        return None
    if answer.status != 200 or not isinstance(document, dict):
        raise UnexpectedAnswerError(f"{host} answered {answer.status}, which does not tell")
    tenant_id = _tenant_id(document)
    if tenant_id is None or (is_guid(name) and tenant_id != name.lower()):
        raise UnexpectedAnswerError(f"{host} answered a document that is not about tenant {name}")
    return _Answer(host, tenant_id, _cloud(document), clean(str(document.get("cloud_instance_name")), 60))


def _tenant_id(document: Mapping[str, Any]) -> str | None:
    """The id in the issuer, e.g. `https://login.microsoftonline.com/{tenant id}/v2.0`."""
    issuer = document.get("issuer")
    parts = issuer.split("/")[3:] if isinstance(issuer, str) else []
    return next((part.lower() for part in parts if is_guid(part)), None)


def _cloud(document: Mapping[str, Any]) -> Cloud | None:
    """The cloud, by its Graph, which tells GCC High and DoD apart; else by its name."""
    graph, instance = f"https://{document.get('msgraph_host')}", document.get("cloud_instance_name")
    same_name = [cloud for cloud in CLOUDS.values() if cloud.endpoint == instance]
    by_graph = next((cloud for cloud in CLOUDS.values() if cloud.graph == graph), None)
    if by_graph is not None:
        return by_graph if instance in (None, by_graph.endpoint) else None
    return same_name[0] if document.get("msgraph_host") is None and same_name else None


def _decide(name: str, answers: list[_Answer], unasked: Mapping[str, str], hosts: list[str]) -> FoundTenant:
    silent = "".join(f" {host} could not be asked: {why}." for host, why in unasked.items())
    if not answers:
        asked = ", ".join(host for host in hosts if host not in unasked) or "no login service"
        raise TenantNotFoundError(
            f"tenant {name} is not known to {asked}.{silent} Check the id or domain name with its administrator"
        )
    first, *others = answers
    for other in others:
        if (other.tenant_id, other.cloud) != (first.tenant_id, first.cloud):
            raise AmbiguousTenantError(
                f"{name} means two tenants: {_in_words(first)}; {_in_words(other)}. Ask its administrator which "
                "is meant, and name the tenant id and the cloud yourself"
            )
    if first.cloud is None:
        raise TenantNotFoundError(
            f"tenant {name} is in the cloud {first.called}, which crosscloud does not know; no B2B collaboration "
            "with it is documented"
        )
    return FoundTenant(first.tenant_id, first.cloud, dict(unasked))


def _in_words(answer: _Answer) -> str:
    cloud = answer.cloud.name if answer.cloud else answer.called
    return f"{answer.host} says tenant {answer.tenant_id} in cloud {cloud}"
