"""Streams and outbox rows for benchmarks, many in one commit: nothing decides about them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP

from onewrite.adapters.spanner import Connection, rows
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_stream, an_event, created

T = TypeVar("T")
#: In one commit.
STREAMS: Final = 200
POINTERS: Final = 1000


def a_life(events: int) -> list[NewEvent]:
    return [created(), *(an_event(data={"name": f"Ada {number}"}) for number in range(events - 1))]


def open_streams(connection: Connection, number: int, events: int, *, first: int = 0) -> list[StreamId]:
    """Store streams of so many events; return them, in the order in which they are stored."""
    streams = [a_stream(f"b{which:06d}") for which in range(first, first + number)]
    store(connection, ((stream, a_life(events)) for stream in streams))
    return streams


def store(connection: Connection, histories: Iterable[tuple[StreamId, Sequence[NewEvent]]]) -> None:
    for some in parts_of(histories, STREAMS):
        with connection.commit() as mutations:
            heads = [[str(stream), len(events), COMMIT_TIMESTAMP] for stream, events in some]
            mutations.insert("streams", ("stream_id", "version", "updated_at"), heads)
            numbered = ((stream, each) for stream, events in some for each in enumerate(events, start=1))
            values = [rows.row_of_event(stream, version, event) for stream, (version, event) in numbered]
            mutations.insert("events", rows.EVENT, values)


def owe(connection: Connection, events: Iterable[tuple[StreamId, int]]) -> None:
    """Store the outbox rows of these events, each a stream and a version."""
    for some in parts_of(events, POINTERS):
        with connection.commit() as mutations:
            pointers = [rows.row_of_pointer(stream, version, 40) for stream, version in some]
            mutations.insert("outbox", rows.POINTER, pointers)


def parts_of(things: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    left = iter(things)
    while part := list(islice(left, size)):
        yield part
