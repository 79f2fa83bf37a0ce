"""Unpublishable events in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.outbox import Pointer, shard_of
from onewrite.application.ports.unpublishable_events import CAUSE_CHARACTERS, UnpublishableEvent
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class MemoryUnpublishableEvents:
    """UnpublishableEvents over a MemoryDatabase."""

    database: MemoryDatabase

    def set_aside(self, causes: Mapping[Pointer, str]) -> None:
        with self.database.lock:
            now = self.database.commit_timestamp()
            for row, cause in causes.items():
                event = UnpublishableEvent(row.stream, row.version, row.size, cause[:CAUSE_CHARACTERS], now)
                self.database.unpublishable_events[str(row.stream), row.version] = event
            self.database.outbox.difference_update(causes)

    def read(self, stream: StreamId | None = None, *, limit: int) -> tuple[UnpublishableEvent, ...]:
        with self.database.lock:
            found = [event for _, event in sorted(self.database.unpublishable_events.items(), key=lambda pair: pair[0])]
        return tuple(event for event in found if stream in (None, event.stream))[:limit]

    def retry(self, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        with self.database.lock:
            now = self.database.commit_timestamp()
            self.database.outbox.update(
                Pointer(shard_of(event.stream), now, event.stream, event.version, event.size) for event in events
            )
            self.abandon(events, operation)

    def abandon(self, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        with self.database.lock:
            for event in events:
                self.database.unpublishable_events.pop((str(event.stream), event.version), None)
            self.database.audit(operation)
