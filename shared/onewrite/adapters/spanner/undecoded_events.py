"""Events as Spanner sends them, and decoded by hand: Google's client takes twice as long, and they are very many."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from google.cloud.spanner_v1 import KeySet

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.client.keys import Keys
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.domain.canonical import decoded
from onewrite.domain.events import Metadata, RecordedEvent
from onewrite.domain.streams import StreamId

#: The values of a row, in the order of `rows.EVENT`.
Undecoded: TypeAlias = Sequence[Any]


def read_undecoded(source: Tagged, keys: KeySet | Keys, *, limit: int = 0) -> Iterable[Undecoded]:
    """Read events by a snapshot, in key order, as they come. One round trip."""
    return source.read("events", rows.EVENT, keys, limit=limit, lazy_decode=True)  # type: ignore[no-any-return]


def event_of(row: Undecoded) -> RecordedEvent:
    stream, version, event_id, event_type, schema_version, data, correlation, causation, actor, trace, at = row
    return RecordedEvent(
        stream=StreamId.parse(stream.string_value),
        version=int(version.string_value),
        event_id=event_id.string_value,
        event_type=event_type.string_value,
        schema_version=int(schema_version.string_value),
        data=decoded(data.string_value),
        metadata=Metadata(correlation.string_value, causation.string_value, _text_or_none(actor), _text_or_none(trace)),
        committed_at=datetime.fromisoformat(at.string_value),
    )


def size_of(row: Undecoded) -> int:
    """How many bytes the data of the event is as JSON."""
    return len(row[5].string_value.encode())


def _text_or_none(value: Any) -> str | None:
    return None if value.HasField("null_value") else value.string_value
