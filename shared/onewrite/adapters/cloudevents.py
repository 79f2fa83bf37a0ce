"""Events as Pub/Sub messages: CloudEvents 1.0 in binary mode, whose attributes are the message's attributes."""

import re
from dataclasses import dataclass

from cloudevents.http import CloudEvent

from onewrite.domain.canonical import canonical, encoded
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidMessage, InvalidStreamId

#: Digits of `ce-sequence`, which is compared as text: so each version is padded to the length of the greatest.
SEQUENCE_DIGITS = 19
_DIGITS = re.compile(rf"[0-9]{{1,{SEQUENCE_DIGITS}}}")


@dataclass(frozen=True)
class StreamChanged:
    """All that a projection reads of a message: the stream has reached this version. The events come from the store."""

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
        attributes["ce-traceparent"] = attributes["traceparent"] = metadata.traceparent
    if replay:
        attributes["ce-replay"] = "true"
    return attributes


def data_of(event: RecordedEvent) -> bytes:
    """Return the event's JSON: the same bytes from every relay and every replay, for consumers that sign or hash it."""
    return encoded(canonical(event.data))


def stream_changed_of(message: CloudEvent) -> StreamChanged:
    """Read stream and version from a message. Raises InvalidMessage if it is not a message of this system."""
    attributes = message.get_attributes()
    subject, sequence = attributes.get("subject", ""), attributes.get("sequence", "")
    try:
        return StreamChanged(StreamId.parse(subject), _number(sequence))
    except (InvalidStreamId, ValueError):
        raise InvalidMessage(
            f"A message needs a stream id as subject and a version as sequence, got {subject!r}, {sequence!r}",
            subject=subject,
            sequence=sequence,
        ) from None


def rebuild_of(message: CloudEvent) -> tuple[str, int]:
    """Read projection and generation from a message of the rebuild queue. Raises InvalidMessage."""
    subject = message.get_attributes().get("subject", "")
    projection, _, generation = subject.partition("/")
    try:
        return projection, _number(generation)
    except ValueError:
        raise InvalidMessage(
            f"A rebuild message needs projection/generation as subject, got {subject!r}", subject=subject
        ) from None


def _number(text: str) -> int:
    """Parse a text of digits only. Raises ValueError."""
    if not _DIGITS.fullmatch(text):
        raise ValueError(text)
    return int(text)
