"""A token of another tenant is refused before it is used; one that does not tell is taken."""

import base64
import json
from typing import Any

import pytest

from crosscloud.graph import SignInError
from crosscloud.graph.auth.login import tenant_of_token
from tests.graph.scripted_service import PARTNER, TENANT, Reply, discovery, scripted

ROOT = f"https://login.microsoftonline.com/{TENANT}"


def token(claims: Any) -> str:
    """An unsigned JSON Web Token with these claims."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "c2ln"])


@pytest.mark.parametrize(
    ("given", "tenant"),
    [
        (token({"tid": PARTNER.upper()}), PARTNER),
        (token({"tid": "contoso"}), None),
        (token({"tid": 7}), None),
        (token({}), None),
        (token(["tid"]), None),
        ("opaque", None),
        ("a.b.c", None),
        ("a.ä.c", None),
        (f"a.{base64.b64encode(b'[' * 100_000).decode()}.c", None),
    ],
)
def test_the_tenant_that_a_token_tells(given: str, tenant: str | None) -> None:
    assert tenant_of_token(given) == tenant


def signing_in_with(access_token: str) -> Any:
    on = scripted(Reply(body={"id": "x"}))
    answer = {"access_token": access_token, "expires_in": 3600, "token_type": "Bearer"}
    on.service.login.extend([Reply(body=discovery(ROOT)), Reply(body=answer)])
    return on


def test_a_token_of_another_tenant_is_not_used() -> None:
    on = signing_in_with(token({"tid": PARTNER}))
    with pytest.raises(SignInError, match=f"signed in to tenant {PARTNER} in place of tenant {TENANT}"):
        on.api.read_policy()
    assert on.service.to_graph == []


@pytest.mark.parametrize("given", [token({"tid": TENANT.upper()}), token({}), "opaque"])
def test_a_token_of_the_tenant_or_one_that_does_not_tell_is_used(given: str) -> None:
    on = signing_in_with(given)
    assert on.api.read_policy() == {"id": "x"}
    assert on.service.to_graph[0].headers["authorization"] == f"Bearer {given}"
