"""`access explain` takes tenants, users, groups and applications by name or id, whoever listed them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.project import Project, ok
from tests.acceptance.test_errors import failed
from tests.cli.test_unread import CONTOSO, FABRIKAM, OUTSIDE, SOMEBODY, VAULT, allow, snapshot, tenant

GROUP = "0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.make(tmp_path)


@pytest.fixture
def export(project: Project) -> Path:
    """One tenant alone, as an admin exports it: it admits nobody of one partner, and inherits the rest."""
    closed = {"tenantId": OUTSIDE, "b2bCollaborationInbound": allow(how="blocked")}
    return snapshot(project, tenant("contoso", CONTOSO, partners=[closed]))


def decided(project: Project, export: Path, home: str, resource: str, *more: str) -> dict[str, Any]:
    ends = "--from", home, "--to", resource, "--user", SOMEBODY.upper(), "--app", VAULT.upper()
    run = project.crosscloud("access", "explain", "--snapshot", export, *ends, *more, "--json")
    found: dict[str, Any] = json.loads(ok(run))
    return found


def test_a_partner_beyond_what_was_read_is_given_by_its_id(project: Project, export: Path) -> None:
    closed = decided(project, export, OUTSIDE.upper(), CONTOSO.upper(), "--group", GROUP.upper())
    assert (closed["decision"], closed["aadsts"]) == ("block", "AADSTS500213")
    assert closed["home"] == {"tenant_id": OUTSIDE, "cloud": None, "name": f"organisation {OUTSIDE}"}
    assert (closed["resource"]["tenant_id"], closed["resource"]["name"]) == (CONTOSO, "contoso")
    assert (closed["user"]["id"], closed["application"]["id"]) == (SOMEBODY, VAULT)
    assert [group["id"] for group in closed["groups"]] == [GROUP]
    # What the partner itself permits, and who nobody listed, is not known.
    for home, resource in (("contoso", OUTSIDE), (FABRIKAM, "contoso")):
        found = decided(project, export, home, resource)
        assert (found["decision"], found["aadsts"], found["consent_prompt"]) == ("unknown", None, "shown")


def test_what_is_not_known_is_named_with_what_there_is(project: Project, export: Path) -> None:
    def refused(*ends: str, app: str = VAULT) -> Any:
        question = *ends, "--user", SOMEBODY, "--app", app
        return project.crosscloud("access", "explain", "--snapshot", export, *question)

    failed(refused("--from", "contosso", "--to", OUTSIDE), "contosso", "(did you mean contoso?)")
    failed(refused("--from", FABRIKAM, "--to", OUTSIDE), "must be a tenant whose settings were read", "contoso")
    failed(refused("--from", "contoso", "--to", CONTOSO), "both contoso")
    failed(
        refused("--from", "contoso", "--to", OUTSIDE, app="Office356"), "'Office356'", "did you mean Office365?"
    )
    ok(refused("--from", "contoso", "--to", OUTSIDE, app="My Apps"))
