"""Builders of what tests need; whatever a test doesn't name is filled in."""

from itertools import count

from onewrite.application.ports.event_store import CommandResult, Commit, Head, Snapshot
from onewrite.domain.events import JsonObject, Metadata, NewEvent
from onewrite.domain.streams import StreamId

_numbers = count(1)

METADATA = Metadata(correlation_id="correlation-1", causation_id="causation-1", actor="ada", traceparent=None)


def a_stream(key: str | None = None) -> StreamId:
    return StreamId("account", key or f"a{next(_numbers):06d}")


def an_event(event_type: str = "UserRenamed", *, schema_version: int = 1, data: JsonObject | None = None) -> NewEvent:
    event_id = f"00000000-0000-4000-8000-{next(_numbers):012d}"
    return NewEvent(
        event_id, event_type, schema_version, {"name": f"name {event_id[-3:]}"} if data is None else data, METADATA
    )


def an_event_of(size: int) -> NewEvent:
    """An event whose data is so many bytes of JSON."""
    return an_event(data={"name": "x" * (size - len('{"name":""}'))})


def a_commit(
    head: Head, *events: NewEvent, snapshot: Snapshot | None = None, result: CommandResult | None = None
) -> Commit:
    return Commit(after=head, events=events or [an_event()], snapshot=snapshot, result=result)


def created(name: str = "Ada", address: str = "London") -> NewEvent:
    return an_event("UserCreated", data={"name": name, "address": address})


def interest(text: str) -> NewEvent:
    return an_event("InterestAdded", schema_version=2, data={"interest": text})
