"""The emulator as one object: started, described, seeded, killed, started again."""

import importlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from crosscloud.domain.clouds import CLOUDS, GLOBAL
from crosscloud.emulator import EmulatedTenant, Emulator, EmulatorError, Endpoints, Fault, GraphError
from tests.emulator.graph_client import ALL, CONTOSO, DEFAULT, FABRIKAM, PARTNER, PARTNERS, POLICY, HttpClient

msal: Any = importlib.import_module("msal")  # it has no type hints

ROOT = Path(__file__).parents[2]
PROCESS = """
import json, sys, time
from pathlib import Path
from crosscloud.emulator import Emulator
from tests.emulator.graph_client import ALL
with Emulator(ALL, Path(sys.argv[1])) as emulator:
    print(json.dumps({**emulator.describe(), "token": emulator.issue_token("contoso")}), flush=True)
    time.sleep(600)
"""


class TrustingSession(requests.Session):
    """Trusts the emulator's authority alone, whatever the environment says."""

    def __init__(self, ca: Path) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = str(ca)


def test_the_public_names_are_these() -> None:
    import crosscloud.emulator as package

    assert set(package.__all__) == {
        "EmulatedTenant",
        "Emulator",
        "EmulatorError",
        "Endpoints",
        "Fault",
        "GraphError",
    }
    assert Fault(status=429).times == 1


def test_its_description_is_what_tools_need(emulator: Emulator) -> None:
    description = json.loads(json.dumps(emulator.describe()))
    assert set(description) == {"ca", "request_log", "tenants"}
    assert Path(description["ca"]).read_text().startswith("-----BEGIN CERTIFICATE-----")
    contoso = description["tenants"][0]
    assert contoso == {
        "name": "contoso",
        "tenant_id": CONTOSO.tenant_id,
        "cloud": "global",
        "login": emulator.endpoints("contoso").login,
        "graph": emulator.endpoints("contoso").graph,
        "client_id": CONTOSO.client_id,
        "client_secret": CONTOSO.client_secret,
    }
    assert [tenant["name"] for tenant in description["tenants"]] == [tenant.name for tenant in ALL]


def test_clouds_without_a_tenant_answer_too(tmp_path: Path) -> None:
    with Emulator([CONTOSO], tmp_path) as emulator:
        for cloud in CLOUDS.values():
            at = emulator.cloud_endpoints(cloud)
            assert isinstance(at, Endpoints)
            url = f"{at.login}/{CONTOSO.tenant_id}/v2.0/.well-known/openid-configuration"
            answer = requests.get(url, verify=str(emulator.ca_file), timeout=10)
            assert answer.json()["cloud_instance_name"] == "microsoftonline.com"


@pytest.mark.parametrize("tenant", ALL, ids=lambda tenant: tenant.name)
def test_msal_signs_in(emulator: Emulator, tenant: EmulatedTenant) -> None:
    with TrustingSession(emulator.ca_file) as session:
        application = msal.ConfidentialClientApplication(
            tenant.client_id,
            authority=f"{emulator.endpoints(tenant.name).login}/{tenant.tenant_id}",
            client_credential=tenant.client_secret,
            instance_discovery=False,
            http_client=session,
        )
        token = application.acquire_token_for_client([tenant.cloud.scope])["access_token"]
        url = f"{emulator.endpoints(tenant.name).graph}/v1.0/{DEFAULT}"
        answer = session.get(url, headers={"authorization": f"Bearer {token}"}, timeout=10)
    assert answer.json()["isServiceDefault"] is True


def test_msal_reports_a_wrong_secret(emulator: Emulator) -> None:
    with TrustingSession(emulator.ca_file) as session:
        application = msal.ConfidentialClientApplication(
            CONTOSO.client_id,
            authority=f"{emulator.endpoints('contoso').login}/{CONTOSO.tenant_id}",
            client_credential="wrong",
            instance_discovery=False,
            http_client=session,
        )
        result = application.acquire_token_for_client([GLOBAL.scope])
    assert result["error"] == "invalid_client"
    assert result["error_codes"] == [7000215]


def test_the_state_can_be_read_and_is_a_copy(emulator: Emulator) -> None:
    state = emulator.state("fabrikam")
    assert state["policy"]["allowedCloudEndpoints"] == []
    assert "tenantRestrictions" not in state["default"]
    state["policy"]["allowedCloudEndpoints"].append("x")
    assert emulator.state("fabrikam")["policy"]["allowedCloudEndpoints"] == []


def test_partners_are_seeded_all_or_none(emulator: Emulator, http: HttpClient) -> None:
    sync = {"userSyncInbound": {"isSyncAllowed": True}}
    seeds = [{"tenantId": PARTNER, "isServiceProvider": True, "identitySynchronization": sync}]
    with pytest.raises(GraphError, match="409"):
        emulator.seed_partners("contoso", seeds * 2)
    assert emulator.state("contoso")["partners"] == []
    emulator.seed_partners("contoso", seeds)
    (partner,) = http.call("GET", f"{PARTNERS}?$expand=identitySynchronization").json()["value"]
    assert partner["isServiceProvider"] is True
    assert partner["identitySynchronization"]["userSyncInbound"] == {"isSyncAllowed": True}
    assert seeds[0]["identitySynchronization"] is sync, "the caller's own object is left alone"


