"""Inspection in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.inspection import Envelope, Place, SeenStream
from onewrite.application.ports.views import Checkpoint
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class MemoryInspection:
    """Inspection over a MemoryDatabase."""

    database: MemoryDatabase

    def streams(self, prefix: str, *, limit: int) -> Sequence[SeenStream]:
        with self.database.lock:
            return list(islice(self._streams(prefix), limit))

    def envelopes(self, places: Collection[tuple[StreamId, int]]) -> Sequence[Envelope]:
        with self.database.lock:
            in_order = sorted(set(places), key=lambda place: (str(place[0]), place[1]))
            streams = ((self.database.events.get(stream, []), version) for stream, version in in_order)
            return [envelope_of(events[version - 1]) for events, version in streams if 1 <= version <= len(events)]

    def correlated(self, correlation_id: str, *, limit: int) -> Sequence[Envelope]:
        with self.database.lock:
            found = [one for one in self.database.log if one.metadata.correlation_id == correlation_id]
        return [envelope_of(one) for one in sorted(found, key=lambda one: (str(one.stream), one.version))[:limit]]

    def checkpoints(self, places: Collection[Place]) -> Mapping[Place, Checkpoint]:
        with self.database.lock:
            known = self.database.checkpoints
            return {place: known[place] for place in places if place in known}

    def _streams(self, prefix: str) -> Iterator[SeenStream]:
        by_id = {str(stream): events for stream, events in self.database.events.items() if events}
        for id_ in sorted(by_id):
            if id_.startswith(prefix):
                last = by_id[id_][-1]
                yield SeenStream(last.stream, last.version, last.committed_at)


def envelope_of(event: RecordedEvent) -> Envelope:
    return Envelope(
        event.stream,
        event.version,
        event.event_id,
        event.event_type,
        event.schema_version,
        event.metadata,
        event.committed_at,
    )
