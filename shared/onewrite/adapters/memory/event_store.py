"""The event store in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.event_store import CommandResult, Commit, CommitClash, Head
from onewrite.application.ports.outbox import Pointer
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class MemoryEventStore:
    """EventStore over a MemoryDatabase."""

    database: MemoryDatabase

    def read_head(self, stream: StreamId) -> Head:
        with self.database.lock:
            return self.database.streams.get(stream) or Head(stream, 0, is_new=True)

    def append(self, commit: Commit) -> tuple[RecordedEvent, ...]:
        with self.database.lock:
            self._check_clash(commit)
            return self._write(commit)

    def now(self) -> datetime:
        return self.database.now()

    def read_result(self, stream: StreamId, key: str) -> CommandResult | None:
        with self.database.lock:
            return self.database.commands.get((stream, key))

    def read_stream(self, stream: StreamId, *, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        with self.database.lock:
            events = self.database.events.get(stream, [])[after:upto]
        yield from events

    def read_events(self, pointers: Iterable[tuple[StreamId, int]]) -> tuple[RecordedEvent, ...]:
        with self.database.lock:
            places = sorted(set(pointers), key=lambda place: (str(place[0]), place[1]))
            streams = ((self.database.events.get(stream, []), version) for stream, version in places)
            return tuple(events[version - 1] for events, version in streams if 1 <= version <= len(events))

    def read_commit_times(self, pointers: Iterable[tuple[StreamId, int]]) -> tuple[datetime, ...]:
        return tuple(event.committed_at for event in self.read_events(pointers))

    def read_heads(
        self,
        *,
        after: StreamId | None = None,
        upto: str | None = None,
        category: str | None = None,
        limit: int = 1000,
    ) -> tuple[Head, ...]:
        with self.database.lock:
            by_id = {str(head.stream): head for head in self.database.streams.values()}
        ids = (id_ for id_ in sorted(by_id) if (not after or id_ > str(after)) and (upto is None or id_ <= upto))
        heads = (replace(by_id[id_], snapshot=None) for id_ in ids if category in (None, by_id[id_].stream.category))
        return tuple(islice(heads, limit))

    def _check_clash(self, commit: Commit) -> None:
        stream, database = commit.after.stream, self.database
        version = database.streams[stream].version if stream in database.streams else 0
        if commit.events and version > commit.after.version:
            raise CommitClash
        if commit.after.is_new and not commit.events and stream in database.streams:
            raise CommitClash
        if commit.result and (stream, commit.result.key) in database.commands:
            raise CommitClash

    def _write(self, commit: Commit) -> tuple[RecordedEvent, ...]:
        stream, database = commit.after.stream, self.database
        events = commit.recorded(database.commit_timestamp())
        database.events.setdefault(stream, []).extend(events)
        database.log.extend(events)
        database.outbox.update(map(Pointer.to, events))
        if events or stream not in database.streams:
            known = database.streams.get(stream, commit.after)
            database.streams[stream] = Head(stream, commit.version, commit.snapshot or known.snapshot)
        if commit.result:
            database.commands[stream, commit.result.key] = commit.result
        return events
