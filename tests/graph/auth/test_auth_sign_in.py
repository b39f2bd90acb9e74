"""A sign-in from arguments and variables: complete, unambiguous, and silent about secrets."""

from pathlib import Path
from typing import Any, get_args

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL
from crosscloud.graph import (
    ClientCertificate,
    ClientSecret,
    SignIn,
    SignInConfigurationError,
    SignInMethod,
    sign_in_from_variables,
)
from crosscloud.graph.auth.credentials import KINDS
from tests.graph.scripted_service import CLIENT, PARTNER, SECRET, TENANT, secret_sign_in

ENVIRON = {"CONTOSO_CLIENT_ID": CLIENT, "CONTOSO_CLIENT_SECRET": SECRET}


def from_variables(environ: dict[str, str], **arguments: Any) -> SignIn:
    return sign_in_from_variables(TENANT, GLOBAL, "CONTOSO", environ, **arguments)


def test_a_secret() -> None:
    expected = SignIn(TENANT, GLOBAL, CLIENT, ClientSecret(SECRET), prefix="CONTOSO")
    assert from_variables({**ENVIRON, "FABRIKAM_CLIENT_SECRET": "other"}) == expected
    assert (expected.login, expected.graph) == ("https://login.microsoftonline.com", "https://graph.microsoft.com")


def test_a_certificate() -> None:
    environ = {
        "CONTOSO_CLIENT_ID": CLIENT,
        "CONTOSO_CLIENT_SECRET": "",
        "CONTOSO_CLIENT_CERTIFICATE_PATH": "/keys/app.pem",
        "CONTOSO_CLIENT_CERTIFICATE_PASSWORD": "pw",
    }
    assert from_variables(environ).method == ClientCertificate(Path("/keys/app.pem"), "pw")


def test_everything_else_from_variables() -> None:
    sign_in = from_variables(
        {
            **ENVIRON,
            "CONTOSO_LOGIN_ENDPOINT": "https://localhost:1/",
            "CONTOSO_GRAPH_ENDPOINT": "https://localhost:2",
            "CONTOSO_CA_BUNDLE": "/ca.pem",
        }
    )
    assert (sign_in.login, sign_in.graph) == ("https://localhost:1", "https://localhost:2")
    assert sign_in.ca_bundle == Path("/ca.pem")
    assert sign_in.cloud.scope == "https://graph.microsoft.com/.default"


def test_arguments_win_over_variables() -> None:
    environ = {
        **ENVIRON,
        **{f"CONTOSO_{name}": "nonsense" for name in ("CLIENT_ID", "LOGIN_ENDPOINT", "CA_BUNDLE")},
    }
    sign_in = from_variables(
        environ,
        client_id=PARTNER,
        login_endpoint="https://localhost:1",
        graph_endpoint="https://localhost:2",
        ca_bundle=Path("/mine.pem"),
    )
    assert (sign_in.client_id, sign_in.login, sign_in.graph) == (
        PARTNER,
        "https://localhost:1",
        "https://localhost:2",
    )
    assert sign_in.ca_bundle == Path("/mine.pem")


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, r"set CONTOSO_CLIENT_ID .*tenant 11111111.*\(Global\)"),
        (
            {"CONTOSO_CLIENT_ID": CLIENT},
            "set CONTOSO_CLIENT_SECRET or CONTOSO_CLIENT_CERTIFICATE_PATH or CONTOSO_GITHUB_OIDC to sign in",
        ),
        (
            {**ENVIRON, "CONTOSO_CLIENT_CERTIFICATE_PATH": "/c.pem"},
            "CONTOSO_CLIENT_SECRET and CONTOSO_CLIENT_CERTIFICATE_PATH are both set",
        ),
        ({**ENVIRON, "CONTOSO_CLIENT_ID": SECRET}, "CONTOSO_CLIENT_ID .*must be an application"),
        ({**ENVIRON, "CONTOSO_LOGIN_ENDPOINT": "login.example"}, "CONTOSO_LOGIN_ENDPOINT .*must be an https URL"),
        (
            {**ENVIRON, "CONTOSO_GRAPH_ENDPOINT": "http://g.example"},
            "CONTOSO_GRAPH_ENDPOINT .*must be an https URL",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named(environ: dict[str, str], named: str) -> None:
    with pytest.raises(SignInConfigurationError, match=named) as raised:
        from_variables(environ)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost",
        "https://localhost/v1.0",
        "https://localhost?x=1",
        "https://localhost#x",
        "https://user:pw@localhost",
        "https://localhost:99999",
        "https://evil.example\\@localhost",
        "https://local host",
        "https://",
        "localhost:8443",
        "https://[::1",
    ],
)
@pytest.mark.parametrize("name", ["login_endpoint", "graph_endpoint"])
def test_an_endpoint_is_an_https_origin(endpoint: str, name: str) -> None:
    given: dict[str, Any] = {name: endpoint}
    with pytest.raises(
        SignInConfigurationError, match=f"{name} for tenant {TENANT} must be an https URL"
    ) as raised:
        secret_sign_in(**given)
    assert "user:pw" not in str(raised.value)


@pytest.mark.parametrize("cloud", [GLOBAL, CHINA])
def test_ids_are_guids(cloud: Any) -> None:
    with pytest.raises(SignInConfigurationError, match=r"'contoso\.com'"):
        secret_sign_in(cloud, tenant_id="contoso.com")
    with pytest.raises(SignInConfigurationError, match="client_id"):
        secret_sign_in(cloud, client_id="my-app")


def test_no_secret_in_any_repr() -> None:
    method = ClientCertificate(Path("/c.pem"), SECRET)
    for value in (secret_sign_in(), ClientSecret(SECRET), method, secret_sign_in(method=method)):
        assert SECRET not in repr(value)
        assert SECRET not in str(value)


def test_login_services_of_other_clouds_are_read_from_variables() -> None:
    environ = {
        "P_CLIENT_ID": CLIENT,
        "P_CLIENT_SECRET": SECRET,
        "P_LOGIN_ENDPOINT_CHINA": "https://localhost:4",
        "P_LOGIN_ENDPOINT_USGOV": "",
    }
    assert sign_in_from_variables(TENANT, GLOBAL, "P", environ).other_logins == {"china": "https://localhost:4"}
    environ["P_LOGIN_ENDPOINT_USGOV_DOD"] = "http://localhost:3"
    with pytest.raises(SignInConfigurationError, match=r"P_LOGIN_ENDPOINT_USGOV_DOD for tenant .* https URL"):
        sign_in_from_variables(TENANT, GLOBAL, "P", environ)


def test_every_kind_of_credential_is_looked_for_in_the_variables() -> None:
    assert set(get_args(SignInMethod)) == set(KINDS)
    assert len({kind.suffix() for kind in KINDS}) == len(KINDS)
