"""Signing in from a GitHub Actions job: the job's token, for the cloud's audience, is the proof."""

from urllib.parse import parse_qs, urlsplit

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.graph import (
    ConnectionFailedError,
    GithubOidc,
    SignInConfigurationError,
    SignInError,
    UnexpectedAnswerError,
    sign_in_from_variables,
)
from tests.graph.scripted_service import (
    CLIENT,
    TENANT,
    Reply,
    Scripted,
    discovery,
    refused,
    scripted,
    secret_sign_in,
)

URL = "https://run.actions.example/token?api-version=2.0"
BEARER = "bearer-that-nobody-may-see"
JOB = {"ACTIONS_ID_TOKEN_REQUEST_URL": URL, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": BEARER}
ISSUED = Reply(body={"access_token": "t", "expires_in": 3600, "token_type": "Bearer"})


def job(*of_github: Reply | Exception, cloud: Cloud = GLOBAL, url: str = URL) -> Scripted:
    """A policy API that signs in as a job: discovery, then what GitHub answers, then a token."""
    on = scripted(Reply(body={}), cloud=cloud, sign_in=secret_sign_in(cloud, method=GithubOidc(url, BEARER)))
    root = f"{cloud.login}/{TENANT}"
    on.service.login += [Reply(body=discovery(root, cloud)), *of_github, ISSUED]
    return on


@pytest.mark.parametrize("cloud", [GLOBAL, USGOV, USGOV_DOD, CHINA], ids=lambda cloud: cloud.name)
def test_the_jobs_token_for_the_clouds_audience_is_the_proof(cloud: Cloud) -> None:
    on = job(Reply(body={"value": "the.jobs.token"}), cloud=cloud)
    on.api.read_policy()
    _, asked, sign_in = on.service.to_login
    assert parse_qs(urlsplit(asked.url).query) == {"api-version": ["2.0"], "audience": [cloud.federation_audience]}
    assert urlsplit(asked.url).netloc == "run.actions.example"
    assert asked.headers["authorization"] == f"Bearer {BEARER}"
    assert urlsplit(sign_in.url).netloc == urlsplit(cloud.login).netloc
    assert sign_in.form["client_assertion"] == "the.jobs.token"
    assert sign_in.form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert (sign_in.form["client_id"], sign_in.form["scope"]) == (CLIENT, cloud.scope)
    assert "authorization" not in sign_in.headers


def test_an_address_without_a_query_gets_one() -> None:
    on = job(Reply(body={"value": "t"}), url="https://run.actions.example/token")
    on.api.read_policy()
    assert on.service.to_login[1].url == (
        "https://run.actions.example/token?audience=api%3A%2F%2FAzureADTokenExchange"
    )


def test_each_sign_in_asks_for_a_new_token_of_the_job() -> None:
    on = job(Reply(body={"value": "first"}))
    on.service.login += [Reply(body={"value": "second"}), ISSUED]
    on.service.graph.insert(0, Reply(401, {"error": {"code": "InvalidAuthenticationToken"}}))
    on.api.read_policy()
    assertions = [sent.form["client_assertion"] for sent in on.service.token_requests if sent.method == "POST"]
    assert assertions == ["first", "second"]


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply(401, {"message": BEARER}), SignInError, r"answered 401 .*permissions: \{id-token: write\}"),
        (Reply(403, b"no"), SignInError, "answered 403"),
        (Reply(200, {"value": ""}), UnexpectedAnswerError, "answered 200 and no token"),
        (Reply(200, b"<html>"), UnexpectedAnswerError, "Run the job again"),
        (Reply(500, {}), UnexpectedAnswerError, "answered 500"),
    ],
)
def test_github_gives_no_token(reply: Reply, error: type[Exception], says: str) -> None:
    on = job(*[reply] * 4)
    with pytest.raises(error, match=says) as raised:
        on.api.read_policy()
    assert BEARER not in str(raised.value)
    assert not on.service.to_graph
    assert len(on.waits) == (3 if reply.status == 500 else 0)


def test_github_is_asked_again_where_it_cannot_be_reached() -> None:
    on = job(refused(), Reply(503), Reply(body={"value": "t"}))
    on.api.read_policy()
    assert len(on.waits) == 2
    unreachable = job(*[refused()] * 20)
    with pytest.raises(ConnectionFailedError, match=r"cannot reach run\.actions\.example"):
        unreachable.api.read_policy()


@pytest.mark.parametrize(
    "environ",
    [{}, {**JOB, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": ""}, {**JOB, "ACTIONS_ID_TOKEN_REQUEST_URL": "http://x/t"}],
)
def test_outside_a_job_it_says_what_to_do(environ: dict[str, str]) -> None:
    variables = {**environ, "CONTOSO_CLIENT_ID": CLIENT, "CONTOSO_GITHUB_OIDC": "1"}
    sign_in = sign_in_from_variables(TENANT, GLOBAL, "CONTOSO", variables)
    on = scripted(sign_in=sign_in)
    with pytest.raises(SignInConfigurationError, match=r"id-token: write.*or set CONTOSO_CLIENT_SECRET"):
        on.api.read_policy()
    assert not on.service.sent


def test_the_variables_of_a_job() -> None:
    variables = {**JOB, "CONTOSO_CLIENT_ID": CLIENT, "CONTOSO_GITHUB_OIDC": "1"}
    assert sign_in_from_variables(TENANT, GLOBAL, "CONTOSO", variables).method == GithubOidc(URL, BEARER)
    with pytest.raises(SignInConfigurationError, match="CONTOSO_CLIENT_SECRET and CONTOSO_GITHUB_OIDC are both"):
        sign_in_from_variables(TENANT, GLOBAL, "CONTOSO", {**variables, "CONTOSO_CLIENT_SECRET": "s"})
    with pytest.raises(SignInConfigurationError, match="or CONTOSO_GITHUB_OIDC to sign in"):
        sign_in_from_variables(TENANT, GLOBAL, "CONTOSO", {**JOB, "CONTOSO_CLIENT_ID": CLIENT})


def test_what_a_job_asks_with_is_not_shown() -> None:
    assert BEARER not in repr(GithubOidc(URL, BEARER))
