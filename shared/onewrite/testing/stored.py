"""Events as a store may hold them: of any type and schema version, also of older code."""

from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from onewrite.domain.events import Event, Json, JsonObject, Metadata, NewEvent
from onewrite.domain.streams import StreamId

METADATA = Metadata(correlation_id="given", causation_id="given")


@dataclass(frozen=True)
class Stored:
    """An event as it was written by older code."""

    event_type: str
    schema_version: int
    data: JsonObject


def stored(event_type: str, *, schema_version: int = 1, **data: Json) -> Stored:
    """Return an event of an older schema version, or of a type that the code no longer knows."""
    return Stored(event_type, schema_version, data)


def new(event: Event | Stored, stream: StreamId, version: int) -> NewEvent:
    """Return the event with an id that depends only on the stream and the version."""
    event_id = str(uuid5(NAMESPACE_OID, f"{stream} {version}"))
    if isinstance(event, Event):
        return NewEvent.of(event, event_id=event_id, metadata=METADATA)
    return NewEvent(event_id, event.event_type, event.schema_version, event.data, METADATA)
