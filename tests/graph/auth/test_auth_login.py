"""Signing in: what is sent, what a refusal means, and that no secret goes astray."""

import threading
from typing import Any

import pytest
import requests

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.graph import (
    ConnectionFailedError,
    ResponseError,
    SignInError,
    ThrottledError,
    UnexpectedAnswerError,
    connect,
)
from tests.graph.scripted_service import (
    CLIENT,
    SECRET,
    TENANT,
    Reply,
    Scripted,
    ScriptedService,
    discovery,
    dropped,
    graph_error,
    login_error,
    scripted,
    secret_sign_in,
)

ROOT = f"https://login.microsoftonline.com/{TENANT}"
FOUND = Reply(body=discovery(ROOT))


def signing_in(*replies: Reply | Exception, cloud: Cloud = GLOBAL) -> Scripted:
    """A policy API whose login service gives `replies`, and whose Graph would answer."""
    on = scripted(Reply(body={"id": "x"}), cloud=cloud)
    on.service.login.extend(replies)
    return on


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=str)
def test_asks_the_tenants_cloud_for_its_own_scope(cloud: Cloud) -> None:
    on = scripted(Reply(body={}), cloud=cloud)
    on.api.read_policy()
    first, second = on.service.to_login
    assert (first.method, first.url) == ("GET", f"{cloud.login}/{TENANT}/v2.0/.well-known/openid-configuration")
    assert (second.method, second.url) == ("POST", f"{cloud.login}/{TENANT}/oauth2/v2.0/token")
    assert second.form["scope"] == f"{cloud.graph}/.default"
    assert second.form["grant_type"] == "client_credentials"
    assert (second.form["client_id"], second.form["client_secret"]) == (CLIENT, SECRET)
    version = "v1.0" if cloud is GLOBAL else "beta"
    assert on.service.to_graph[0].url == f"{cloud.graph}/{version}/policies/crossTenantAccessPolicy"
    assert on.service.to_graph[0].headers["authorization"] == "Bearer token-1"


def test_an_override_of_endpoints_leaves_the_scope_alone() -> None:
    sign_in = secret_sign_in(USGOV, login_endpoint="https://localhost:1", graph_endpoint="https://localhost:2/")
    on = scripted(Reply(body={}), cloud=USGOV, sign_in=sign_in)
    on.api.read_policy()
    assert {sent.url.split("/")[2] for sent in on.service.to_login} == {"localhost:1"}
    assert on.service.token_requests[0].form["scope"] == "https://graph.microsoft.us/.default"
    assert on.service.to_graph[0].url.startswith("https://localhost:2/beta/")


@pytest.mark.parametrize(
    ("status", "number", "words"),
    [
        (
            401,
            7000215,
            "the client secret is wrong; put the secret's value, not its id, into CONTOSO_CLIENT_SECRET",
        ),
        (401, 7000222, "has expired"),
        (400, 700016, f"the application {CLIENT} is unknown in this tenant"),
        (400, 90038, "another national cloud; set the cloud"),
        (401, 700027, "certificate is not one of the application's"),
        (401, 70021, "no federated credential of the application .* fits this pipeline"),
        (401, 700211, "this pipeline's issuer; compare issuer, subject"),
        (401, 700212, "the audience of this cloud; .* the audience is api://AzureADTokenExchange in this cloud"),
        (401, 700213, "this pipeline's subject; compare issuer, subject"),
        (400, 1234567, r"\(invalid_client\): see https://login\.microsoftonline\.com/error\?code=1234567"),
    ],
)
def test_a_refused_secret_says_why_and_what_to_do(status: int, number: int, words: str) -> None:
    on = signing_in(FOUND, login_error(status, number))
    expected = rf"signing in to tenant {TENANT} \(Global\) was refused with AADSTS{number}.*{words}"
    with pytest.raises(SignInError, match=expected) as raised:
        on.api.read_policy()
    text = str(raised.value)
    assert raised.value.code == f"AADSTS{number}"
    assert SECRET not in text
    assert "Correlation" not in text
    assert "Trace" not in text


