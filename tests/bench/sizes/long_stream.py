"""A stream of many events, written in several commits: the emulator takes more time for each row of a long one."""

from typing import Final

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP

from onewrite.adapters.spanner import Connection, rows
from onewrite.domain.streams import StreamId
from tests.bench.measuring.seeding import a_life, parts_of
from tests.support.data.builders import a_stream

#: In one commit.
EVENTS: Final = 1000


def long_stream(connection: Connection, length: int) -> StreamId:
    stream = a_stream(f"long-{length}")
    with connection.commit() as mutations:
        head = [str(stream), length, COMMIT_TIMESTAMP]
        mutations.insert("streams", ("stream_id", "version", "updated_at"), [head])
    for part in parts_of(enumerate(a_life(length), start=1), EVENTS):
        with connection.commit() as mutations:
            values = [rows.row_of_event(stream, version, event) for version, event in part]
            mutations.insert("events", rows.EVENT, values)
    return stream
