"""A change of an address by the bare client: the least that writes the same rows as a command."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeySet
from google.cloud.spanner_v1.database import Database

from onewrite.adapters.spanner import rows
from onewrite.application.ports.outbox import shard_of
from onewrite.domain.streams import StreamId

#: The columns of a head that a command writes.
HEAD = ("stream_id", "version", "updated_at", *rows.SNAPSHOT)


def bare_change(database: Database, stream: StreamId, address: str) -> None:
    """Write the same rows, which nothing decides about, behind the version that is there."""
    with database.snapshot() as snapshot:
        [[_, version, state, *_]] = snapshot.read("streams", rows.HEAD, KeySet(keys=[[str(stream)]]))
    with database.batch() as batch:
        for write, table, columns, values in changes(stream, version + 1, state, address):
            getattr(batch, write)(table, columns, [values])


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