def test_an_unknown_number_is_looked_up_at_the_cloud_not_at_an_override() -> None:
    on = scripted(cloud=CHINA, sign_in=secret_sign_in(CHINA, login_endpoint="https://localhost:1"))
    on.service.login.append(login_error(400, 1234567))
    with pytest.raises(SignInError, match=r"see https://login\.partner\.microsoftonline\.cn/error\?code=1234567"):
        on.api.read_policy()


def test_an_unknown_tenant_is_often_the_wrong_cloud() -> None:
    description = f"AADSTS90002: Tenant '{TENANT}' not found. Trace ID: 1 Correlation ID: 2"
    on = signing_in(Reply(400, {"error": "invalid_tenant", "error_description": description}), cloud=CHINA)
    with pytest.raises(SignInError, match=r"\(China .*AADSTS90002.*often it is the wrong cloud") as raised:
        on.api.read_policy()
    assert raised.value.code == "AADSTS90002"
    assert len(on.service.sent) == 1


@pytest.mark.parametrize(
    ("declared", "said", "named"),
    [
        (GLOBAL, discovery(ROOT, USGOV), "usgov"),
        (USGOV, discovery(ROOT, USGOV_DOD), "usgov_dod"),
        (USGOV_DOD, discovery(ROOT, USGOV), "usgov"),
        (
            GLOBAL,
            {**discovery(ROOT), "cloud_instance_name": "new.cloud", "msgraph_host": "graph.new.cloud"},
            r"new\.cloud",
        ),
    ],
)
def test_a_tenant_of_another_cloud_is_not_sent_the_secret(
    declared: Cloud, said: dict[str, Any], named: str
) -> None:
    on = signing_in(Reply(body=said), cloud=declared)
    with pytest.raises(SignInError, match=f"not tried.*is in the cloud {named}; set the cloud"):
        on.api.read_policy()
    assert len(on.service.sent) == 1


def test_a_discovery_that_does_not_name_the_cloud_is_taken() -> None:
    said = {
        name: value
        for name, value in discovery(ROOT).items()
        if name not in {"cloud_instance_name", "msgraph_host"}
    }
    assert signing_in(Reply(body=said)).api.read_policy() == {"id": "x"}


@pytest.mark.parametrize("member", ["token_endpoint", "authorization_endpoint"])
@pytest.mark.parametrize("endpoint", ["https://evil.example/token", "http://login.microsoftonline.com/t", None])
def test_a_discovery_that_points_elsewhere_is_not_followed(member: str, endpoint: str | None) -> None:
    on = signing_in(Reply(body={**discovery(ROOT), member: endpoint}))
    with pytest.raises(
        UnexpectedAnswerError, match=f"names a {member} for tenant .* that is not its own, so no secret was sent"
    ):
        on.api.read_policy()
    assert len(on.service.sent) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Reply(200, b"<html>Sign in to the hotel's network</html>"),
        Reply(200, ["a list"]),
        Reply(200, b"[" * 100_000),
        Reply(302, headers={"Location": "https://evil.example/"}),
    ],
)
@pytest.mark.parametrize("before", [[], [FOUND]])
def test_what_is_no_answer_of_a_login_service(answer: Reply, before: list[Reply]) -> None:
    on = signing_in(*before, answer)
    with pytest.raises(UnexpectedAnswerError, match=r"login\.microsoftonline\.com"):
        on.api.read_policy()
    assert not on.service.to_graph


@pytest.mark.parametrize(
    "token",
    [
        {},
        {"access_token": 7, "expires_in": 3600},
        {"access_token": "", "expires_in": 3600},
        {"access_token": "a\r\nX-Evil: 1", "expires_in": 3600},
        {"access_token": "tök", "expires_in": 3600},
        {"access_token": "token", "expires_in": "soon"},
        {"access_token": "token"},
    ],
)
def test_an_unusable_token_is_refused_and_not_shown(token: dict[str, Any]) -> None:
    on = signing_in(FOUND, Reply(body=token))
    with pytest.raises(UnexpectedAnswerError, match="no usable access token") as raised:
        on.api.read_policy()
    assert "tok\xf6k" not in str(raised.value)
    assert "Evil" not in str(raised.value)


