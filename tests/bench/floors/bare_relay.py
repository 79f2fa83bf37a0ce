"""A sweep by the bare clients: read outbox rows and their events, publish these, delete the rows; nothing is leased."""

import json
from typing import Any

from google.cloud.spanner_v1 import KeySet
from google.cloud.spanner_v1.database import Database
from google.pubsub_v1 import PublisherClient, PubsubMessage

from onewrite.adapters.spanner import rows


def bare_sweep(database: Database, publisher: PublisherClient, topic: str, *, batch: int) -> int:
    """Return how many events were published."""
    published = 0
    while owed := _read(database, batch):
        with database.snapshot() as snapshot:
            events = list(snapshot.read("events", rows.EVENT, KeySet(keys=[row[2:4] for row in owed])))
        publisher.publish(topic=topic, messages=[PubsubMessage(message_of(row)) for row in events])
        with database.batch() as mutations:
            mutations.delete("outbox", KeySet(keys=[row[:4] for row in owed]))
        published += len(events)
    return published


def _read(database: Database, limit: int) -> list[list[Any]]:
    with database.snapshot() as snapshot:
        return list(snapshot.read("outbox", rows.POINTER, KeySet(all_=True), limit=limit))


def message_of(row: list[Any]) -> dict[str, Any]:
    """Return the same message as a relay of ours makes of an event."""
    stream, version, event_id, event_type, schema_version, data, correlation, causation, _, _, committed_at = row
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": event_type,
        "ce-source": "//onewrite/events",
        "ce-subject": stream,
        "ce-time": committed_at.isoformat(),
        "ce-sequence": f"{version:019d}",
        "ce-partitionkey": stream,
        "ce-correlationid": correlation,
        "ce-causationid": causation,
        "ce-schemaversion": str(schema_version),
        "category": stream.partition("-")[0],
        "content-type": "application/json",
    }
    return {"data": json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), "attributes": attributes}
