"""The directories of the tenants, read from the embedded Graph with the same client as from the real one."""

import json
from pathlib import Path

import pytest

from crosscloud.domain.directory import NOT_ASKED, PARTS, Capability, DirectoryReading, Guests
from crosscloud.domain.directory.reasons import needs
from crosscloud.domain.truth import Truth
from crosscloud.emulator import Emulator, Fault
from crosscloud.live.directory import MOST_HOMES, find_partners, read_capabilities, read_directories
from tests.support.embedded import Embedded, embedded

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
NOWHERE = "99999999-2222-4333-8444-555555555555"
ENGINEERS, DESK = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01", "7a9e4f10-52c7-4b86-a1d3-94be0c6d3e02"
EVERY_ROLE = frozenset(
    {
        "Policy.Read.All",
        "Policy.Read.B2BManagementPolicy",
        "Organization.Read.All",
        "Application.Read.All",
        "GroupMember.Read.All",
        "User.Read.All",
    }
)
ENVIRONMENT = f"""\
environment: pair
embedded: true
tenants:
  contoso:
    tenant_id: {CONTOSO}
    cloud: global
    groups: {{engineers: {{id: {ENGINEERS}, display_name: ENG Design Engineers}}}}
    applications: {{supply-desk: {{id: {DESK}}}}}
  fabrikam:
    tenant_id: {FABRIKAM}
    cloud: usgov
"""
BOTH = {CONTOSO: [FABRIKAM], FABRIKAM: [CONTOSO]}


def read(served: Embedded) -> DirectoryReading:
    tenants = served.environment.managed_tenants
    return read_directories(served.environment, tenants, served.variables, "plan", BOTH)


def with_capabilities(served: Embedded, homes: dict[str, list[str]]) -> DirectoryReading:
    return read_capabilities(read(served), served.environment.managed_tenants, served.variables, "plan", homes)


def graph_requests(emulator: Emulator) -> list[str]:
    """The paths that Graph was asked for, of all tenants."""
    lines = emulator.request_log.read_text(encoding="utf-8").splitlines()
    return [entry["path"] for entry in map(json.loads, lines) if entry["path"].startswith(("/v1.0", "/beta"))]


def test_everything_where_every_permission_is_there(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=EVERY_ROLE) as served:
        served.emulator.change_directory(
            "fabrikam",
            authorization_policy={"allowInvitesFrom": "adminsAndGuestInviters"},
            users=[
                {
                    "displayName": name,
                    "userType": "Guest",
                    "mail": f"{name}@contoso.onmicrosoft.com",
                    "externalUserState": state,
                }
                for name, state in (("ada", "Accepted"), ("ben", "PendingAcceptance"), ("cy", "Accepted"))
            ],
        )
        found = read(served)
    contoso, fabrikam = found.contexts[CONTOSO], found.contexts[FABRIKAM]
    assert contoso.unread == {}
    assert set(fabrikam.unread) == {"invitation_domains"}
    assert (contoso.invites_from, fabrikam.invites_from) == ("everyone", "adminsAndGuestInviters")
    assert contoso.names == {ENGINEERS: "ENG Design Engineers", DESK: "supply-desk"}
    assert contoso.domains == frozenset({"contoso.onmicrosoft.com"})
    assert (contoso.worker, fabrikam.worker) == ("enabled", "enabled")
    assert fabrikam.guests == {CONTOSO: Guests(3, 1)}
    assert contoso.guests == {FABRIKAM: Guests(0, 0)}
    assert found.clouds_of == {CONTOSO: frozenset({"global"}), FABRIKAM: frozenset({"usgov"})}


