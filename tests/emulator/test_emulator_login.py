"""The login service: discovery and tokens for client credentials."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.emulator.login import LoginService
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from crosscloud.emulator.tokens import Tokens
from crosscloud.emulator.wire import Answer, Request
from tests.emulator.graph_client import CONTOSO, FABRIKAM, PARTNER, ROOTS, TAILSPIN, WOODGROVE, World, label

FORM = {"content-type": "application/x-www-form-urlencoded"}


def discover(world: World, cloud: Cloud, tenant_id: str) -> Answer:
    """Ask a cloud's login host about a tenant."""
    request = Request("GET", f"/{tenant_id}/v2.0/.well-known/openid-configuration")
    return world.login(cloud).answer(request)


def sign_in(
    world: World,
    tenant: EmulatedTenant,
    *,
    cloud: Cloud | None = None,
    changes: Mapping[str, str] | None = None,
) -> Answer:
    """Ask for a token, with a form that is right but for the changes."""
    return world.login(cloud or tenant.cloud).answer(token_request(tenant, changes=changes))


def token_request(tenant: EmulatedTenant, *, changes: Mapping[str, str] | None = None) -> Request:
    """A form that is right but for the changes; an empty value leaves one out."""
    form = {
        "grant_type": "client_credentials",
        "client_id": tenant.client_id,
        "client_secret": tenant.client_secret,
        "scope": tenant.cloud.scope,
        **(changes or {}),
    }
    content = urlencode({name: value for name, value in form.items() if value}).encode()
    return Request("POST", f"/{tenant.tenant_id}/oauth2/v2.0/token", headers=FORM, body=content)


def failure(answer: Answer) -> tuple[int, str, int]:
    """Status, error and AADSTS code of an answer."""
    assert answer.body is not None
    (number,) = answer.body["error_codes"]
    assert answer.body["error_description"].startswith(f"AADSTS{number}: ")
    return answer.status, answer.body["error"], number


@pytest.mark.parametrize(
    ("tenant", "instance", "graph", "region", "sub_region"),
    [
        (CONTOSO, "microsoftonline.com", "graph.microsoft.com", "WW", None),
        (FABRIKAM, "microsoftonline.us", "graph.microsoft.us", "USGov", "DODCON"),
        (WOODGROVE, "microsoftonline.us", "dod-graph.microsoft.us", "USGov", "DOD"),
        (TAILSPIN, "partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn", "AS", None),
    ],
    ids=label,
)
def test_discovery_names_the_cloud_of_the_tenant(
    world: World, tenant: EmulatedTenant, instance: str, graph: str, region: str, sub_region: str | None
) -> None:
    for cloud in CLOUDS.values():
        answer = discover(world, cloud, tenant.tenant_id.upper())
        if tenant is TAILSPIN and cloud != CHINA:
            assert failure(answer) == (400, "invalid_tenant", 90002)
            continue
        document: Any = answer.body
        assert answer.status == 200
        assert document["cloud_instance_name"] == instance
        assert document["msgraph_host"] == graph
        assert document["tenant_region_scope"] == region
        assert document.get("tenant_region_sub_scope") == sub_region
        assert document["issuer"] == f"{tenant.cloud.login}/{tenant.key}/v2.0"
        assert document["token_endpoint"] == f"{ROOTS[tenant.cloud.name]}/{tenant.key}/oauth2/v2.0/token"


@pytest.mark.parametrize("tenant_id", [PARTNER, "contoso", "common"])
def test_an_unknown_tenant_is_not_found_anywhere(world: World, tenant_id: str) -> None:
    for cloud in CLOUDS.values():
        assert failure(discover(world, cloud, tenant_id)) == (400, "invalid_tenant", 90002)


def test_keys_are_published_for_every_tenant(world: World) -> None:
    answer = world.login(GLOBAL).answer(Request("GET", "/common/discovery/v2.0/keys"))
    assert answer.body == world.tokens.key_set()


@pytest.mark.parametrize("tenant", [CONTOSO, FABRIKAM, WOODGROVE, TAILSPIN], ids=label)
def test_the_right_secret_gets_a_token_for_this_clouds_graph(world: World, tenant: EmulatedTenant) -> None:
    answer = sign_in(world, tenant)
    assert answer.status == 200
    token: Any = answer.body
    assert token["token_type"] == "Bearer"
    claims = world.tokens.read(f"Bearer {token['access_token']}")
    assert (claims["aud"], claims["tid"]) == (tenant.cloud.graph, tenant.key)
    assert claims["exp"] - claims["iat"] == token["expires_in"]


