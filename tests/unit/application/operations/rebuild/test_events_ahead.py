"""Events that are read ahead: while one transaction is under way, those of the next one come."""

import threading
from threading import Event
from typing import Any

import pytest

from onewrite.application.operations.rebuild.events_ahead import EventsAhead
from onewrite.application.ports.event_store import Head
from onewrite.application.ports.views import FirstEvents, Views
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.errors import Unavailable
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.faults.ports import on_top_of
from tests.support.waiting.bounds import WAIT_SECONDS


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def ahead(views: Views, limit: int = 5) -> EventsAhead:
    return EventsAhead(views, ("profiles", 2), limit, size=1_000_000)


def heads(adapters: Adapters, *versions: int) -> list[Head]:
    """Append streams of so many events; return their heads in the order of streams."""
    streams = [a_stream(f"s{number}") for number in range(len(versions))]
    for stream, version in zip(streams, versions, strict=True):
        adapters.store.append(a_commit(adapters.store.read_head(stream), *(an_event() for _ in range(version))))
    return [adapters.store.read_head(stream) for stream in streams]


def test_streams_come_as_many_at_a_time_as_have_room_in_a_transaction(adapters: Adapters) -> None:
    found = heads(adapters, 2, 3, 4, 7, 1)
    read = [(list(streams), events) for streams, events in ahead(adapters.views)(found)]
    assert [streams for streams, _ in read] == [[head.stream for head in found[first:end]] for first, end in PARTS]
    assert [(len(events.events), events.is_all) for _, events in read] == [(5, True), (4, True), (5, False), (1, True)]


#: The streams of each transaction.
PARTS = ((0, 2), (2, 3), (3, 4), (4, 5))


def test_the_next_ones_are_read_before_anybody_asks_for_them(adapters: Adapters) -> None:
    reads, second = list[FirstEvents](), Event()

    def read_events(*which: Any, **bounds: Any) -> FirstEvents:
        reads.append(adapters.views.read_events(*which, **bounds))
        if len(reads) == 2:
            second.set()
        return reads[-1]

    line = ahead(on_top_of(adapters.views, read_events=read_events))(heads(adapters, 5, 5, 5))
    next(line)
    assert second.wait(WAIT_SECONDS)
    assert len(reads) == 2, "and no more than those"


def test_a_fault_of_the_store_is_raised_where_the_events_are_asked_for(adapters: Adapters) -> None:
    found = heads(adapters, 5, 5)

    def read_events(*_: object, **bounds: int) -> FirstEvents:
        raise Unavailable("no answer")

    with pytest.raises(Unavailable, match="no answer"):
        list(ahead(on_top_of(adapters.views, read_events=read_events))(found))


def test_nothing_goes_on_behind_the_back_of_one_who_stops(adapters: Adapters) -> None:
    found, others = heads(adapters, 5, 5, 5), {*threading.enumerate()}
    line = ahead(adapters.views)(found)
    next(line)
    [reader] = {*threading.enumerate()} - others
    assert reader.is_alive()
    line.close()  # type: ignore[attr-defined]
    assert not reader.is_alive()


def test_nothing_is_read_where_there_are_no_streams(adapters: Adapters) -> None:
    assert list(ahead(adapters.views)([])) == []