def test_with_the_permission_to_plan_alone(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=frozenset({"Policy.Read.All"})) as served:
        found = read(served)
    contoso = found.contexts[CONTOSO]
    assert contoso.unread == {
        "invitation_domains": needs("Policy.Read.B2BManagementPolicy"),
        "organization": needs("Organization.Read.All"),
        "worker": needs("Application.Read.All"),
        "groups": needs("GroupMember.Read.All"),
        "applications": needs("Application.Read.All"),
    }
    assert (contoso.invites_from, contoso.conditional_access) == ("everyone", ())
    assert contoso.guests_unread == {FABRIKAM: needs("Organization.Read.All", FABRIKAM)}


def test_domains_of_the_environment_file_serve_where_the_directory_may_not_be_read(tmp_path: Path) -> None:
    text = ENVIRONMENT.replace("cloud: usgov", "cloud: usgov\n    domains: [fabrikam.us]")
    roles = frozenset({"Policy.Read.All", "User.Read.All"})
    with embedded(tmp_path, text, roles=roles) as served:
        found = read(served)
    assert found.contexts[CONTOSO].guests == {FABRIKAM: Guests(0, 0)}
    assert found.contexts[FABRIKAM].domains == frozenset({"fabrikam.us"})


def test_guests_that_may_not_be_counted_are_asked_for_once(tmp_path: Path) -> None:
    roles = EVERY_ROLE - {"User.Read.All"}
    with embedded(tmp_path, ENVIRONMENT, roles=roles) as served:
        found = read(served)
        asked = [path for path in graph_requests(served.emulator) if "/users" in path]
    assert found.contexts[CONTOSO].unread["guests"] == needs("User.Read.All")
    assert len(asked) == 2  # once in each tenant


def test_a_sign_in_that_fails_leaves_everything_unread(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=EVERY_ROLE) as served:
        variables = {**served.variables, "CROSSCLOUD_CONTOSO_CLIENT_SECRET": "wrong"}
        tenants = served.environment.managed_tenants
        found = read_directories(served.environment, tenants, variables, "plan", BOTH)
        del variables["CROSSCLOUD_FABRIKAM_CLIENT_SECRET"]
        without = read_directories(served.environment, tenants, variables, "plan", BOTH)
    reasons = found.contexts[CONTOSO].unread
    assert set(reasons) >= set(PARTS) - {"guests", "users"}
    assert all("AADSTS7000215" in reason.text for reason in reasons.values())
    assert found.contexts[FABRIKAM].invites_from == "none"
    assert set(without.contexts[FABRIKAM].unread) == set(PARTS)


def test_more_home_tenants_than_are_asked_for_stay_unknown(tmp_path: Path) -> None:
    ids = [f"{n:08x}-0000-4000-8000-000000000000" for n in range(MOST_HOMES + 2)]
    more = "".join(
        f"  t{n}: {{tenant_id: {id_}, cloud: global, domains: [t{n}.com]}}\n" for n, id_ in enumerate(ids)
    )
    with embedded(tmp_path, ENVIRONMENT + more, roles=EVERY_ROLE) as served:
        tenants = [served.environment.tenants["contoso"]]
        found = read_directories(served.environment, tenants, served.variables, "plan", {CONTOSO: ids})
    contoso = found.contexts[CONTOSO]
    assert len(contoso.guests) == MOST_HOMES
    assert list(contoso.guests_unread) == ids[MOST_HOMES:]


def test_a_login_service_that_is_silent_leaves_the_cloud_open_but_for_the_one_that_is_expected(
    tmp_path: Path,
) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=EVERY_ROLE) as served:
        variables = {**served.variables}
        for name in [name for name in variables if "LOGIN_ENDPOINT_" in name]:
            del variables[name]  # then only the service of the tenant's own cloud is asked
        tenants = served.environment.managed_tenants
        found = read_directories(served.environment, tenants, variables, "plan", {})
        outside = find_partners(tenants, variables, "plan", {NOWHERE})
        everywhere = find_partners(tenants, served.variables, "plan", {NOWHERE, FABRIKAM})
        nobody = find_partners(tenants, variables, "plan", ())
    assert found.clouds_of[CONTOSO] == frozenset({"global"})
    assert outside == {}
    assert everywhere == {NOWHERE: frozenset(), FABRIKAM: frozenset({"usgov"})}
    assert nobody == {}


