"""The outbox rows of commands that end at the same time go in one call, and none goes that was not named."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from onewrite.application.ports.outbox import Pointer
from onewrite.application.relay.clear_together import ClearTogether
from onewrite.bootstrap import Adapters
from onewrite.errors import Unavailable
from tests.support.faults.ports import on_top_of
from tests.support.systems.sweeps import append
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


class Slow:
    """An outbox whose rows are cleared only when it is let go, and which can fail."""

    def __init__(self, adapters: Adapters) -> None:
        self.adapters = adapters
        self.calls: list[int] = []
        self.may_go = Event()
        self.fault: Exception | None = None
        self.together = ClearTogether(on_top_of(adapters.outbox, clear=self.clear))

    def clear(self, pointers: Sequence[Pointer]) -> None:
        self.calls.append(len(pointers))
        assert self.may_go.wait(WAIT_SECONDS)
        if self.fault:
            raise self.fault
        self.adapters.outbox.clear(pointers)

    def ended(self, pool: ThreadPoolExecutor, others: int) -> list[Future[None]]:
        """End one command, and while its rows are being cleared, so many others; each has two rows."""
        first = pool.submit(self.together, self.rows())
        eventually(lambda: self.calls)
        rest = [pool.submit(self.together, self.rows()) for _ in range(others)]
        eventually(lambda: len(self.together._waiting) == others)
        return [first, *rest]

    def rows(self) -> list[Pointer]:
        return [Pointer.to(event) for event in append(self.adapters, 2)]


@pytest.fixture
def slow(adapters: Adapters) -> Slow:
    return Slow(adapters)


def test_the_rows_of_all_that_wait_go_in_one_call(slow: Slow) -> None:
    append(slow.adapters)
    with ThreadPoolExecutor(10) as pool:
        futures = slow.ended(pool, 8)
        slow.may_go.set()
        for future in futures:
            future.result(WAIT_SECONDS)
    assert slow.calls == [2, 16]
    assert slow.adapters.outbox.count() == 1, "the one that nobody named"


@pytest.mark.parametrize("fault", [Unavailable("no answer"), TypeError("not ours")], ids=["ours", "foreign"])
def test_a_fault_is_everyones_who_shared_the_call_and_nobody_elses(slow: Slow, fault: Exception) -> None:
    with ThreadPoolExecutor(10) as pool:
        futures = slow.ended(pool, 3)
        slow.fault = fault
        slow.may_go.set()
        for future in futures:
            with pytest.raises(type(fault)):
                future.result(WAIT_SECONDS)
    slow.fault = None
    slow.together(slow.rows())
    assert slow.adapters.outbox.count() == 8


def test_one_alone_is_one_call(slow: Slow) -> None:
    slow.may_go.set()
    slow.together(slow.rows())
    assert slow.calls == [2]
