"""A host that cannot be reached is given up soon: who waits in front of a terminal is to learn of it."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from crosscloud.domain.clouds import GLOBAL
from crosscloud.graph import ConnectionFailedError, Retries, connect
from crosscloud.graph.transport import CONNECT_TIMEOUT
from tests.graph.scripted_service import NOON, refused, secret_sign_in


class Unreachable(BaseAdapter):
    """Every try fails, after so many seconds of a clock that only it and the waits move."""

    def __init__(self, failure: requests.ConnectionError, seconds: float) -> None:
        super().__init__()
        self.failure = failure
        self.seconds = seconds
        self.tries = 0
        self.elapsed = 0.0

    def send(self, *_: Any, **__: Any) -> requests.Response:
        self.tries += 1
        self.elapsed += self.seconds
        raise self.failure

    def close(self) -> None:
        """Nothing is open."""


def try_to_read(adapter: Unreachable, text: str) -> None:
    def wait(seconds: float) -> None:
        adapter.elapsed += seconds

    session = requests.Session()
    session.mount("https://", adapter)
    retries = Retries(sleep=wait, now=lambda: NOON + timedelta(seconds=adapter.elapsed), fraction=lambda: 0.5)
    api = connect(secret_sign_in(GLOBAL), session=session, retries=retries)
    with api, pytest.raises(ConnectionFailedError, match=text):
        api.read_policy()


def test_one_that_answers_nothing() -> None:
    silent = Unreachable(requests.exceptions.ConnectTimeout(), CONNECT_TIMEOUT)
    try_to_read(silent, "no connection could be made within 4 s")
    assert silent.tries == 2
    assert silent.elapsed < 10


def test_one_that_refuses() -> None:
    closed = Unreachable(refused(), 0.0)
    try_to_read(closed, "it refused the connection")
    assert closed.tries == 4
    assert closed.elapsed < 6
