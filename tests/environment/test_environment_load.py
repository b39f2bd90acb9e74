"""Which file is read, and what stands in it."""

import dataclasses
import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.environment import (
    Environment,
    EnvironmentFileError,
    EnvironmentNotFoundError,
    UnknownNameError,
    environment_names,
    load,
)

ROOT = Path(__file__).parents[2]
TENANT_ID = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the environments `demo`, and `pilot` as a user would make it from the example."""
    folder = tmp_path / "environments"
    folder.mkdir()
    shutil.copy(ROOT / "environments/demo.yaml", folder)
    shutil.copy(ROOT / "environments/pilot.yaml.example", folder / "pilot.yaml")
    return tmp_path


@pytest.fixture
def pilot(project: Path) -> Environment:
    return load("pilot", folder=project, environ={})


def test_the_argument_wins_over_the_variable_and_the_variable_over_demo(project: Path) -> None:
    assert load("pilot", folder=project, environ={"CROSSCLOUD_ENVIRONMENT": "demo"}).name == "pilot"
    assert load(folder=project, environ={"CROSSCLOUD_ENVIRONMENT": "pilot"}).name == "pilot"
    assert load(folder=project, environ={"CROSSCLOUD_ENVIRONMENT": ""}).name == "demo"
    assert load(folder=project, environ={}).name == "demo"


def test_the_current_folder_is_the_project_where_none_is_given(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    environment = load("demo")
    assert environment.project == project
    assert environment.path == project / "environments/demo.yaml"


def test_the_demo_is_embedded_and_wholly_managed(project: Path) -> None:
    demo = load("demo", folder=project)
    assert demo.embedded
    assert [tenant.name for tenant in demo.managed_tenants] == ["contoso", "fabrikam"]
    assert (demo.tenant("contoso").cloud, demo.tenant("fabrikam").cloud) == (GLOBAL, USGOV)
    assert all(tenant.sign_in is None for tenant in demo.managed_tenants)


def test_a_tenant_has_what_the_file_says(pilot: Environment) -> None:
    contoso = pilot.tenant("contoso")
    assert contoso.tenant_id == "f6fadfa7-e5c1-4b62-9362-da5cc13da58a"
    assert contoso.environment_name == "pilot"
    assert contoso.variable_prefix == "CROSSCLOUD_CONTOSO"
    assert contoso.is_managed
    assert contoso.sign_in is not None
    assert contoso.sign_in.plan.method == "github_oidc"
    assert contoso.sign_in.plan.client_id == "8a119b9e-16bc-4732-8f7b-7676d015b0dc"
    assert contoso.sign_in.apply.client_id == "bc67ba94-637d-4efa-a09e-467ada679f81"
    assert contoso.backend is not None
    assert contoso.backend.kind == "azurerm"
    assert contoso.backend.settings["use_oidc"] is True
    assert contoso.backend.settings["environment"] == "public"
    engineers = contoso.group("engineers")
    assert engineers.id == "ac8efe12-1c59-49f1-ba2d-de83458bfed0"
    assert engineers.display_name == "ENG Design Engineers"
    assert (engineers.tenant_name, engineers.tenant_id) == ("contoso", contoso.tenant_id)
    assert engineers.kind == "group"
    assert contoso.application("supply-desk").kind == "application"


def test_what_is_accepted_is_kept_with_its_line(pilot: Environment) -> None:
    (accepted,) = pilot.accept
    assert accepted.finding == "XC301"
    assert accepted.tenants == ("contoso", "fabrikam")
    assert accepted.approved_by == "identity-lead@contoso.com"
    assert accepted.reason.startswith("Pilot tenants.")
    assert "- finding: XC301" in pilot.path.read_text().splitlines()[accepted.line - 1]
    assert accepted.holds_on(dt.date(2026, 12, 31))
    assert not accepted.holds_on(dt.date(2027, 7, 1))


def test_a_tenant_has_what_is_accepted_about_it_with_ids_in_place_of_names(pilot: Environment) -> None:
    fabrikam = pilot.tenant("fabrikam")
    (accepted,) = fabrikam.finding_policy.accept
    assert accepted.tenants == (pilot.tenant("contoso").tenant_id, fabrikam.tenant_id)
    assert accepted == dataclasses.replace(pilot.accept[0], tenants=accepted.tenants)
    assert fabrikam.finding_policy.severities == pilot.severities


def test_lines_point_into_the_file(pilot: Environment) -> None:
    lines = pilot.path.read_text().splitlines()
    for tenant in pilot.tenants.values():
        starts = {named.line: named.name for named in tenant.groups.values()}
        starts |= {named.line: named.name for named in tenant.applications.values()}
        assert len(starts) == 2
        for line, name in starts.items():
            assert lines[line - 1].strip().startswith(f"{name}:")


def test_ids_are_described_by_their_names(pilot: Environment) -> None:
    assert pilot.describe_id("AC8EFE12-1c59-49f1-ba2d-de83458bfed0") == "engineers (of contoso)"
    assert pilot.describe_id("0b80a255-53a1-4945-a932-58ef7777682c") == "design-vault (of fabrikam)"
    assert pilot.describe_id(pilot.tenant("fabrikam").tenant_id) == "fabrikam"
    assert pilot.describe_id("00000000-0000-0000-0000-000000000000") is None
    assert pilot.describe_id("AllUsers") is None


def test_without_a_backend_state_is_kept_below_the_project(project: Path) -> None:
    backend = load("demo", folder=project).tenant("contoso").backend
    assert backend is not None
    assert backend.kind == "local"
    assert backend.settings == {"path": str(project / ".crosscloud/demo/state/contoso.tfstate")}


def test_a_local_backend_starts_from_the_project(project: Path) -> None:
    environment = _write(project, "backend: {local: {path: state/x.tfstate}}, sign_in: " + SECRET)
    backend = environment.tenant("contoso").backend
    assert backend is not None
    assert backend.settings == {"path": str(project / "state/x.tfstate")}


def test_hcp_terraform_keeps_its_nested_arguments(project: Path) -> None:
    cloud = "{cloud: {organization: contoso, workspaces: {name: crosscloud, project: identity}}}"
    backend = _write(project, f"backend: {cloud}, sign_in: {SECRET}").tenant("contoso").backend
    assert backend is not None
    assert backend.settings["workspaces"] == {"name": "crosscloud", "project": "identity"}


def test_backend_arguments_keep_their_kinds_and_empty_ones_are_dropped(project: Path) -> None:
    s3 = "bucket: b, allowed_account_ids: ['01', 2], max_retries: 3, skip_region_validation: true, key: k"
    s3 += ", kms_key_id: "
    backend = _write(project, f"backend: {{s3: {{{s3}}}}}, sign_in: {SECRET}").tenant("contoso").backend
    assert backend is not None
    assert backend.settings == {
        "bucket": "b",
        "allowed_account_ids": ["01", 2],
        "max_retries": 3,
        "skip_region_validation": True,
        "key": "k",
    }


def test_one_sign_in_serves_planning_and_applying(project: Path) -> None:
    sign_in = _write(project, f"sign_in: {SECRET}").tenant("contoso").sign_in
    assert sign_in is not None
    assert sign_in.plan is sign_in.apply
    assert sign_in.plan.client_id == "8a119b9e-16bc-4732-8f7b-7676d015b0dc"


def test_a_tenant_without_sign_in_is_another_organisations(project: Path) -> None:
    environment = _write(project, "users: {dana: {id: 00000000-0000-0000-0000-00000000000a}}")
    tenant = environment.tenant("contoso")
    assert not tenant.is_managed
    assert tenant.backend is None
    assert environment.managed_tenants == ()
    assert tenant.user("dana").display_name is None


def test_the_domains_of_a_tenants_users(project: Path) -> None:
    assert _write(project, "domains: [Contoso.com, mail.contoso.com]").tenant("contoso").domains == (
        "contoso.com",
        "mail.contoso.com",
    )
    assert _write(project, "users: {}").tenant("contoso").domains == ()


def test_tenants_can_be_put_into_sets(pilot: Environment) -> None:
    again = load("pilot", folder=pilot.project)
    tenants = [*pilot.tenants.values(), *again.tenants.values()]
    assert len(set(tenants)) == 2


def test_gcc_high_is_taken_as_usgov(project: Path) -> None:
    path = project / "environments/demo.yaml"
    path.write_text(path.read_text().replace("cloud: usgov", "cloud: gcc_high"))
    assert load("demo", folder=project).tenant("fabrikam").cloud is USGOV


@pytest.mark.parametrize("name", ["../demo", "demo.yaml", "Demo", "", " ", "demo\n"])
def test_a_name_that_could_not_be_a_file_is_refused(project: Path, name: str) -> None:
    environ = {"CROSSCLOUD_ENVIRONMENT": "../demo"} if not name else {}
    with pytest.raises(EnvironmentNotFoundError, match="must start with a small letter"):
        load(name, folder=project, environ=environ)


def test_a_missing_environment_names_those_that_exist(project: Path) -> None:
    with pytest.raises(EnvironmentNotFoundError) as caught:
        load("pillot", folder=project)
    assert "did you mean pilot?" in str(caught.value)
    assert "has demo, pilot." in str(caught.value)


def test_without_a_choice_and_a_demo_the_variable_is_named(project: Path) -> None:
    (project / "environments/demo.yaml").unlink()
    with pytest.raises(EnvironmentNotFoundError, match=r"set CROSSCLOUD_ENVIRONMENT; .* has pilot"):
        load(folder=project, environ={})


def test_a_project_without_environments_says_so(tmp_path: Path) -> None:
    assert environment_names(tmp_path) == ()
    with pytest.raises(EnvironmentNotFoundError, match="has none"):
        load(folder=tmp_path, environ={})


def test_a_file_that_cannot_be_read_is_named(project: Path) -> None:
    (project / "environments/folder.yaml").mkdir()
    with pytest.raises(EnvironmentNotFoundError, match=r"folder\.yaml: Is a directory"):
        load("folder", folder=project)


def test_an_unknown_tenant_is_answered_with_the_known_ones(pilot: Environment) -> None:
    with pytest.raises(UnknownNameError, match=r"pilot\.yaml has no tenant called 'northwind'"):
        pilot.tenant("northwind")
    with pytest.raises(UnknownNameError, match=r"it has contoso, fabrikam"):
        pilot.tenant("northwind")
    with pytest.raises(UnknownNameError, match=r"did you mean fabrikam\?"):
        pilot.tenant("fabricam")


def test_an_unknown_name_is_answered_with_file_and_known_names(pilot: Environment) -> None:
    contoso = pilot.tenant("contoso")
    where = rf"add it under groups of contoso \(.*pilot\.yaml:{contoso.line}\)"
    with pytest.raises(UnknownNameError, match=rf"^contoso has no group .*did you mean engineers\?.*{where}"):
        contoso.group("enginers")
    with pytest.raises(
        UnknownNameError, match=r"it has supply-desk\)\. Correct it, or add it under applications of contoso"
    ):
        contoso.application("zzz")
    with pytest.raises(UnknownNameError, match="it has none"):
        contoso.user("anybody")


@pytest.mark.parametrize(
    ("cloud", "called"),
    [("global", "public"), ("usgov", "usgovernment"), ("usgov_dod", "usgovernment"), ("china", "china")],
)
def test_state_in_azure_is_in_the_tenants_cloud(project: Path, cloud: str, called: str) -> None:
    blob = "storage_account_name: s, container_name: c, key: k"
    for given in ("", f", environment: {called}"):
        text = f"environment: own\ntenants: {{t: {{tenant_id: {TENANT_ID}, cloud: {cloud}, sign_in: {SECRET}, "
        (project / "environments/own.yaml").write_text(f"{text}backend: {{azurerm: {{{blob}{given}}}}}}}}}\n")
        backend = load("own", folder=project).tenant("t").backend
        assert backend is not None
        assert backend.settings["environment"] == called


def test_an_acceptance_expires_after_its_last_day(pilot: Environment) -> None:
    (acceptance,) = pilot.accept
    assert pilot.expired(acceptance.expires) == ()
    assert pilot.expired(acceptance.expires + dt.timedelta(days=1)) == (acceptance,)
    assert str(acceptance) == f"XC301 for contoso, fabrikam, until {acceptance.expires.isoformat()}"


SECRET = "{method: client_secret, client_id: 8A119B9E-16bc-4732-8f7b-7676d015b0dc}"


def _write(project: Path, fields: str, cloud: str = "global") -> Environment:
    text = f"environment: own\ntenants: {{contoso: {{tenant_id: {TENANT_ID}, cloud: {cloud}, {fields}}}}}\n"
    (project / "environments/own.yaml").write_text(text)
    return load("own", folder=project)


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_ordinary_file_is_not_waited_for(project: Path, kind: str) -> None:
    path = project / "environments/odd.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(EnvironmentNotFoundError, match=r"odd\.yaml: it is not an ordinary file"):
        load("odd", folder=project)


def test_a_file_that_is_too_long_is_not_read_to_its_end(project: Path) -> None:
    with (project / "environments/long.yaml").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(
        EnvironmentFileError, match=r"long\.yaml:1: the file is too long: .* at most 4194304 bytes"
    ):
        load("long", folder=project)


def test_a_name_that_was_left_empty_is_not_the_demo(project: Path) -> None:
    with pytest.raises(EnvironmentNotFoundError, match="'' cannot be an environment"):
        load("", folder=project, environ={})


def test_what_is_tried_where_microsofts_sources_disagree(project: Path) -> None:
    tried = _write(project, "try_sections: [tenant_restrictions]", cloud="usgov")
    assert tried.tenant("contoso").tries == ("tenant_restrictions",)
    assert _write(project, "users: {}").tenant("contoso").tries == ()


@pytest.mark.parametrize(
    ("cloud", "given"),
    [("usgov", "[app_service_connect_inbound]"), ("global", "[tenant_restrictions]"), ("china", "[3]")],
)
def test_only_what_is_disputed_in_its_cloud_can_be_tried(project: Path, cloud: str, given: str) -> None:
    with pytest.raises(EnvironmentFileError, match="try_sections of tenant contoso can name"):
        _write(project, f"try_sections: {given}", cloud=cloud)
