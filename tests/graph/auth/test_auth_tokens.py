"""The token that threads share: one asks, the others wait."""

import threading

import pytest

from crosscloud.graph import SignInError, UnexpectedAnswerError
from crosscloud.graph.auth.tokens import Tokens


class Issuer:
    """Gives a new token after each `forget`, and notices when two threads are inside it at once."""

    def __init__(self) -> None:
        self.number = 1
        self.overlapped = threading.Event()
        self._inside = threading.Lock()

    def token(self) -> str:
        if not self._inside.acquire(blocking=False):
            self.overlapped.set()
            return "overlapped"
        self.overlapped.wait(timeout=0.05)  # time for another thread to come in, if it can
        self._inside.release()
        return f"token-{self.number}"

    def forget(self) -> None:
        self.number += 1


def test_threads_ask_one_after_the_other() -> None:
    issuer = Issuer()
    tokens = Tokens(lambda: issuer)
    start = threading.Barrier(4)
    found: list[str] = []

    def ask() -> None:
        start.wait()
        found.append(tokens.token())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["token-1"] * 4
    assert not issuer.overlapped.is_set()


def test_only_the_rejected_token_is_replaced() -> None:
    tokens = Tokens(Issuer)
    assert tokens.token() == "token-1"
    assert tokens.replace("token-0") == "token-1"
    assert tokens.replace("token-1") == "token-2"
    assert tokens.replace("token-1") == "token-2"


def test_a_refusal_is_kept_and_trouble_is_not() -> None:
    errors = [UnexpectedAnswerError("odd"), SignInError("refused", code="AADSTS1")]
    opened: list[Exception] = []

    def open_issuer() -> Issuer:
        opened.append(errors[len(opened)])
        raise opened[-1]

    tokens = Tokens(open_issuer)
    with pytest.raises(UnexpectedAnswerError):
        tokens.token()
    for _ in range(3):
        with pytest.raises(SignInError, match="refused"):
            tokens.token()
    assert len(opened) == 2