def test_each_application_of_a_tenant_gets_its_own_permissions(tokens: Tokens) -> None:
    reader = "b1111111-1111-4111-8111-11111111111A"
    tenant = replace(CONTOSO, more_clients={reader: frozenset({"Policy.Read.All"})})
    service = LoginService(GLOBAL, Tenants([tenant]), tokens, ROOTS)
    granted = {}
    for client_id in (tenant.client_id, reader.lower()):
        token: Any = service.answer(token_request(tenant, changes={"client_id": client_id})).body
        claims = tokens.read(f"Bearer {token['access_token']}")
        granted[claims["appid"]] = (claims["roles"], claims["oid"])
    assert granted[reader][0] == ["Policy.Read.All"]
    assert granted[tenant.client_id][0] == ["Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"]
    assert granted[reader][1] != granted[tenant.client_id][1]
    wrong = service.answer(token_request(tenant, changes={"client_id": reader, "client_secret": "wrong"}))
    assert failure(wrong) == (401, "invalid_client", 7000215)


def test_the_secret_may_stand_in_the_authorization_header(world: World) -> None:
    content = urlencode({"grant_type": "client_credentials", "scope": GLOBAL.scope}).encode()
    for secret, status in ((CONTOSO.client_secret, 200), ("wrong", 401)):
        basic = base64.b64encode(f"{CONTOSO.client_id}:{secret}".encode()).decode()
        headers = {**FORM, "authorization": f"Basic {basic}"}
        request = Request("POST", f"/{CONTOSO.tenant_id}/oauth2/v2.0/token", headers=headers, body=content)
        assert world.login(GLOBAL).answer(request).status == status


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client", 7000215)),
        ({"client_secret": ""}, (401, "invalid_client", 7000216)),
        ({"client_secret": "", "client_assertion": "x"}, (401, "invalid_client", 7000216)),
        ({"client_id": PARTNER}, (400, "unauthorized_client", 700016)),
        ({"client_id": ""}, (400, "invalid_request", 900144)),
        ({"scope": USGOV.scope}, (400, "invalid_scope", 70011)),
        ({"scope": "https://localhost:1/.default"}, (400, "invalid_scope", 70011)),
        ({"scope": "https://graph.microsoft.com/Policy.Read.All"}, (400, "invalid_scope", 70011)),
        ({"scope": ""}, (400, "invalid_request", 900144)),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", 70003)),
        ({"grant_type": ""}, (400, "invalid_request", 900144)),
    ],
)
def test_a_wrong_grant_is_refused_as_entra_does(
    world: World, changes: dict[str, str], expected: tuple[int, str, int]
) -> None:
    answer = sign_in(world, CONTOSO, changes=changes)
    assert failure(answer) == expected
    assert CONTOSO.client_secret not in str(answer.body)


@pytest.mark.parametrize(
    ("tenant", "cloud", "expected"),
    [
        (FABRIKAM, GLOBAL, 90038),
        (CONTOSO, USGOV, 90038),
        (CONTOSO, CHINA, 90038),
        (TAILSPIN, GLOBAL, 90002),
        (TAILSPIN, USGOV, 90002),
    ],
    ids=label,
)
def test_a_tenant_of_another_cloud_is_sent_away(
    world: World, tenant: EmulatedTenant, cloud: Cloud, expected: int
) -> None:
    assert failure(sign_in(world, tenant, cloud=cloud)) == (400, "invalid_request", expected)


def test_both_us_government_clouds_share_their_login(world: World) -> None:
    assert sign_in(world, WOODGROVE, cloud=USGOV).status == 200
    assert sign_in(world, FABRIKAM, cloud=USGOV_DOD).status == 200


def test_an_unknown_tenant_gets_no_token(world: World) -> None:
    assert failure(sign_in(world, replace(CONTOSO, tenant_id=PARTNER))) == (400, "invalid_request", 90002)


def test_methods_and_media_types_are_checked(world: World) -> None:
    path = f"/{CONTOSO.tenant_id}/oauth2/v2.0/token"
    assert world.login(GLOBAL).answer(Request("GET", path)).status == 405
    assert failure(world.login(GLOBAL).answer(Request("POST", path)))[2] == 900144
    twice = Request("POST", path, headers=FORM, body=b"scope=a&scope=b")
    assert failure(world.login(GLOBAL).answer(twice))[2] == 90014
    malformed = Request(
        "POST",
        path,
        headers={**FORM, "authorization": "Basic \xe9"},
        body=b"grant_type=client_credentials&scope=x",
    )
    assert failure(world.login(GLOBAL).answer(malformed))[2] == 7000218
