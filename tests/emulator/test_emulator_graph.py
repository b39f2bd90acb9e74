"""Graph at the door: tokens, permissions, paths, methods, the error envelope."""

from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.emulator.tenants import EmulatedTenant
from tests.emulator.graph_client import (
    ALL,
    CONTOSO,
    DEFAULT,
    FABRIKAM,
    PARTNER,
    PARTNERS,
    POLICY,
    WOODGROVE,
    World,
    code,
    label,
    message,
)

READ, WRITE = "Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"


@pytest.mark.parametrize("tenant", ALL, ids=label)
def test_a_tenant_reaches_its_own_graph(world: World, tenant: EmulatedTenant) -> None:
    for version in ("v1.0", "beta"):
        assert world.get(DEFAULT, tenant=tenant, version=version)["isServiceDefault"] is True


@pytest.mark.parametrize(
    ("tenant", "cloud"),
    [(CONTOSO, USGOV), (FABRIKAM, GLOBAL), (FABRIKAM, USGOV_DOD), (WOODGROVE, USGOV), (CONTOSO, CHINA)],
    ids=label,
)
def test_a_token_of_another_cloud_is_refused(world: World, tenant: EmulatedTenant, cloud: Cloud) -> None:
    answer = world.call("GET", POLICY, tenant=tenant, cloud=cloud)
    assert (answer.status, code(answer)) == (401, "InvalidAuthenticationToken")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_for_this_graph_of_a_tenant_elsewhere_is_refused(world: World) -> None:
    token = world.tokens.issue(CONTOSO, audience=USGOV.graph)
    answer = world.call("GET", POLICY, cloud=USGOV, authorization=f"Bearer {token}")
    assert (answer.status, code(answer)) == (401, "InvalidAuthenticationToken")


@pytest.mark.parametrize("authorization", ["", "Bearer x", "Basic Y29udG9zbzp4"])
def test_without_a_token_nothing_is_answered(world: World, authorization: str) -> None:
    for path in (POLICY, "nothing/here"):
        assert world.call("GET", path, authorization=authorization).status == 401


def test_an_expired_token_is_refused(world: World) -> None:
    answer = world.call("GET", POLICY, authorization=f"Bearer {world.tokens.issue(CONTOSO, lifetime=-1)}")
    assert (answer.status, code(answer)) == (401, "InvalidAuthenticationToken")
    assert "expired" in message(answer)


@pytest.mark.parametrize(
    ("roles", "may_read", "may_write"),
    [({READ}, True, False), ({WRITE}, True, True), ({READ, WRITE}, True, True), ({"User.Read.All"}, False, False)],
)
def test_each_permission_opens_what_the_reference_says(
    world: World, roles: set[str], may_read: bool, may_write: bool
) -> None:
    bearer = f"Bearer {world.tokens.issue(CONTOSO, roles=roles)}"
    read = world.call("GET", POLICY, authorization=bearer)
    write = world.call("PATCH", POLICY, {"displayName": "x"}, authorization=bearer)
    assert (read.status == 200, write.status == 204) == (may_read, may_write)
    for answer, may in ((read, may_read), (write, may_write)):
        if not may:
            assert (answer.status, code(answer)) == (403, "Authorization_RequestDenied")


@pytest.mark.parametrize(
    ("path", "segment"),
    [
        ("", ""),
        ("policies", "policies"),
        ("devices", "devices"),
        ("policies/conditionalAccessPolicies", "conditionalAccessPolicies"),
        ("policies/crosstenantaccesspolicy", "crosstenantaccesspolicy"),
        (f"{POLICY}/", ""),
        (f"{POLICY}/templates", "templates"),
        (f"{PARTNERS}/$count", "$count"),
        (f"{PARTNERS}/{PARTNER}/serviceProviderConstraints", "serviceProviderConstraints"),
        (f"/{POLICY}", ""),
    ],
)
def test_a_path_that_leads_nowhere_names_the_segment(world: World, path: str, segment: str) -> None:
    answer = world.call("GET", path)
    assert answer.status == 400
    assert f"'{segment}'" in message(answer)


def test_an_unknown_version_is_refused(world: World) -> None:
    answer = world.call("GET", POLICY, version="v2.0")
    assert (answer.status, code(answer)) == (400, "BadRequest")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", POLICY),
        ("DELETE", POLICY),
        ("PUT", DEFAULT),
        ("DELETE", DEFAULT),
        ("GET", f"{DEFAULT}/resetToSystemDefault"),
        ("PATCH", PARTNERS),
        ("PUT", f"{PARTNERS}/{PARTNER}"),
        ("POST", f"{PARTNERS}/{PARTNER}/identitySynchronization"),
        ("OPTIONS", POLICY),
        ("HEAD", POLICY),
    ],
)
def test_a_method_that_the_resource_does_not_have_is_not_allowed(world: World, method: str, path: str) -> None:
    assert world.call(method, path, {}).status == 405


def test_errors_come_in_graphs_envelope(world: World) -> None:
    answer = world.call("GET", f"{PARTNERS}/{PARTNER}", headers={"client-request-id": "mine"})
    assert answer.status == 404
    assert answer.body is not None
    error: Any = answer.body["error"]
    assert error["code"] == "Request_ResourceNotFound"
    assert set(error["innerError"]) == {"date", "request-id", "client-request-id"}
    assert error["innerError"]["client-request-id"] == "mine" == answer.headers["client-request-id"]
    assert error["innerError"]["request-id"] == answer.headers["request-id"]


def test_good_answers_carry_request_ids_too(world: World) -> None:
    assert set(world.call("GET", POLICY).headers) == {"request-id", "client-request-id"}


def test_a_prefer_header_changes_nothing(world: World) -> None:
    plain, preferred = world.get(POLICY), world.call("GET", POLICY, headers={"prefer": "return=minimal"})
    assert preferred.body == plain


def test_a_write_takes_no_query_options(world: World) -> None:
    assert world.call("PATCH", f"{POLICY}?$select=id", {"displayName": "x"}).status == 400
    assert world.get(POLICY)["displayName"] == "CrossTenantAccessPolicy"


def test_a_refused_write_changes_nothing(world: World) -> None:
    before = world.store.read(CONTOSO)
    assert world.call("PATCH", POLICY, {"displayName": "x", "allowedCloudEndpoints": ["nowhere"]}).status == 400
    assert world.store.read(CONTOSO) is before
