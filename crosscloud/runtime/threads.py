"""The same work for every tenant at once, in threads that cannot keep the program from ending."""

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def concurrently(
    function: Callable[[_Item], _Result],
    items: Sequence[_Item],
    *,
    at_once: int | None = None,
    on_interrupt: Callable[[], None] | None = None,
) -> list[_Result]:
    """What `function` answers for each of `items`, in their order; a thread for each, or for some at a time.

    Args:
        function: the work.
        items: what to do it for, begun in this order.
        at_once: for how many at a time; for all where left out.
        on_interrupt: called at the first Ctrl-C, to have the work end; all of it is waited for all the same. At a
            second one, or where this is not given, the threads are left to themselves, and begin nothing more.

    Raises:
        KeyboardInterrupt: where the threads were left.
        Exception: the first that `function` raised, in the order of `items`, once all have ended.
    """
    results: dict[int, _Result] = {}
    errors: dict[int, Exception] = {}
    ended = [threading.Event() for _ in items]  # Thread.join, once interrupted, takes a thread for ended
    is_left = threading.Event()
    waiting: SimpleQueue[int] = SimpleQueue()
    for index in range(len(items)):
        waiting.put(index)

    def work() -> None:
        while not is_left.is_set():
            try:
                index = waiting.get_nowait()
            except Empty:
                return
            try:
                results[index] = function(items[index])
            except Exception as error:  # raised again below, in the caller's thread
                errors[index] = error
            finally:
                ended[index].set()

    number = min(len(items), max(1, at_once if at_once is not None else len(items)))
    threads = [threading.Thread(target=work, daemon=True) for _ in range(number)]
    try:
        try:
            for thread in threads:
                thread.start()
            _wait(ended)
        except KeyboardInterrupt:
            if on_interrupt is None:
                raise
            on_interrupt()
            for thread in threads:
                if thread.ident is None:  # the interrupt came before it was started: it learns of it by itself
                    thread.start()
            _wait(ended)
    except KeyboardInterrupt:
        is_left.set()
        raise
    if errors:
        raise errors[min(errors)]
    return [results[index] for index in range(len(items))]


def in_background(function: Callable[[], _Result]) -> Callable[[], _Result]:
    """Start `function` in a thread that cannot keep the program from ending.

    Returns:
        What waits for the thread, and returns what `function` answered or raises what it raised.
    """
    results: list[_Result] = []
    errors: list[Exception] = []
    ended = threading.Event()

    def work() -> None:
        try:
            results.append(function())
        except Exception as error:  # raised again below, in the caller's thread
            errors.append(error)
        finally:
            ended.set()

    threading.Thread(target=work, daemon=True).start()

    def result() -> _Result:
        ended.wait()
        if errors:
            raise errors[0]
        return results[0]

    return result


def _wait(events: Sequence[threading.Event]) -> None:
    for event in events:
        event.wait()