@pytest.mark.parametrize(
    "body", [b"<html>forbidden</html>", [1], {"error": "x\x1b[31m" * 30, "error_codes": ["a"]}]
)
def test_a_refusal_without_a_reason(body: object) -> None:
    on = signing_in(Reply(403, body))
    with pytest.raises(
        SignInError, match="was refused with 403: check the login endpoint and the proxy"
    ) as raised:
        on.api.read_policy()
    assert raised.value.code is None


def test_trouble_at_the_login_service_is_waited_out() -> None:
    on = signing_in(Reply(503, headers={"Retry-After": "3"}), dropped(), FOUND, Reply(429), dropped())
    assert on.api.read_policy() == {"id": "x"}
    assert on.waits == [3.0, 1.5, 0.75, 1.5]


def test_throttled_for_good() -> None:
    on = signing_in(*[graph_error(429, "TooMany", "Slow down.")] * 4)
    with pytest.raises(ThrottledError, match=f"cannot sign in to tenant {TENANT}"):
        on.api.read_policy()


@pytest.mark.parametrize("status", [500, 502])
def test_broken_for_now(status: int) -> None:
    on = signing_in(FOUND, *[Reply(status, b"oops")] * 4)
    with pytest.raises(ResponseError, match=f"^{status}: cannot sign in"):
        on.api.read_policy()


def test_no_connection_to_the_login_service() -> None:
    on = signing_in(*[dropped()] * 4)
    with pytest.raises(ConnectionFailedError, match=r"cannot reach login\.microsoftonline\.com"):
        on.api.read_policy()


def test_a_refusal_is_not_tried_again_but_trouble_is() -> None:
    on = signing_in(FOUND, login_error(401, 7000215))
    for _ in range(3):
        with pytest.raises(SignInError):
            on.api.read_policy()
    assert len(on.service.sent) == 2
    passing = signing_in(*[Reply(500, b"oops")] * 4)
    with pytest.raises(ResponseError):
        passing.api.read_policy()
    assert passing.api.read_policy() == {"id": "x"}


def test_a_token_is_used_until_shortly_before_it_expires() -> None:
    on = scripted(*[Reply(body={})] * 3)
    for _ in range(3):
        on.api.read_policy()
    assert len(on.service.token_requests) == 1
    short = scripted(*[Reply(body={})] * 3)
    short.service.token_lifetime = "299"
    for _ in range(3):
        short.api.read_policy()
    assert [sent.headers["authorization"] for sent in short.service.to_graph] == [
        f"Bearer token-{n}" for n in (1, 2, 3)
    ]


def test_a_rejected_token_is_replaced_once() -> None:
    on = scripted(graph_error(401), Reply(201, {"tenantId": TENANT}))
    assert on.api.create_partner(TENANT, {}) == {"tenantId": TENANT}
    assert [sent.headers["authorization"] for sent in on.service.to_graph] == ["Bearer token-1", "Bearer token-2"]
    on = scripted(graph_error(401), graph_error(401, "InvalidAuthenticationToken", "Bad audience."))
    with pytest.raises(
        ResponseError, match=r"401 InvalidAuthenticationToken.*Graph endpoint belongs to the tenant"
    ):
        on.api.read_policy()
    assert len(on.service.token_requests) == 2


def test_many_threads_share_one_token() -> None:
    service = ScriptedService()
    service.graph.extend([Reply(body={})] * 12)
    session = requests.Session()
    session.mount("https://", service)
    api = connect(secret_sign_in(), session=session)
    start = threading.Barrier(12)
    answers: list[object] = []

    def read() -> None:
        start.wait()
        answers.append(api.read_policy())

    threads = [threading.Thread(target=read) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [{}] * 12
    assert len(service.token_requests) == 1


def test_many_threads_replace_a_rejected_token_once() -> None:
    on = scripted(*[Reply(body={})] * 8)
    tokens = on.api._client.tokens  # the races are here, below any request
    rejected = tokens.token()
    start = threading.Barrier(8)
    found: list[str] = []

    def replace() -> None:
        start.wait()
        found.append(tokens.replace(rejected))

    threads = [threading.Thread(target=replace) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["token-2"] * 8
