"""The tables of paths: what they promise is what a client meets."""

import pytest

from crosscloud.emulator.resources import Resource
from crosscloud.emulator.routes import GAPS, ROUTES
from crosscloud.emulator.tenant_information import ROLE
from tests.emulator.graph_client import ALL, PARTNER, World, message

METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
KEYS = {"tenantId": PARTNER, "domainName": "contoso.com"}
EVERY_ROLE = {"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess", ROLE}


@pytest.mark.parametrize("path", [gap.path for gap in GAPS])
def test_what_is_left_out_is_refused_as_not_emulated(world: World, path: str) -> None:
    for below in ("", "/more"):
        answer = world.call("GET", path.format_map(KEYS) + below)
        assert answer.status == 400
        assert "not emulated" in message(answer)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_each_method_of_a_route_acts_and_no_other_does(world: World, route: Resource, version: str) -> None:
    for tenant in ALL:
        bearer = f"Bearer {world.tokens.issue(tenant, roles=EVERY_ROLE)}"
        for method in METHODS:
            path = route.path.format_map(KEYS)
            answer = world.call(method, path, {}, tenant=tenant, version=version, authorization=bearer)
            assert (answer.status == 405) == (method not in route.acts), (method, answer.body)
            if answer.status == 400:
                assert "not found for the segment" not in message(answer)


def test_no_path_is_in_both_tables() -> None:
    paths = [entry.path for table in (ROUTES, GAPS) for entry in table]
    assert len(set(paths)) == len(paths)
