"""Unpublishable events on Spanner."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet

from onewrite.adapters.spanner import audit_log, rows
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.unpublishable_events import CAUSE_CHARACTERS, UnpublishableEvent
from onewrite.domain.streams import StreamId

TABLE = "unpublishable_events"
COLUMNS = ("stream_id", "version", "size", "cause", "set_aside_at")


@dataclass(frozen=True)
class SpannerUnpublishableEvents(OnSpanner):
    """UnpublishableEvents on Spanner."""

    def set_aside(self, causes: Mapping[Pointer, str]) -> None:
        with self.connection.commit() as mutations:
            events = [
                [str(row.stream), row.version, row.size, cause[:CAUSE_CHARACTERS], COMMIT_TIMESTAMP]
                for row, cause in causes.items()
            ]
            mutations.upsert(TABLE, COLUMNS, events)
            mutations.delete("outbox", [rows.key_of_pointer(row) for row in causes])

    def read(self, stream: StreamId | None = None, *, limit: int) -> tuple[UnpublishableEvent, ...]:
        one = [str(stream)]
        keys = KeySet(ranges=[KeyRange(start_closed=one, end_closed=one)]) if stream else KeySet(all_=True)
        found = self.connection.read(TABLE, COLUMNS, keys, limit=limit)
        return tuple(UnpublishableEvent(StreamId.parse(row[0]), *row[1:]) for row in found)

    def retry(self, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        with self.connection.commit() as mutations:
            again = [rows.row_of_pointer(event.stream, event.version, event.size) for event in events]
            mutations.insert("outbox", rows.POINTER, again)
            self._forget(mutations, events, operation)

    def abandon(self, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        with self.connection.commit() as mutations:
            self._forget(mutations, events, operation)

    def _forget(self, mutations: Mutations, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        mutations.delete(TABLE, [[str(event.stream), event.version] for event in events])
        audit_log.write(mutations, operation, self.connection.new_id())
