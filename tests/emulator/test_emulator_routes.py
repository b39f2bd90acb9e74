"""The tables of paths: what they promise is what a client meets."""

import pytest

from crosscloud.emulator.calls import Resource
from crosscloud.emulator.routes import GAPS, ROUTES, Gap
from crosscloud.emulator.surfaces import EVERYWHERE, VERSIONS, api
from tests.emulator.graph_client import ALL, PARTNER, World, code, message

METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
KEYS = {
    "tenantId": PARTNER,
    "domainName": "contoso.com",
    "id": PARTNER,
    "appId": PARTNER,
    "name": "crossTenantMailTipsAll",
}
EVERY_ROLE = {role for route in ROUTES for role in (*route.readers, *route.writers)}


@pytest.mark.parametrize("gap", [gap for gap in GAPS if not gap.methods], ids=lambda gap: gap.path)
def test_what_is_left_out_is_refused_as_not_emulated(world: World, gap: Gap) -> None:
    for below in ("", "/more") if gap.below else ("",):
        answer = world.call("GET", gap.path.format_map(KEYS) + below)
        assert answer.status == 400
        assert "not emulated" in message(answer)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_each_method_of_a_route_acts_and_no_other_does(world: World, route: Resource, version: str) -> None:
    for tenant in (tenant for tenant in ALL if api(version, tenant.cloud.graph_schema).declares(route.where)):
        bearer = f"Bearer {world.tokens.issue(tenant, roles=EVERY_ROLE)}"
        for method in METHODS:
            path = route.path.format_map(KEYS)
            answer = world.call(method, path, {}, tenant=tenant, version=version, authorization=bearer)
            assert (answer.status == 405) == (method not in route.acts), (method, answer.body)
            if answer.status == 400:
                assert "not found for the segment" not in message(answer)


@pytest.mark.parametrize("path", [route.path for route in ROUTES if route.where != EVERYWHERE])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_path_that_a_version_or_cloud_lacks_is_unknown_there(world: World, path: str, version: str) -> None:
    route = next(route for route in ROUTES if route.path == path)
    for tenant in ALL:
        bearer = f"Bearer {world.tokens.issue(tenant, roles=EVERY_ROLE)}"
        method = next(iter(route.acts))
        answer = world.call(method, path.format_map(KEYS), tenant=tenant, version=version, authorization=bearer)
        if api(version, tenant.cloud.graph_schema).declares(route.where):
            assert answer.status in (200, 404)
        else:
            assert (answer.status, code(answer)) == (400, "BadRequest")
            assert "(unknown)" in message(answer)


@pytest.mark.parametrize("gap", [gap for gap in GAPS if gap.methods], ids=lambda gap: gap.path)
def test_a_method_that_is_left_out_is_not_allowed(world: World, gap: Gap) -> None:
    for method in gap.methods:
        assert world.call(method, gap.path.format_map(KEYS)).status == 405


def test_no_path_is_in_both_tables() -> None:
    paths = [entry.path for table in (ROUTES, GAPS) for entry in table if not getattr(entry, "methods", ())]
    assert len(set(paths)) == len(paths)
