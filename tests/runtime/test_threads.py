"""Work for every tenant at once: its order, its errors, and what Ctrl-C does to it."""

import os
import signal
import threading
import time

import pytest

from crosscloud.runtime.threads import concurrently, in_background


def test_the_answers_are_in_the_order_of_the_items() -> None:
    second_done = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert second_done.wait(10)
        else:
            second_done.set()
        return item * 10

    assert concurrently(work, [0, 1]) == [0, 10]
    assert concurrently(work, []) == []


def test_no_more_at_a_time_than_is_said_and_all_of_them() -> None:
    lock = threading.Lock()
    running, most = 0, 0

    def work(item: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return item

    assert concurrently(work, list(range(12)), at_once=3) == list(range(12))
    assert most == 3
    assert concurrently(work, [1, 2], at_once=0) == [1, 2]


def test_what_was_not_begun_when_an_interrupt_came_learns_of_it_by_itself() -> None:
    interrupted = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            os.kill(os.getpid(), signal.SIGINT)
            assert interrupted.wait(10)
        return item if interrupted.is_set() else -1

    assert concurrently(work, [0, 1, 2], at_once=1, on_interrupt=interrupted.set) == [0, 1, 2]


def test_where_an_interrupt_leaves_the_work_nothing_more_is_begun() -> None:
    begun: list[int] = []
    release = threading.Event()

    def work(item: int) -> None:
        begun.append(item)
        os.kill(os.getpid(), signal.SIGINT)  # the main thread gets it, also where it waits
        release.wait(10)

    with pytest.raises(KeyboardInterrupt):
        concurrently(work, [0, 1], at_once=1)
    release.set()
    time.sleep(0.1)
    assert begun == [0]


def test_the_first_error_is_raised_once_all_have_ended() -> None:
    ended: list[str] = []

    def work(item: str) -> str:
        ended.append(item)
        if item != "good":
            raise ValueError(item)
        return item

    with pytest.raises(ValueError, match="bad 1"):
        concurrently(work, ["good", "bad 1", "bad 2"])
    assert sorted(ended) == ["bad 1", "bad 2", "good"]


def test_an_interrupt_is_handed_on_and_the_work_is_waited_for() -> None:
    asked_to_end = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            os.kill(os.getpid(), signal.SIGINT)  # the main thread gets it, also where it waits
        assert asked_to_end.wait(10)
        return item

    assert concurrently(work, [0, 1, 2], on_interrupt=asked_to_end.set) == [0, 1, 2]


def test_without_a_way_to_hand_it_on_an_interrupt_leaves_the_work() -> None:
    release = threading.Event()

    def work(_item: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)  # the main thread gets it, also where it waits
        release.wait(10)

    with pytest.raises(KeyboardInterrupt):
        concurrently(work, [0])
    release.set()


def test_work_in_the_background_is_waited_for_where_its_answer_is_wanted() -> None:
    may_end = threading.Event()

    def work() -> int:
        assert may_end.wait(10)
        return 42

    answer = in_background(work)
    may_end.set()
    assert (answer(), answer()) == (42, 42)


def test_what_fails_in_the_background_is_raised_where_its_answer_is_wanted() -> None:
    def work() -> int:
        raise LookupError("not here")

    with pytest.raises(LookupError, match="not here"):
        in_background(work)()
