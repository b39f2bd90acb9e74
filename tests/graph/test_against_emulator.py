"""The client against the embedded Graph: real TLS, real sign-in, a service that shares only the clouds."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud, enableable_endpoints
from crosscloud.domain.settings import Value
from crosscloud.emulator import EmulatedTenant, Emulator, Fault
from crosscloud.graph import (
    AnswerLostError,
    ClientSecret,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    PolicyApi,
    ResponseError,
    Retries,
    SignIn,
    SignInError,
    ThrottledError,
    UntrustedCertificateError,
    connect,
    sign_in_from_variables,
)

READER = "33333333-3333-4333-8333-333333333333"
IDS = {cloud.name: f"0000000{number}-0000-4000-8000-000000000000" for number, cloud in enumerate(CLOUDS.values())}
TENANTS = (
    *(EmulatedTenant(cloud.name, IDS[cloud.name], cloud) for cloud in CLOUDS.values()),
    EmulatedTenant("reader", READER, GLOBAL, roles=frozenset({"Policy.Read.All"})),
)
SECRETS = {tenant.name: tenant.client_secret for tenant in TENANTS}
GROUP = "99999999-9999-4999-8999-999999999999"
INBOUND: dict[str, Value] = {
    "users_and_groups": {"access_type": "allowed", "targets": [{"target": GROUP, "target_type": "group"}]},
    "applications": {
        "access_type": "allowed",
        "targets": [{"target": "AllApplications", "target_type": "application"}],
    },
}
TRUST: dict[str, Value] = {
    "is_mfa_accepted": True,
    "is_compliant_device_accepted": False,
    "is_hybrid_azure_ad_joined_device_accepted": False,
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with Emulator(TENANTS, tmp_path_factory.mktemp("emulator") / "state", page_size=7) as emulator:
        yield emulator


@pytest.fixture
def emulator(running: Emulator) -> Iterator[Emulator]:
    """The emulator without partners, faults or an old log."""
    for name in IDS:
        held = running.state(name)["partners"]
        running.change(name, partners={partner["tenantId"]: None for partner in held})
    running.faults.clear()
    running.request_log.write_text("")
    yield running
    assert running.faults.waiting == ()


def sign_in(emulator: Emulator, name: str, **changed: Any) -> SignIn:
    """The sign-in of the tenant called `name`, from variables, as a user would give it."""
    tenant = next(tenant for tenant in emulator.describe()["tenants"] if tenant["name"] == name)
    variables = {
        "T_CLIENT_ID": tenant["client_id"],
        "T_CLIENT_SECRET": tenant["client_secret"],
        "T_LOGIN_ENDPOINT": tenant["login"],
        "T_GRAPH_ENDPOINT": tenant["graph"],
        "T_CA_BUNDLE": str(emulator.ca_file),
    }
    cloud = changed.pop("cloud", CLOUDS[tenant["cloud"]])
    found = sign_in_from_variables(changed.pop("tenant_id", tenant["tenant_id"]), cloud, "T", variables, **changed)
    assert found.prefix == "T"
    return found


def connected(sign_in: SignIn, waits: list[float] | None = None) -> PolicyApi:
    """A connection that notes its waits instead of waiting."""
    noted: list[float] = [] if waits is None else waits
    return connect(sign_in, retries=Retries(sleep=noted.append))


def log(emulator: Emulator) -> list[dict[str, Any]]:
    return [json.loads(line) for line in emulator.request_log.read_text().splitlines()]


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=lambda cloud: cloud.name)
def test_the_whole_policy_in_every_cloud(cloud: Cloud, emulator: Emulator) -> None:
    endpoints: list[Value] = [*enableable_endpoints(cloud)]
    partner = IDS["china" if cloud is GLOBAL else "global"]
    with connected(sign_in(emulator, cloud.name)) as api:
        assert api.read_tenant().unreadable == {}
        api.update_policy({"allowed_cloud_endpoints": endpoints})
        assert api.read_policy()["allowedCloudEndpoints"] == endpoints
        api.update_default({"inbound_trust": TRUST})
        assert api.read_default()["isServiceDefault"] is False
        made = api.create_partner(partner, {"b2b_collaboration_inbound": INBOUND})
        assert made["b2bCollaborationInbound"]["usersAndGroups"]["targets"][0]["target"] == GROUP
        assert made["inboundTrust"] is None
        consent: dict[str, Value] = {"inbound_allowed": True, "outbound_allowed": False}
        api.update_partner(partner, {"inbound_trust": TRUST, "automatic_user_consent_settings": consent})
        api.update_partner(partner, {"b2b_collaboration_inbound": None})
        found = api.read_partner(partner)
        assert found["inboundTrust"]["isMfaAccepted"] is True
        assert found["b2bCollaborationInbound"] is None
        assert found["automaticUserConsentSettings"] == {"inboundAllowed": True, "outboundAllowed": False}
        api.update_partner(partner, {"automatic_user_consent_settings": None})
        assert api.read_partner(partner)["automaticUserConsentSettings"]["inboundAllowed"] is None
        reading = api.read_tenant()
        assert reading.policy is not None
        assert reading.policy["allowedCloudEndpoints"] == endpoints
        assert [listed["tenantId"] for listed in reading.partners or []] == [partner]
        api.delete_partner(partner)
        api.reset_default()
        assert api.read_default()["isServiceDefault"] is True
        api.update_policy({"allowed_cloud_endpoints": []})
    assert emulator.state(cloud.name)["policy"]["allowedCloudEndpoints"] == []
    assert emulator.state(cloud.name)["partners"] == []
    assert max(entry["status"] for entry in log(emulator)) < 300


def test_partners_come_with_their_identity_synchronization_from_all_pages(emulator: Emulator) -> None:
    ids = [f"{number:08d}-1111-4111-8111-111111111111" for number in range(20)]
    synced = {"displayName": "x", "userSyncInbound": {"isSyncAllowed": True}}
    emulator.seed_partners("global", [{"tenantId": ids[0], "identitySynchronization": synced}])
    emulator.seed_partners("global", [{"tenantId": tenant_id} for tenant_id in ids[1:]])
    with connected(sign_in(emulator, "global")) as api:
        partners = api.read_partners()
    assert [partner["tenantId"] for partner in partners] == ids
    assert partners[0]["identitySynchronization"]["userSyncInbound"] == {"isSyncAllowed": True}
    assert len([entry for entry in log(emulator) if "/partners?" in entry["path"]]) == 3


def test_a_wrong_secret_is_tried_once(emulator: Emulator) -> None:
    right = sign_in(emulator, "usgov")
    wrong = SignIn(
        right.tenant_id, USGOV, right.client_id, ClientSecret("wrong-secret"),
        right.login_endpoint, right.graph_endpoint, right.ca_bundle, "T",
    )  # fmt: skip
    with connected(wrong) as api:
        reading = api.read_tenant()
        with pytest.raises(
            SignInError, match=r"AADSTS7000215: the client secret is wrong.*into T_CLIENT_SECRET"
        ) as raised:
            api.read_default()
    assert set(reading.unreadable.values()) == {raised.value}
    assert "wrong-secret" not in str(raised.value)
    assert [entry["status"] for entry in log(emulator)] == [200, 401]


@pytest.mark.parametrize(
    ("name", "changed", "code"),
    [
        ("global", {"client_id": GROUP}, "AADSTS700016"),
        ("global", {"tenant_id": GROUP}, "AADSTS90002"),
        ("usgov", {"cloud": GLOBAL}, None),
        ("usgov", {"cloud": USGOV_DOD}, None),
        ("china", {"cloud": GLOBAL}, None),
    ],
)
def test_the_wrong_application_tenant_or_cloud(
    name: str, changed: dict[str, Any], code: str | None, emulator: Emulator
) -> None:
    with connected(sign_in(emulator, name, **changed)) as api, pytest.raises(SignInError) as raised:
        api.read_policy()
    assert raised.value.code == code
    if code is None:
        assert f"is in the cloud {name}" in str(raised.value)
        assert [entry["method"] for entry in log(emulator)] == ["GET"]


def test_a_china_tenant_is_not_found_at_the_login_of_another_cloud(emulator: Emulator) -> None:
    elsewhere = emulator.cloud_endpoints(GLOBAL).login
    with (
        connected(sign_in(emulator, "china", cloud=GLOBAL, login_endpoint=elsewhere)) as api,
        pytest.raises(SignInError, match=r"AADSTS90002.*wrong cloud"),
    ):
        api.read_policy()


def test_graph_of_another_cloud_does_not_take_the_token(emulator: Emulator) -> None:
    elsewhere = emulator.cloud_endpoints(CHINA).graph
    with (
        connected(sign_in(emulator, "global", graph_endpoint=elsewhere)) as api,
        pytest.raises(
            ResponseError, match=r"401 InvalidAuthenticationToken.*check that the Graph endpoint"
        ) as raised,
    ):
        api.read_default()
    assert raised.value.request_id
    assert [entry["status"] for entry in log(emulator)] == [200, 200, 401, 200, 401]


def test_an_authority_that_is_not_trusted_makes_all_unreadable(emulator: Emulator) -> None:
    trusting = sign_in(emulator, "global")
    strict = SignIn(
        trusting.tenant_id, GLOBAL, trusting.client_id, trusting.method, trusting.login, trusting.graph, None, "T"
    )
    waits: list[float] = []
    with connected(strict, waits) as api:
        reading = api.read_tenant()
    assert waits == []
    assert all(isinstance(error, UntrustedCertificateError) for error in reading.unreadable.values())
    assert "set T_CA_BUNDLE" in reading.to_snapshot("x")["unreadable"]["policy"]
    assert log(emulator) == []


def test_a_missing_permission(emulator: Emulator) -> None:
    with connected(sign_in(emulator, "reader")) as api:
        assert api.read_tenant().unreadable == {}
        with pytest.raises(ForbiddenError, match=r"grant the application Policy\.ReadWrite\.CrossTenantAccess"):
            api.update_policy({"allowed_cloud_endpoints": []})


def test_partners_there_and_not_there(emulator: Emulator) -> None:
    with connected(sign_in(emulator, "global")) as api:
        with pytest.raises(NotFoundError):
            api.read_partner(GROUP)
        with pytest.raises(NotFoundError):
            api.delete_partner(GROUP)
        api.create_partner(GROUP, {})
        with pytest.raises(ConflictError, match="409 Request_MultipleObjectsWithSameKeyValue"):
            api.create_partner(GROUP.upper(), {})


def test_throttling_is_waited_out_at_both_services(emulator: Emulator) -> None:
    waits: list[float] = []
    emulator.faults.add(Fault(path_contains="/token", status=429, retry_after=2))
    emulator.faults.add(Fault(path_contains="/default", status=503, retry_after=5, times=2))
    with connected(sign_in(emulator, "global"), waits) as api:
        assert api.read_default()["isServiceDefault"] is True
        assert waits == [2.0, 5.0, 5.0]
        emulator.faults.add(Fault(path_contains="/default", status=429, retry_after=179, times=4))
        with pytest.raises(ThrottledError, match="429 TooManyRequests"):
            api.read_default()
    assert waits[3:] == [179.0] * 3


def test_a_lost_answer_to_a_create_is_not_sent_again(emulator: Emulator) -> None:
    emulator.faults.add(Fault(method="POST", path_contains="/partners", drop_connection=True))
    with connected(sign_in(emulator, "china")) as api:
        api.read_partners()
        with pytest.raises(AnswerLostError):
            api.create_partner(GROUP, {"inbound_trust": TRUST})
        assert api.read_partner(GROUP)["inboundTrust"]["isMfaAccepted"] is True
    assert [entry["path"] for entry in log(emulator) if entry["method"] == "POST"][1:] == [
        "/v1.0/policies/crossTenantAccessPolicy/partners"
    ]


@pytest.mark.parametrize("fault", [{"drop_connection": True}, {"drop_before": True}])
def test_lost_answers_to_all_else_are_made_good(fault: dict[str, Any], emulator: Emulator) -> None:
    emulator.seed_partners("china", [{"tenantId": GROUP}])
    with connected(sign_in(emulator, "china")) as api:
        for method in ("GET", "PATCH", "DELETE"):
            emulator.faults.add(Fault(method=method, path_contains="/partners", **fault))
        emulator.faults.add(Fault(path_contains="/token", **fault))
        assert len(api.read_partners()) == 1
        api.update_partner(GROUP, {"inbound_trust": TRUST})
        assert api.read_partner(GROUP)["inboundTrust"]["isMfaAccepted"] is True
        api.delete_partner(GROUP)
    assert emulator.state("china")["partners"] == []


def test_no_secret_reaches_the_request_log(emulator: Emulator) -> None:
    with connected(sign_in(emulator, "global")) as api:
        api.read_tenant()
    text = emulator.request_log.read_text()
    assert len(text.splitlines()) == 5
    assert all(secret not in text for secret in SECRETS.values())
