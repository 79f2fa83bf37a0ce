"""The event store: heads, streams, and the one commit that a command makes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from onewrite.domain.events import JsonObject, NewEvent, RecordedEvent
from onewrite.domain.streams import StreamId


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A folded state as it was at `version`. Disposable.

    `state_version` tells which fold made it, `state_schema` (a fingerprint) which fields that state had.
    """

    version: int
    state_version: int
    state_schema: str
    state: JsonObject


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream ends. Version 0: nothing was appended; `is_new`: not even a result was kept."""

    stream: StreamId
    version: int
    snapshot: Snapshot | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended, kept under its idempotency key.

    Accepted: the versions appended lie in (after, version]. Rejected: `rejection` holds reason, message and metadata.
    """

    key: str
    fingerprint: str
    after: int
    version: int
    rejection: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """All that one command changes. `after` must be a head that was read, so that versions stay dense."""

    after: Head
    events: Sequence[NewEvent] = ()
    snapshot: Snapshot | None = None
    result: CommandResult | None = None

    @property
    def version(self) -> int:
        """The stream's version once this is committed."""
        return self.after.version + len(self.events)

    def recorded(self, committed_at: datetime) -> tuple[RecordedEvent, ...]:
        """Return the events as the store holds them once committed at that time."""
        numbered = enumerate(self.events, start=self.after.version + 1)
        return tuple([event.recorded(self.after.stream, version, committed_at) for version, event in numbered])


class CommitClash(Exception):
    """A version or a key of this commit is already there; nothing was written."""


class EventStore(Protocol):
    """Facts. Every method raises Unavailable when the store can't answer."""

    def read_head(self, stream: StreamId) -> Head:
        """Return where the stream ends; version 0 when there is none. One round trip."""

    def append(self, commit: Commit) -> tuple[RecordedEvent, ...]:
        """Write events, outbox rows, head and result in one commit, or nothing. One round trip, no locks.

        Raises CommitClash. Unavailable may mean that the commit went through: a repeat under the same key finds out.
        """

    def now(self) -> datetime:
        """Return the store's time: whatever is committed from here on is later. One round trip."""

    def read_result(self, stream: StreamId, key: str) -> CommandResult | None:
        """Return how the command with this idempotency key ended; None if there was none."""

    def read_stream(self, stream: StreamId, *, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        """Yield the events with after < version <= upto, in order."""

    def read_events(self, pointers: Iterable[tuple[StreamId, int]]) -> tuple[RecordedEvent, ...]:
        """Return the events at these (stream, version) that are there, in order of both. One round trip."""

    def read_commit_times(self, pointers: Iterable[tuple[StreamId, int]]) -> tuple[datetime, ...]:
        """Return when those events were committed that are there, in the same order: however large they are."""

    def read_heads(
        self,
        *,
        after: StreamId | None = None,
        upto: str | None = None,
        category: str | None = None,
        limit: int = 1000,
    ) -> tuple[Head, ...]:
        """Return heads with after < stream id <= upto, in the order of their ids as text; without snapshots."""
