"""Read a stream's history: its events, and its state at a version or a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from onewrite.application.commands.load_state import LoadState
from onewrite.application.ports.event_store import EventStore
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import StreamNotFound, StreamNotYetThere, TimeToCome, VersionNotFound


@dataclass(frozen=True)
class StateAt:
    """The state of a stream at a version."""

    version: int
    state: Any


@dataclass(frozen=True)
class ReadHistory:
    """Reads the store itself, so it is never behind. Every method raises StreamNotFound and Unavailable."""

    store: EventStore
    load_state: LoadState

    def events(self, stream: StreamId, *, after: int, limit: int) -> tuple[int, Sequence[RecordedEvent]]:
        """Return the stream's version, and at most `limit` events after the version `after`."""
        version = self._version(stream)
        return version, tuple(self.store.read_stream(stream, after=after, upto=min(after + limit, version)))

    def at_version(self, stream: StreamId, version: int) -> StateAt:
        """Return the state right after the event of that version. Raises VersionNotFound."""
        self.require(stream, version)
        return StateAt(version, self.load_state.fold(stream, self.store.read_stream(stream, upto=version)))

    def at_time(self, stream: StreamId, time: datetime) -> StateAt:
        """Return the state at that time. Raises StreamNotYetThere; and TimeToCome, as that state could still change."""
        if time > (now := self.store.now()):
            raise TimeToCome(time.isoformat(), now.isoformat())
        events = tuple(takewhile(lambda event: event.committed_at <= time, self.store.read_stream(stream)))
        if not events:
            self.require(stream, 1)
            raise StreamNotYetThere(str(stream), time.isoformat())
        return StateAt(len(events), self.load_state.fold(stream, events))

    def require(self, stream: StreamId, version: int) -> None:
        """Raise VersionNotFound if the stream has no such version yet."""
        current = self._version(stream)
        if version > current:
            raise VersionNotFound(str(stream), version, current)

    def _version(self, stream: StreamId) -> int:
        version = self.store.read_head(stream).version
        if version == 0:
            raise StreamNotFound(str(stream))
        return version
