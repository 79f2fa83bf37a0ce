"""The change stream in memory: a window holds all that is committed in it, and what comes later is not in it."""

from datetime import timedelta

import pytest

from onewrite.adapters.memory.changes import PARTITION, MemoryChangeStream
from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.adapters.memory.event_store import MemoryEventStore
from spanner_changes.records import DataChange, Heartbeat
from tests.support.data.builders import a_commit, a_stream, an_event

SECOND = timedelta(seconds=1)


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase()


def append(database: MemoryDatabase) -> DataChange:
    """Append an event to a new stream; return the change that tells of it."""
    store, stream = MemoryEventStore(database), a_stream()
    [event] = store.append(a_commit(store.read_head(stream), an_event()))
    time = event.committed_at
    [change, _] = MemoryChangeStream(database).read(PARTITION, time, time + SECOND, SECOND)
    assert isinstance(change, DataChange)
    return change


def test_a_window_includes_both_its_ends_and_a_heartbeat_closes_it(database: MemoryDatabase) -> None:
    before, first, last, after = (append(database) for _ in range(4))
    read = MemoryChangeStream(database).read(PARTITION, first.timestamp, last.timestamp, SECOND)
    assert list(read) == [first, last, Heartbeat(last.timestamp)]
    assert before.timestamp < first.timestamp < last.timestamp < after.timestamp


def test_nothing_is_committed_in_a_window_that_was_read(database: MemoryDatabase) -> None:
    now = database.now()
    end = now + 60 * SECOND
    assert list(MemoryChangeStream(database).read(PARTITION, now, end, SECOND)) == [Heartbeat(end)]
    assert append(database).timestamp > end