def test_a_tenant_without_sign_in_variables_does_not_keep_partners_from_being_found(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=EVERY_ROLE) as served:
        variables = {**served.variables}
        del variables["CROSSCLOUD_CONTOSO_CLIENT_SECRET"]
        tenants = served.environment.managed_tenants
        assert find_partners(tenants, variables, "plan", [NOWHERE]) == {NOWHERE: frozenset()}
        assert find_partners(tenants[:1], variables, "plan", [NOWHERE]) == {}


def test_domains_of_the_environment_file_stay_where_the_tenant_cannot_or_need_not_be_asked(tmp_path: Path) -> None:
    text = ENVIRONMENT.replace("cloud: usgov", "cloud: usgov\n    domains: [fabrikam.us]")
    with embedded(tmp_path, text, roles=EVERY_ROLE) as served:
        variables = {**served.variables}
        tenants = served.environment.managed_tenants
        alone = read_directories(served.environment, tenants[:1], variables, "plan", BOTH)
        del variables["CROSSCLOUD_FABRIKAM_CLIENT_SECRET"]
        without = read_directories(served.environment, tenants, variables, "plan", BOTH)
    for found in (alone, without):
        assert found.contexts[FABRIKAM].domains == frozenset({"fabrikam.us"})
        assert found.contexts[CONTOSO].guests == {FABRIKAM: Guests(0, 0)}
    assert set(alone.contexts[FABRIKAM].unread.values()) == {NOT_ASKED}
    assert all("FABRIKAM" in reason.text for reason in without.contexts[FABRIKAM].unread.values())


@pytest.mark.parametrize("status", [400, 403])
def test_a_fault_in_one_part_leaves_the_others(tmp_path: Path, status: int) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=EVERY_ROLE) as served:
        served.emulator.faults.add(Fault(tenant="contoso", path_contains="conditionalAccess", status=status))
        found = read(served)
    contoso = found.contexts[CONTOSO]
    assert set(contoso.unread) == {"conditional_access"}
    assert contoso.conditional_access is None


def test_what_of_microsoft_365_is_shown_to_each_home(tmp_path: Path) -> None:
    tips = "crossTenantMailTipsAll"
    allowed = {"@odata.type": f"#microsoft.graph.{tips}", "inboundAccess": {"isAllowed": True}}
    with embedded(tmp_path, ENVIRONMENT) as served:
        served.emulator.seed_partners("fabrikam", [{"tenantId": CONTOSO, "m365Capabilities": [allowed]}])
        found = with_capabilities(served, BOTH)
    contoso, fabrikam = found.contexts[CONTOSO], found.contexts[FABRIKAM]
    assert fabrikam.default_capabilities == {}
    assert fabrikam.capabilities == {CONTOSO: {tips: Capability(tips, Truth.YES)}}
    # Contoso does not list fabrikam, and Graph says only that it is not there: that is no answer about it.
    assert (contoso.default_capabilities, contoso.capabilities) == ({}, {})
    assert set(contoso.capabilities_unread) == {FABRIKAM}


def test_capabilities_that_a_cloud_does_not_answer_are_unread_and_ask_once(tmp_path: Path) -> None:
    text = ENVIRONMENT.replace("cloud: usgov", "cloud: china")
    with embedded(tmp_path, text) as served:
        served.emulator.seed_partners("fabrikam", [{"tenantId": CONTOSO}])
        found = with_capabilities(served, {FABRIKAM: [CONTOSO]}).contexts[FABRIKAM]
        asked = [path for path in graph_requests(served.emulator) if "m365Capabilities" in path]
    assert found.default_capabilities is None
    assert found.capabilities == {}
    assert "m365_capabilities" in found.unread
    assert [path for path in asked if path.startswith("/beta")] == [
        "/beta/policies/crossTenantAccessPolicy/default/m365Capabilities"
    ]
