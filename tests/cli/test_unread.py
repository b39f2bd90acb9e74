"""What was not read is unknown in every answer of the command line, never nothing, closed, absent or unchanged."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from crosscloud.emulator import Emulator
from tests.acceptance.project import Project, ok

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
TAILSPIN, OUTSIDE = "7c1d9a34-2b5e-4f60-8a17-9d0c3e4f5a11", "99999999-0000-4000-8000-000000000009"
SOMEBODY, VAULT = "99999999-1111-4222-8333-444444444444", "19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04"
ENDS = "--from", "contoso", "--to", "fabrikam", "--user", SOMEBODY, "--app", VAULT
US, CHINA = "microsoftonline.us", "partner.microsoftonline.cn"
NOT_READ = "could not be read: signing in to tenant"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.make(tmp_path)


@pytest.fixture
def emulator(project: Project) -> Iterator[Emulator]:
    """The demonstration pair, of which Fabrikam's secret is wrong."""
    with project.emulated() as emulator:
        project.extra["CROSSCLOUD_FABRIKAM_CLIENT_SECRET"] = "wrong"
        yield emulator


def matrix(project: Project, *more: str | Path, code: int = 0) -> dict[tuple[str, str], dict[str, Any]]:
    """The matrix as data, by home and resource."""
    return by_ends(json.loads(ok(project.crosscloud("access", "matrix", "--json", *more), code)))


def planned(project: Project, code: int, *more: str) -> tuple[str, dict[str, Any]]:
    """One plan as text, its spaces single, and as data."""
    run = project.crosscloud("plan", "--json", "--report", "plan.json", *more)
    return " ".join(ok(run, code).split()), json.loads((project.folder / "plan.json").read_text(encoding="utf-8"))


