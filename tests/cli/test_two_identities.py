"""An environment whose tenants are planned by one application and applied by another, in the embedded Graph."""

from pathlib import Path

import pytest
import yaml

from crosscloud.cli.emulator import name_applications
from crosscloud.cli.session import emulated, exports, signed_in, start_emulator
from crosscloud.emulator import EmulatorError
from crosscloud.environment import Environment, load
from crosscloud.graph import ForbiddenError, PolicyApi, connect, sign_in_from_variables
from crosscloud.runtime.environ import Phase, with_identity
from crosscloud.runtime.workspace import Workspace

PLANS, APPLIES = "8a119b9e-16bc-4732-8f7b-7676d015b0dc", "bc67ba94-637d-4efa-a09e-467ada679f81"

GROUP, OTHERS = "0f2e7c1a-5b3d-4e8f-9a60-7c1d2e3f4a01", "0f2e7c1a-5b3d-4e8f-9a60-7c1d2e3f4a02"
USER = "0f2e7c1a-5b3d-4e8f-9a60-7c1d2e3f4a03"


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    document = {
        "environment": "pair",
        "embedded": True,
        "tenants": {
            "two": {
                "tenant_id": "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11",
                "cloud": "global",
                "sign_in": {
                    "plan": {"method": "client_secret", "client_id": PLANS},
                    "apply": {"method": "client_secret", "client_id": APPLIES},
                },
            },
            "one": {
                "tenant_id": "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22",
                "cloud": "usgov",
                "groups": {"pilot": {"id": GROUP, "display_name": "The pilot's group"}, "others": {"id": OTHERS}},
                "users": {"ann": {"id": USER}},
                "applications": {"portal": {"id": APPLIES}},
            },
        },
    }
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "pair.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    return load("pair", folder=tmp_path)


def test_only_the_one_that_applies_may_write(environment: Environment) -> None:
    tenant = emulated(environment.tenant("two"))
    roles = frozenset({"Policy.Read.All"})
    assert (tenant.client_id, tenant.roles) == (PLANS, roles)
    assert tenant.more_clients == {APPLIES: roles | {"Policy.ReadWrite.CrossTenantAccess"}}
    assert emulated(environment.tenant("one")).more_clients == {}


def test_the_names_of_the_environment_are_those_of_the_directory(environment: Environment) -> None:
    tenant = emulated(environment.tenant("one"))
    assert tenant.groups == {GROUP: "The pilot's group", OTHERS: "others"}
    assert (tenant.users, tenant.applications) == ({USER: "ann"}, {APPLIES: "portal"})


def test_the_exports_name_no_application_where_there_are_two(environment: Environment, tmp_path: Path) -> None:
    with start_emulator(environment, tmp_path / "graph") as emulator:
        names = set(exports(environment, emulator))
    assert "CROSSCLOUD_ONE_CLIENT_ID" in names
    assert "CROSSCLOUD_TWO_CLIENT_ID" not in names
    assert "CROSSCLOUD_TWO_CLIENT_SECRET" in names


@pytest.mark.parametrize("phase", ["plan", "apply"])
def test_each_reads_and_one_writes(environment: Environment, phase: Phase) -> None:
    workspace = Workspace(environment.project, environment.name).make()
    with signed_in(environment, workspace) as environ, api_of(environment, environ, phase) as api:
        assert api.read_tenant().unreadable == {}
        if phase == "apply":
            write(api)
        else:
            with pytest.raises(ForbiddenError, match=r"Policy\.ReadWrite\.CrossTenantAccess"):
                write(api)


def api_of(environment: Environment, environ: dict[str, str], phase: Phase) -> PolicyApi:
    tenant = environment.tenant("two")
    variables = with_identity(environ, tenant, phase)
    return connect(sign_in_from_variables(tenant.tenant_id, tenant.cloud, tenant.variable_prefix, variables))


def write(api: PolicyApi) -> None:
    api.create_partner("c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22", {})


def test_a_second_emulator_says_how_to_use_the_first(environment: Environment, tmp_path: Path) -> None:
    with start_emulator(environment, tmp_path / "graph"):
        with pytest.raises(EmulatorError) as raised, start_emulator(environment, tmp_path / "graph"):
            pass
        assert "crosscloud emulator --env pair --shell" in str(raised.value)
        assert "or stop it" in str(raised.value)


def test_what_all_applications_hold_can_be_said(environment: Environment) -> None:
    roles = frozenset({"User.Read.All"})
    for name in ("one", "two"):
        tenant = emulated(environment.tenant(name), roles)
        assert {tenant.roles, *tenant.more_clients.values()} == {roles}


def test_plain_tools_are_told_which_two_applications_there_are(environment: Environment) -> None:
    assert name_applications(environment.tenant("two")) == (
        f"Plain tools need CROSSCLOUD_TWO_CLIENT_ID, too: {PLANS} may plan, {APPLIES} apply."
    )
    assert name_applications(environment.tenant("one")) == ""


def test_an_embedded_graph_started_here_is_signed_in_to_whatever_a_shell_holds_for_tenants_of_the_same_names(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSCLOUD_TWO_GITHUB_OIDC", "1")
    monkeypatch.setenv("CROSSCLOUD_ONE_CLIENT_CERTIFICATE_PATH", "real.pem")
    monkeypatch.setenv("CROSSCLOUD_OTHER_GITHUB_OIDC", "1")
    workspace = Workspace(environment.project, environment.name).make()
    with signed_in(environment, workspace) as environ:
        assert not {"CROSSCLOUD_TWO_GITHUB_OIDC", "CROSSCLOUD_ONE_CLIENT_CERTIFICATE_PATH"} & environ.keys()
        assert environ["CROSSCLOUD_OTHER_GITHUB_OIDC"] == "1"
    elsewhere = "https://graph.example"
    monkeypatch.setenv("CROSSCLOUD_TWO_GRAPH_ENDPOINT", elsewhere)
    with signed_in(environment, workspace) as environ:
        assert environ["CROSSCLOUD_TWO_GRAPH_ENDPOINT"] == elsewhere  # one that runs already
        assert "CROSSCLOUD_ONE_GRAPH_ENDPOINT" not in environ
    with signed_in(environment, workspace, own_graph=True) as environ:
        assert environ["CROSSCLOUD_TWO_GRAPH_ENDPOINT"].startswith("https://localhost:")
        assert environ["CROSSCLOUD_ONE_GRAPH_ENDPOINT"].startswith("https://localhost:")
