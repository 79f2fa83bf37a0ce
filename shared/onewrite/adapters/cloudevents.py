"""Events on the wire: CloudEvents 1.0 in binary mode, every attribute of theirs an attribute of the message."""

import json
from dataclasses import dataclass

from cloudevents.http import CloudEvent

from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import BadInput, InvalidStreamId

#: Digits of `ce-sequence`: compared as text, so every version is as long as the greatest possible one.
SEQUENCE_DIGITS = 19


@dataclass(frozen=True)
class Doorbell:
    """All that a projection takes from a message: this stream has reached this version. The truth is pulled."""

    stream: StreamId
    version: int


def attributes_of(event: RecordedEvent, *, source: str, replay: bool = False) -> dict[str, str]:
    """Return the attributes of the message that carries this event."""
    metadata = event.metadata
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": event.event_id,
        "ce-type": event.event_type,
        "ce-source": source,
        "ce-subject": str(event.stream),
        "ce-time": event.committed_at.isoformat(),
        "ce-sequence": str(event.version).zfill(SEQUENCE_DIGITS),
        "ce-partitionkey": str(event.stream),
        "ce-correlationid": metadata.correlation_id,
        "ce-causationid": metadata.causation_id,
        "ce-schemaversion": str(event.schema_version),
        "category": event.stream.category,
        "content-type": "application/json",
    }
    if metadata.traceparent:
        attributes["traceparent"] = metadata.traceparent
    if replay:
        attributes["ce-replay"] = "true"
    return attributes


def data_of(event: RecordedEvent) -> bytes:
    return json.dumps(event.data, ensure_ascii=False, separators=(",", ":")).encode()


def doorbell_of(message: CloudEvent) -> Doorbell:
    """Read what a message is about. Raises BadInput when it isn't one of ours: the bus will dead-letter it."""
    attributes = message.get_attributes()
    subject, sequence = attributes.get("subject", ""), attributes.get("sequence", "")
    try:
        return Doorbell(StreamId.parse(subject), int(sequence))
    except (InvalidStreamId, ValueError):
        raise BadInput(
            f"A message needs a stream id as subject and a version as sequence, got {subject!r}, {sequence!r}"
        ) from None


def rebuild_of(message: CloudEvent) -> tuple[str, int]:
    """Read which projection and generation a message calls for. Raises BadInput."""
    subject = message.get_attributes().get("subject", "")
    projection, _, generation = subject.partition("/")
    if not (projection and generation.isdecimal()):
        raise BadInput(f"A rebuild message needs projection/generation as subject, got {subject!r}")
    return projection, int(generation)
