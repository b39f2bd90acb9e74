"""Faults: which requests they meet, and what combinations mean something."""

import threading
from typing import Any

import pytest

from crosscloud.emulator.directory import new_state
from crosscloud.emulator.errors import EmulatorError
from crosscloud.emulator.faults import Fault, Faults
from tests.emulator.graph_client import CONTOSO, FABRIKAM


@pytest.mark.parametrize(
    ("fault", "meets"),
    [
        (Fault(status=429), True),
        (Fault(status=429, tenant="contoso"), True),
        (Fault(status=429, tenant="fabrikam"), False),
        (Fault(status=429, method="PATCH"), True),
        (Fault(status=429, method="GET"), False),
        (Fault(status=429, path_contains="/default"), True),
        (Fault(status=429, path_contains="/partners"), False),
        (Fault(stale_reads=1), True),
    ],
)
def test_a_fault_meets_what_it_describes(fault: Fault, meets: bool) -> None:
    assert fault.meets("contoso", "PATCH", "/v1.0/policies/crossTenantAccessPolicy/default") == meets


def test_a_read_does_not_use_up_stale_reads() -> None:
    assert not Fault(stale_reads=1).meets("contoso", "GET", "/")


def test_a_fault_is_met_as_often_as_it_says_and_in_order() -> None:
    faults = Faults()
    first, second = Fault(status=429, times=2), Fault(status=503, method="GET")
    faults.add(first)
    faults.add(second)
    assert faults.waiting == (first, second)
    assert [faults.take("contoso", "GET", "/") for _ in range(4)] == [first, first, second, None]
    assert faults.wait_until_met(0)


def test_waiting_for_faults_ends_when_they_are_met_or_time_is_up() -> None:
    faults = Faults()
    faults.add(Fault(status=429))
    assert not faults.wait_until_met(0)
    meeting = threading.Timer(0.01, faults.take, ("contoso", "GET", "/"))
    meeting.start()
    assert faults.wait_until_met(10)
    meeting.join()


def test_stale_reads_count_down_for_their_tenant() -> None:
    faults, state = Faults(), new_state(CONTOSO)
    faults.keep_stale(CONTOSO, state, 2)
    assert faults.take_stale(FABRIKAM) is None
    assert [faults.take_stale(CONTOSO) for _ in range(3)] == [state, state, None]


def test_clearing_forgets_everything() -> None:
    faults = Faults()
    faults.add(Fault(status=429))
    faults.keep_stale(CONTOSO, new_state(CONTOSO), 2)
    faults.clear()
    assert faults.take("contoso", "GET", "/") is None
    assert faults.take_stale(CONTOSO) is None


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"retry_after": 1, "latency": 1},
        {"acts": True, "latency": 1},
        {"body": {}, "drop_before": True},
        {"status": 429, "drop_before": True},
        {"status": 429, "drop_connection": True},
        {"status": 429, "stale_reads": 1},
        {"drop_before": True, "drop_connection": True},
        {"status": 429, "times": 0},
    ],
)
def test_combinations_that_mean_nothing_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(EmulatorError):
        Fault(**settings)
