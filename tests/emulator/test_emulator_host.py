"""A running host: login and Graph behind one address, faults, the request log."""

import threading
import time

import pytest
import requests

from crosscloud.emulator.emulator import Emulator
from crosscloud.emulator.faults import Fault
from tests.emulator.graph_client import CONTOSO, DEFAULT, PARTNER, PARTNERS, POLICY, HttpClient, log_lines

TRUST = {"isMfaAccepted": True}


def trust(emulator: Emulator) -> object:
    """The MFA trust that contoso's default holds."""
    return emulator.state("contoso")["default"]["inboundTrust"]["isMfaAccepted"]


def test_requests_are_logged_without_secrets(emulator: Emulator, http: HttpClient) -> None:
    http.call("GET", f"{PARTNERS}?%24select=tenantId")
    http.call("PATCH", DEFAULT, {"nope": 1})
    login = emulator.endpoints("contoso").login
    form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "hidden", "scope": "y"}
    url = f"{login}/{CONTOSO.tenant_id}/oauth2/v2.0/token?client_secret=hidden"
    requests.post(url, data=form, verify=str(emulator.ca_file), timeout=10)
    requests.get(f"{login}/v1.0/{POLICY}", verify=str(emulator.ca_file), timeout=10)
    token_path = f"/{CONTOSO.tenant_id}/oauth2/v2.0/token"
    assert log_lines(emulator) == [
        {
            "tenant": "contoso",
            "method": "GET",
            "path": f"/v1.0/{PARTNERS}?$select=tenantId",
            "status": 200,
        },
        {"tenant": "contoso", "method": "PATCH", "path": f"/v1.0/{DEFAULT}", "status": 400},
        {"tenant": "contoso", "method": "POST", "path": token_path, "status": 400},
        {"tenant": None, "method": "GET", "path": f"/v1.0/{POLICY}", "status": 401},
    ]
    assert "hidden" not in emulator.request_log.read_text()


def test_an_expired_token_still_tells_the_log_whose_it_is(emulator: Emulator) -> None:
    token = emulator.issue_token("contoso", lifetime=-1)
    url = f"{emulator.endpoints('contoso').graph}/v1.0/{POLICY}"
    headers = {"authorization": f"Bearer {token}"}
    assert requests.get(url, headers=headers, verify=str(emulator.ca_file), timeout=10).status_code == 401
    assert log_lines(emulator)[0]["tenant"] == "contoso"


def test_throttling_says_when_to_come_back(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(tenant="contoso", status=429, retry_after=7))
    answer = http.call("GET", POLICY)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["error"]["code"] == "TooManyRequests"
    assert http.call("GET", POLICY).status_code == 200
    assert [line["status"] for line in log_lines(emulator)] == [429, 200]


def test_a_fault_can_have_any_answer(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(status=200, body={}))
    assert http.call("GET", POLICY).json() == {}


def test_the_login_service_can_fail_too(emulator: Emulator) -> None:
    emulator.faults.add(Fault(path_contains="openid-configuration", status=503))
    url = f"{emulator.endpoints('contoso').login}/{CONTOSO.tenant_id}/v2.0/.well-known/openid-configuration"
    answer = requests.get(url, verify=str(emulator.ca_file), timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")


def test_an_outage_before_a_write_leaves_nothing(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(method="PATCH", drop_before=True))
    with pytest.raises(requests.ConnectionError):
        http.call("PATCH", DEFAULT, {"inboundTrust": TRUST})
    assert trust(emulator) is False
    assert log_lines(emulator) == [
        {"tenant": "contoso", "method": "PATCH", "path": f"/v1.0/{DEFAULT}", "status": None}
    ]


def test_an_answer_can_be_lost_after_the_write(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(method="POST", path_contains="/partners", drop_connection=True))
    with pytest.raises(requests.ConnectionError):
        http.call("POST", PARTNERS, {"tenantId": PARTNER})
    assert http.call("POST", PARTNERS, {"tenantId": PARTNER}).status_code == 409
    assert [line["status"] for line in log_lines(emulator)] == [None, 409]


def test_a_wrong_answer_can_follow_a_write(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(method="POST", path_contains="/partners", status=503, acts=True))
    assert http.call("POST", PARTNERS, {"tenantId": PARTNER}).status_code == 503
    assert http.call("GET", f"{PARTNERS}/{PARTNER}").status_code == 200
    assert [line["status"] for line in log_lines(emulator)] == [503, 200]


def test_reads_can_lag_behind_a_write(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(stale_reads=2))
    http.call("PATCH", DEFAULT, {"nope": 1})
    emulator.faults.add(Fault(stale_reads=2))
    assert http.call("PATCH", DEFAULT, {"inboundTrust": TRUST}).status_code == 204
    assert trust(emulator) is True
    seen = [http.call("GET", DEFAULT).json()["inboundTrust"]["isMfaAccepted"] for _ in range(3)]
    assert seen == [False, False, True]


def test_a_slow_answer_does_not_hold_up_others(emulator: Emulator, http: HttpClient) -> None:
    emulator.faults.add(Fault(path_contains="/default", latency=0.3))
    started = time.monotonic()
    times: list[float] = []

    def slow() -> None:
        with HttpClient(emulator) as other:
            other.call("GET", DEFAULT)
        times.append(time.monotonic() - started)

    thread = threading.Thread(target=slow)
    thread.start()
    assert http.call("GET", POLICY).status_code == 200
    quick = time.monotonic() - started
    thread.join()
    assert times[0] >= 0.3
    assert quick < times[0]


def test_pages_link_to_the_address_that_was_asked(emulator: Emulator, http: HttpClient) -> None:
    ids = [{"tenantId": f"a1111111-1111-4111-8111-{number:012}"} for number in range(101)]
    emulator.seed_partners("contoso", ids)
    page = http.call("GET", PARTNERS).json()
    assert page["@odata.nextLink"].startswith(emulator.endpoints("contoso").graph)
    rest = http.call("GET", page["@odata.nextLink"]).json()
    assert [len(page["value"]), len(rest["value"])] == [100, 1]
    assert "@odata.nextLink" not in rest
