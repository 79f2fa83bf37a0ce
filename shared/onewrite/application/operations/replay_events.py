"""Replay for consumers outside of the system: publish stored events again, marked as a replay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from onewrite.application.batches import batches
from onewrite.application.operations.pages_of_heads import PageSize, pages_of_heads
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.topic import Topic
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import StreamNotFound

HEADS_PER_PAGE = 1000


@dataclass(frozen=True)
class Selection:
    """A stream or all of them; versions from `first` to `last`, committed from `since` to before `until`."""

    stream: StreamId | None = None
    first: int = 1
    last: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, event: RecordedEvent) -> bool:
        return (self.since is None or event.committed_at >= self.since) and (
            self.until is None or event.committed_at < self.until
        )


@dataclass(frozen=True)
class Replayed:
    """How many events were selected, and how many the bus acknowledged (none in a dry run)."""

    selected: int
    published: int
    dry_run: bool


@dataclass(frozen=True)
class ReplayEvents:
    """Publishes stream by stream, in constant memory. Ends at the first batch that the bus refuses; may be repeated.

    Passes over events that the bus will never take.
    """

    store: EventStore
    topic: Topic
    audit_log: AuditLog
    batch: int
    batch_bytes: int

    def __call__(self, selection: Selection, actor: Actor, *, dry_run: bool) -> Replayed:
        """Publish the events, or with `dry_run` only count them. Raises StreamNotFound and Unavailable."""
        selected = published = 0
        if selection.stream and self.store.read_head(selection.stream).version == 0:
            raise StreamNotFound(str(selection.stream))
        if not dry_run:
            stream = str(selection.stream) if selection.stream else None
            self.audit_log.append(Operation("replay", actor, stream_id=stream, details=_described(selection)))
        events = self._events(selection)
        for batch in batches(events, attrgetter("size"), rows=self.batch, size=self.batch_bytes):
            selected += len(batch)
            if dry_run:
                continue
            result = self.topic.publish(batch, replay=True)
            published += len(result.acknowledged)
            if result.refused:
                break
        return Replayed(selected, published, dry_run)

    def _events(self, selection: Selection) -> Iterator[RecordedEvent]:
        for stream in self._streams(selection):
            events = self.store.read_stream(stream, after=selection.first - 1, upto=selection.last)
            yield from filter(selection.holds, events)

    def _streams(self, selection: Selection) -> Iterator[StreamId]:
        if selection.stream:
            yield selection.stream
            return
        for page in pages_of_heads(self.store, size=PageSize(HEADS_PER_PAGE)):
            yield from page.streams


def _described(selection: Selection) -> dict[str, str | int | None]:
    return {
        "first": selection.first,
        "last": selection.last,
        "since": selection.since.isoformat() if selection.since else None,
        "until": selection.until.isoformat() if selection.until else None,
    }
