"""Many who ask make one read, and share how it ends."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from onewrite.application.latest import Latest
from onewrite.errors import Unavailable
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


class Clock:
    """Goes on by a little whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        self.now += 0.001
        return self.now


class Store:
    """Takes its time for each read, and may be out of order."""

    def __init__(self) -> None:
        self.reads = 0
        self.is_asked, self.responds = Event(), Event()
        self.fault: Exception | None = None

    def __call__(self, before: int | None) -> int:
        self.reads += 1
        self.is_asked.set()
        assert self.responds.wait(WAIT_SECONDS)
        if self.fault:
            raise self.fault
        return self.reads


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def latest(clock: Clock) -> Latest[int]:
    return Latest(clock)


@pytest.fixture
def store() -> Store:
    return Store()


def all_at_once(ask: Callable[[], int], clock: Clock, store: Store) -> list[Future[int]]:
    """Let five ask while the first of them reads."""
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(ask)]
        assert store.is_asked.wait(WAIT_SECONDS)
        looks = clock.looks
        asked += [pool.submit(ask) for _ in range(4)]
        eventually(lambda: clock.looks == looks + 4)
        store.responds.set()
        return asked


def test_who_waits_has_what_was_read(latest: Latest[int], clock: Clock, store: Store) -> None:
    found = all_at_once(lambda: latest.get(store, max_age=2), clock, store)
    assert [one.result(WAIT_SECONDS) for one in found] == [1] * 5


def test_who_waits_fails_with_the_read_and_who_comes_later_reads_again(
    latest: Latest[int], clock: Clock, store: Store
) -> None:
    store.fault = Unavailable("The store is gone")
    found = all_at_once(lambda: latest.get(store, max_age=2), clock, store)
    assert [one.exception(WAIT_SECONDS) for one in found] == [store.fault] * 5
    assert store.reads == 1, "else the last of them would have waited five times as long"
    store.fault = None
    assert latest.get(store, max_age=2) == 2


def test_what_was_known_will_do_meanwhile_but_not_for_ever(latest: Latest[int], clock: Clock, store: Store) -> None:
    store.responds.set()
    assert latest.get(store, max_age=1, meanwhile=10) == 1
    store.responds.clear()
    store.is_asked.clear()
    clock.now += 5
    with ThreadPoolExecutor() as pool:
        first = pool.submit(latest.get, store, max_age=1, meanwhile=10)
        assert store.is_asked.wait(WAIT_SECONDS)
        assert latest.get(store, max_age=1, meanwhile=10) == 1
        clock.now += 5
        looks = clock.looks
        late = pool.submit(latest.get, store, max_age=1, meanwhile=10)
        eventually(lambda: clock.looks > looks)
        assert not late.done()
        store.responds.set()
        assert (first.result(WAIT_SECONDS), late.result(WAIT_SECONDS)) == (2, 2)
