"""Access tokens: what is in them, and which are refused."""

import jwt
import pytest

from crosscloud.domain.clouds import CLOUDS, GLOBAL, Cloud
from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.tenants import EmulatedTenant
from crosscloud.emulator.tokens import Tokens, check
from tests.emulator.graph_client import ALL, CONTOSO, FABRIKAM, label


def test_a_token_names_tenant_application_and_audience(tokens: Tokens) -> None:
    claims = tokens.read(f"Bearer {tokens.issue(FABRIKAM)}")
    assert claims["aud"] == "https://graph.microsoft.us"
    assert claims["tid"] == FABRIKAM.tenant_id
    assert claims["appid"] == FABRIKAM.client_id
    assert claims["roles"] == ["Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"]
    assert claims["iss"].startswith("https://login.microsoftonline.us/")
    assert claims["exp"] - claims["iat"] == 3599


def test_a_token_verifies_with_the_published_keys(tokens: Tokens) -> None:
    token = tokens.issue(CONTOSO)
    keys = jwt.PyJWKSet.from_dict(tokens.key_set())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=GLOBAL.graph)
    assert claims["tid"] == CONTOSO.tenant_id.lower()


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic abc", "Bearer not.a.token"])
def test_what_is_no_token_is_refused(tokens: Tokens, authorization: str) -> None:
    with pytest.raises(GraphError) as caught:
        tokens.read(authorization)
    assert (caught.value.status, caught.value.code) == (401, "InvalidAuthenticationToken")


def test_a_token_signed_with_another_key_is_refused(tokens: Tokens) -> None:
    forged = jwt.encode({"tid": CONTOSO.tenant_id}, "x" * 32, algorithm="HS256")
    with pytest.raises(GraphError):
        tokens.read(f"Bearer {forged}")
    with pytest.raises(GraphError):
        tokens.read(f"Bearer {Tokens().issue(CONTOSO)}")


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=label)
@pytest.mark.parametrize("tenant", ALL, ids=label)
def test_a_token_is_good_for_the_graph_of_its_own_cloud_only(
    tokens: Tokens, tenant: EmulatedTenant, cloud: Cloud
) -> None:
    claims = tokens.read(f"Bearer {tokens.issue(tenant)}")
    if cloud == tenant.cloud:
        check(claims, cloud)
    else:
        with pytest.raises(GraphError, match="Invalid audience"):
            check(claims, cloud)


def test_a_token_expires_to_the_second(tokens: Tokens) -> None:
    claims = tokens.read(f"Bearer {tokens.issue(CONTOSO)}")
    check(claims, GLOBAL, now=claims["exp"] - 1)
    with pytest.raises(GraphError, match="expired"):
        check(claims, GLOBAL, now=claims["exp"])
