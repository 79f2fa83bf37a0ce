"""Reading ahead in a thread: what arrives is taken at once, and no thread stays."""

import threading
from collections.abc import Callable, Iterator
from itertools import chain, count

import pytest

from spanner_changes.groups.ahead import Ahead
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


class Source:
    """Yields these items, and knows how many were taken and in which thread it runs."""

    def __init__(self, items: Iterator[int]) -> None:
        self.taken = 0
        self.closed = threading.Event()
        self._items = items
        self._thread: threading.Thread | None = None

    def read(self) -> Iterator[int]:
        self._thread = threading.current_thread()
        try:
            for item in self._items:
                self.taken += 1
                yield item
        finally:
            self.closed.set()

    @property
    def has_ended(self) -> bool:
        return self.closed.is_set() and self._thread is not None and not self._thread.is_alive()


def ahead(source: Source, *, limit: int = 3, stopped: Callable[[], bool] = lambda: False) -> Iterator[list[int]]:
    return iter(Ahead(source.read, limit, stopped))


def until(gate: threading.Event) -> Iterator[int]:
    """An iterator that blocks, and then ends."""
    gate.wait(WAIT_SECONDS)
    return
    yield


def failing() -> Iterator[int]:
    raise ConnectionError("lost")
    yield


@pytest.mark.parametrize("number", [0, 1, 3, 4, 100])
def test_everything_is_yielded_in_order_in_batches_within_the_limit(number: int) -> None:
    source = Source(iter(range(number)))
    batches = list(ahead(source))
    assert list(chain.from_iterable(batches)) == list(range(number))
    assert all(1 <= len(batch) <= 3 for batch in batches)
    eventually(lambda: source.has_ended)


def test_what_has_arrived_is_yielded_though_more_is_to_come() -> None:
    gate = threading.Event()
    batches = ahead(Source(chain([1], until(gate), [2])))
    assert next(batches) == [1]
    gate.set()
    assert list(batches) == [[2]]


def test_what_arrived_while_a_batch_was_handled_is_one_batch() -> None:
    source = Source(iter(range(4)))
    batches = ahead(source)
    first = next(batches)
    eventually(lambda: source.has_ended)
    assert list(batches) == [list(range(len(first), 4))]


def test_an_error_is_raised_after_what_arrived_before_it() -> None:
    source = Source(chain([1, 2], failing()))
    taken: list[int] = []
    with pytest.raises(ConnectionError, match="lost"):
        taken.extend(chain.from_iterable(ahead(source)))
    assert taken == [1, 2]
    eventually(lambda: source.has_ended)


def test_an_iterator_that_blocks_does_not_hold_up_who_wants_to_stop() -> None:
    gate, stop = threading.Event(), threading.Event()
    source = Source(chain([1], until(gate)))
    batches = ahead(source, stopped=stop.is_set)
    assert next(batches) == [1]
    stop.set()
    assert list(batches) == []
    assert not source.has_ended, "nobody can end a thread that waits for Spanner"
    gate.set()
    eventually(lambda: source.has_ended)


def test_who_is_stopped_before_the_start_takes_nothing() -> None:
    source = Source(iter(range(3)))
    assert list(ahead(source, stopped=lambda: True)) == []
    eventually(lambda: source.has_ended)


def test_what_arrives_when_it_is_time_to_stop_is_left() -> None:
    source = Source(iter(range(3)))
    assert list(ahead(source, stopped=lambda: source.taken > 0)) == []
    eventually(lambda: source.has_ended)


def test_what_was_waited_for_is_left_if_it_is_time_to_stop_when_it_comes() -> None:
    source, told = Source(iter(range(3))), iter([False])
    assert list(ahead(source, stopped=lambda: next(told, True))) == []
    eventually(lambda: source.has_ended)


def test_the_reader_goes_no_further_ahead_than_twice_the_limit() -> None:
    source = Source(count())
    batches = ahead(source)
    taken = next(batches)
    eventually(lambda: source.taken >= len(taken) + 7)
    taken += next(batches)
    eventually(lambda: source.taken >= len(taken) + 7)
    assert source.taken == len(taken) + 7, "six in the queue and one in its hands"
    batches.close()  # type: ignore[attr-defined]
    eventually(lambda: source.has_ended)


def test_a_reader_that_is_abandoned_ends_and_closes_what_it_reads() -> None:
    source = Source(count())
    for _ in ahead(source):
        break
    eventually(lambda: source.has_ended)


def test_a_reader_is_abandoned_when_the_handling_of_a_batch_fails() -> None:
    source = Source(count())

    def handle() -> None:
        for _ in ahead(source):
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        handle()
    eventually(lambda: source.has_ended)
