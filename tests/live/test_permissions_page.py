"""docs/permissions.md against the embedded Graph: what its permissions open, and what is said without each one."""

import re
from pathlib import Path

import pytest

from crosscloud.domain.directory.reasons import needs
from crosscloud.domain.findings import Finding, check
from crosscloud.domain.findings.rules.names import NamesNotCompared
from crosscloud.domain.findings.unread import NotRead
from crosscloud.graph import ForbiddenError, PolicyApi, connect, sign_in_from_variables
from crosscloud.operations.settings_source import SettingsSource, read_live
from tests.support.embedded import Embedded, embedded

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
ENVIRONMENT = f"""\
environment: pair
embedded: true
tenants:
  contoso:
    tenant_id: {CONTOSO}
    cloud: global
    groups: {{engineers: {{id: 0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01, display_name: ENG}}}}
    users: {{auditor: {{id: 5796a670-482c-490e-8d97-82bfcdc83011, display_name: Auditor}}}}
    applications: {{desk: {{id: 7a9e4f10-52c7-4b86-a1d3-94be0c6d3e02, display_name: Desk}}}}
  fabrikam:
    tenant_id: {FABRIKAM}
    cloud: usgov
"""
PAGE = (Path(__file__).parents[2] / "docs/permissions.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([\w.]+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE))
READ, WRITE = "Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"
OPTIONAL = [name for name in ROWS if name not in (READ, WRITE)]


def read(served: Embedded) -> SettingsSource:
    return read_live(served.environment, served.variables, with_directories=True)


def listing_each_other(served: Embedded) -> None:
    """Both are open to one another, so that whatever is about guests is asked for."""
    served.emulator.change(
        "contoso", policy={"allowedCloudEndpoints": ["microsoftonline.us"]}, partners={FABRIKAM: {}}
    )
    served.emulator.change(
        "fabrikam", policy={"allowedCloudEndpoints": ["microsoftonline.com"]}, partners={CONTOSO: {}}
    )


def api_of(served: Embedded) -> PolicyApi:
    tenant = served.environment.tenant("contoso")
    return connect(sign_in_from_variables(CONTOSO, tenant.cloud, tenant.variable_prefix, served.variables))


def unanswered(findings: list[Finding], permission: str) -> set[str]:
    """The ids of contoso's findings that say that they need `permission`."""
    found = set()
    for each in findings:
        facts = each.facts
        if each.place.tenant != CONTOSO:
            continue
        reasons = (
            [facts.reason]
            if isinstance(facts, NotRead)
            else facts.reasons
            if isinstance(facts, NamesNotCompared)
            else []
        )
        if needs(permission) in reasons:
            found.add(each.id)
    return found


def test_the_page_names_permissions() -> None:
    assert {READ, WRITE} < ROWS.keys()
    assert len(OPTIONAL) == 5


def test_with_the_planning_permissions_everything_of_a_global_tenant_is_read(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=frozenset({READ, *OPTIONAL})) as served:
        listing_each_other(served)
        source = read(served)
        assert source.unread == {}
        for permission in ROWS:
            assert unanswered(check(source.situation), permission) == set()
        with api_of(served) as api, pytest.raises(ForbiddenError, match=WRITE):
            api.create_partner("99999999-2222-4333-8444-555555555555", {})


def test_the_permission_to_write_reads_and_writes_the_settings(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=frozenset({WRITE})) as served, api_of(served) as api:
        api.create_partner("99999999-2222-4333-8444-555555555555", {})
        assert api.read_tenant().unreadable == {}


@pytest.mark.parametrize("permission", OPTIONAL)
def test_without_one_its_findings_name_it_and_the_settings_are_read(tmp_path: Path, permission: str) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=frozenset({READ, *OPTIONAL}) - {permission}) as served:
        listing_each_other(served)
        source = read(served)
    assert source.unread == {}
    about = set(re.findall(r"XC\d{3}", ROWS[permission]))
    if permission == "Organization.Read.All":  # what it is for follows from it in other tenants
        context = source.situation.tenants[CONTOSO].directory
        assert context is not None
        assert context.unread["organization"] == needs(permission)
    else:
        assert unanswered(check(source.situation), permission) == about


def test_without_the_permission_to_read_nothing_is_and_it_is_named(tmp_path: Path) -> None:
    with embedded(tmp_path, ENVIRONMENT, roles=frozenset(OPTIONAL)) as served:
        listing_each_other(served)
        source = read(served)
    assert source.unread.keys() == {CONTOSO, FABRIKAM}
    for parts in source.unread.values():
        assert parts.keys() == {"policy", "default", "partners"}
        assert all(READ in reason for reason in parts.values())
