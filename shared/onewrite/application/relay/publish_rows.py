"""Publish the events of outbox rows, and set aside the rows that hold up others for ever."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from opentelemetry.trace import SpanKind

from onewrite.application import tracing
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.topic import Published, Topic
from onewrite.application.ports.unpublishable_events import UnpublishableEvents
from onewrite.application.relay.publish_events import publish_events
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId

log = logging.getLogger(__name__)

#: The cause of a row whose event is not there. Both commit together: the store was restored, or edited by hand.
NO_EVENT: Final = "The store has no such event"


@dataclass(frozen=True)
class RowsPublished:
    """The rows that the bus has acknowledged, those that were set aside, and how many it refused for now, and why."""

    acknowledged: Sequence[Pointer]
    set_aside: Sequence[Pointer]
    refused: int
    cause: str | None


@dataclass(frozen=True)
class PublishRows:
    """Deletes the rows that it sets aside, and leaves those that were acknowledged to the caller."""

    store: EventStore
    topic: Topic
    unpublishable: UnpublishableEvents

    def __call__(self, rows: Sequence[Pointer]) -> RowsPublished:
        """Publish in the order of the rows."""
        read = self.store.read_events((row.stream, row.version) for row in rows)
        events = {(event.stream, event.version): event for event in read}
        published = self._publish([events[place] for place in map(_place, rows) if place in events])
        acknowledged = {(event.stream, event.version) for event in published.acknowledged}
        causes = {(event.stream, event.version): cause for event, cause in published.unpublishable}
        found = {row: NO_EVENT if _place(row) not in events else causes.get(_place(row)) for row in rows}
        hopeless = {row: cause for row, cause in found.items() if cause}
        if hopeless:
            self._set_aside(hopeless)
        return RowsPublished(
            [row for row in rows if _place(row) in acknowledged], list(hopeless), published.refused, published.cause
        )

    def _publish(self, events: Sequence[RecordedEvent]) -> Published:
        caused_by = (event.metadata.traceparent for event in events)
        with tracing.span(tracing.PUBLISH, kind=SpanKind.PRODUCER, links=caused_by, events=len(events)):
            published = publish_events(self.topic, events)
            if published.cause:
                tracing.failed(published.cause)
        return published

    def _set_aside(self, causes: dict[Pointer, str]) -> None:
        self.unpublishable.set_aside(causes)
        first, cause = next(iter(causes.items()))
        log.error(
            "Outbox rows set aside: %d, the first is version %d of %s: %s",
            len(causes),
            first.version,
            first.stream,
            cause,
            extra={"action": "events_unpublishable"},
        )


def _place(row: Pointer) -> tuple[StreamId, int]:
    return row.stream, row.version
