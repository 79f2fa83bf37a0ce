"""A change of an address by the bare client: the least that writes the same rows as a command."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeySet
from google.cloud.spanner_v1.database import Database
from google.pubsub_v1 import PublisherClient

from onewrite.adapters.spanner import rows
from onewrite.application.ports.outbox import shard_of
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_relay import message_of

#: The columns of a head that a command writes.
HEAD = ("stream_id", "version", "updated_at", *rows.SNAPSHOT)


def bare_change(database: Database, stream: StreamId, address: str) -> list[Any]:
    """Write the same rows, which nothing decides about, behind the version that is there; return the event's."""
    with database.snapshot() as snapshot:
        [[_, version, state, *_]] = snapshot.read("streams", rows.HEAD, KeySet(keys=[[str(stream)]]))
    written = changes(stream, version + 1, state, address)
    with database.batch() as batch:
        for write, table, columns, values in written:
            getattr(batch, write)(table, columns, [values])
    event = next(values for _, table, _, values in written if table == "events")
    return [*event[:-1], batch.committed]


def bare_change_and_relay(
    database: Database, publisher: PublisherClient, topic: str, stream: StreamId, address: str
) -> None:
    """Publish the event too, and delete its outbox row."""
    event = bare_change(database, stream, address)
    publisher.publish({"topic": topic, "messages": [message_of(event)]})
    with database.batch() as batch:
        batch.delete("outbox", KeySet(keys=[[shard_of(stream), event[-1], *event[:2]]]))


def changes(
    stream: StreamId, version: int, state: JsonObject, address: str
) -> list[tuple[str, str, Sequence[str], list[Any]]]:
    """Return the rows of one change of an address: how each is written, where, which columns and which values."""
    data = {"address": address}
    origin = ("correlation-1", "causation-1", "ada", None)
    head = [str(stream), version, COMMIT_TIMESTAMP, JsonObject({**state, **data}), version, 1, "0123456789abcdef"]
    event = [str(stream), version, str(uuid4()), "AddressChanged", 1, JsonObject(data), *origin, COMMIT_TIMESTAMP]
    pointer = [shard_of(stream), COMMIT_TIMESTAMP, str(stream), version, 40]
    return [
        ("insert_or_update", "streams", HEAD, head),
        ("insert", "events", rows.EVENT, event),
        ("insert", "outbox", rows.POINTER, pointer),
    ]
