"""Microsoft 365 capabilities: objects below the default and below a partner, one of each type."""

from typing import Any

import pytest

from crosscloud.emulator.emulator import Emulator
from tests.emulator.graph_client import CONTOSO, DEFAULT, FABRIKAM, GROUP, PARTNER, PARTNERS, TAILSPIN, World, code

BOTH = f"{PARTNERS}/{PARTNER}/m365Capabilities"
TIPS = "crossTenantMailTipsAll"
WRITER = frozenset({"Policy.ReadWrite.CrossTenantCapability"})
SCOPES = {"included": [{"resourceId": GROUP, "resourceType": "group"}], "excluded": []}


def capability(name: str = TIPS, *, allowed: bool = True) -> dict[str, Any]:
    access = {"isAllowed": allowed, "resourceScopes": SCOPES}
    return {"@odata.type": f"#microsoft.graph.{name}", "inboundAccess": access}


def writing(world: World, method: str, path: str, body: Any = None, **options: Any) -> Any:
    bearer = f"Bearer {world.tokens.issue(options.get('tenant', CONTOSO), roles=WRITER)}"
    return world.call(method, path, body, authorization=bearer, **options)


@pytest.fixture(autouse=True)
def _listed(world: World) -> None:
    for tenant in (CONTOSO, FABRIKAM):
        world.call("POST", PARTNERS, {"tenantId": PARTNER}, tenant=tenant)


@pytest.mark.parametrize("path", [f"{DEFAULT}/m365Capabilities", BOTH])
def test_one_is_created_read_changed_and_deleted(world: World, path: str) -> None:
    assert world.get(path)["value"] == []
    created = writing(world, "POST", path, capability())
    assert created.status == 201
    stamp = created.body["lastModifiedDateTime"]
    expected = {**capability(), "name": TIPS, "lastModifiedDateTime": stamp}
    assert {name: value for name, value in created.body.items() if name != "@odata.context"} == expected
    assert world.get(path)["value"] == [expected]
    assert writing(world, "PATCH", f"{path}/{TIPS}", {"inboundAccess": {"isAllowed": False}}).status == 204
    changed = world.get(f"{path}/{TIPS}")["inboundAccess"]
    assert changed == {"isAllowed": False, "resourceScopes": SCOPES}
    assert writing(world, "DELETE", f"{path}/{TIPS}").status == 204
    assert world.call("GET", f"{path}/{TIPS}").status == 404


def test_each_type_is_there_once(world: World) -> None:
    assert writing(world, "POST", BOTH, capability()).status == 201
    again = writing(world, "POST", BOTH, capability())
    assert (again.status, code(again)) == (409, "Request_MultipleObjectsWithSameKeyValue")
    assert writing(world, "POST", BOTH, capability("crossTenantOpenProfileCard")).status == 201


@pytest.mark.parametrize(
    "body",
    [
        {"inboundAccess": {"isAllowed": True}},
        {**capability(), "@odata.type": "#microsoft.graph.m365CapabilityBase"},
        {"@odata.type": f"#microsoft.graph.{TIPS}"},
        {**capability(), "name": TIPS},
        {"@odata.type": f"#microsoft.graph.{TIPS}", "inboundAccess": {"resourceScopes": SCOPES}},
    ],
)
def test_what_the_reference_does_not_have_is_refused(world: World, body: dict[str, Any]) -> None:
    assert writing(world, "POST", BOTH, body).status == 400


def test_migration_is_a_partners_alone(world: World) -> None:
    assert writing(world, "POST", BOTH, capability("crossTenantMigration")).status == 201
    assert writing(world, "POST", f"{DEFAULT}/m365Capabilities", capability("crossTenantMigration")).status == 400


def test_writing_needs_a_permission_of_its_own(world: World) -> None:
    assert world.call("POST", BOTH, capability()).status == 403


def test_only_a_partner_that_is_listed_has_some(world: World) -> None:
    assert world.call("GET", BOTH.replace(PARTNER, GROUP)).status == 404
    assert writing(world, "POST", BOTH, capability()).status == 201
    assert world.call("DELETE", f"{PARTNERS}/{PARTNER}").status == 204
    world.call("POST", PARTNERS, {"tenantId": PARTNER})
    assert world.get(BOTH)["value"] == []


def test_where_the_schemas_have_them(world: World) -> None:
    found = {
        (version, tenant.name): world.call(
            "GET", f"{DEFAULT}/m365Capabilities", tenant=tenant, version=version
        ).status
        for version in ("v1.0", "beta")
        for tenant in (CONTOSO, FABRIKAM, TAILSPIN)
    }
    assert {where for where, status in found.items() if status == 200} == {
        ("v1.0", "contoso"),
        ("beta", "contoso"),
        ("beta", "fabrikam"),
    }


def test_a_test_puts_them_there_and_sees_them(emulator: Emulator) -> None:
    emulator.seed_partners("contoso", [{"tenantId": PARTNER, "m365Capabilities": [capability()]}])
    emulator.change("contoso", default={"m365Capabilities": [capability(allowed=False)]})
    found = emulator.state("contoso")["capabilities"]
    assert {
        whose: [(one["name"], one["inboundAccess"]["isAllowed"]) for one in held] for whose, held in found.items()
    } == {
        "": [(TIPS, False)],
        PARTNER: [(TIPS, True)],
    }
    emulator.change("contoso", partners={PARTNER: {"m365Capabilities": []}})
    assert PARTNER not in emulator.state("contoso")["capabilities"]