def test_the_portal_changes_what_callers_cannot(emulator: Emulator, http: HttpClient) -> None:
    emulator.change(
        "contoso",
        policy={"allowedCloudEndpoints": ["microsoftonline.us"]},
        default={"protectedContentSharing": {"inboundAllowed": False}},
        partners={PARTNER: {"isServiceProvider": True, "identitySynchronization": {"displayName": "x"}}},
    )
    assert http.call("GET", POLICY).json()["allowedCloudEndpoints"] == ["microsoftonline.us"]
    assert http.call("GET", f"{PARTNERS}/{PARTNER}").json()["isServiceProvider"] is True
    assert emulator.state("contoso")["default"]["protectedContentSharing"]["inboundAllowed"] is False
    emulator.change("contoso", partners={PARTNER.upper(): {"inboundTrust": {"isMfaAccepted": True}}})
    (partner,) = emulator.state("contoso")["partners"]
    assert partner["identitySynchronization"]["displayName"] == "x"
    assert partner["inboundTrust"]["isMfaAccepted"] is True
    emulator.change("contoso", partners={PARTNER: None})
    assert emulator.state("contoso")["partners"] == []


def test_a_change_is_made_as_a_whole(emulator: Emulator) -> None:
    with pytest.raises(GraphError):
        emulator.change("contoso", policy={"displayName": "x"}, default={"nope": 1})
    assert emulator.state("contoso")["policy"]["displayName"] == "CrossTenantAccessPolicy"


def test_misuse_is_explained(tmp_path: Path) -> None:
    emulator = Emulator(ALL, tmp_path)
    with pytest.raises(EmulatorError, match="does not run"):
        emulator.state("contoso")
    with emulator, pytest.raises(EmulatorError, match="runs already"):
        emulator.__enter__()
    with pytest.raises(EmulatorError, match="'nobody'"):
        emulator.endpoints("nobody")
    with pytest.raises(EmulatorError, match="same name"):
        Emulator([CONTOSO, CONTOSO], tmp_path)
    with pytest.raises(EmulatorError, match="not a GUID"):
        EmulatedTenant("x", "contoso.com", GLOBAL)
    with pytest.raises(EmulatorError, match="needs a name"):
        EmulatedTenant("", CONTOSO.tenant_id, GLOBAL)
    with pytest.raises(EmulatorError, match="same client id"):
        EmulatedTenant("x", CONTOSO.tenant_id, GLOBAL, more_clients={CONTOSO.client_id.upper(): frozenset()})


def test_a_tenants_application_is_the_same_in_every_run_and_its_secret_is_not() -> None:
    one, other = (EmulatedTenant("x", FABRIKAM.tenant_id, GLOBAL) for _ in range(2))
    assert one.client_id == other.client_id != CONTOSO.client_id
    assert one.client_secret != other.client_secret
    assert one.client_secret not in repr(one)


def test_its_files_are_private_and_hold_no_secret(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with Emulator(ALL, folder, request_log=tmp_path / "log.jsonl") as emulator, HttpClient(emulator) as client:
        client.call("GET", POLICY)
        assert emulator.request_log == tmp_path / "log.jsonl"
        files = [*folder.iterdir(), emulator.request_log]
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert not any(CONTOSO.client_secret.encode() in file.read_bytes() for file in files)


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    emulator = Emulator(ALL, tmp_path)
    for number in range(3):
        with emulator, HttpClient(emulator) as client:
            assert len(client.call("GET", PARTNERS).json()["value"]) == number
            client.call("POST", PARTNERS, {"tenantId": f"a1111111-1111-4111-8111-{number:012}"})


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_process_keeps_every_write_that_it_answered(tmp_path: Path, seed: int) -> None:
    writes = random.Random(seed).randrange(1, 15)  # noqa: S311 - a choice of moment, not a secret
    with subprocess.Popen(
        [sys.executable, "-c", PROCESS, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        description = json.loads(process.stdout.readline())
        url = f"{description['tenants'][0]['graph']}/v1.0/{PARTNERS}"
        headers = {"authorization": f"Bearer {description['token']}"}
        answered = []
        with requests.Session() as session:
            for number in range(writes):
                tenant_id = f"a1111111-1111-4111-8111-{number:012}"
                answer = session.post(
                    url, json={"tenantId": tenant_id}, headers=headers, verify=description["ca"], timeout=10
                )
                assert answer.status_code == 201
                answered.append(tenant_id)
        process.kill()
    with Emulator(ALL, tmp_path) as emulator:
        assert [partner["tenantId"] for partner in emulator.state("contoso")["partners"]] == answered
        lines = emulator.request_log.read_text().splitlines()
    assert len(lines) == writes
