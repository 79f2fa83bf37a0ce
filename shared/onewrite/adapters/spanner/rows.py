"""Conversion between rows and objects: the columns of each table, in the order in which they are read and written."""

from datetime import datetime
from typing import Any

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject

from onewrite.application.ports.event_store import CommandResult, Head, Snapshot
from onewrite.application.ports.inspection import Envelope
from onewrite.application.ports.outbox import Pointer, shard_of
from onewrite.application.ports.views import Checkpoint, Failure
from onewrite.domain.events import Metadata, NewEvent
from onewrite.domain.streams import StreamId

SNAPSHOT = ("snapshot", "snapshot_version", "state_version", "state_schema")
HEAD = ("stream_id", "version", *SNAPSHOT)
EVENT = (
    "stream_id",
    "version",
    "event_id",
    "event_type",
    "schema_version",
    "data",
    "correlation_id",
    "causation_id",
    "actor",
    "traceparent",
    "committed_at",
)
ENVELOPE = tuple(column for column in EVENT if column != "data")
RESULT = ("stream_id", "idempotency_key", "fingerprint", "result")
POINTER = ("shard", "committed_at", "stream_id", "version", "size")
CHECKPOINT = (
    "stream_id",
    "version",
    "state",
    "failed_version",
    "failed_event_id",
    "failed_event_type",
    "error_class",
    "error",
    "attempts",
    "first_failed_at",
    "last_failed_at",
    "parked_at",
)


def head_of(row: list[Any]) -> Head:
    stream, version, state, snapshot_version, state_version, state_schema = row
    snapshot = None if state is None else Snapshot(snapshot_version, state_version, state_schema, state)
    return Head(StreamId.parse(stream), version, snapshot)


def values_of_snapshot(snapshot: Snapshot) -> list[Any]:
    return [JsonObject(snapshot.state), snapshot.version, snapshot.state_version, snapshot.state_schema]


def envelope_of(row: list[Any]) -> Envelope:
    stream, version, event_id, event_type, schema_version, *metadata, committed_at = row
    origin = Metadata(*metadata)
    return Envelope(StreamId.parse(stream), version, event_id, event_type, schema_version, origin, committed_at)


def row_of_event(stream: StreamId, version: int, event: NewEvent) -> list[Any]:
    metadata = event.metadata
    origin = (metadata.correlation_id, metadata.causation_id, metadata.actor, metadata.traceparent)
    what = (event.event_id, event.event_type, event.schema_version, JsonObject(event.data))
    return [str(stream), version, *what, *origin, COMMIT_TIMESTAMP]


def result_of(row: list[Any]) -> CommandResult:
    _, key, fingerprint, result = row
    return CommandResult(key, fingerprint, result["after"], result["version"], result.get("rejection"))


def row_of_result(stream: StreamId, result: CommandResult) -> list[Any]:
    ending = {"after": result.after, "version": result.version, "rejection": result.rejection}
    return [str(stream), result.key, result.fingerprint, JsonObject(ending), COMMIT_TIMESTAMP]


def pointer_of(row: list[Any]) -> Pointer:
    shard, committed_at, stream, version, size = row
    return Pointer(shard, committed_at, StreamId.parse(stream), version, size)


def row_of_pointer(stream: StreamId, version: int, size: int) -> list[Any]:
    return [shard_of(stream), COMMIT_TIMESTAMP, str(stream), version, size]


def key_of_pointer(pointer: Pointer) -> list[Any]:
    return [pointer.shard, pointer.committed_at, str(pointer.stream), pointer.version]


def checkpoint_of(row: list[Any], updated_at: datetime | None = None) -> Checkpoint:
    stream, version, _, failed_version, *failure, parked_at = row
    return Checkpoint(
        StreamId.parse(stream),
        version,
        None if failed_version is None else Failure(failed_version, *failure),
        parked_at,
        updated_at,
    )


def row_of_checkpoint(checkpoint: Checkpoint) -> list[Any]:
    state, failure = "parked" if checkpoint.is_parked else "active", checkpoint.failure
    why: list[Any] = [None] * 8
    if failure:
        what = (failure.version, failure.event_id, failure.event_type, failure.error_class, failure.error)
        why = [*what, failure.attempts, failure.first_failed_at, failure.last_failed_at]
    return [str(checkpoint.stream), checkpoint.version, state, *why, checkpoint.parked_at]