def by_ends(rows_: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of the matrix by home and resource."""
    return {(row["home"]["name"], row["resource"]["name"]): row for row in rows_}


def reviewed(data: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """The directions of a review by the names of home and resource."""
    return {(row["home"]["name"], row["resource"]["name"]): row for row in data["access"]}


def about(text: str, tenant: str) -> list[str]:
    """The parts of a matrix, as text, in whose first line a tenant stands."""
    parts = re.split(r"\n(?=\S)", text)
    return [part for part in parts if tenant in part.splitlines()[0]]


def allow(
    *, users: str = "AllUsers", applications: str = "AllApplications", how: str = "allowed"
) -> dict[str, Any]:
    return {
        "usersAndGroups": {"accessType": how, "targets": [{"target": users, "targetType": "user"}]},
        "applications": {"accessType": how, "targets": [{"target": applications, "targetType": "application"}]},
    }


def tenant(name: str, tenant_id: str, cloud: str = "global", **parts: Any) -> dict[str, Any]:
    """A tenant of a snapshot; its default is open."""
    default = {
        "b2bCollaborationInbound": allow(),
        "b2bCollaborationOutbound": allow(),
        "b2bDirectConnectInbound": allow(how="blocked"),
        "b2bDirectConnectOutbound": allow(how="blocked"),
        "inboundTrust": {"isMfaAccepted": False},
    }
    policy: dict[str, Any] = {"allowedCloudEndpoints": []}
    whole = {"policy": policy, "default": default, "partners": [], "unreadable": {}}
    return {"name": name, "tenant_id": tenant_id, "cloud": cloud, **whole, **parts}


def snapshot(project: Project, *tenants: Mapping[str, Any]) -> Path:
    document = {"format": "crosscloud/snapshot/v1", "taken_at": "2026-11-28T12:00:00Z", "tenants": tenants}
    path = project.folder / "snapshot.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_check_ends_with_1_prints_what_it_found_and_says_what_was_not_read(
    project: Project, emulator: Emulator
) -> None:
    emulator.change("contoso", policy={"allowedCloudEndpoints": [US]})
    emulator.seed_partners("contoso", [{"tenantId": FABRIKAM}])
    run = project.crosscloud("check", "--json")
    assert "XC111" in {finding["id"] for finding in json.loads(ok(run, 1))}
    assert f"\nfabrikam: policy, default, partners {NOT_READ} {FABRIKAM}" in run.stderr
    assert "contoso: " not in run.stderr


def test_check_ends_with_1_where_a_part_of_a_snapshot_is_unread_even_if_the_rest_has_errors(
    project: Project,
) -> None:
    half: dict[str, Any] = {"policy": {"allowedCloudEndpoints": [US]}, "partners": [{"tenantId": FABRIKAM}]}
    contoso, fabrikam = tenant("contoso", CONTOSO, **half), tenant("fabrikam", FABRIKAM, "usgov")
    whole = project.crosscloud("check", "--json", "--snapshot", snapshot(project, contoso, fabrikam))
    assert (whole.returncode, whole.stderr) == (2, "")
    unread = {**contoso, "default": None, "unreadable": {"default": "Graph answered 503"}}
    part = project.crosscloud("check", "--json", "--snapshot", snapshot(project, unread, fabrikam))
    assert part.stderr == "contoso: default could not be read: Graph answered 503\n"
    errors = [finding["id"] for finding in json.loads(ok(part, 1)) if finding["severity"] == "error"]
    assert "XC103" in errors


def test_the_matrix_says_unknown_alone_of_what_was_not_read(project: Project, emulator: Emulator) -> None:
    emulator.change("contoso", policy={"allowedCloudEndpoints": [US]})
    emulator.seed_partners("contoso", [{"tenantId": FABRIKAM}])
    run = project.crosscloud("access", "matrix")
    found = about(ok(run, 1), "fabrikam")
    assert len(found) == 4  # with contoso and with any other organisation, both ways
    for part in found:
        assert "nothing" not in part
        assert "not met" not in part
        assert "all users" not in part
        assert "not known:" in part
        assert "fabrikam was not read" in part
    assert f"\nfabrikam: policy, default, partners {NOT_READ}" in run.stderr
    as_json = matrix(project, code=1)
    for ends, row in as_json.items():
        is_known = "fabrikam" not in ends
        assert (bool(row["permits"]), not row["unknown"], not row["not_read"]) == (is_known,) * 3
    assert as_json["contoso", "fabrikam"]["trust_unknown"] == [
        "is_mfa_accepted",
        "is_compliant_device_accepted",
        "is_hybrid_azure_ad_joined_device_accepted",
    ]


def test_explain_says_which_tenant_was_not_read_and_answers_unknown(project: Project, emulator: Emulator) -> None:
    emulator.change("contoso", policy={"allowedCloudEndpoints": [US]})
    emulator.seed_partners("contoso", [{"tenantId": FABRIKAM}])
    run = project.crosscloud("access", "explain", *ENDS)
    assert "UNKNOWN" in ok(run).splitlines()
    assert f"\nfabrikam: policy, default, partners {NOT_READ}" in run.stderr


@pytest.mark.terraform
def test_a_plan_says_unknown_alone_of_the_default_of_a_tenant_that_was_not_read(
    project: Project, emulator: Emulator
) -> None:
    text, data = planned(project, 1)
    assert (
        "unknown: any other US Government organisation -> fabrikam (the default of fabrikam was not read)" in text
    )
    for sentence in re.findall(r"organisation -> fabrikam.{0,80}", text):
        assert "nothing" not in sentence
        assert "unchanged" not in sentence
    defaults = [row for row in data["access"] if row["half_of"] == FABRIKAM]
    assert len(defaults) == 2
    for row in defaults:
        access = row["access"]
        assert (row["status"], access["before"], access["after"]) == ("unknown", None, None)
        assert [(each["everyone"], each["everything"]) for each in access["unknown"]] == [(True, True)]
        assert row["unread"] == [{"tenant_id": FABRIKAM, "part": "default"}]


@pytest.mark.terraform
def test_the_tenant_of_another_organisation_is_unknown_and_never_nothing(project: Project) -> None:
    environment = yaml.safe_load((project.folder / "environments" / "demo.yaml").read_text(encoding="utf-8"))
    contoso, fabrikam = environment["tenants"].values()
    sign_in = {"method": "client_secret", "client_id": SOMEBODY}
    ours = {"contoso": {**contoso, "sign_in": sign_in}, "fabrikam": fabrikam}
    project.write_environment("one", {"tenants": ours})
    with project.emulated("one"):
        _, first = planned(project, 2, "--env", "one", "--out", "one.plan")
        text = ok(project.crosscloud("access", "matrix", "--plan", "one.plan"))
        found = matrix(project, "--plan", "one.plan")
        ok(project.crosscloud("apply", "one.plan"))
        unchanged, second = planned(project, 0, "--env", "one")
    for ends in (("contoso", "fabrikam"), ("fabrikam", "contoso")):
        opening = reviewed(first)[ends]
        assert (opening["status"], opening["access"]["after"], opening["may_widen"]) == ("unknown", None, True)
        assert [each["applications"] for each in opening["access"]["before"]] == [[]]  # ours: not enabled
        assert (found[ends]["permits"], found[ends]["not_read"]) == (None, ["fabrikam was not read"])
        standing = reviewed(second)[ends]
        access = standing["access"]
        assert (standing["status"], access["before"], access["after"]) == ("unknown", None, None)
        assert access["unknown"][0]["users"][0]["in"][0][0]["kind"] == "group"
        assert (standing["may_widen"], standing["changed"]) == (False, False)
    assert "nothing" not in about(text, "fabrikam")[0]
    assert "contoso -> fabrikam unknown: fabrikam was not read" in unchanged
    assert "unknown 2 directions: contoso -> fabrikam, fabrikam -> contoso" in unchanged


@pytest.mark.terraform
def test_partners_outside_of_the_environment_have_their_place(project: Project) -> None:
    trust = {
        "isMfaAccepted": True,
        "isCompliantDeviceAccepted": False,
        "isHybridAzureADJoinedDeviceAccepted": False,
    }
    own = {"b2bCollaborationInbound": allow(), "inboundTrust": trust}
    whole = {**own, "b2bCollaborationOutbound": allow(how="blocked")}
    with project.emulated() as emulator:
        emulator.seed_partners("contoso", [{"tenantId": OUTSIDE, **own}, {"tenantId": TAILSPIN, **whole}])
        # The cloud that both may be in is on already: otherwise what its switch does to them is unknown.
        emulator.change("contoso", policy={"allowedCloudEndpoints": ["microsoftonline.us"]})
        text, data = planned(project, 2)
        found = matrix(project)
        in_words = ok(project.crosscloud("access", "matrix"))
    changing, staying = f"organisation {OUTSIDE}", f"organisation {TAILSPIN}"
    # What the one inherits from the default, this plan closes: both of its halves have rows.
    status = {ends: row["status"] for ends, row in reviewed(data).items()}
    assert (status[changing, "contoso"], status["contoso", changing]) == ("unchanged", "narrowed")
    assert f"{changing} -> contoso unchanged: all users -> all applications" in text
    # Of the other nothing changes: it is told in short.
    (short,) = data["unchanged_partners"]
    assert (short["half_of"], short["tenant_id"], short["trusts"]) == (CONTOSO, TAILSPIN, ["is_mfa_accepted"])
    assert (short["inbound"], short["outbound"]) == ("everything", "nothing")
    assert f"in everything, out nothing, trusts MFA: {staying}" in text
    # The matrix has rows for both.
    for name in (changing, staying):
        assert found[name, "contoso"]["permits"][0]["is_everything"]
        assert found[name, "contoso"]["trust"] == ["is_mfa_accepted"]
        assert len(about(in_words, name)) == 2


def test_every_two_tenants_have_their_rows_if_only_as_closed(project: Project) -> None:
    three = (
        tenant("contoso", CONTOSO),
        tenant("fabrikam", FABRIKAM, "usgov"),
        tenant("tailspin", TAILSPIN, "china"),
    )
    found = matrix(project, "--snapshot", snapshot(project, *three))
    names = [each["name"] for each in three]
    for ends in ((home, resource) for home in names for resource in names if home != resource):
        assert [line["is_nothing"] for line in found[ends]["permits"]] == [True]
        assert found[ends]["half_open"] is False
    assert found["fabrikam", "tailspin"]["unmet"][0] == "US Government (GCC High) and China (21Vianet)"


def test_within_one_cloud_the_default_governs_who_is_not_listed(project: Project) -> None:
    inherits = tenant("contoso", CONTOSO, partners=[{"tenantId": FABRIKAM}])
    path = snapshot(project, inherits, tenant("fabrikam", FABRIKAM))
    text = ok(project.crosscloud("access", "matrix", "--snapshot", path))
    found = matrix(project, "--snapshot", path)
    for ends in (("contoso", "fabrikam"), ("fabrikam", "contoso")):
        assert found[ends]["permits"][0]["is_everything"]
        assert found[ends]["half_open"] is False
    assert "open at one end only" not in text


@pytest.mark.terraform
def test_a_partner_whose_cloud_is_switched_off_closes_and_widens_nothing(project: Project) -> None:
    environment = yaml.safe_load((project.folder / "environments" / "demo.yaml").read_text(encoding="utf-8"))
    tenants = environment["tenants"]
    with_tailspin = {**tenants, "tailspin": {"tenant_id": TAILSPIN, "cloud": "china"}}
    project.write_environment("pair", {"embedded": True, "tenants": with_tailspin})
    with project.emulated("pair") as emulator:
        emulator.change("contoso", policy={"allowedCloudEndpoints": [US, CHINA]})
        emulator.seed_partners("contoso", [{"tenantId": TAILSPIN, "b2bCollaborationInbound": allow()}])
        project.write_environment("pair", {"embedded": True, "tenants": tenants})
        for cloud, name in (("USGOV", "FABRIKAM"), ("CHINA", "TAILSPIN")):
            login = project.extra[f"CROSSCLOUD_{name}_LOGIN_ENDPOINT"]
            project.extra[f"CROSSCLOUD_CONTOSO_LOGIN_ENDPOINT_{cloud}"] = login
        _, data = planned(project, 3, "--env", "pair")  # refused, since it stays listed
    row = reviewed(data)[f"organisation {TAILSPIN}", "contoso"]
    assert row["home"]["cloud"] == "china"
    assert (row["status"], row["access"]["gained"], row["may_widen"]) == ("closed", [], False)
    (gate,) = row["unmet_after"]
    assert (gate["gate"], gate["tenant_id"], gate["clouds"]) == ("resource_cloud_enabled", CONTOSO, ["china"])
